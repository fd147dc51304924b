package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.FarValue;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class TrainingLinesTest {

    private static TrainingLines lines(String recipe, Map<String, Object> changes)
            throws IOException {
        TrainingRecipe read = Recipes.read(recipe, changes);
        return new TrainingLines(read);
    }

    @Test
    void theHeadingNamesTheTermsAndTheirWeight() throws IOException {
        assertEquals(
                "nats per sample: total (reconstruction + KL divergence)",
                lines("vae-sprites", Map.of()).heading());
        assertEquals(
                "nats per sample: total (reconstruction + 0.5 * KL divergence)",
                lines("vae-sprites", Map.of("penaltyWeight.target", 0.5)).heading());
        assertEquals("nats per sample: the reconstruction", lines("ae-mnist", Map.of()).heading());
    }

    @Test
    void whatColumnsAreForIsToldOfTargetsApart(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("table.csv");
        StringBuilder rows = new StringBuilder("a,b,c\n");
        IntStream.range(0, 20).forEach(i -> rows.append("%s,%s,%s\n".formatted(i, i % 7, i % 3)));
        Files.writeString(table, rows);
        TrainingLines lines = lines("vae-table", Map.of());
        assertEquals(
                List.of("features: a, b, c"),
                lines.data(DataSource.of(table.toString(), DataOptions.ofSeed(0)).load()));
        String predicted = DataSource.towards(table.toString(), "c", Optional.empty());
        assertEquals(
                List.of("features: a, b", "targets: c"),
                lines.data(DataSource.of(predicted, DataOptions.ofSeed(0)).load()));
    }

    @Test
    void theFarthestValuesAreNamed() throws IOException {
        List<FarValue> four =
                IntStream.rangeClosed(1, 4)
                        .mapToObj(i -> new FarValue("c" + i, i, 1e6, 0.5, 1000))
                        .toList();
        List<String> lines = lines("vae-table", Map.of()).farOff(four);
        assertEquals(4, lines.size());
        assertEquals(
                "far off: 1000000 in row 1, c1, is 1,000 times the usual spread away from"
                        + " the median 0.500000; scaling must be robust for the others to be learnt"
                        + " none the less",
                lines.get(0));
        assertEquals("far off too, in more columns: 1", lines.get(3));
        TrainingLines robust = lines("vae-table", Map.of("data.scaling", "ROBUST"));
        assertEquals(3, robust.farOff(four.subList(0, 3)).size());
        assertTrue(robust.farOff(four).get(0).endsWith("the median 0.500000"));
    }

    @Test
    void masksHaveALikelihoodOfClasses() throws IOException {
        TrainingRecipe masks = Recipes.read("segment-sprites", Map.of("data.limit", 20));
        Samples samples = DataSource.of(masks).split().training();
        assertEquals(1, new TrainingLines(masks).data(samples).size());
        assertEquals(
                "likelihood: Categorical, as masks have, in place of Bernoulli",
                lines("vae-sprites", Map.of()).data(samples).get(1));
    }

    private static TrainingHistory.Epoch epoch(int number, double validation) {
        LossSummary training = new LossSummary(5, 4, 1);
        return new TrainingHistory.Epoch(
                number, training, new LossSummary(validation, validation - 1, 1), 1, 2.04, 1234.25);
    }

    @Test
    void anEpochSaysWhetherItIsTheBest() throws IOException {
        TrainingHistory first = TrainingHistory.EMPTY.with(epoch(1, 6));
        assertEquals(
                List.of(
                        "epoch  1/10  training      5.00 (   4.00 +    1.00)"
                                + "   1,234 samples/s    2.0 s",
                        "             validation    6.00 (   5.00 +    1.00)  best"),
                lines("vae-sprites", Map.of("epochs", 10)).epoch(first, Map.of()));
        assertEquals(
                List.of(
                        "epoch 2/2  training      5.00   1,234 samples/s    2.0 s",
                        "           validation    7.00  RMSE 0.2500"),
                lines("ae-mnist", Map.of("epochs", 2))
                        .epoch(
                                first.with(epoch(2, 7)),
                                Map.of(AutoencoderTrainer.HELD_OUT_RMSE, 0.25)));
    }

    @Test
    void anEpochFitsItsLinesWithNumbersUnderEachOther() throws IOException {
        TrainingHistory.Epoch large =
                new TrainingHistory.Epoch(
                        100,
                        new LossSummary(-234.5, -235.5, 1),
                        new LossSummary(9999.99, 9999.5, 0.49),
                        1,
                        999.9,
                        999_999);
        List<String> lines =
                lines("vae-sprites", Map.of("epochs", 100))
                        .epoch(
                                TrainingHistory.EMPTY.with(large),
                                Map.of(AutoencoderTrainer.HELD_OUT_RMSE, 0.25));
        lines.forEach(line -> assertTrue(line.length() <= 80, line));
        assertEquals(lines.get(0).indexOf("+"), lines.get(1).indexOf("+"));
    }

    @Test
    void theEndSaysTheBestEpochAndWhatWasMeasured() throws IOException {
        TrainingHistory history = TrainingHistory.EMPTY.with(epoch(1, 6)).with(epoch(2, 7));
        assertEquals(
                List.of("best: epoch 1, validation loss 6.00 nats per sample"),
                lines("vae-sprites", Map.of()).best(history, Map.of("psnr_before", 3.0)).toList());
        assertEquals(
                List.of(
                        "best: epoch 1, validation loss 6.00 nats per sample",
                        "corrupted validation samples: PSNR 3.00 dB, restored 4.50 dB",
                        "values held out: RMSE 0.2500 in standard deviations of the columns"),
                lines("denoising-sprites", Map.of())
                        .best(
                                history,
                                Map.of(
                                        "psnr_before",
                                        3.0,
                                        "psnr_after",
                                        4.5,
                                        AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED,
                                        0.25))
                        .toList());
    }
}
