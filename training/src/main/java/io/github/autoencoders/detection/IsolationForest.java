package io.github.autoencoders.detection;

import io.github.autoencoders.sample.RandomStreams;
import java.util.Arrays;
import java.util.Random;

/**
 * Trees that split rows at random until each is alone: who is alone early is an anomaly. Beside a
 * detector, to see whether it is worth its training. 100 trees of 256 rows, as <a
 * href="https://doi.org/10.1109/ICDM.2008.17">Liu, Ting and Zhou (2008)</a> have it; its score is
 * theirs but for a monotone function.
 */
final class IsolationForest {

    private static final int TREES = 100;
    private static final int ROWS = 256;
    private static final double EULER = 0.5772156649015329;

    private final Node[] trees = new Node[TREES];

    private interface Node {
        /** Returns how deep a row gets, from a depth on. */
        double depth(float[] row, int depth);
    }

    IsolationForest(float[][] rows, long seed) {
        Random random = RandomStreams.of(seed);
        int count = Math.min(ROWS, rows.length);
        int most = (int) Math.ceil(Math.log(count) / Math.log(2));
        for (int tree = 0; tree < TREES; tree++) {
            int[] drawn = Neighbourhood.drawn(rows.length, count, random);
            float[][] some = new float[count][];
            for (int i = 0; i < count; i++) {
                some[i] = rows[drawn[i]];
            }
            trees[tree] = grown(some, most, random);
        }
    }

    private static Node grown(float[][] rows, int most, Random random) {
        int column = most == 0 || rows.length < 2 ? -1 : varying(rows, random);
        if (column < 0) {
            double below = meanDepth(rows.length);
            return (row, depth) -> depth + below;
        }
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float[] row : rows) {
            least = Math.min(least, row[column]);
            greatest = Math.max(greatest, row[column]);
        }
        float split = least + random.nextFloat() * (greatest - least);
        Node left = grown(side(rows, column, split, true), most - 1, random);
        Node right = grown(side(rows, column, split, false), most - 1, random);
        return (row, depth) -> (row[column] <= split ? left : right).depth(row, depth + 1);
    }

    // A column with different values, or -1.
    private static int varying(float[][] rows, Random random) {
        int columns = rows[0].length;
        for (int column : Neighbourhood.drawn(columns, columns, random)) {
            for (float[] row : rows) {
                if (row[column] != rows[0][column]) {
                    return column;
                }
            }
        }
        return -1;
    }

    private static float[][] side(float[][] rows, int column, float split, boolean below) {
        return Arrays.stream(rows)
                .filter(row -> row[column] <= split == below)
                .toArray(float[][]::new);
    }

    // Of an unsuccessful search in a binary tree of so many.
    private static double meanDepth(int count) {
        return count < 2 ? 0 : 2 * (Math.log(count - 1.0) + EULER) - 2.0 * (count - 1) / count;
    }

    /** Returns how anomalous a row is: minus the mean depth at which it is alone. */
    double score(float[] row) {
        double sum = 0;
        for (Node tree : trees) {
            sum -= tree.depth(row, 0);
        }
        return sum / TREES;
    }
}
