package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.array.Numbers;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples in memory, raw, with labels where there are any. Immutable.
 *
 * <pre>{@code
 * Samples table = Samples.of(rows).withLabels(names);  // [N][F], a label for each row
 * Samples pictures = Samples.ofImages(images);         // of the first one's size
 * Samples drawn = model.sample(10, 42);
 * float[] values = drawn.sample(3);                    // of one sample, flattened
 * List<BufferedImage> shown = drawn.images();          // where samples are images
 * }</pre>
 */
public final class Samples {

    private final String name;
    private final SampleFormat format;
    private final SampleStorage
            values; // size samples one after the other, perhaps more behind them
    private final int size;
    private final Labels labels;
    private final Keys keys;
    private final @Nullable Samples inputs; // other samples that go in, or null for these
    private volatile @Nullable String sha256; // computed when first asked for

    private Samples(
            String name,
            SampleFormat format,
            SampleStorage values,
            int size,
            Labels labels,
            Keys keys,
            @Nullable Samples inputs) {
        this.name = name;
        this.format = format;
        this.values = values;
        this.size = size;
        this.labels = labels;
        this.keys = keys;
        this.inputs = inputs;
    }

    /**
     * Returns samples of 8 bits a value.
     *
     * @param name how messages call the set
     * @param format what one sample is
     * @param values unsigned, the samples one after the other
     * @param labels one for each sample, an index into {@code labelNames}; or none
     * @param labelNames what the labels mean; empty if there are none
     */
    public static Samples ofBytes(
            String name,
            SampleFormat format,
            byte[] values,
            int[] labels,
            List<String> labelNames) {
        return of(name, format, new SampleStorage.Bytes(values.clone()), labels, labelNames);
    }

    /**
     * Returns samples of 32-bit floats, all of which must be finite, or NaN where the format's
     * scaling allows values to be missing.
     *
     * @param name how messages call the set
     * @param format what one sample is
     * @param values the samples one after the other
     * @param labels one for each sample, an index into {@code labelNames}; or none
     * @param labelNames what the labels mean; empty if there are none
     */
    public static Samples ofFloats(
            String name,
            SampleFormat format,
            float[] values,
            int[] labels,
            List<String> labelNames) {
        SampleChecks.requireFinite(name, format, values.length, i -> values[i]);
        format.scaling().requireRaw(values);
        return of(name, format, new SampleStorage.Floats(values.clone()), labels, labelNames);
    }

    /**
     * Returns samples of 64-bit floats, all of which must be in the range of 32-bit floats, or NaN
     * where the format's scaling allows values to be missing. Their digits are kept; a model is
     * given differences to its mean that are taken before they become 32-bit floats, wherever those
     * could not tell values apart.
     *
     * @param name how messages call the set
     * @param format what one sample is
     * @param values the samples one after the other
     * @param labels one for each sample, an index into {@code labelNames}; or none
     * @param labelNames what the labels mean; empty if there are none
     */
    public static Samples ofDoubles(
            String name,
            SampleFormat format,
            double[] values,
            int[] labels,
            List<String> labelNames) {
        SampleChecks.requireFinite(name, format, values.length, i -> values[i]);
        if (format.scaling().symbolSet().isPresent()) {
            return ofFloats(name, format, Digits.narrowed(values), labels, labelNames);
        }
        return of(name, format, new SampleStorage.Doubles(values.clone()), labels, labelNames);
    }

    /**
     * Returns rows of numbers as samples [F], NaN where a value is missing.
     *
     * @param rows [N][F], at least one
     */
    public static Samples of(float[][] rows) {
        return of(rows, RowValues.unfitted(rows));
    }

    /**
     * Returns rows of numbers as samples [F], NaN where a value is missing.
     *
     * @param rows [N][F], at least one
     */
    public static Samples of(double[][] rows) {
        return of(rows, RowValues.unfitted(rows));
    }

    /**
     * Returns rows of numbers as samples of a format.
     *
     * @param rows [N][values of a sample], at least one
     */
    public static Samples of(float[][] rows, SampleFormat format) {
        return ofFloats("rows", format, RowValues.of(rows, format), new int[0], List.of());
    }

