package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.benchmark.Comparison;
import io.github.autoencoders.benchmark.Differences;
import io.github.autoencoders.benchmark.Measured;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of all engines that are there, in processes of their own. */
@Tag("no-engine")
class CompareCommandTest {

    private final Path folder;

    CompareCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path table() throws IOException {
        StringBuilder rows = new StringBuilder("a,b,c\n");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double a = random.nextGaussian();
            rows.append(
                    String.format(
                            Locale.ROOT, "%.6f,%.6f,%.6f%n", a, 2 * a, random.nextGaussian()));
        }
        return Files.writeString(folder.resolve("table.csv"), rows);
    }

    private Answer compare(Path out, String engines, String... more) throws IOException {
        Object[] first = {
            "compare",
            "vae-table",
            "--data",
            table(),
            "--epochs",
            "2",
            "--threads",
            "1",
            "--agreement-steps",
            "8",
            "--engine",
            engines,
            "--out",
            out
        };
        Object[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Answer.of(all);
    }

    @Test
    void enginesAreMeasuredAndAgreeAndOneThatIsNotThereIsARow() throws IOException {
        Path out = folder.resolve("out");
        List<String> engines = Placement.engines();
        Answer answer = compare(out, String.join(",", engines) + ",NoSuchEngine");
        assertEquals("", answer.err());
        assertEquals(1, answer.exitCode(), answer.out());
        Comparison comparison = Comparison.read(out).orElseThrow();
        assertEquals(engines.size() + 1, comparison.rows().size());
        for (int i = 0; i < engines.size(); i++) {
            Comparison.Row row = comparison.rows().get(i);
            assertEquals(engines.get(i), row.setup().engine());
            requirePlausible(row.measured().orElseThrow());
            if (i == 0) {
                assertEquals(new Comparison.First(), row.agreement());
            } else {
                requireAgreement((Comparison.Compared) row.agreement());
            }
        }
        assertEquals(
                new Comparison.Failed(
                        "engine must be one of %s, but is \"NoSuchEngine\""
                                .formatted(String.join(", ", engines))),
                comparison.rows().get(engines.size()).figures());
        assertTrue(
                answer.out().contains("\nNoSuchEngine cpu, 1 thread  failed: engine must be"),
                answer.out());
        assertEquals(1600, ImageIO.read(out.resolve("compare.png").toFile()).getWidth());
        try (var files = Files.list(out)) { // nothing else is left
            assertEquals(2, files.count());
        }
        goesOnWhereItStood(out, comparison);
    }

    private void goesOnWhereItStood(Path out, Comparison before) throws IOException {
        String first = before.rows().get(0).setup().engine();
        Answer again = compare(out, first.toLowerCase(Locale.ROOT));
        assertEquals(0, again.exitCode(), again.err());
        assertFalse(again.out().contains("training, encoding"), again.out());
        assertEquals(List.of(before.rows().get(0)), Comparison.read(out).orElseThrow().rows());
        Answer other = compare(out, first, "--seed", "7");
        assertTrue(other.out().contains("training, encoding"), other.out());
    }

    private static void requirePlausible(Measured measured) {
        assertTrue(measured.training() > 0, measured::toString);
        assertTrue(measured.encoding() > 0, measured::toString);
        assertTrue(measured.decoding() > 0, measured::toString);
        assertTrue(measured.scoring() > 0, measured::toString);
        assertTrue(
                measured.firstBatchSeconds() > 0.05 && measured.firstBatchSeconds() < 300,
                measured::toString);
        assertEquals(
                Files.exists(Path.of("/proc/self/status")),
                measured.peakBytes() > 50_000_000,
                measured::toString);
        assertEquals(2, measured.epochs());
        // 3 columns to 64, 32, twice 2 and back, with biases.
        assertEquals(
                3 * 64
                        + 64
                        + 64 * 32
                        + 32
                        + 2 * (32 * 2 + 2)
                        + 2 * 32
                        + 32
                        + 32 * 64
                        + 64
                        + 64 * 3
                        + 3,
                measured.parameters());
        assertEquals(
                measured.validationLoss().total(),
                measured.validationLoss().reconstruction() + measured.validationLoss().penalty(),
                1e-4);
    }

    private static void requireAgreement(Comparison.Compared compared) {
        Differences differences = compared.differences();
        assertEquals(8, differences.sameParameters().size());
        assertEquals(8, differences.freeRunning().size());
        for (Differences.Step step : differences.sameParameters()) {
            assertTrue(step.outputs() < 1e-5, step::toString);
            assertTrue(step.losses() < 1e-5, step::toString);
            assertTrue(step.gradients() < 1e-4, step::toString);
        }
        for (Differences.Step step : differences.freeRunning()) {
            assertTrue(step.losses() < 1e-3, step::toString);
        }
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
        Path out = folder.resolve("out");
        assertEquals(
                "autoencoders: --device must be cpu, gpu0, gpu1 and so on, but is \"tpu\"\n",
                compare(out, "PyTorch", "--device", "tpu").err());
        assertEquals(
                "autoencoders: --agreement-steps must not be negative, but is -1\n",
                Answer.expect(
                        1, "compare", "--agreement-steps", "-1", "--out", out, "--engine", "X"));
        Answer noOut = Answer.of("compare");
        assertEquals(2, noOut.exitCode());
        Files.writeString(folder.resolve("file"), "");
        String error = Answer.expect(1, "compare", "--out", folder.resolve("file"));
        assertEquals(
                "autoencoders: --out must be where files can be written, but %1$s is not: %1$s is no folder\n"
                        .formatted(folder.resolve("file")),
                error);
    }

    @Test
    void theCommandOfTheProcessesIsNotListed() {
        assertFalse(Answer.expect(0, "--help").contains("child"));
        assertTrue(Answer.expect(0, "--help").contains("  compare "));
    }
}
