package io.github.autoencoders.detection;

import java.util.stream.IntStream;

/** The order of scores. */
final class Ranking {

    private Ranking() {}

    /**
     * Returns the indices of scores, the greatest first, of equal ones the first; what is no number
     * comes before all.
     */
    static int[] greatestFirst(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((one, other) -> Double.compare(scores[other], scores[one]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
