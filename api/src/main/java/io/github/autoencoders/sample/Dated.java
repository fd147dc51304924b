package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of which some are dates, in seconds: in model units all of them, and then for each cycle
 * of a date's column the sine and the cosine of the place in it, so that what comes again each day,
 * week or year can be learnt.
 *
 * @param numbers how all are scaled, dates among them
 * @param cycles at least one
 */
public record Dated(Scaling numbers, List<Cycle> cycles) implements Scaling {

    public Dated {
        cycles = List.copyOf(cycles);
        if (cycles.isEmpty()) {
            throw new IllegalArgumentException("cycles must be at least one, but are none");
        }
    }

    @Override
    public NDArray scale(NDArray raw) {
        NDList all = new NDList(numbers.scale(raw));
        for (Cycle cycle : cycles) {
            NDArray turns = column(raw, cycle).div(cycle.seconds);
            NDArray part = turns.sub(turns.floor()).toType(DataType.FLOAT32, false);
            all.add(sine(part).toType(raw.getDataType(), false));
            all.add(sine(part.add(0.25)).toType(raw.getDataType(), false));
        }
        return NDArrays.concat(all, 1);
    }

    private static NDArray sine(NDArray turns) {
        return turns.mul(2 * Math.PI).sin();
    }

    private static NDArray column(NDArray raw, Cycle cycle) {
        return raw.get(":," + cycle.column + ":" + (cycle.column + 1)); // [B, 1]
    }

    @Override
    public NDArray modelMask(NDArray raw) {
        NDArray mask = numbers.modelMask(raw);
        NDList all = new NDList(mask);
        for (Cycle cycle : cycles) {
            NDArray known = column(mask, cycle);
            all.add(known);
            all.add(known);
        }
        return NDArrays.concat(all, 1);
    }

    @Override
    public NDArray unscale(NDArray scaled) {
        return numbers.unscale(scaled.get(":,0:" + count(scaled)));
    }

    @Override
    public NDArray perRawValue(NDArray terms) {
        NDArray sums = terms.get(":,0:" + count(terms));
        NDList columns = new NDList();
        for (int column = 0; column < count(terms); column++) {
            NDArray sum = sums.get(":," + column + ":" + (column + 1));
            for (int i = 0; i < cycles.size(); i++) {
                if (cycles.get(i).column == column) {
                    long from = count(terms) + 2L * i;
                    NDArray both = terms.get(":," + from + ":" + (from + 2));
                    sum = sum.add(both.sum(new int[] {1}, true));
                }
            }
            columns.add(sum);
        }
        return NDArrays.concat(columns, 1);
    }

    private long count(NDArray scaled) {
        return scaled.getShape().get(1) - 2L * cycles.size();
    }

    @Override
    public Shape modelShape(Shape padded) {
        return new Shape(padded.get(0) + 2L * cycles.size());
    }

    @Override
    public boolean isPerFeature() {
        return true;
    }

    @Override
    public boolean needsDoubles() {
        return true; // 32-bit floats have seconds of these years by 128
    }

    @Override
    public Optional<Scaling.UnitInterval> usual(int entry) {
        return numbers.usual(entry);
    }

    @Override
    public void requireFitted() {
        numbers.requireFitted();
    }

    @Override
    public void requireFits(SampleFormat format) {
        numbers.requireFits(format);
        long size = format.shape().get(0);
        for (Cycle cycle : cycles) {
            if (format.shape().dimension() != 1 || cycle.column >= size) {
                throw new IllegalArgumentException(
                        "cycles must be of columns of rows of numbers, but that of column %s is not one of %s"
                                .formatted(cycle.column, format.shape()));
            }
        }
    }

    /**
     * What comes again in a column of dates.
     *
     * @param column its place among the numbers
     * @param seconds after which it comes again
     */
    public record Cycle(int column, double seconds) {

        /** The time of the day. */
        public static final double DAY = 24 * 60 * 60;

        /** The day of the week. */
        public static final double WEEK = 7 * DAY;

        /** The day of the year, on average. */
        public static final double YEAR = 365.2425 * DAY;

        public Cycle {
            if (column < 0 || !(seconds > 0) || Double.isInfinite(seconds)) {
                throw new IllegalArgumentException(
                        "column must not be negative and seconds must be positive, but they are %s and %s"
                                .formatted(column, seconds));
            }
        }
    }
}
