package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes that are the samples: what is nearest can be seen. */
class NeighbourSearchTest {

    private static final float[][] ROWS = {{0, 0}, {0, 1}, {9, 9}, {0, 3}, {9, 8}};
    private static final String[] LABELS = {"low", "low", "high", "low", "high"};

    @TempDir private Path folder;

    private static List<Integer> indices(SampleNeighbours found, int query) {
        return found.neighbours().get(query).stream().map(each -> each.index()).toList();
    }

    @Test
    void othersAreNearestToASample() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain();
                NeighbourSearch search =
                        NeighbourSearch.of(
                                model, IdentityModels.samples(ROWS, LABELS), Metric.EUCLIDEAN)) {
            SampleNeighbours found = search.nearest(List.of(1, 2), 2);
            assertEquals(List.of(0, 3), indices(found, 0));
            assertEquals(List.of(4, 3), indices(found, 1));
            assertEquals(OptionalDouble.of(0.75), found.precision());
            assertEquals(4, found.count());
            assertEquals(List.of(1, 1, 0, 1.0, "low"), found.rows().get(0));
            assertEquals(List.of(2, 1, 4, 1.0, "high"), found.rows().get(2));
            assertEquals("2: high", found.sheet().rows().get(1).caption());
            assertEquals(List.of("query", "1", "2"), found.sheet().columnCaptions());
        }
    }

    @Test
    void otherDataFindThemselvesFirst() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain();
                NeighbourSearch search =
                        NeighbourSearch.of(model, IdentityModels.samples(ROWS), Metric.EUCLIDEAN)) {
            SampleNeighbours found = search.nearest(IdentityModels.samples(ROWS), 1);
            IntStream.range(0, 5).forEach(i -> assertEquals(List.of(i), indices(found, i)));
            assertEquals(OptionalDouble.empty(), found.precision());
            assertEquals(List.of(0, 1, 0, 0.0, ""), found.rows().get(0));
        }
    }

    @Test
    void anIndexThatWasKeptFindsTheSame() throws Exception {
        Samples samples = IdentityModels.samples(ROWS);
        Path kept = folder.resolve("index");
        try (TrainedAutoencoder model = IdentityModels.plain();
                NeighbourSearch exact = NeighbourSearch.of(model, samples, Metric.EUCLIDEAN);
                NeighbourSearch building = NeighbourSearch.of(model, samples, Metric.EUCLIDEAN)) {
            building.index().save(kept);
            try (NeighbourSearch quick =
                    NeighbourSearch.of(model, samples, Metric.EUCLIDEAN, CodeIndex.open(kept))) {
                assertEquals(
                        exact.nearest(List.of(0, 4), 3).neighbours(),
                        quick.nearest(List.of(0, 4), 3).neighbours());
                assertEquals(
                        exact.nearest(samples, 2).neighbours(),
                        quick.nearest(samples, 2).neighbours());
            }
            Samples others = IdentityModels.samples(new float[][] {{0, 0}});
            try (CodeIndex index = CodeIndex.open(kept)) {
                assertRefused(
                        "index must be of codes of 1 samples with the sha256 "
                                + others.sha256()
                                + ", by the model of 2026-01-01T00:00:00Z, but is of codes of 5"
                                + " samples with the sha256 "
                                + samples.sha256()
                                + ", by the model of 2026-01-01T00:00:00Z",
                        () -> NeighbourSearch.of(model, others, Metric.EUCLIDEAN, index));
                assertRefused(
                        "metric must be that of the index, EUCLIDEAN, but is COSINE",
                        () -> NeighbourSearch.of(model, samples, Metric.COSINE, index));
            }
        }
    }

    @Test
    void queriesThatAreNoneAreRefused() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain();
                NeighbourSearch search =
                        NeighbourSearch.of(model, IdentityModels.samples(ROWS), Metric.COSINE)) {
            assertRefused(
                    "a sample's number must be from 0 to 4 in rows, but is 5",
                    () -> search.nearest(List.of(1, 5), 2));
            assertRefused(
                    "count must be at least 1, but is 0", () -> search.nearest(List.of(1), 0));
        }
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
