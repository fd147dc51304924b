package io.github.autoencoders.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.RandomAccess;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Samples in memory, raw, with labels where there are any. Immutable. */
public final class SampleSet {

    private final String name;
    private final SampleFormat format;
    private final Values values; // size samples one after the other, perhaps more behind them
    private final int size;
    private final int[] labels; // one for each sample, or none
    private final List<String> labelNames;
    private final @Nullable SampleSet inputs; // other samples that go in, or null for these
    private volatile @Nullable String sha256; // computed when first asked for

    private SampleSet(
            String name,
            SampleFormat format,
            Values values,
            int size,
            int[] labels,
            List<String> labelNames,
            @Nullable SampleSet inputs) {
        this.name = name;
        this.format = format;
        this.values = values;
        this.size = size;
        this.labels = labels;
        this.labelNames = List.copyOf(labelNames);
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
    public static SampleSet ofBytes(
            String name,
            SampleFormat format,
            byte[] values,
            int[] labels,
            List<String> labelNames) {
        return of(name, format, new Values.Bytes(values.clone()), labels, labelNames);
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
    public static SampleSet ofFloats(
            String name,
            SampleFormat format,
            float[] values,
            int[] labels,
            List<String> labelNames) {
        for (int i = 0; i < values.length; i++) {
            boolean missing = Float.isNaN(values[i]) && format.scaling().allowsMissing();
            if (!Float.isFinite(values[i]) && !missing) {
                throw new IllegalArgumentException(
                        "%s: value %d of sample %d must be a finite number, but is %s"
                                .formatted(name, i % format.size(), i / format.size(), values[i]));
            }
        }
        format.scaling().requireRaw(values);
        return of(name, format, new Values.Floats(values.clone()), labels, labelNames);
    }

    static SampleSet of(
            String name, SampleFormat format, Values values, int[] labels, List<String> names) {
        format.scaling().requireFits(format);
        if (values.length() == 0) {
            throw new IllegalArgumentException(
                    name + " must hold at least one sample, but is empty");
        }
        if (values.length() % format.size() != 0) {
            throw new IllegalArgumentException(
                    "%s must hold whole samples of %d values, but holds %d values"
                            .formatted(name, format.size(), values.length()));
        }
        int size = values.length() / format.size();
        requireLabels(name, size, labels, names);
        return new SampleSet(name, format, values, size, labels.clone(), names, null);
    }

    private static void requireLabels(String name, int size, int[] labels, List<String> names) {
        if (labels.length != size && (labels.length > 0 || !names.isEmpty())) {
            throw new IllegalArgumentException(
                    "%s must hold one label for each of its %d samples, but holds %d"
                            .formatted(name, size, labels.length));
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "%s: label of sample %d must be from 0 to %d, but is %d"
                                .formatted(name, i, names.size() - 1, labels[i]));
            }
        }
    }

    /**
     * Returns these samples as what is to be made of others: of the values of a row that are known,
     * those that were held out.
     *
     * @param newInputs as many samples of the same format
     */
    public SampleSet withInputs(SampleSet newInputs) {
        if (newInputs.size != size || !newInputs.format.equals(format)) {
            throw new IllegalArgumentException(
                    "inputs must be %d samples of format %s, but are %d of format %s"
                            .formatted(size, format, newInputs.size, newInputs.format));
        }
        return new SampleSet(name, format, values, size, labels, labelNames, newInputs);
    }

    /** Returns the samples that go in when these are to come out; mostly the same. */
    public SampleSet inputs() {
        return inputs == null ? this : inputs;
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
        return labels.length > 0;
    }

    /** Returns the label of a sample, an index into {@link #labelNames}. */
    public int label(int index) {
        if (!labelled()) {
            throw new IllegalStateException(name + " has no labels");
        }
        return labels[requireIndex(index)];
    }

    /** Returns what the labels mean; empty if there are none. */
    public List<String> labelNames() {
        return labelNames;
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
        int[] indices = labelNames.stream().mapToInt(conditions::indexOf).toArray();
        for (int label : labels) {
            if (indices[label] < 0) {
                throw new IllegalArgumentException(
                        "%s must have labels among %s, but one is \"%s\""
                                .formatted(
                                        name,
                                        String.join(", ", conditions),
                                        labelNames.get(label)));
            }
        }
        return IntStream.of(labels).map(label -> indices[label]).toArray();
    }

