package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.CodeIndex.Found;
import io.github.autoencoders.testing.FlippedBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("no-engine")
class CodeIndexTest {

    private static final int MANY = 4_000; // of 20,000 all are found as well, in half a minute
    private static final int SIZE = 16;

    @TempDir private Path folder;

    /** Codes about 200 random centres. */
    private static float[][] clusters(int count, long seed) {
        Random random = new Random(4);
        float[][] centres = new float[200][SIZE];
        for (float[] centre : centres) {
            for (int d = 0; d < SIZE; d++) {
                centre[d] = (float) (3 * random.nextGaussian());
            }
        }
        Random around = new Random(seed);
        float[][] codes = new float[count][SIZE];
        for (float[] code : codes) {
            float[] centre = centres[around.nextInt(200)];
            for (int d = 0; d < SIZE; d++) {
                code[d] = (float) (centre[d] + around.nextGaussian());
            }
        }
        return codes;
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Test
    void anyChangedByteIsRefusedWithItsFile() throws Exception {
        Path saved = folder.resolve("flipped");
        try (CodeIndex index = CodeIndex.newIndex(SIZE, Metric.EUCLIDEAN, "clusters")) {
            index.add(numbers(40), clusters(40, 1));
            index.save(saved);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(saved)) {
            files = all.toList();
        }
        for (Path file : files) {
            FlippedBytes.assertRefused(file, () -> CodeIndex.open(saved).close());
        }
        CodeIndex.open(saved).close();
    }

    /** The share of the ten nearest, as an exact search finds them, that the index finds too. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void nearlyAllOfTheNearestAreFoundAndAgainAfterSaving(Metric metric) throws Exception {
        float[][] codes = clusters(MANY, 1);
        float[][] queries = clusters(100, 2);
        NearestNeighbours exact = new NearestNeighbours(List.of(codes), metric);
        int shared = 0;
        try (CodeIndex index = CodeIndex.newIndex(SIZE, metric, "clusters")) {
            index.add(numbers(MANY), codes);
            assertEquals(MANY, index.size());
            index.save(folder.resolve("index"));
            try (CodeIndex again = CodeIndex.open(folder.resolve("index"))) {
                for (float[] query : queries) {
                    List<Found> found = index.search(query, 10);
                    assertEquals(found, again.search(query, 10));
                    for (NearestNeighbours.Neighbour each : exact.of(query, 10, -1)) {
                        shared += contains(found, each) ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(shared >= 0.95 * 1_000, shared + " of 1,000");
    }

    private static boolean contains(List<Found> found, NearestNeighbours.Neighbour wanted) {
        return found.stream()
                .anyMatch(
                        each ->
                                each.key().equals("" + wanted.index())
                                        && Math.abs(each.distance() - wanted.distance()) < 1e-5);
    }

    @Test
    void aKeyHasOneCodeAndWhatIsAddedLaterIsFound() throws Exception {
        Path saved = folder.resolve("few");
        try (CodeIndex index = CodeIndex.newIndex(2, Metric.EUCLIDEAN, "points")) {
            assertEquals(List.of(), index.search(new float[] {0, 0}, 3));
            index.add(List.of("a", "b"), new float[][] {{3, 4}, {1, 0}});
            index.save(saved);
            index.add(List.of("a"), new float[][] {{0, 0}});
            assertEquals(
                    List.of(new Found("a", 0), new Found("b", 1)),
                    index.search(new float[] {0, 0}, 3));
            try (CodeIndex before = CodeIndex.open(saved)) { // it is as it was saved
                assertEquals("points", before.about());
                assertEquals(Metric.EUCLIDEAN, before.metric());
                assertEquals(2, before.codeSize());
                before.add(List.of("c"), new float[][] {{0, 2}});
                assertEquals(
                        List.of(new Found("b", 1), new Found("c", 2), new Found("a", 5)),
                        before.search(new float[] {0, 0}, 3));
            }
            index.save(saved); // in its place
            try (CodeIndex after = CodeIndex.open(saved)) {
                assertEquals(List.of(new Found("a", 0)), after.search(new float[] {0, 0}, 1));
            }
        }
    }

    @Test
    void cosineKnowsDirectionsOnly() {
        try (CodeIndex index = CodeIndex.newIndex(2, Metric.COSINE, "")) {
            index.add(
                    List.of("none", "up", "back", "ahead"),
                    new float[][] {{0, 0}, {0, 7}, {-2, 0}, {9, 0}});
            List<Found> found = index.search(new float[] {0.5f, 0}, 4);
            assertEquals(
                    List.of("ahead", "none", "up", "back"),
                    found.stream().map(Found::key).toList());
            assertEquals(List.of(0.0, 1.0, 1.0, 2.0), found.stream().map(Found::distance).toList());
        }
    }

    @Test
    void threadsAddAndSearchAtOnce() {
        float[][] codes = clusters(2_000, 3);
        try (CodeIndex index = CodeIndex.newIndex(SIZE, Metric.EUCLIDEAN, "")) {
            IntStream.range(0, 2_000)
                    .parallel()
                    .filter(i -> i % 20 == 0)
                    .forEach(
                            from -> {
                                List<String> keys = numbers(2_000).subList(from, from + 20);
                                index.add(
                                        keys,
                                        Stream.of(codes)
                                                .skip(from)
                                                .limit(20)
                                                .toArray(float[][]::new));
                                Found first = index.search(codes[from], 1).get(0);
                                assertEquals(new Found("" + from, 0), first);
                            });
            assertEquals(2_000, index.size());
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        try (CodeIndex index = CodeIndex.newIndex(2, Metric.EUCLIDEAN, "")) {
            String rule = "code must have 2 values, as all of the index have, but has 3";
            assertRefused(rule, () -> index.search(new float[3], 1));
            assertRefused(rule, () -> index.add(List.of("a"), new float[][] {{1, 2, 3}}));
            assertRefused(
                    "code must be finite, but has NaN",
                    () -> index.add(List.of("a"), new float[][] {{1, Float.NaN}}));
            assertRefused(
                    "keys must be as many as the codes, 1, but are 0",
                    () -> index.add(List.of(), new float[][] {{1, 2}}));
            assertRefused(
                    "count must be at least 1, but is 0", () -> index.search(new float[2], 0));
            Files.writeString(Files.createDirectories(folder.resolve("other")).resolve("x"), "y");
            Exception full =
                    assertThrows(IOException.class, () -> index.save(folder.resolve("other")));
            assertEquals(
                    "index must be a folder with an index of codes, but is "
                            + folder.resolve("other"),
                    full.getMessage());
        }
        assertRefused(
                "codeSize must be from 1 to 1024, but is 1025",
                () -> CodeIndex.newIndex(1025, Metric.COSINE, ""));
        Path none = folder.resolve("none");
        assertEquals(
                "index must be a folder with an index of codes, but is " + none,
                assertThrows(IOException.class, () -> CodeIndex.open(none)).getMessage());
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
