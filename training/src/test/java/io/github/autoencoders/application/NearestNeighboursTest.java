package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("no-engine")
class NearestNeighboursTest {

    private static final List<float[]> CODES =
            List.of(
                    new float[] {0, 0},
                    new float[] {3, 4},
                    new float[] {-3, -4},
                    new float[] {1, 0},
                    new float[] {0, 0});

    @Test
    void nearestComeFirstAndEqualOnesInOrder() {
        NearestNeighbours near = new NearestNeighbours(CODES, Metric.EUCLIDEAN);
        assertEquals(
                List.of(
                        new NearestNeighbours.Neighbour(4, 0),
                        new NearestNeighbours.Neighbour(3, 1),
                        new NearestNeighbours.Neighbour(1, 5)),
                near.of(CODES.get(0), 3, 0));
        assertEquals(0, near.of(CODES.get(0), 1, -1).get(0).index());
        assertEquals(5, near.of(CODES.get(0), 9, -1).size());
    }

    @Test
    void cosineKnowsDirectionsOnly() {
        Metric cosine = Metric.COSINE;
        assertEquals(0, cosine.distance(CODES.get(1), new float[] {6, 8}), 1e-12);
        assertEquals(2, cosine.distance(CODES.get(1), CODES.get(2)), 1e-12);
        assertEquals(0.4, cosine.distance(CODES.get(1), CODES.get(3)), 1e-12);
        assertEquals(1, cosine.distance(CODES.get(0), CODES.get(3)));
    }

    /** All distances sorted, in the place of the bounded queue. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void searchFindsWhatSortingFinds(Metric metric) {
        Random random = new Random(6);
        List<float[]> codes =
                IntStream.range(0, 200)
                        .mapToObj(
                                i ->
                                        new float[] {
                                            random.nextFloat(),
                                            random.nextFloat(),
                                            random.nextFloat()
                                        })
                        .toList();
        NearestNeighbours near = new NearestNeighbours(codes, metric);
        for (int query = 0; query < 20; query++) {
            float[] asked = codes.get(query);
            List<Integer> expected =
                    IntStream.range(0, 200)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                            i -> metric.distance(asked, codes.get(i))))
                            .limit(7)
                            .toList();
            assertEquals(
                    expected,
                    near.of(asked, 7, -1).stream()
                            .map(NearestNeighbours.Neighbour::index)
                            .toList());
        }
    }

    @Test
    void countIsChecked() {
        NearestNeighbours near = new NearestNeighbours(CODES, Metric.COSINE);
        assertEquals(
                "count must be at least 1, but is 0",
                assertThrows(IllegalArgumentException.class, () -> near.of(CODES.get(0), 0, -1))
                        .getMessage());
    }
}
