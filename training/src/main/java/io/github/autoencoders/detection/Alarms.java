package io.github.autoencoders.detection;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Points above a threshold, as alarms. Those that are close together are one; one that lasts counts
 * anew each day, as otherwise a single one for ever would be the fewest.
 */
final class Alarms {

    private final int apart; // points between which there is one alarm
    private final double lasting; // points of one alarm
    private final TreeMap<Integer, Integer> runs = new TreeMap<>(); // from first to last
    private int count;

    private Alarms(int apart, double lasting) {
        this.apart = apart;
        this.lasting = lasting;
    }

    /** Returns how far apart points of one alarm may be, of windows of a length. */
    static int apart(int window) {
        return Math.max(1, window / 4);
    }

    /**
     * Returns the least threshold that no more than some alarms are above, nor above any higher
     * one.
     *
     * @param scores of points; NaN for none
     * @param apart how far apart two points of one alarm may be, one after the other
     * @param lasting points after which an alarm counts anew
     * @param most alarms
     */
    static double threshold(double[] scores, int apart, double lasting, int most) {
        int[] order =
                IntStream.of(Ranking.greatestFirst(scores))
                        .filter(i -> !Double.isNaN(scores[i]))
                        .toArray();
        Alarms alarms = new Alarms(apart, lasting);
        for (int point : order) {
            alarms.add(point);
            if (alarms.count > most) {
                return scores[point];
            }
        }
        return order.length == 0 ? 0 : Math.nextDown(scores[order[order.length - 1]]);
    }

    private void add(int point) {
        int first = point;
        int last = point;
        Map.Entry<Integer, Integer> before = runs.floorEntry(point);
        if (before != null && point - before.getValue() <= apart) {
            first = before.getKey();
            last = Math.max(point, before.getValue());
            drop(first);
        }
        Map.Entry<Integer, Integer> behind = runs.ceilingEntry(point);
        if (behind != null && behind.getKey() - point <= apart) {
            last = behind.getValue();
            drop(behind.getKey());
        }
        runs.put(first, last);
        count += counted(first, last);
    }

    private void drop(int first) {
        Integer last = runs.remove(first);
        count -= last == null ? 0 : counted(first, last);
    }

    private int counted(int first, int last) {
        return 1 + (int) ((last - first) / lasting);
    }
}