    /**
     * Returns rows of numbers as samples of a format, all of their digits kept.
     *
     * @param rows [N][values of a sample], at least one
     */
    public static Samples of(double[][] rows, SampleFormat format) {
        return ofDoubles("rows", format, RowValues.of(rows, format), new int[0], List.of());
    }

    /**
     * Returns rows of numbers and words, by the names of their columns, to learn from. A column is
     * of numbers, or of words: texts, or Booleans as {@code true} and {@code false}. Those of which
     * nearly every row has another word are left out, as {@link SampleFormat#schemaLines} says.
     *
     * <pre>{@code
     * Samples pumps = Samples.ofRows(List.of(
     *         Map.of("temp", 20.5, "machine", "M1"),
     *         Map.of("temp", 21.5, "machine", "M2"),
     *         Map.of("temp", 20.9, "machine", "M1"),
     *         Map.of("temp", 22.0, "machine", "M2")));
     * List<Object> cells = pumps.cells(0); // 20.5, "M1"
     * }</pre>
     *
     * @param rows at least one; without the name of a column, or with null, its value is missing.
     *     Columns are in the order of the first row that has them
     */
    public static Samples ofRows(List<? extends Map<String, ?>> rows) {
        return NamedRows.of(rows).samples();
    }

    /**
     * Returns rows of numbers and words as samples of a format, as a model's.
     *
     * @param rows at least one, by the names of the columns, which must all be there, with null
     *     where a value is missing; others are left out. A word that the format does not know is
     *     the class of unknown words
     * @throws IllegalArgumentException if a column is not there, or of another type
     */
    public static Samples ofRows(List<? extends Map<String, ?>> rows, SampleFormat format) {
        return of(NamedRows.values(rows, format), format);
    }

    /**
     * Returns codes as samples [D].
     *
     * @param codes [N][D], at least one
     */
    public static Samples ofCodes(float[][] codes) {
        int size = codes.length == 0 ? 1 : codes[0].length;
        return of(codes, SampleFormat.ofCodes(size));
    }

    /**
     * Returns images as samples of 8 bits a value, all of the first one's size: in colour where one
     * of them is, else grey.
     *
     * @param images at least one
     */
    public static Samples ofImages(List<BufferedImage> images) {
        return ImageStack.of(images).samples();
    }

    /**
     * Returns images as samples of a format of images, scaled to its size.
     *
     * @param images at least one
     */
    public static Samples ofImages(List<BufferedImage> images, SampleFormat format) {
        return ImageStack.of(images, format).samples().withFormat(format);
    }

    static Samples of(
            String name,
            SampleFormat format,
            SampleStorage values,
            int[] labels,
            List<String> names) {
        format.scaling().requireFits(format);
        if (values.length() == 0) {
            throw new IllegalArgumentException(
                    name + " must hold at least one sample, but is empty");
        }
        if (values.length() % format.size() != 0) {
            throw new IllegalArgumentException(
                    "%s must hold whole samples of %s values, but holds %s values"
                            .formatted(name, format.size(), values.length()));
        }
        int size = values.length() / format.size();
        Labels all = Labels.of(name, size, labels, names);
        return new Samples(name, format, values, size, all, Keys.NONE, null);
    }

    /**
     * Returns these samples as what is to be made of others, as x and y of Keras' {@code fit}:
     * clean images of noisy ones; of the values of a row that are known, those that were held out.
     *
     * <pre>{@code
     * float[][] noisy = rows;
     * float[][] clean = model.reconstruct(noisy);
     * Samples pairs = Samples.of(clean).withInputs(Samples.of(noisy));
     * }</pre>
     *
     * @param newInputs as many samples; of another format where both have all values
     */
    public Samples withInputs(Samples newInputs) {
        boolean whole = !format.allowsMissing() && !newInputs.format.allowsMissing();
        if (newInputs.size != size || !(whole || newInputs.format.equals(format))) {
            throw new IllegalArgumentException(
                    "inputs must be %s samples of format %s, but are %s of format %s"
                            .formatted(size, format, newInputs.size, newInputs.format));
        }
        return new Samples(name, format, values, size, labels, keys, newInputs);
    }

    /** Returns whether others go in, of which all values are known. */
    public boolean arePairs() {
        return inputs != null && !format.allowsMissing();
    }

    // Whether what goes in has a format of its own, as windows before others of another length.
    private boolean areOfTwoFormats() {
        return inputs != null && !inputs.format.equals(format);
    }

