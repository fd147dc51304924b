package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.benchmark.Comparison.Row;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.translate.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of figures, wherever they come from. */
@Tag("no-engine")
class ComparisonTableTest {

    private static final Setup FIRST = new Setup("PyTorch", "cpu", 2);
    private static final Setup SECOND = new Setup("MXNet", "cpu", 1);
    private static final Setup THIRD = new Setup("PyTorch", "gpu0", 2);

    private static Comparison comparison() throws IOException {
        LossSummary training = new LossSummary(45.25, 30, 15.25);
        LossSummary validation = new LossSummary(44.5, 29.125, 15.375);
        Measured known =
                new Measured(
                        "PyTorch 2.7.1",
                        1000,
                        2345.6,
                        12_345,
                        99.94,
                        1e6,
                        1.234,
                        812_000_000,
                        3,
                        training,
                        validation);
        Measured unknown =
                new Measured(
                        "MXNet 1.9.1", 1000, 1234, 5678, 910, 0, 2.5, 0, 3, validation, training);
        Differences differences =
                new Differences(
                        List.of(
                                new Differences.Step(1, 1e-7, 2e-7, 3e-7),
                                new Differences.Step(2, 2e-7, 1e-7, 0)),
                        List.of(
                                new Differences.Step(1, 1e-7, 2e-7, 3e-7),
                                new Differences.Step(2, 0.5, 2e-3, 1.5)));
        return new Comparison(
                Recipes.read("vae-sprites", Map.of()),
                2,
                new Machine("a processor", 2, 1L << 34, "Linux", "17", "0.35.1", "0.1.0"),
                List.of(
                        new Row(FIRST, new Comparison.Ran(known), new Comparison.First()),
                        new Row(
                                SECOND,
                                new Comparison.Ran(unknown),
                                new Comparison.Compared(FIRST, differences)),
                        new Row(
                                THIRD,
                                new Comparison.Failed("there is no GPU"),
                                new Comparison.None())));
    }

    @Test
    void tableHasFiguresLossesAndAgreement() throws IOException {
        List<String> lines = ComparisonTable.of(comparison()).lines().toList();
        List<String> expected =
                List.of(
                        "samples/s                training  encoding  decoding   scoring   first"
                                + "     peak",
                        "                                                                  batch"
                                + "   memory",
                        "PyTorch cpu, 2 threads      2,346    12,345      99.9 1,000,000  1.23 s"
                                + "   812 MB",
                        "MXNet cpu, 1 thread         1,234     5,678       910         -  2.50 s"
                                + "  unknown",
                        "PyTorch gpu0, 2 threads  failed: there is no GPU",
                        "",
                        "nats per sample after the last epoch: total (reconstruction + penalty)",
                        "PyTorch cpu, 2 threads   training    45.2500 (30.0000 + 15.2500)",
                        "PyTorch cpu, 2 threads   validation  44.5000 (29.1250 + 15.3750)",
                        "MXNet cpu, 1 thread      training    44.5000 (29.1250 + 15.3750)",
                        "MXNet cpu, 1 thread      validation  45.2500 (30.0000 + 15.2500)",
                        "",
                        "largest relative difference from PyTorch cpu, 2 threads over 2 steps,",
                        "and in brackets the median of the steps",
                        "                   outputs            losses             gradients",
                        "MXNet cpu, 1 thread",
                        "  same parameters  2.0e-07 (1.5e-07)  2.0e-07 (1.5e-07)  3.0e-07"
                                + " (1.5e-07)",
                        "  free-running     5.0e-01 (2.5e-01)  2.0e-03 (1.0e-03)  1.5e+00"
                                + " (7.5e-01)");
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), lines.get(i).stripTrailing());
        }
        assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList());
        assertFalse(comparison().isComplete());
    }

    @Test
    void aFileHasAllOfIt(@TempDir Path folder) throws IOException {
        assertEquals(Optional.empty(), Comparison.read(folder));
        Comparison comparison = comparison();
        Path file = comparison.write(folder);
        assertEquals(Optional.of(comparison), Comparison.read(folder));
        Files.writeString(file, "{}");
        IOException e = assertThrows(IOException.class, () -> Comparison.read(folder));
        assertTrue(String.valueOf(e.getMessage()).startsWith(file + " cannot be read: "));
    }

    @Test
    void pictureIsOfTheRunsThatCameToTheirEnds() throws IOException {
        BufferedImage picture = ComparisonPicture.of(comparison(), "a title");
        assertEquals(1600, picture.getWidth());
        Comparison failed =
                new Comparison(
                        comparison().recipe(),
                        2,
                        comparison().machine(),
                        List.of(comparison().rows().get(2)));
        Exception e =
                assertThrows(
                        IllegalStateException.class, () -> ComparisonPicture.of(failed, "a title"));
        assertEquals("a run must have come to its end, but none has", e.getMessage());
    }

    @Test
    void exportedModelsStandBelowTheFigures() throws IOException {
        Comparison before = comparison();
        Row first = before.rows().get(0);
        Measured known = first.measured().orElseThrow();
        Comparison.Figures both =
                new Comparison.RanExported(
                        known, List.of(new ExportedSpeed(Task.ENCODE, 256, 0.02, 0.0125)));
        Comparison after =
                new Comparison(
                        before.recipe(),
                        before.agreementSteps(),
                        before.machine(),
                        List.of(new Row(FIRST, both, first.agreement())));
        List<String> lines = ComparisonTable.of(after).lines().toList();
        assertEquals(
                List.of(
                        "",
                        "medians of calls, by turns with the model exported to ONNX",
                        "                               batch          here  ONNX Runtime  ratio",
                        "PyTorch cpu, 2 threads  encode   256     20.000 ms     12.500 ms   1.60"),
                lines.subList(3, 7));
        String text = Json.write(after, Comparison.class);
        assertEquals(after, Json.read(text, Comparison.class));
    }
}
