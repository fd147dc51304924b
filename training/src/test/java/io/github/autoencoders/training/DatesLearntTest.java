package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Dated;
import io.github.autoencoders.sample.Quantiles;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of orders, large by day and small by night, of three weeks; its dates are learnt from.
 */
class DatesLearntTest {

    private static final int ROWS = 504;
    private static final DateTimeFormatter GERMAN =
            DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm", Locale.ROOT);

    @TempDir private static Path folder;

    private static Path table = Path.of("");
    private static TrainedAutoencoder model;

    @BeforeAll
    static void train() throws IOException {
        List<String> lines = new ArrayList<>(List.of("at,size,kind"));
        for (int i = 0; i < ROWS; i++) {
            LocalDateTime at = LocalDateTime.of(2026, 3, 2, 0, 0).plusHours(i);
            lines.add(row(at, isDay(at)));
        }
        table = Files.write(folder.resolve("orders.csv"), lines);
        model =
                AutoencoderTrainer.of(recipe())
                        .on(Placement.of(TinyTraining.engine()))
                        .fit(DataSource.of(table.toString(), options()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static TrainingRecipe recipe() {
        TrainingRecipe recipe = Recipes.named("vae-table");
        return recipe.withEpochs(40)
                .withBatchSize(32)
                .withOptimizer(UpdateRule.Adam.of(0.005))
                .withData(recipe.data().withColumns(columns()).withScaling(ScalingKind.QUANTILE));
    }

    private static Columns columns() {
        return Columns.NONE.withFeatures(List.of("at", "size"));
    }

    private static DataOptions options() {
        return DataOptions.of(recipe());
    }

    private static boolean isDay(LocalDateTime at) {
        return at.getHour() >= 6 && at.getHour() < 18;
    }

    private static String row(LocalDateTime at, boolean large) {
        double noise = Math.sin(37.0 * at.getDayOfYear() + 11 * at.getHour());
        return "%s,%s,x".formatted(GERMAN.format(at), (large ? 100 : 20) + noise);
    }

    @Test
    void datesAreLearntAsNumbersAndByWhatComesAgain() {
        assertEquals(
                List.of(
                        "features: size (numbers), at (dates as dd.MM.uuuu HH:mm)",
                        "left out: kind (not chosen)"),
                model.format().schemaLines());
        Dated dated = (Dated) model.format().scaling();
        assertEquals(
                List.of(new Dated.Cycle(0, Dated.Cycle.DAY), new Dated.Cycle(0, Dated.Cycle.WEEK)),
                dated.cycles());
        assertTrue(dated.numbers() instanceof Quantiles);
        assertEquals(6, model.format().modelShape().size());
    }

    /** Each value by itself is usual. */
    @Test
    void largeOrdersByNightAreOdd() throws IOException {
        double[][] scores = new double[2][];
        for (int swapped = 0; swapped < 2; swapped++) {
            List<String> lines = new ArrayList<>(List.of("size,at"));
            for (int i = 0; i < 96; i++) {
                LocalDateTime at = LocalDateTime.of(2026, 3, 10, 0, 0).plusHours(i);
                String[] cells = row(at, isDay(at) ^ (swapped == 1)).split(",", -1);
                lines.add(cells[1] + "," + cells[0]);
            }
            Path file = Files.write(folder.resolve("swapped" + swapped + ".csv"), lines);
            Samples rows =
                    DataSource.of(file.toString(), options().withSchema(model.format().schema()))
                            .load();
            scores[swapped] = model.score(rows);
        }
        assertTrue(
                DoubleStream.of(scores[1]).average().orElseThrow()
                        > DoubleStream.of(scores[0]).average().orElseThrow() + 1);
    }

    @Test
    void savedModelsWriteDatesAsTheyWereRead() throws IOException {
        Path saved = folder.resolve("saved");
        model.save(saved);
        try (TrainedAutoencoder loaded =
                TrainedAutoencoder.open(saved.toString(), Placement.of(TinyTraining.engine()))) {
            assertEquals(model.format(), loaded.format());
            DataSource same =
                    DataSource.of(table.toString(), options().withSchema(loaded.format().schema()));
            Samples rows = same.load();
            assertArrayEquals(model.score(rows), loaded.score(rows), 1e-4);
            StringWriter text = new StringWriter();
            try (SampleStream stream = same.stream(100)) {
                assertEquals(ROWS, CsvOutput.to(text).write(loaded, Task.RECONSTRUCT, stream));
            }
            List<String> lines = text.toString().lines().toList();
            assertEquals("row,at,size", lines.get(0));
            // The middle of the three weeks would be 5.25 days off.
            double days =
                    IntStream.range(0, ROWS)
                                    .mapToDouble(i -> hours(lines.get(i + 1), i))
                                    .average()
                                    .orElseThrow()
                            / 24;
            assertTrue(days < 4, days + " days off on average");
        }
    }

    private static double hours(String line, int row) {
        LocalDateTime is = LocalDateTime.parse(line.split(",", -1)[1], GERMAN);
        LocalDateTime was = LocalDateTime.of(2026, 3, 2, 0, 0).plusHours(row);
        return Math.abs(Duration.between(was, is).toMinutes() / 60.0);
    }

    @Test
    void datesWrittenInAnotherWayAreRefusedByRowAndColumn() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("other.csv"),
                        "at,size\n02.03.2026 00:00,20\n2026/03/02 01:00,20\n");
        DataSource other =
                DataSource.of(file.toString(), options().withSchema(model.format().schema()));
        assertEquals(
                file
                        + ": value in row 2, column \"at\" must be a date as 01.01.2027 00:00, but"
                        + " is \"2026/03/02 01:00\"",
                assertThrows(IOException.class, other::load).getMessage());
    }

    @Test
    void rowsOfJavaHaveDatesAsTexts() {
        Samples rows =
                Samples.ofRows(
                        List.of(Map.of("at", "10.03.2026 12:00", "size", 100.0)), model.format());
        assertEquals(List.of("10.03.2026 12:00", 100.0f), rows.cells(0));
    }
}