    /** Returns the samples that go in when these are to come out; mostly the same. */
    public Samples inputs() {
        return inputs == null ? this : inputs;
    }

    /**
     * Returns what goes in, with the labels of these samples, which conditional models are told.
     */
    public Samples labelledInputs() {
        return labelled() ? inputs().withLabels(labels()) : inputs();
    }

    /** Returns how messages call the set. */
    public String name() {
        return name;
    }

    /** Returns what one sample is. */
    public SampleFormat format() {
        return format;
    }

    /** Returns the number of samples, at least 1. */
    public int size() {
        return size;
    }

    /** Returns whether every sample has a label; otherwise none has. */
    public boolean labelled() {
        return labels.any();
    }

    /** Returns the label of a sample, an index into {@link #labelNames}. */
    public int label(int index) {
        if (!labelled()) {
            throw new IllegalStateException(name + " has no labels");
        }
        return labels.index(requireIndex(index));
    }

    /** Returns the name of each sample's label; none if they have no labels. */
    public List<String> labels() {
        return labels.ofEach();
    }

    /** Returns the name of a sample's label. */
    public String labelName(int index) {
        return labelNames().get(label(index));
    }

    /** Returns what the labels mean; empty if there are none. */
    public List<String> labelNames() {
        return labels.names();
    }

    /**
     * Returns the label of each sample as an index into other names: a conditional model's.
     *
     * @param conditions names, among which must be those of all samples
     * @throws IllegalArgumentException if there are no labels, or one is not among the names
     */
    public int[] labelsAmong(List<String> conditions) {
        if (!labelled()) {
            throw new IllegalArgumentException(
                    name + " must have labels for a conditional model, but has none");
        }
        return labels.among(name, conditions);
    }

    /** Returns the raw values of a sample, flattened, as 32-bit floats. */
    public float[] sample(int index) {
        int from = requireIndex(index) * format.size();
        float[] sample = new float[format.size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (float) values.at(from + i);
        }
        return sample;
    }

    /** Returns the raw values of a sample, flattened, with all their digits. */
    public double[] numbers(int index) {
        int from = requireIndex(index) * format.size();
        double[] sample = new double[format.size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values.at(from + i);
        }
        return sample;
    }

    /**
     * Returns a row as it stands in a table: numbers, and where the format has them words.
     *
     * @see SampleFormat#cells
     */
    public List<Object> cells(int index) {
        return format.cells(numbers(index));
    }

    /** Returns the raw values of all samples as 32-bit floats, each made when it is asked for. */
    public List<float[]> samples() {
        return LazyList.of(size, this::sample);
    }

    /** Returns the raw values of all samples as new arrays, [N][values of a sample]. */
    public float[][] toArrays() {
        return samples().toArray(float[][]::new);
    }

    /**
     * Returns the samples as images, raw values from 0 to 255.
     *
     * @throws IllegalArgumentException if they are none
     */
    public List<BufferedImage> images() {
        return samples().stream().map(this::image).toList();
    }

    private BufferedImage image(float[] sample) {
        return format.kind() == SampleKind.MASK
                ? format.kind().toImage(format, sample)
                : ImagePixels.toImage(sample, format.shape());
    }

    /**
     * Returns the same samples with labels.
     *
     * @param labels one for each sample, or none
     */
    public Samples withLabels(List<String> labels) {
        return new Samples(name, format, values, size, Labels.of(name, size, labels), keys, inputs);
    }

    /**
     * Returns the same samples with labels.
     *
     * @param labels one for each sample, an index into {@code labelNames}; or none
     * @param labelNames what the labels mean, in their order
     */
    public Samples withLabels(int[] labels, List<String> labelNames) {
        Labels all = Labels.of(name, size, labels, labelNames);
        return new Samples(name, format, values, size, all, keys, inputs);
    }

    /**
     * Returns the same samples with further keys, which tell one from the others, as the names of
     * files.
     *
     * @param column what the keys are called, as "file"; none of {@link #keyColumns}
     * @param values one for each sample
     */
    public Samples withKeys(String column, List<String> values) {
        Keys more = keys.with(name, size, column, values);
        return new Samples(name, format, this.values, size, labels, more, inputs);
    }

