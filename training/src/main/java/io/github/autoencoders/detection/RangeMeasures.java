package io.github.autoencoders.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How well scores of a series' points tell ranges of anomalies, which are not met to the point. */
final class RangeMeasures {

    private static final int THRESHOLDS = 250;

    private RangeMeasures() {}

    /**
     * Points from first to last, both included.
     *
     * @param first point
     * @param last point
     */
    record Range(int first, int last) {

        int size() {
            return last - first + 1;
        }

        /** Returns how many points another range shares with this one. */
        int shared(Range other) {
            return Math.max(0, Math.min(last, other.last) - Math.max(first, other.first) + 1);
        }
    }

    /** Returns the ranges of points that are one thing. */
    static List<Range> ranges(boolean[] points) {
        List<Range> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < points.length; i++) {
            if (!points[i]) {
                first = i + 1;
            } else if (i + 1 == points.length || !points[i + 1]) {
                ranges.add(new Range(first, i));
            }
        }
        return ranges;
    }

    /** Returns ranges with those joined between which the last and the first point are close. */
    static List<Range> joined(List<Range> ranges, int apart) {
        List<Range> joined = new ArrayList<>();
        for (Range range : ranges) {
            int last = joined.size() - 1;
            if (last >= 0 && range.first - joined.get(last).last <= apart) {
                joined.set(last, new Range(joined.get(last).first, range.last));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /**
     * Returns the volume under the surface of precision over recall and the width of a soft edge
     * around each range of anomalies, VUS-PR of <a href="https://doi.org/10.14778/3551793.3551830">
     * Paparrizos et al. (2022)</a>: the mean over the widths from 0 on, at 250 thresholds.
     *
     * @param scores greater for anomalies
     * @param anomalies which points are; some must be
     * @param width the greatest, in points
     */
    static double volume(double[] scores, boolean[] anomalies, int width) {
        return volume(scores, anomalies, width, width + 1);
    }

    /** Returns the same over some of the widths, evenly from 0 to the greatest. */
    static double volume(double[] scores, boolean[] anomalies, int width, int widths) {
        int[] order = Ranking.greatestFirst(scores);
        int[] ends = ends(order, scores);
        List<Range> ranges = ranges(anomalies);
        int count = Math.min(widths, width + 1);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * width / Math.max(1, count - 1)))
                .parallel()
                .mapToDouble(w -> area(order, ends, anomalies, ranges, w))
                .average()
                .orElseThrow();
    }

    // How many points, the greatest first, are at or above each threshold.
    private static int[] ends(int[] order, double[] scores) {
        int[] ends = new int[THRESHOLDS];
        for (int k = 0; k < THRESHOLDS; k++) {
            int end = (int) ((double) k * (order.length - 1) / (THRESHOLDS - 1)) + 1;
            while (end < order.length && scores[order[end]] == scores[order[end - 1]]) {
                end++;
            }
            ends[k] = end;
        }
        return ends;
    }

    private static double area(
            int[] order, int[] ends, boolean[] anomalies, List<Range> ranges, int width) {
        double[] soft = soft(anomalies.length, ranges, width);
        int[] event = new int[anomalies.length]; // from 1; 0 where there is none
        int events = events(ranges, width, event);
        boolean[] met = new boolean[events + 1];
        double all = ranges.stream().mapToInt(Range::size).sum();
        double right = 0;
        double edges = 0;
        int found = 0;
        double area = 0;
        double before = 0;
        int next = 0;
        for (int end : ends) {
            for (; next < end; next++) {
                int point = order[next];
                right += anomalies[point] ? 1 : soft[point];
                edges += anomalies[point] ? 0 : soft[point];
                if (event[point] > 0 && !met[event[point]]) {
                    met[event[point]] = true;
                    found++;
                }
            }
            double recall = Math.min(1, right / (all + edges / 2)) * found / events;
            area += (recall - before) * right / end;
            before = recall;
        }
        return area;
    }

    private static double[] soft(int points, List<Range> ranges, int width) {
        double[] soft = new double[points];
        for (Range range : ranges) {
            for (int d = 1; d <= width / 2; d++) {
                double edge = Math.sqrt(1 - (double) d / width);
                if (range.first - d >= 0) {
                    soft[range.first - d] = Math.min(1, soft[range.first - d] + edge);
                }
                if (range.last + d < points) {
                    soft[range.last + d] = Math.min(1, soft[range.last + d] + edge);
                }
            }
        }
        return soft;
    }

    // Ranges whose edges meet are one.
    private static int events(List<Range> ranges, int width, int[] event) {
        int events = 0;
        int end = -1;
        for (Range range : ranges) {
            int from = Math.max(0, range.first - width / 2);
            events += events == 0 || from > end ? 1 : 0;
            end = range.last + width / 2;
            for (int i = from; i <= Math.min(end, event.length - 1); i++) {
                event[i] = events;
            }
        }
        return events;
    }

    /**
     * Returns the harmonic mean of range-based precision and recall, of <a
     * href="https://arxiv.org/abs/1803.03639">Tatbul et al. (2018)</a>: of each range the share of
     * its points that ranges of the other kind cover, divided by how many of these there are;
     * without a reward for existence, and no place in a range counting more than another.
     *
     * @param found ranges that were flagged
     * @param real ranges of anomalies
     */
    static double f1(List<Range> found, List<Range> real) {
        double precision = covered(found, real);
        double recall = covered(real, found);
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static double covered(List<Range> ranges, List<Range> others) {
        return ranges.stream()
                .mapToDouble(
                        range -> {
                            int shared = others.stream().mapToInt(range::shared).sum();
                            long count =
                                    others.stream().filter(each -> range.shared(each) > 0).count();
                            return (double) shared / range.size() / Math.max(1, count);
                        })
                .average()
                .orElse(0);
    }
}
