package io.github.autoencoders.evaluation;

import io.github.autoencoders.sample.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.clustering.CentroidCluster;
import org.hipparchus.clustering.Clusterable;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.MultiKMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.Well19937c;

/**
 * The samples by groups, and how far the groups are the labels.
 *
 * @param clusters shape [N], the number of each sample's group
 */
public record Clustering(List<Integer> clusters) {

    private static final int ITERATIONS = 100;
    private static final int TRIALS = 4;
    private static final int SEED = 20070107;

    public Clustering {
        clusters = List.copyOf(clusters);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Numbered(int index, double[] point) implements Clusterable {

        @Override
        public double[] getPoint() {
            return point;
        }
    }

    /**
     * Groups codes by k-means++ (<a
     * href="https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf">Arthur and Vassilvitskii,
     * 2007</a>), the best of {@value #TRIALS} trials of {@value #ITERATIONS} iterations at most,
     * with a fixed seed.
     *
     * @param codes N of shape [D]
     * @param count of groups, from 1 to N
     */
    public static Clustering ofCodes(List<float[]> codes, int count) {
        if (count < 1 || count > codes.size()) {
            throw new IllegalArgumentException(
                    "count must be from 1 to the number of codes, %s, but is %s"
                            .formatted(codes.size(), count));
        }
        List<Numbered> points = new ArrayList<>();
        for (float[] code : codes) {
            points.add(new Numbered(points.size(), Digits.widened(code)));
        }
        var trial =
                new KMeansPlusPlusClusterer<Numbered>(
                        count, ITERATIONS, new EuclideanDistance(), new Well19937c(SEED));
        List<CentroidCluster<Numbered>> groups =
                new MultiKMeansPlusPlusClusterer<>(trial, TRIALS).cluster(points);
        Integer[] clusters = new Integer[codes.size()];
        Arrays.fill(clusters, 0);
        for (int group = 0; group < groups.size(); group++) {
            for (Numbered member : groups.get(group).getPoints()) {
                clusters[member.index] = group;
            }
        }
        return new Clustering(List.of(clusters));
    }

    /**
     * Returns the share of samples whose label is the most frequent of their group, \(\frac{1}{N}
     * \sum_k \max_j |c_k \cap l_j|\), from 0 to 1.
     *
     * @param labels shape [N], from 0
     */
    public double purity(int[] labels) {
        int sum = 0;
        for (int[] row : counts(labels)) {
            sum += Arrays.stream(row).max().orElse(0);
        }
        return sum / (double) labels.length;
    }

    /**
     * Returns the mutual information of groups and labels over the mean of their entropies,
     * \(\frac{2 I(C; L)}{H(C) + H(L)}\), from 0 to 1; 1 where there is one group and one label.
     *
     * @param labels shape [N], from 0
     */
    public double normalizedMutualInformation(int[] labels) {
        int[][] counts = counts(labels);
        double ofClusters = entropy(Arrays.stream(counts).mapToInt(row -> sum(row)).toArray());
        double ofLabels = entropy(columns(counts));
        double ofBoth = entropy(Arrays.stream(counts).flatMapToInt(Arrays::stream).toArray());
        double entropies = ofClusters + ofLabels;
        return entropies == 0 ? 1 : Math.max(0, 2 * (entropies - ofBoth) / entropies);
    }

    // [K, L]: how many samples of each group have each label.
    private int[][] counts(int[] labels) {
        if (labels.length != clusters.size()) {
            throw new IllegalArgumentException(
                    "labels must be as many as the clustered samples, %s, but are %s"
                            .formatted(clusters.size(), labels.length));
        }
        int groups = 1 + Collections.max(clusters);
        int kinds = 1 + Arrays.stream(labels).max().orElse(0);
        int[][] counts = new int[groups][kinds];
        for (int i = 0; i < labels.length; i++) {
            counts[clusters.get(i)][labels[i]]++;
        }
        return counts;
    }

    private static int sum(int[] values) {
        return Arrays.stream(values).sum();
    }

    private static int[] columns(int[][] counts) {
        return IntStream.range(0, counts[0].length)
                .map(label -> Arrays.stream(counts).mapToInt(row -> row[label]).sum())
                .toArray();
    }

    private static double entropy(int[] counts) {
        double whole = sum(counts);
        return Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> -count / whole * Math.log(count / whole))
                .sum();
    }
}