    /**
     * Returns the same samples with numbers as keys.
     *
     * @param column what they are called, as "row"
     * @param first the number of the first sample; each next one has the next
     */
    public Samples withNumbers(String column, long first) {
        return withKeys(column, LazyList.of(size, i -> Long.toString(first + i)));
    }

    /**
     * Returns the same samples with some of their keys alone.
     *
     * @param columns of {@link #keyColumns}
     */
    public Samples withOnlyKeys(List<String> columns) {
        return new Samples(name, format, values, size, labels, keys.only(columns), inputs);
    }

    /** Returns what the samples' keys are called; empty if they have none. */
    public List<String> keyColumns() {
        return keys.columns();
    }

    /** Returns what tells a sample from the others, a value of each of {@link #keyColumns}. */
    public List<String> key(int index) {
        return keys.of(requireIndex(index));
    }

    /** Returns how messages call a sample: by its first key, or else by its number, from 0. */
    public String nameOf(int index) {
        return keyColumns().isEmpty()
                ? "sample " + index
                : keyColumns().get(0) + " " + key(index).get(0);
    }

    /**
     * Returns samples of other values with the same labels and keys.
     *
     * @param others as many [values of a sample]
     */
    public Samples withValues(float[][] others) {
        return withValues(others, format);
    }

    /**
     * Returns samples of other values and another format with the same labels and keys, such as
     * what a model makes of these.
     *
     * @param others as many [values of a sample]
     */
    public Samples withValues(double[][] others, SampleFormat newFormat) {
        SampleStorage made = of(others, newFormat).values;
        return new Samples(name, newFormat, made, size, labels, keys, null);
    }

    /** Returns samples of other values of 32 bits and another format likewise. */
    public Samples withValues(float[][] others, SampleFormat newFormat) {
        SampleStorage made = of(others, newFormat).values;
        return new Samples(name, newFormat, made, size, labels, keys, null);
    }

    /**
     * Returns raw samples as a new array.
     *
     * @param manager owns the array
     * @param indices of B samples
     * @return shape [B, ...shape], uint8 for 8-bit images, otherwise float32; float64 for numbers
     *     with digits that {@linkplain Scaling#needsDoubles the scaling needs}
     */
    public NDArray raw(NDManager manager, int[] indices) {
        DataType type = rawType();
        int length = SampleStorage.count(name, indices.length, format.size());
        int bytes = SampleStorage.count(name, length, type.getNumOfBytes());
        // A new buffer each time: PyTorch's array lies in it rather than in a copy.
        ByteBuffer buffer = manager.allocateDirect(bytes);
        for (int index : indices) {
            requireIndex(index);
        }
        values.putBlocks(buffer, indices, format.size(), type);
        Shape shape = new Shape(indices.length).addAll(format.shape());
        return Numbers.of(manager, buffer.rewind(), shape, type);
    }

    private DataType rawType() {
        boolean narrowed = values.type() == DataType.FLOAT64 && !format.scaling().needsDoubles();
        return narrowed ? DataType.FLOAT32 : values.type();
    }

    /** Returns the first samples, or all where there are fewer. */
    public Samples first(int count) {
        Require.atLeast(1, "count", count);
        int kept = Math.min(count, size);
        return new Samples(
                name,
                format,
                values,
                kept,
                labels.first(kept),
                keys.first(kept),
                inputs == null ? null : inputs.first(count));
    }

    /**
     * Returns so many samples to be looked at: the first, but where neighbours overlap, as windows
     * a step apart do, and so look alike, some from all over.
     */
    public Samples few(int count) {
        boolean alike = size > count && overlap(0, 1);
        return alike
                ? subset(
                        IntStream.range(0, count)
                                .map(i -> (int) ((long) i * size / count))
                                .toArray())
                : first(count);
    }

