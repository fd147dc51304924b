package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.Schema.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one sample is, and how it is brought into the form that a model wants.
 *
 * @param shape the raw sample: [C, H, W] for an image, [C, L] for a sequence, [F] for a row of a
 *     table
 * @param padding zeros (raw 0) put on each side of the last one (sequence) or two (image) axes, as
 *     when images of 28 x 28 are padded by 2 to 32 x 32; 0 for a row
 * @param scaling how raw values become model units
 * @param schema what the columns are called whose values the features of a row, or the channels of
 *     a series, are; {@link Schema#NONE} for all other samples
 */
public record SampleFormat(Shape shape, int padding, Scaling scaling, Schema schema) {

    public SampleFormat {
        if (shape.dimension() < 1 || shape.dimension() > 3) {
            throw new IllegalArgumentException(
                    "shape must be [F], [C, L] or [C, H, W], but is " + shape);
        }
        for (long size : shape.getShape()) {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "shape must have sizes of at least 1, but is " + shape);
            }
        }
        requireCountable(shape, padding);
        Require.notNegative("padding", padding);
        if (padding > 0 && shape.dimension() == 1) {
            throw new IllegalArgumentException(
                    "padding must be 0 for samples of shape " + shape + ", but is " + padding);
        }
        schema.requireFits(shape);
    }

    /** Describes samples whose values have no names. */
    public SampleFormat(Shape shape, int padding, Scaling scaling) {
        this(shape, padding, scaling, Schema.NONE);
    }

    private static void requireCountable(Shape shape, int padding) {
        double values = 1;
        for (int axis = 0; axis < shape.dimension(); axis++) {
            values *= shape.get(axis) + (axis == 0 ? 0 : 2.0 * padding);
        }
        if (values > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "shape must have at most %s values with its padding, but is %s with a padding of %s"
                            .formatted(Integer.MAX_VALUE, shape, padding));
        }
    }

    /** Returns the format of samples as they were read, before a scaling is found from them. */
    public static SampleFormat unfitted(Shape shape) {
        return new SampleFormat(shape, 0, Scaling.Unfitted.EACH);
    }

    /** Returns the format of codes [D], which are as they are. */
    public static SampleFormat ofCodes(int size) {
        return new SampleFormat(new Shape(size), 0, new Scaling.Identity());
    }

    /** Returns what kind of sample this is, as shape and scaling tell. */
    public SampleKind kind() {
        return SampleKind.of(this);
    }

    /** Returns whether samples are sounds, or windows of such. */
    public boolean isOfSounds() {
        return schema.rate().isPresent();
    }

    /** Returns whether values of a sample may be missing, as NaN. */
    public boolean allowsMissing() {
        return scaling.allowsMissing();
    }

    /** Returns the format of samples of which values may be missing. */
    public SampleFormat withMissing() {
        return allowsMissing()
                ? this
                : new SampleFormat(shape, padding, new Scaling.WithMissing(scaling), schema);
    }

    /** Returns the format with another padding. */
    public SampleFormat withPadding(int newPadding) {
        return new SampleFormat(shape, newPadding, scaling, schema);
    }

    /** Returns the format whose values are scaled from another range. */
    public SampleFormat withRange(Scaling.UnitInterval range) {
        Scaling scaled = allowsMissing() ? new Scaling.WithMissing(range) : range;
        return new SampleFormat(shape, padding, scaled, schema);
    }

    /** Returns the format with other names of columns. */
    public SampleFormat withSchema(Schema newSchema) {
        return new SampleFormat(shape, padding, scaling, newSchema);
    }

    /** Returns the shape of one sample as the model sees it, padding included. */
    public Shape modelShape() {
        long[] sizes = shape.getShape().clone();
        for (int axis = 1; axis < sizes.length; axis++) {
            sizes[axis] += 2L * padding;
        }
        return scaling.modelShape(new Shape(sizes));
    }

    /** Returns how messages call samples: strings, or samples of a shape. */
    public String samples() {
        return kind() == SampleKind.TEXT ? "strings" : "samples of shape " + shape;
    }

    /**
     * Returns the symbols that strings are made of, the first being the empty one that ends them.
     */
    public List<String> symbols() {
        return symbolSet().symbols();
    }

    /** Returns the string of a raw sample, up to the symbol that ends it. */
    public String text(float[] raw) {
        return symbolSet().text(raw);
    }

    /** Returns the strings of raw samples. */
    public List<String> texts(List<float[]> samples) {
        return samples.stream().map(this::text).toList();
    }

    /**
     * Returns the raw sample of a string.
     *
     * @throws IllegalArgumentException if samples are no strings, or it has other symbols or too
     *     many
     */
    public float[] raw(String text) {
        return symbolSet().raw(text, size());
    }

    /**
     * Returns what stands in the cells of a raw row: numbers, and where the schema has them words
     * and dates; the empty text for a word or a date that is missing.
     *
     * @param raw [F]
     */
    public List<Object> cells(double[] raw) {
        List<Column> columns = schema.featureColumns();
        boolean numbers = schema.isOfNumbers();
        return IntStream.range(0, raw.length)
                .mapToObj(i -> numbers ? Digits.of(raw[i]) : columns.get(i).cell(raw[i]))
                .toList();
    }

    /**
     * Returns the raw row of cells by the names of their columns.
     *
     * @param cells a Number for each column of numbers, a text or a Boolean for each of words, null
     *     where one is missing; others are left out
     * @return [F], NaN where a value is missing
     * @throws IllegalArgumentException if a column is not there, or has another type
     */
    public double[] raw(Map<String, ?> cells) {
        schema.places("row", List.copyOf(cells.keySet()));
        return raw(schema.features().stream().map(cells::get).toArray());
    }

    /**
     * Returns the raw row of cells in the order of the schema's columns.
     *
     * @param cells as for {@link #raw(Map)}
     */
    public double[] raw(@Nullable Object[] cells) {
        List<Column> columns = schema.featureColumns();
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row must hold a cell for each of the %s columns %s, but holds %s"
                            .formatted(columns.size(), schema.features(), cells.length));
        }
        double[] raw = new double[cells.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = columns.get(i).value(cells[i]);
        }
        return raw;
    }

    OneHot symbolSet() {
        return scaling.symbolSet()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "format must be one of strings, but is one of "
                                                + samples()));
    }

    /**
     * Returns what the columns were taken for, a line for each role; none without names. Of masks,
     * the classes of their pixels.
     */
    public List<String> schemaLines() {
        if (scaling.pixelClasses().isPresent()) {
            return List.of("classes of pixels: " + scaling.pixelClasses().get());
        }
        String features =
                switch (kind()) {
                    case SIGNAL -> "channels";
                    case RATINGS -> "items";
                    default -> "features";
                };
        return schema.lines(features);
    }

    /** Returns how messages call a value of a sample: by its column, if it has a name. */
    public String called(int value) {
        List<String> columns = schema.features();
        return columns.isEmpty()
                ? "value " + value
                : '"' + columns.get(value * columns.size() / size()) + '"';
    }

    /**
     * Returns which value of a sample is farthest from the usual ones, and what those are, in
     * words.
     *
     * @param sample raw, flattened
     */
    public String farthest(double[] sample) {
        int farthest = 0;
        for (int i = 1; i < sample.length; i++) {
            farthest = distance(sample, i) > distance(sample, farthest) ? i : farthest;
        }
        List<Column> columns = schema.featureColumns();
        if (columns.size() == size() && columns.get(farthest).isOfDates()) {
            return called(farthest) + " is " + columns.get(farthest).cell(sample[farthest]);
        }
        String is = called(farthest) + " is " + Digits.of(sample[farthest]);
        return scaling.usual(entry(farthest))
                .map(
                        usual ->
                                String.format(
                                        Locale.ROOT,
                                        "%s, where the model learnt from about %.6g to %.6g",
                                        is,
                                        usual.minimum(),
                                        usual.maximum()))
                .orElse(is);
    }

    private boolean isWord(int value) {
        List<Integer> classes = schema.classes();
        return !classes.isEmpty() && classes.get(value) > 0;
    }

    // From the middle of the usual values, in their range; a missing one has none.
    private double distance(double[] sample, int value) {
        double distance =
                scaling.usual(entry(value))
                        .map(
                                usual ->
                                        Math.abs(
                                                (sample[value] - usual.minimum())
                                                                / (usual.maximum()
                                                                        - usual.minimum())
                                                        - 0.5))
                        .orElse(isWord(value) ? 0 : Math.abs(sample[value]));
        return Double.isNaN(distance) ? -1 : distance;
    }

    private int entry(int value) {
        return (int) (value * shape.get(0) / size());
    }

    /** Returns the number of values in one raw sample. */
    public int size() {
        return Math.toIntExact(shape.size());
    }

    /**
     * Returns the samples in model units.
     *
     * @param raw raw samples, shape [B, ...shape], of any type
     * @return shape [B, ...modelShape], float32
     */
    public NDArray toModel(NDArray raw) {
        NDArray padded = raw.toType(rawType(), false);
        for (int axis = 1; padding > 0 && axis < shape.dimension(); axis++) {
            NDArray frame = Numbers.zeros(padded, axis + 1, padding);
            padded = NDArrays.concat(new NDList(frame, padded, frame), axis + 1);
        }
        return scaling.scale(padded).toType(DataType.FLOAT32, false);
    }

    /**
     * Returns samples in model units with the padding that {@link #toModel} gives them.
     *
     * @param model in model units without padding, shape [B, ...shape]
     * @return shape [B, ...modelShape]
     */
    public NDArray pad(NDArray model) {
        NDArray padded = model;
        for (int axis = 1; padding > 0 && axis < shape.dimension(); axis++) {
            NDArray frame = scaling.scale(Numbers.zeros(padded, axis + 1, padding));
            padded = NDArrays.concat(new NDList(frame, padded, frame), axis + 1);
        }
        return padded;
    }

    /**
     * Returns the samples in raw units, without the padding.
     *
     * @param model samples in model units, shape [B, ...modelShape]
     * @return shape [B, ...shape], float32; float64 where {@linkplain Scaling#needsDoubles the
     *     scaling needs it}
     */
    public NDArray toRaw(NDArray model) {
        return scaling.unscale(cropped(model).toType(rawType(), false));
    }

    /**
     * Returns what belongs to each raw value, of what belongs to each value in model units.
     *
     * @param terms shape [B, ...modelShape]
     * @return shape [B, ...shape]; those of the padding are left out
     */
    public NDArray perRawValue(NDArray terms) {
        return scaling.perRawValue(cropped(terms));
    }

    private NDArray cropped(NDArray padded) {
        NDArray cropped = padded;
        for (int axis = 1; padding > 0 && axis < shape.dimension(); axis++) {
            String rows = ":,".repeat(axis + 1) + padding + ":" + (padding + shape.get(axis));
            cropped = cropped.get(rows);
        }
        return cropped;
    }

    /**
     * Returns what the values of a sample are called, in their order: by their columns, those of a
     * window by channel and place, as "load 3"; or x1, x2 and so on where there are no names.
     */
    public List<String> valueNames() {
        List<String> columns = schema.features();
        if (columns.isEmpty()) {
            return IntStream.rangeClosed(1, size()).mapToObj(i -> "x" + i).toList();
        }
        int length = size() / columns.size();
        return length == 1
                ? columns
                : columns.stream()
                        .flatMap(
                                name ->
                                        IntStream.rangeClosed(1, length)
                                                .mapToObj(place -> name + " " + place))
                        .toList();
    }

    // In which raw values can be told apart.
    private DataType rawType() {
        return scaling.needsDoubles() ? DataType.FLOAT64 : DataType.FLOAT32;
    }
}
