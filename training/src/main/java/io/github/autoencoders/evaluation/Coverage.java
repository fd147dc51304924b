package io.github.autoencoders.evaluation;

import io.github.autoencoders.application.Metric;
import io.github.autoencoders.application.NearestNeighbours;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of the data a model's samples cover: the share of real samples that have one of them
 * nearer than their own fifth nearest real neighbour, Eq. 4 of <a
 * href="https://arxiv.org/abs/2002.09797">Naeem et al. (2020)</a> with its k of 5. Distances are
 * those of the values. A model that always draws the same good sample covers next to nothing; N new
 * real samples cover \(1 - \prod_{i=1}^{5} \frac{N-i}{2N-i}\) of N, about 0.97.
 *
 * @param real N samples of shape [F]
 * @param radii the distance of each from its fifth nearest neighbour
 */
public record Coverage(List<float[]> real, List<Double> radii) {

    /** Which neighbour of a real sample a model's sample must be nearer than. */
    public static final int NEIGHBOURS = 5;

    public Coverage {
        real = List.copyOf(real);
        radii = List.copyOf(radii);
    }

    /**
     * Finds the neighbours; O(N N F).
     *
     * @param real N samples of shape [F], at least 6
     */
    public static Coverage of(List<float[]> real) {
        if (real.size() <= NEIGHBOURS) {
            throw new IllegalArgumentException(
                    "real samples must be more than %s to have so many neighbours, but are %s"
                            .formatted(NEIGHBOURS, real.size()));
        }
        NearestNeighbours among = new NearestNeighbours(real, Metric.EUCLIDEAN);
        return new Coverage(
                real,
                IntStream.range(0, real.size())
                        .parallel()
                        .mapToObj(i -> among.of(real.get(i), NEIGHBOURS, i))
                        .map(nearest -> nearest.get(NEIGHBOURS - 1).distance())
                        .toList());
    }

    /** Returns the share that samples of shape [F] cover; O(N M F) for M of them. */
    public double by(List<float[]> samples) {
        long covered =
                IntStream.range(0, real.size())
                        .parallel()
                        .filter(i -> isNear(samples, real.get(i), radii.get(i)))
                        .count();
        return covered / (double) real.size();
    }

    private static boolean isNear(List<float[]> samples, float[] one, double radius) {
        return samples.stream().anyMatch(sample -> Metric.EUCLIDEAN.distance(sample, one) < radius);
    }
}
