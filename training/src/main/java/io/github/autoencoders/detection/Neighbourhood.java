package io.github.autoencoders.detection;

import io.github.autoencoders.sample.RandomStreams;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Rows that others are compared with. How remote a row is, is said twice: by its mean distance to
 * the nearest of 32 rows, in 50 draws, which clusters of anomalies do not deceive (<a
 * href="https://doi.org/10.1109/ICDMW.2015.25">LeSiNN, Pang et al. 2015</a>), and by its mean
 * distance to the five nearest of all, which is sharper.
 *
 * <p>A row that is among them is no neighbour of itself: of those that are equal to the one that is
 * asked for, the first does not count.
 */
final class Neighbourhood {

    private static final int MOST = 2048;
    private static final int DRAWS = 50;
    private static final int DRAWN = 32;
    private static final int NEAREST = 5;
    private static final int NOBODY = -1;

    private final float[][] rows;
    private final int[][] draws; // indices of rows

    /** Makes one of rows, scaled; the seed decides which are drawn. */
    Neighbourhood(float[][] rows, long seed) {
        this.rows = rows;
        this.draws = draws(rows.length, seed);
    }

    /** Returns which of a number of rows others are compared with: some, where they are many. */
    static int[] chosen(int count, long seed) {
        return drawn(count, Math.min(MOST, count), RandomStreams.of(seed, 2));
    }

    /** Returns different indices below a number, in random order. */
    static int[] drawn(int below, int count, Random random) {
        int[] values = IntStream.range(0, below).toArray();
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(below - i);
            int value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return Arrays.copyOf(values, count);
    }

    private static int[][] draws(int count, long seed) {
        int drawn = Math.min(DRAWN, Math.max(1, count / 2));
        Random random = RandomStreams.of(seed, 1);
        return IntStream.range(0, DRAWS)
                .mapToObj(draw -> drawn(count, drawn, random))
                .toArray(int[][]::new);
    }

    /**
     * How remote a row is.
     *
     * @param ofDraws its distance to the nearest of 32 rows, on average over the draws
     * @param ofNearest its mean distance to the nearest of all
     */
    record Remoteness(double ofDraws, double ofNearest) {}

    /** Returns how remote a row is. */
    Remoteness of(float[] row) {
        return without(row, place -> false);
    }

    /**
     * Returns how remote a row would be if some were not here.
     *
     * @param own the indices of these
     */
    Remoteness without(float[] row, IntPredicate own) {
        double[] distances = squaredDistances(row);
        for (int i = 0; i < distances.length; i++) {
            distances[i] = own.test(i) ? Double.POSITIVE_INFINITY : distances[i];
        }
        int same = equal(distances);
        if (same >= 0) {
            distances[same] = Double.POSITIVE_INFINITY;
        }
        return new Remoteness(meanOfDraws(distances), meanOfNearest(distances));
    }

    private double[] squaredDistances(float[] row) {
        double[] distances = new double[rows.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = squaredDistance(row, rows[i]);
        }
        return distances;
    }

    private static float squaredDistance(float[] one, float[] other) {
        float sum = 0;
        for (int j = 0; j < one.length; j++) {
            float difference = one[j] - other[j];
            sum += difference * difference;
        }
        return sum;
    }

    private static int equal(double[] distances) {
        for (int i = 0; i < distances.length; i++) {
            if (distances[i] == 0) {
                return i;
            }
        }
        return NOBODY;
    }

    private double meanOfDraws(double[] distances) {
        double sum = 0;
        for (int[] draw : draws) {
            double least = Double.POSITIVE_INFINITY;
            for (int index : draw) {
                least = Math.min(least, distances[index]);
            }
            sum += Math.sqrt(least);
        }
        return sum / draws.length;
    }

    private static double meanOfNearest(double[] distances) {
        double[] least = new double[NEAREST];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (double distance : distances) {
            insert(least, distance);
        }
        double sum = 0;
        for (double distance : least) {
            sum += Math.sqrt(distance);
        }
        return sum / NEAREST;
    }

    private static void insert(double[] least, double distance) {
        int place = least.length - 1;
        if (distance >= least[place]) {
            return;
        }
        while (place > 0 && least[place - 1] > distance) {
            least[place] = least[place - 1];
            place--;
        }
        least[place] = distance;
    }

    /** Returns the indices of the rows that are nearest to a row and not equal to it. */
    int[] nearest(float[] row, int count) {
        double[] distances = squaredDistances(row);
        return IntStream.range(0, rows.length)
                .filter(i -> distances[i] > 0)
                .boxed()
                .sorted((one, other) -> Double.compare(distances[one], distances[other]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
