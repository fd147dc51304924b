package io.github.autoencoders.detection;

import io.github.autoencoders.sample.Digits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The table of points with their scores, the same of a whole series and of one as it comes. */
final class PointTable {

    private PointTable() {}

    /**
     * Returns the names of the columns of {@link #row}.
     *
     * @param time what the column of the times is called, where there is one
     * @param group what tells several series apart, where there are several
     */
    static List<String> columns(
            Optional<String> time, Optional<String> group, List<String> channels) {
        List<String> columns = new ArrayList<>();
        columns.add("row");
        time.ifPresent(columns::add);
        group.ifPresent(columns::add);
        columns.addAll(channels);
        columns.addAll(List.of("score", "p_value", "anomaly"));
        return columns;
    }

    /**
     * Returns a point's number, its time and series, if it has them, its values, its score and
     * p-value, empty where there is none, and 1 where it is flagged or 0.
     *
     * @param score NaN where there is none
     */
    static List<Object> row(
            Object number,
            Optional<String> time,
            Optional<String> group,
            DoubleStream values,
            double score,
            double pValue,
            boolean flagged) {
        List<Object> row = new ArrayList<>();
        row.add(number);
        time.ifPresent(row::add);
        group.ifPresent(row::add);
        values.mapToObj(Digits::plain).forEach(row::add);
        boolean none = Double.isNaN(score);
        row.add(none ? "" : (Object) (float) score);
        row.add(none ? "" : (Object) (float) pValue);
        row.add(flagged ? 1 : 0);
        return row;
    }
}