    /**
     * Returns the same raw samples with another padding and scaling, such as a trained model's;
     * strings as the indices of the other format's symbols. Where both formats name their columns,
     * values are matched by name: other columns are left out, whatever their order, and words are
     * matched too, one that the other format does not know being of the class of unknown ones. A
     * format without names knows no words.
     *
     * @throws IllegalArgumentException if the samples are of another shape, or have not all columns
     */
    public Samples withFormat(SampleFormat newFormat) {
        boolean other = !newFormat.equals(format);
        if (other && newFormat.kind() == SampleKind.TEXT) {
            Samples texts = ofTexts(name, newFormat, texts());
            return new Samples(name, newFormat, texts.values, size, labels, keys, null);
        }
        ColumnMatch match = new ColumnMatch(name, format.schema(), newFormat.schema());
        if (match.isOfOthers()) {
            return rearranged(match).withFormat(newFormat);
        }
        if (format.schema().hasWords() && newFormat.schema().features().isEmpty()) {
            Schema numbers = format.schema().ofNumbers();
            return rearranged(new ColumnMatch(name, format.schema(), numbers))
                    .withFormat(newFormat);
        }
        boolean strings = other && format.kind() == SampleKind.TEXT;
        if (strings || !newFormat.shape().equals(format.shape())) {
            throw holdsOthers(newFormat.samples());
        }
        newFormat.scaling().requireFits(newFormat);
        newFormat
                .scaling()
                .pixelClasses()
                .ifPresent(known -> SampleChecks.requireKnown(this, known));
        if (!newFormat.allowsMissing()) {
            requireWhole();
        }
        Samples own = inputs; // in another format, they keep it
        Samples newInputs = own == null || areOfTwoFormats() ? own : own.withFormat(newFormat);
        return new Samples(name, newFormat, values, size, labels, keys, newInputs);
    }

    /**
     * Returns the same raw samples in the formats of a model, as {@link #withFormat} does: of pairs
     * each side in its own; of others, all of which are what goes in, in that of the inputs.
     *
     * @param input of what goes in
     * @param target of what is to come out
     */
    public Samples withFormats(SampleFormat input, SampleFormat target) {
        boolean strings = target.kind() == SampleKind.TEXT; // of which each side is read anew
        if (inputs == null || (input.equals(target) && !strings)) {
            return withFormat(input);
        }
        Samples alone = new Samples(name, format, values, size, labels, keys, null);
        return alone.withFormat(target).withInputs(inputs.withFormat(input));
    }

    /**
     * Returns the same raw samples in {@linkplain #fittedFormat(int, ScalingKind) the format that
     * suits them}; of pairs of two formats, each side in the one that suits it.
     */
    public Samples fitted(int padding, ScalingKind wanted) {
        SampleFormat own = fittedFormat(padding, wanted);
        return areOfTwoFormats()
                ? withFormats(inputs().fittedFormat(padding, wanted), own)
                : withFormat(own);
    }

    private Samples rearranged(ColumnMatch match) {
        int[] order = match.order();
        int count = format.schema().features().size();
        int length = format.size() / count; // of a channel; 1 of a feature
        long[] sizes = format.shape().getShape().clone();
        int axis = sizes[0] == count ? 0 : 1; // a window [1, L] has a column for each point
        sizes[axis] = order.length;
        SampleFormat changed =
                new SampleFormat(new Shape(sizes), format.padding(), format.scaling(), match.to());
        SampleStorage chosen = values.rearranged(order, size, count, length);
        if (match.hasWords()) {
            chosen = chosen.mapped(match.translations(order));
        }
        Samples own = inputs;
        Samples newInputs = own == null || areOfTwoFormats() ? own : own.rearranged(match);
        return new Samples(name, changed, chosen, size, labels, keys, newInputs);
    }

    /**
     * Returns in how many rows words stand that a model does not know, by the word and the name of
     * its column. To the model they are all one, a class of its own.
     *
     * @param model whose schema has columns of words of the same names
     * @see Schema#unknownLines(Map)
     */
    public Map<String, Map<String, Long>> unknownWords(Schema model) {
        return new ColumnMatch(name, format.schema(), model).unknownWords(this);
    }

    private IllegalArgumentException holdsOthers(String wanted) {
        return new IllegalArgumentException(
                "%s must hold %s, but holds %s".formatted(name, wanted, format.samples()));
    }

    /**
     * Returns the strings that the samples are.
     *
     * @throws IllegalArgumentException if they are none
     */
    public List<String> texts() {
        if (format.kind() != SampleKind.TEXT) {
            throw holdsOthers("strings");
        }
        return format.texts(samples());
    }

    /**
     * Returns the format of these samples with another padding, and the scaling that suits them,
     * found from what is known of them, whatever their own is: the range of images to [0, 1], and
     * that of other 8-bit samples; the mean and standard deviation of each feature of rows, of each
     * channel of sequences, and of all ratings together. Strings keep their symbols.
     */
    public SampleFormat fittedFormat(int padding) {
        return fittedFormat(padding, ScalingKind.STANDARD);
    }

