package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Rows of numbers and words: in model units first the numbers, and then for each column of words a
 * vector of zeros with a one at the index of the word, as {@link OneHot} has it for symbols. On the
 * way back, the word of the greatest value.
 *
 * @param numbers how the numbers are scaled, [B, N]
 * @param classes for each raw value, 0 for a number, or how many classes of words it may be one of:
 *     its raw value is the index, the last one of a word that is unknown
 */
public record Mixed(Scaling numbers, List<Integer> classes) implements Scaling {

    public Mixed {
        classes = List.copyOf(classes);
        if (classes.stream().allMatch(count -> count == 0)
                || classes.stream().anyMatch(count -> count != 0 && count < 2)) {
            throw new IllegalArgumentException(
                    "classes must be 0, or at least 2 for some, but are " + classes);
        }
    }

    private int numberCount() {
        return (int) classes.stream().filter(count -> count == 0).count();
    }

    // In model units; as many in most cases.
    private int numberSize() {
        int count = numberCount();
        return count == 0 ? 0 : (int) numbers.modelShape(new Shape(count)).get(0);
    }

    @Override
    public NDArray scale(NDArray raw) {
        return arranged(
                raw, numbers::scale, (column, count) -> Numbers.oneHot(column, 1, count)); // [B, K]
    }

    @Override
    public NDArray modelMask(NDArray raw) {
        return arranged(
                raw,
                numbers::modelMask,
                (column, count) -> Scaling.mask(column).repeat(1, count)); // [B, K]
    }

    // Numbers that stand side by side stay so: columns are many.
    private NDArray arranged(
            NDArray rows,
            UnaryOperator<NDArray> ofNumbers,
            BiFunction<NDArray, Integer, NDArray> ofWords) {
        NDList numberRuns = new NDList();
        NDList all = new NDList();
        for (int from = 0; from < classes.size(); from = endOfRun(from)) {
            NDArray run = rows.get(":," + from + ":" + endOfRun(from));
            if (classes.get(from) == 0) {
                numberRuns.add(run);
            } else {
                all.add(ofWords.apply(run, classes.get(from)));
            }
        }
        if (!numberRuns.isEmpty()) {
            all.add(0, ofNumbers.apply(NDArrays.concat(numberRuns, 1)));
        }
        return NDArrays.concat(all, 1);
    }

    private int endOfRun(int from) {
        int to = from + 1;
        while (classes.get(from) == 0 && to < classes.size() && classes.get(to) == 0) {
            to++;
        }
        return to;
    }

    @Override
    public NDArray unscale(NDArray scaled) {
        return inColumns(scaled, numbers::unscale, Mixed::mostProbable);
    }

    // An unknown word, the last one, cannot be told.
    private static NDArray mostProbable(NDArray classes) {
        NDArray known = classes.get(":,0:" + (classes.getShape().get(1) - 1));
        return known.argMax(1).toType(classes.getDataType(), false).expandDims(1); // [B, 1]
    }

    @Override
    public NDArray perRawValue(NDArray terms) {
        return inColumns(terms, numbers::perRawValue, words -> words.sum(new int[] {1}, true));
    }

    // As the raw values stand.
    private NDArray inColumns(
            NDArray rows, UnaryOperator<NDArray> ofNumbers, UnaryOperator<NDArray> ofWords) {
        int count = numberSize();
        NDArray values = count == 0 ? rows : ofNumbers.apply(rows.get(":,0:" + count));
        NDList columns = new NDList();
        int number = 0;
        int word = count;
        for (int from = 0; from < classes.size(); from = endOfRun(from)) {
            if (classes.get(from) == 0) {
                int end = number + endOfRun(from) - from;
                columns.add(values.get(":," + number + ":" + end));
                number = end;
            } else {
                int end = word + classes.get(from);
                NDArray words = ofWords.apply(rows.get(":," + word + ":" + end));
                columns.add(words.toType(values.getDataType(), false));
                word = end;
            }
        }
        return NDArrays.concat(columns, 1);
    }

    @Override
    public void clip(float[] scaled) {
        numbers.clip(scaled); // which leaves 0 and 1, if it has bounds, as they are
    }

    @Override
    public boolean isUnitInterval() {
        return numbers.isUnitInterval();
    }

    @Override
    public boolean isPerFeature() {
        return true;
    }

    @Override
    public boolean needsDoubles() {
        return numbers.needsDoubles();
    }

    @Override
    public Optional<Scaling.UnitInterval> usual(int entry) {
        int before = (int) classes.stream().limit(entry).filter(count -> count == 0).count();
        return classes.get(entry) == 0 ? numbers.usual(before) : Optional.empty();
    }

    @Override
    public void requireFitted() {
        numbers.requireFitted();
    }

    @Override
    public Shape modelShape(Shape padded) {
        return new Shape(numberSize() + classes.stream().mapToInt(count -> count).sum());
    }

    @Override
    public void requireFits(SampleFormat format) {
        if (format.shape().dimension() != 1 || format.size() != classes.size()) {
            throw new IllegalArgumentException(
                    "shape must be [%s] for as many columns of numbers and words, but is %s"
                            .formatted(classes.size(), format.shape()));
        }
        if (numberCount() > 0) {
            numbers.requireFits(new SampleFormat(new Shape(numberCount()), 0, numbers));
        }
    }

    @Override
    public void requireRaw(float[] values) {
        for (int i = 0; i < values.length; i++) {
            int count = classes.get(i % classes.size());
            float value = values[i];
            boolean index = value >= 0 && value < count && value == Math.rint(value);
            if (count > 0 && !index && !Float.isNaN(value)) {
                throw new IllegalArgumentException(
                        "value %s of a sample must be a whole number from 0 to %s, the index of a word, but is %s"
                                .formatted(i % classes.size(), count - 1, value));
            }
        }
    }
}
