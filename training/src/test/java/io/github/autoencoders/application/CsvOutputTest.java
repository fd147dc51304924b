package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvOutputTest {

    private static final Scaling PLAIN = new Scaling.Standardized(List.of(0.0), List.of(1.0));
    private static final float[][] FIRST = {{1, 2, 3}, {0, 0, 1}};
    private static final float[][] SECOND = {{2, 2, 2}};

    /** Samples in two portions, of which the second has a label more. */
    private static SampleStream stream() {
        return stream(
                Samples.of(FIRST).withLabels(List.of("a", "b")),
                Samples.of(SECOND).withLabels(List.of("c")));
    }

    private static SampleStream stream(Samples... of) {
        Deque<Samples> portions = new ArrayDeque<>(List.of(of));
        return new SampleStream() {
            @Override
            public String name() {
                return "rows";
            }

            @Override
            public Optional<Samples> next() {
                return Optional.ofNullable(portions.poll());
            }

            @Override
            public List<String> labelNames() {
                return List.of("a", "b", "c");
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void outputsStandBelowNumberedColumnsWithTheirLabels(@TempDir Path folder) throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(3, PLAIN, List.of())) {
            Path file = folder.resolve("new/codes.csv");
            assertEquals(3, CsvOutput.to(file).write(model, Task.ENCODE, stream()));
            float[][] codes = model.encode(FIRST);
            float[] last = model.encode(SECOND)[0];
            assertEquals(
                    "z1,z2,label\n%s,%s,a\n%s,%s,b\n%s,%s,c\n"
                            .formatted(
                                    codes[0][0],
                                    codes[0][1],
                                    codes[1][0],
                                    codes[1][1],
                                    last[0],
                                    last[1]),
                    Files.readString(file));
            StringWriter text = new StringWriter();
            CsvOutput.to(text).write(model, Task.SCORE, stream());
            double[] scores = model.score(FIRST);
            assertEquals(
                    "score,label\n%s,a\n%s,b\n%s,c\n"
                            .formatted(scores[0], scores[1], model.score(SECOND)[0]),
                    text.toString());
            text.getBuffer().setLength(0);
            CsvOutput.to(text).write(model, Task.RECONSTRUCT, stream());
            assertEquals("x1,x2,x3", text.toString().lines().findFirst().orElseThrow());
        }
    }

    @Test
    void codesInATableAreDecoded() throws Exception {
        try (TrainedAutoencoder model = UntrainedModels.ofRows(3, PLAIN, List.of())) {
            float[][] codes = {{0, 1}, {-1, 0.5f}};
            StringWriter text = new StringWriter();
            CsvOutput.to(text).write(model, Task.DECODE, stream(Samples.of(codes)));
            float[] first = model.decode(codes).sample(0);
            assertEquals(
                    "%s,%s,%s".formatted(first[0], first[1], first[2]),
                    text.toString().lines().skip(1).findFirst().orElseThrow());
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    CsvOutput.to(text)
                                            .write(model, Task.DECODE, stream(Samples.of(FIRST))));
            assertEquals(
                    "rows must hold samples of shape (2), but holds samples of shape (3)",
                    e.getMessage());
        }
    }

    @Test
    void aFailureLeavesNoFile(@TempDir Path folder) {
        Path file = folder.resolve("t.csv");
        assertThrows(
                IOException.class,
                () ->
                        CsvOutput.to(file)
                                .write(
                                        table -> {
                                            table.printRecord("a");
                                            throw new IOException("no more");
                                        }));
        assertFalse(Files.exists(file));
    }

    @Test
    void cellsWithCommasAreQuoted() throws IOException {
        StringWriter text = new StringWriter();
        CsvOutput.to(text).write(List.of("a", "b,c"), Stream.of(List.of(1, "x\"y")));
        assertEquals("a,\"b,c\"\n1,\"x\"\"y\"\n", text.toString());
    }
}