    /**
     * Returns the format of these samples with another padding, and a scaling of a kind.
     *
     * @param wanted of rows and of series; others have one kind alone
     * @throws IllegalArgumentException if there is no such scaling of these samples
     */
    public SampleFormat fittedFormat(int padding, ScalingKind wanted) {
        return ScalingFit.format(this, padding, wanted);
    }

    /**
     * Returns strings as samples, each a row of indices of symbols.
     *
     * @param name how messages call the set
     * @param format of symbols, [1, L]
     * @param texts made of the symbols, of at most L
     * @throws IllegalArgumentException if a string has another symbol or too many
     */
    public static Samples ofTexts(String name, SampleFormat format, List<String> texts) {
        int length = format.size();
        float[] values = new float[SampleStorage.count(name, texts.size(), length)];
        for (int i = 0; i < texts.size(); i++) {
            try {
                float[] sample = format.raw(texts.get(i));
                System.arraycopy(sample, 0, values, i * length, length);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
            }
        }
        return ofFloats(name, format, values, new int[0], List.of());
    }

    /**
     * Returns windows of a series as samples [C, L], each with all its channels; windows that
     * overlap share their numbers.
     *
     * @param name how messages call the set
     * @param channels C, of one length
     * @param starts of the windows in the series
     * @param length L, of a window
     * @param labels one for each window, an index into {@code labelNames}; or none
     * @param labelNames what the labels mean; empty if there are none
     */
    public static Samples ofWindows(
            String name,
            List<double[]> channels,
            int[] starts,
            int length,
            int[] labels,
            List<String> labelNames) {
        SampleFormat format = SampleFormat.unfitted(new Shape(channels.size(), length));
        SampleStorage values = new SampleStorage.Windows(channels, starts, length);
        Samples windows = of(name, format, values, labels, labelNames);
        // Each is known by the row of its first point.
        return windows.withKeys(
                "row", LazyList.of(starts.length, i -> Integer.toString(starts[i] + 1)));
    }

    /**
     * Checks that no value is missing.
     *
     * @throws IllegalArgumentException if one is
     */
    public void requireWhole() {
        if (format.allowsMissing()) {
            SampleChecks.requireNoneMissing(this);
        }
    }

    /**
     * Checks that a likelihood can mean the values.
     *
     * @param range of the raw values that it is of
     * @param likelihood what messages call it
     * @throws IllegalArgumentException if one is not in the range
     */
    public void requireWithin(Scaling.UnitInterval range, String likelihood) {
        SampleChecks.requireWithin(this, range, likelihood);
    }

    /** Returns whether all values are in a range, or missing. */
    public boolean areWithin(Scaling.UnitInterval range) {
        return SampleChecks.firstOutside(this, range).isEmpty();
    }

    /**
     * Returns the SHA-256 of the raw values, as bytes or big-endian floats that {@link #raw} gives,
     * and then the labels (as big-endian 32-bit integers), in hexadecimal digits.
     */
    public String sha256() {
        String known = sha256;
        if (known == null) {
            MessageDigest digest = newDigest();
            values.digest(digest, size * format.size(), rawType());
            digest.update(labels.bytes());
            known = HexFormat.of().formatHex(digest.digest());
            sha256 = known;
        }
        return known;
    }

    /**
     * Returns the samples of one pass over them: these, or where their values are probabilities of
     * white, images in black and white that are drawn anew for each seed.
     *
     * @param seed decides what is drawn
     */
    public Samples drawn(long seed) {
        SampleStorage drawn = values.drawn(seed);
        return drawn == values
                ? this
                : new Samples(name, format, drawn, size, labels, keys, inputs);
    }

    /**
     * Returns the samples of one pass over them, each moved by itself as the seed and its index
     * say, to be learnt from in batches; the same samples where nothing is moved. {@link #inputs}
     * move as their targets do.
     *
     * @throws IllegalArgumentException if the samples cannot be moved so
     */
    public Samples moved(Augmentation augmentation, long seed) {
        augmentation.requireFits(format);
        augmentation.requireFits(inputs().format);
        if (!augmentation.moves()) {
            return this;
        }
        List<Augmentation.Room> rooms = values.rooms(size);
        List<Augmentation.Room> others = inputs().values.rooms(size);
        List<Augmentation.Move> moves =
                IntStream.range(0, size)
                        .mapToObj(
                                i ->
                                        augmentation.draw(
                                                RandomStreams.apart(seed, i),
                                                rooms.get(i).with(others.get(i))))
                        .toList();
        return moved(moves, inputs == null ? null : inputs.moved(moves, null));
    }