    /** Returns the raw values of a sample, flattened. */
    public float[] sample(int index) {
        int from = requireIndex(index) * format.size();
        float[] sample = new float[format.size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values.at(from + i);
        }
        return sample;
    }

    /** Returns the raw values of all samples, each made when it is asked for. */
    public List<float[]> samples() {
        return new Samples();
    }

    /**
     * Returns what a model's translators take: the raw values of all samples, for a conditional
     * model each followed by its label's index among the conditions.
     *
     * @param conditions of the model, perhaps none
     */
    public List<float[]> samples(List<String> conditions) {
        if (conditions.isEmpty()) {
            return samples();
        }
        int[] indices = labelsAmong(conditions);
        return IntStream.range(0, size)
                .mapToObj(
                        i -> {
                            float[] labelled = Arrays.copyOf(sample(i), format.size() + 1);
                            labelled[format.size()] = indices[i];
                            return labelled;
                        })
                .toList();
    }

    private final class Samples extends AbstractList<float[]> implements RandomAccess {

        @Override
        public float[] get(int index) {
            return sample(index);
        }

        @Override
        public int size() {
            return size;
        }
    }

    /**
     * Returns raw samples as a new array.
     *
     * @param manager owns the array
     * @param indices of B samples
     * @return shape [B, ...shape], uint8 for 8-bit images, otherwise float32
     */
    public NDArray raw(NDManager manager, int[] indices) {
        int length = Math.multiplyExact(indices.length, format.size());
        int bytes = Math.multiplyExact(length, values.type().getNumOfBytes());
        // A new buffer each time: PyTorch's array lies in it rather than in a copy.
        ByteBuffer buffer = manager.allocateDirect(bytes);
        for (int index : indices) {
            values.put(buffer, requireIndex(index) * format.size(), format.size());
        }
        Shape shape = new Shape(indices.length).addAll(format.shape());
        return manager.create(buffer.rewind(), shape, values.type());
    }

