package io.github.autoencoders.application;

import io.github.autoencoders.argument.Require;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Exact search for the nearest of N codes: every query is compared with all of them, O(N D) each.
 *
 * @param codes searched in, each of shape [D]
 * @param metric what near means
 */
public record NearestNeighbours(List<float[]> codes, Metric metric) {

    // Of equal distances, the first code is the nearer one: the answer does not depend on chance.
    private static final Comparator<Neighbour> NEAREST_FIRST =
            Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::index);

    public NearestNeighbours {
        codes = List.copyOf(codes);
    }

    /**
     * A code that was found.
     *
     * @param index of the code
     * @param distance from the query
     */
    public record Neighbour(int index, double distance) {}

    /**
     * Returns the nearest codes, nearest first.
     *
     * @param query shape [D]
     * @param count how many, if there are so many
     * @param except the index of a code that is passed over, as the query itself; or -1
     */
    public List<Neighbour> of(float[] query, int count, int except) {
        Require.atLeast(1, "count", count);
        PriorityQueue<Neighbour> nearest = new PriorityQueue<>(NEAREST_FIRST.reversed());
        for (int i = 0; i < codes.size(); i++) {
            if (i != except) {
                nearest.add(new Neighbour(i, metric.distance(query, codes.get(i))));
                if (nearest.size() > count) {
                    nearest.remove();
                }
            }
        }
        return nearest.stream().sorted(NEAREST_FIRST).toList();
    }
}