    private Samples moved(List<Augmentation.Move> moves, @Nullable Samples movedInputs) {
        SampleStorage moved = values.moved(format.shape(), moves);
        return new Samples(name, format, moved, size, labels, keys, movedInputs);
    }

    /** Returns 8-bit samples whose values, divided by 255, are now {@link #drawn} from. */
    public Samples asProbabilities(String newName) {
        SampleStorage probabilities = new SampleStorage.Probabilities((SampleStorage.Bytes) values);
        return new Samples(newName, format, probabilities, size, labels, keys, inputs);
    }

    /** Returns the samples with these indices, in this order. */
    public Samples subset(int[] indices) {
        return new Samples(
                name,
                format,
                values.blocks(indices, format.size()),
                indices.length,
                labels.subset(indices),
                keys.subset(indices),
                inputs == null ? null : inputs.subset(indices));
    }

    /**
     * Returns these samples and then the others, which must be of the same kind.
     *
     * @throws IllegalArgumentException if only these or only those become others
     */
    public Samples followedBy(Samples others) {
        if (arePairs() != others.arePairs()) {
            throw new IllegalArgumentException(
                    "samples of %s and of %s must both become others, or neither, but those of %s do"
                            .formatted(name, others.name, arePairs() ? name : others.name));
        }
        int[] own = IntStream.range(0, size).toArray();
        SampleStorage these = values.blocks(own, format.size());
        SampleStorage those =
                others.values.blocks(IntStream.range(0, others.size).toArray(), format.size());
        int[] joined = labels.followedBy(others.labels);
        Samples all = of(name, format, these.followedBy(those), joined, labelNames());
        return new Samples(
                name,
                format,
                all.values,
                all.size,
                all.labels,
                keys.followedBy(others.keys),
                inputs == null ? null : inputs().followedBy(others.inputs()));
    }

    /** Returns samples of other values with the same labels and keys; NaN where one is missing. */
    public Samples withValues(double[] others) {
        Samples of = ofDoubles(name, format, others, labels.indices(), labelNames());
        return new Samples(name, format, of.values, size, of.labels, keys, null);
    }

    /**
     * Returns the same samples, called in messages by their place in a whole.
     *
     * @param before how many of the whole come before them
     */
    public Samples after(long before) {
        String place =
                before == 0
                        ? name
                        : String.format(Locale.ROOT, "%s, behind its sample %,d", name, before);
        return new Samples(place, format, values, size, labels, keys, inputs);
    }

    /** Returns one raw value of all, the samples one after the other. */
    double at(int index) {
        return values.at(index);
    }

    /** Returns one raw value of a sample, with all its digits. */
    public double value(int index, int feature) {
        return values.at(index * format.size() + feature);
    }

    /** Returns whether two samples are windows that have points of the series in common. */
    public boolean overlap(int one, int other) {
        return values.overlap(requireIndex(one), requireIndex(other), format.size());
    }

    /**
     * Returns the raw values of one channel of all samples [C, L], each point of a series once,
     * however many windows it is in.
     */
    public DoubleStream channel(int channel) {
        int channels = Math.toIntExact(format.shape().get(0));
        return values.channel(channel, size, channels, format.size() / channels);
    }

    /**
     * Returns the samples of one label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Samples ofLabel(String only) {
        int[] kept = labels.samplesOf(only);
        if (kept.length == 0) {
            throw new IllegalArgumentException(
                    "onlyLabel must be one of the labels %s of %s, but is \"%s\""
                            .formatted(Spelling.listed(labelNames()), name, only));
        }
        return subset(kept);
    }

    /** Returns whether the samples are kept as bytes. */
    public boolean holdsBytes() {
        return values.type() == DataType.UINT8;
    }

    private int requireIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "index must be from 0 to %s, but is %s".formatted(size - 1, index));
        }
        return index;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
