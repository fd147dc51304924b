package io.github.autoencoders.training;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataKind;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kind of data that the library does not know is one class. */
class OwnDataTest {

    /** Numbers of six characters each, without anything between them. */
    private record FixedWidth() implements DataKind {
        @Override
        public Inputs inputs() {
            return Inputs.ofFiles("file of fixed width", ".*\\.fix");
        }

        @Override
        public Samples read(String input, DataOptions options) throws IOException {
            return Samples.of(
                    Files.readAllLines(Path.of(input)).stream()
                            .map(line -> line.split("(?<=\\G.{6})"))
                            .map(row -> Stream.of(row).mapToDouble(Double::parseDouble).toArray())
                            .toArray(double[][]::new));
        }
    }

    @Test
    void anOwnKindOfDataIsTrainedOnAndScored(@TempDir Path folder) throws IOException {
        String lines = IntStream.range(0, 50).mapToObj("%6d   2.5%n"::formatted).collect(joining());
        Path file = Files.writeString(folder.resolve("a.fix"), lines);
        DataSource data = DataSource.of(new FixedWidth(), file.toString(), DataOptions.ofSeed(1));
        AutoencoderTrainer trainer =
                AutoencoderTrainer.of(Recipes.named("vae-table").withEpochs(1))
                        .on(Placement.of(TinyTraining.engine()));
        try (TrainedAutoencoder model = trainer.fit(data)) {
            double[] scores = model.score(data.load());
            assertEquals(50, scores.length);
            assertTrue(DoubleStream.of(scores).allMatch(Double::isFinite));
            assertEquals(file.toString(), model.card().recipe().data().source());
        }
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> DataSource.of(new FixedWidth(), "a.csv", DataOptions.ofSeed(1)));
        assertEquals(
                "data must be an existing file or folder, but there is no such file as a.csv",
                e.getMessage());
    }
}