    /** Returns the first samples, or all where there are fewer. */
    public SampleSet first(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, but is " + count);
        }
        int kept = Math.min(count, size);
        int[] keptLabels = labelled() ? Arrays.copyOf(labels, kept) : labels;
        return new SampleSet(
                name,
                format,
                values,
                kept,
                keptLabels,
                labelNames,
                inputs == null ? null : inputs.first(count));
    }

    /**
     * Returns the same raw samples with another padding and scaling, such as a trained model's;
     * strings as the indices of the other format's symbols.
     */
    public SampleSet withFormat(SampleFormat newFormat) {
        if (newFormat.scaling() instanceof Scaling.OneHot && !newFormat.equals(format)) {
            return Strings.recoded(this, newFormat);
        }
        if (format.scaling() instanceof Scaling.OneHot && !newFormat.equals(format)) {
            throw new IllegalArgumentException(
                    "%s must hold samples of shape %s, but holds strings"
                            .formatted(name, newFormat.shape()));
        }
        if (!newFormat.shape().equals(format.shape())) {
            throw new IllegalArgumentException(
                    "%s must hold samples of shape %s, but holds samples of shape %s"
                            .formatted(name, newFormat.shape(), format.shape()));
        }
        newFormat.scaling().requireFits(newFormat);
        if (format.scaling().allowsMissing() && !newFormat.scaling().allowsMissing()) {
            requireNoneMissing();
        }
        SampleSet newInputs = inputs == null ? null : inputs.withFormat(newFormat);
        return new SampleSet(name, newFormat, values, size, labels, labelNames, newInputs);
    }

    private void requireNoneMissing() {
        for (int i = 0; i < size * format.size(); i++) {
            if (Float.isNaN(values.at(i))) {
                throw new IllegalArgumentException(
                        "%s must have all values, but value %d of sample %d is missing"
                                .formatted(name, i % format.size(), i / format.size()));
            }
        }
    }

    /**
     * Returns the SHA-256 of the raw values (bytes, or big-endian floats) and then the labels (as
     * big-endian 32-bit integers), in hexadecimal digits.
     */
    public String sha256() {
        String known = sha256;
        if (known == null) {
            MessageDigest digest = newDigest();
            values.digest(digest, size * format.size());
            ByteBuffer labelBytes = ByteBuffer.allocate(labels.length * Integer.BYTES);
            labelBytes.asIntBuffer().put(labels);
            digest.update(labelBytes);
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
    public SampleSet drawn(long seed) {
        Values drawn = values.drawn(seed);
        return drawn == values
                ? this
                : new SampleSet(name, format, drawn, size, labels, labelNames, inputs);
    }

    /** Returns 8-bit samples whose values, divided by 255, are now {@link #drawn} from. */
    public SampleSet asProbabilities(String newName) {
        Values probabilities = new Values.Probabilities((Values.Bytes) values);
        return new SampleSet(newName, format, probabilities, size, labels, labelNames, inputs);
    }

    /** Returns the samples with these indices, in this order. */
    SampleSet subset(int[] indices) {
        int[] taken = labelled() ? IntStream.of(indices).map(this::label).toArray() : labels;
        Values blocks = values.blocks(indices, format.size());
        return new SampleSet(
                name,
                format,
                blocks,
                indices.length,
                taken,
                labelNames,
                inputs == null ? null : inputs.subset(indices));
    }

    /** Returns these samples and then the others, which must be of the same kind. */
    SampleSet followedBy(SampleSet others) {
        int[] all = IntStream.range(0, size).toArray();
        Values these = values.blocks(all, format.size());
        Values those =
                others.values.blocks(IntStream.range(0, others.size).toArray(), format.size());
        int[] joined =
                IntStream.concat(IntStream.of(labels), IntStream.of(others.labels)).toArray();
        return of(name, format, these.followedBy(those), joined, labelNames);
    }

    /** Returns samples of other values with the same labels; where one is missing, NaN. */
    SampleSet withValues(float[] others) {
        return ofFloats(name, format, others, labels, labelNames);
    }

    /**
     * Returns the same samples, called in messages by their place in a whole.
     *
     * @param before how many of the whole come before them
     */
    public SampleSet after(long before) {
        String place = before == 0 ? name : "%s, behind its sample %,d".formatted(name, before);
        return new SampleSet(place, format, values, size, labels, labelNames, inputs);
    }

    /**
     * Returns the codes of these samples as samples [D] with the same labels.
     *
     * @param codes one for each sample
     */
    public SampleSet withCodes(List<float[]> codes) {
        int size = codes.get(0).length;
        float[] flat = new float[Math.multiplyExact(codes.size(), size)];
        for (int i = 0; i < codes.size(); i++) {
            System.arraycopy(codes.get(i), 0, flat, i * size, size);
        }
        SampleFormat raw = new SampleFormat(new Shape(size), 0, new Scaling.UnitInterval(0, 1));
        return ofFloats("codes of " + name, raw, flat, labels, labelNames);
    }

    /** Returns one raw value of a sample. */
    float value(int index, int feature) {
        return values.at(index * format.size() + feature);
    }

    /** Returns whether two samples are windows that have points of the series in common. */
    boolean overlap(int one, int other) {
        return values.overlap(requireIndex(one), requireIndex(other), format.size());
    }

    /**
     * Returns the raw values of one channel of all samples [C, L], each point of a series once,
     * however many windows it is in.
     */
    DoubleStream channel(int channel) {
        int channels = Math.toIntExact(format.shape().get(0));
        return values.channel(channel, size, channels, format.size() / channels);
    }

    /**
     * Returns the samples of one label.
     *
     * @throws IllegalArgumentException if there is none
     */
    SampleSet ofLabel(String only) {
        int wanted = labelNames.indexOf(only);
        int[] kept =
                IntStream.range(0, labelled() ? size : 0)
                        .filter(i -> labels[i] == wanted)
                        .toArray();
        if (kept.length == 0) {
            throw new IllegalArgumentException(
                    "onlyLabel must be one of the labels %s of %s, but is \"%s\""
                            .formatted(labelNames, name, only));
        }
        return subset(kept);
    }

    /** Returns whether the samples are kept as bytes. */
    boolean holdsBytes() {
        return values.type() == DataType.UINT8;
    }

    private int requireIndex(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "index must be from 0 to %d, but is %d".formatted(size - 1, index));
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
