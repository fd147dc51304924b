package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.nn.Block;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.program.TorchModel;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.DjlImages;
import io.github.autoencoders.sample.ReadAhead;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A trained model, ready to be used: samples to codes and back, reconstructions, scores, and new
 * samples. All values are raw, as they are in the data: their scaling is the model's own.
 *
 * <pre>{@code
 * try (TrainedAutoencoder model = TrainedAutoencoder.open("vae-mnist-2")) {
 *     float[][] codes = model.encode(images);                            // [N][D]
 *     double[] scores = model.score(images);                             // [N], in nats
 *     List<BufferedImage> drawn = model.sample(10, 42).images();
 * }
 * }</pre>
 *
 * <p>Samples come as rows of numbers [N][values of a sample], as images, which are scaled to the
 * model's size, or as {@link Samples}; {@link #forEach} takes a stream of any length. For a
 * conditional model they are labelled: {@code Samples.of(rows).withLabels(labels)}. What is wrong
 * with a sample is said by an IllegalArgumentException before any is computed.
 *
 * <p>The parameters are read and checked once. Any number of threads may call a model at once, and
 * get what one alone would; on PyTorch at the same time, while callers of MXNet wait for each
 * other. {@link #close} waits for calls that are under way; later ones fail with an
 * IllegalStateException. A call on a thread that is {@linkplain Thread#interrupt() interrupted}
 * ends after the batch at hand by a {@link CancellationException}, and the thread stays
 * interrupted.
 */
public final class TrainedAutoencoder implements AutoCloseable {

    private final ModelParts parts;
    private final ModelCard card;

    private TrainedAutoencoder(ModelParts parts, ModelCard card) {
        this.parts = parts;
        this.card = card;
    }

    /**
     * Opens a model on the {@linkplain Placement#ofDefault default engine}.
     *
     * @param model the folder of a run or of a saved model, the name of a published model, as
     *     {@code vae-mnist-2} or {@code vae-mnist-2@0.0.1}, or its address, as {@code
     *     djl://io.github.autoencoders/vae-mnist-2/0.0.1}
     * @throws IOException if there is none, or it is damaged
     */
    public static TrainedAutoencoder open(String model) throws IOException {
        return open(model, Placement.ofDefault());
    }

    /**
     * Opens a model.
     *
     * @param model as for {@link #open(String)}
     * @param place where it is computed
     * @throws IOException if there is none, or it is damaged
     */
    public static TrainedAutoencoder open(String model, Placement place) throws IOException {
        return open(model, place, OwnClasses.NONE);
    }

    /**
     * Opens a model that may be made of classes of one's own, where it is in a folder.
     *
     * @param model as for {@link #open(String)}
     * @param place where it is computed
     * @param ownClasses the only ones that are taken, whatever the folder's files name
     * @throws IOException if there is none, it is damaged, or of other classes
     */
    public static TrainedAutoencoder open(String model, Placement place, OwnClasses ownClasses)
            throws IOException {
        return of(ModelRepository.open("model", model, ownClasses), place);
    }

    /**
     * Opens a saved model: the whole, or the half that was saved.
     *
     * @param place where it is computed
     * @throws IOException if it is damaged
     */
    public static TrainedAutoencoder of(SavedModel saved, Placement place) throws IOException {
        ModelCard card = saved.card();
        Model model = saved.load(saved.part(), place);
        return new TrainedAutoencoder(
                new ModelParts(saved.config(), saved.part(), place, model), card);
    }

    /**
     * Takes a model that was trained in this process.
     *
     * @param config that its block was built from
     * @param card what is known of it
     * @param place where its parameters are
     * @param model whose block is an {@link AutoencoderBlock}; it is closed with this one
     */
    public static TrainedAutoencoder ofModel(
            AutoencoderConfig config, ModelCard card, Placement place, Model model) {
        return new TrainedAutoencoder(new ModelParts(config, Part.WHOLE, place, model), card);
    }

    /** Returns what is needed to build the model's block again. */
    public AutoencoderConfig config() {
        return parts.config();
    }

    /** Returns what a sample is that goes in. */
    public SampleFormat format() {
        return config().format();
    }

    /** Returns what a sample is that comes out: mostly the same. */
    public SampleFormat target() {
        return config().target();
    }

    /** Returns what is known of the model: its recipe, its data, its numbers. */
    public ModelCard card() {
        return card;
    }

    /** Returns where it is computed. */
    public Placement place() {
        return parts.place();
    }

    /** Returns what is there: the whole model, or one half. */
    public Part part() {
        return parts.part();
    }

    /**
     * Returns the codes of samples, [N][D]; those of a variational autoencoder are the posteriors'
     * means.
     *
     * @param samples of the model's shape, labelled for a conditional model
     */
    public float[][] encode(Samples samples) {
        return run(Task.ENCODE, samples);
    }

    /** Returns the codes of rows, [N][D]. */
    public float[][] encode(float[][] rows) {
        return encode(Samples.of(rows, format()));
    }

    /** Returns the codes of rows, [N][D]. */
    public float[][] encode(double[][] rows) {
        return encode(Samples.of(rows, format()));
    }

    /** Returns the codes of images, [N][D]. */
    public float[][] encode(List<BufferedImage> images) {
        return encode(Samples.ofImages(images, format()));
    }

    /** Returns the code of an image, [D]. */
    public float[] encode(Image image) {
        return encode(List.of(DjlImages.toBuffered(image)))[0];
    }

    /** Returns the samples of codes, [N][D], of a model without conditions. */
    public Samples decode(float[][] codes) {
        return decode(codes, List.of());
    }

    /**
     * Returns the samples of codes, labelled as they are.
     *
     * @param codes [N][D]
     * @param labels one for each code, or none for a model without conditions
     */
    public Samples decode(float[][] codes, List<String> labels) {
        return decoded(codes, labels, TrainedAutoencoder::noNoise);
    }

    private Samples decoded(float[][] codes, List<String> labels, IntFunction<float[]> noise) {
        Samples given = Samples.of(codes, codeFormat()).withLabels(labels);
        double[][] values = parts.compute(Task.DECODE.computation(), given, noise);
        return made(values).withLabels(labels);
    }

    /** Returns what the model makes of samples; labelled as they are. */
    public Samples reconstruct(Samples samples) {
        Samples given = config().fitting(samples);
        return made(given, compute(Task.RECONSTRUCT.computation(), given));
    }

    private Samples made(Samples given, double[][] values) {
        return target().scaling().needsDoubles()
                ? given.withValues(values, target())
                : given.withValues(narrowed(values), target());
    }

    // Where 32-bit floats tell values apart, that is what they are kept in.
    private Samples made(double[][] values) {
        return target().scaling().needsDoubles()
                ? Samples.of(values, target())
                : Samples.of(narrowed(values), target());
    }

    private static float[][] narrowed(double[][] values) {
        return Stream.of(values).map(Digits::narrowed).toArray(float[][]::new);
    }

    /** Returns what the model makes of rows, [N][values of a sample]. */
    public float[][] reconstruct(float[][] rows) {
        return run(Task.RECONSTRUCT, Samples.of(rows, format()));
    }

    /** Returns what the model makes of rows, [N][values of a sample]. */
    public double[][] reconstruct(double[][] rows) {
        return compute(Task.RECONSTRUCT.computation(), Samples.of(rows, format()));
    }

    /** Returns what the model makes of images, in its own size. */
    public List<BufferedImage> reconstruct(List<BufferedImage> images) {
        return reconstruct(Samples.ofImages(images, format())).images();
    }

    /** Returns what the model makes of an image, in its own size. */
    public Image reconstruct(Image image) {
        return DjlImages.of(reconstruct(List.of(DjlImages.toBuffered(image))).get(0));
    }

    /**
     * Returns how unlikely the model finds samples, [N], in {@link Task#scoreUnit}: the negative
     * evidence lower bound, or the reconstruction error of a plain autoencoder.
     *
     * @see Task#SCORE
     */
    public double[] score(Samples samples) {
        return numbers(Task.SCORE.computation(), samples);
    }

    /** Returns how unlikely the model finds rows, [N]. */
    public double[] score(float[][] rows) {
        return score(Samples.of(rows, format()));
    }

    /** Returns how unlikely the model finds rows, [N]. */
    public double[] score(double[][] rows) {
        return score(Samples.of(rows, format()));
    }

    /** Returns how unlikely the model finds images, [N]. */
    public double[] score(List<BufferedImage> images) {
        return score(Samples.ofImages(images, format()));
    }

    /** Returns how unlikely the model finds an image. */
    public double score(Image image) {
        return score(List.of(DjlImages.toBuffered(image)))[0];
    }

    /**
     * Returns what the scores of samples are the sums of, [N][K], in {@link Task#scoreUnit}: what
     * each value adds, and each other of {@link #contributors}.
     *
     * @throws IllegalArgumentException if the likelihood is no sum over values
     */
    public float[][] contributions(Samples samples) {
        return Stream.of(narrowed(compute(Computation.CONTRIBUTIONS, samples)))
                .map(all -> Arrays.copyOfRange(all, 1, all.length)) // behind the score
                .toArray(float[][]::new);
    }

    /**
     * Returns what a score is the sum of, K names: each value of a sample, by its column if it has
     * one; the padding, if there is some; and the KL divergence of the code, if it has one.
     */
    public List<String> contributors() {
        return Computation.contributors(config());
    }

    /**
     * Returns the absolute errors of samples' reconstructions, each averaged over a sample's
     * values, [N], in model units: for standardized samples, in standard deviations.
     *
     * @throws IllegalArgumentException if values may be missing
     */
    public double[] meanAbsoluteErrors(Samples samples) {
        return numbers(Computation.MEAN_ABSOLUTE_ERROR, samples);
    }

    /**
     * Returns how far each value that is to come out is from what the model makes, in the spreads
     * that the decoder says, or where it says none in model units: [N][values of the target's
     * {@link SampleFormat#modelShape}], flattened; of a spectrogram these are bands and frames.
     *
     * @param samples pairs, or what is to come out as it goes in
     */
    public float[][] deviations(Samples samples) {
        return narrowed(compute(Computation.DEVIATIONS, samples));
    }

    /**
     * Returns what the model makes of samples, and intervals around it.
     *
     * @param width half of an interval's, in the units of {@link #deviations}
     * @return the middle, the lower and the upper ends, each labelled as the samples are
     */
    public List<Samples> intervals(Samples samples, double width) {
        Samples given = config().fitting(samples);
        double[][] all = compute(Computation.intervals(width), given);
        return IntStream.range(0, 3).mapToObj(part -> made(given, part(all, part))).toList();
    }

    private double[][] part(double[][] all, int part) {
        int size = target().size();
        return Stream.of(all)
                .map(each -> Arrays.copyOfRange(each, part * size, (part + 1) * size))
                .toArray(double[][]::new);
    }

    /**
     * Returns the numbers of the codebook's entries that are the codes of samples, [N][P].
     *
     * @throws IllegalArgumentException if the model has no codebook
     */
    public int[][] entries(Samples samples) {
        return Stream.of(narrowed(compute(Computation.ENTRIES, samples)))
                .map(Content::entries)
                .toArray(int[][]::new);
    }

    /**
     * Returns new samples, of codes drawn from N(0, I).
     *
     * @param count how many
     * @param seed of the first; each next one has the next seed, and a seed always gives the same
     *     code, on every engine
     * @throws IllegalArgumentException if the model has no prior, or is conditional
     */
    public Samples sample(int count, long seed) {
        return sample(count, seed, List.of());
    }

    /**
     * Returns new samples, given their labels.
     *
     * @param count how many
     * @param seed of the first
     * @param labels given in turn, or none for a model without conditions
     * @throws IllegalArgumentException if the model has no prior, is conditional and told no
     *     labels, or does not know one, as a model without conditions knows none
     */
    public Samples sample(int count, long seed, List<String> labels) {
        return sample(count, seed, labels, 0);
    }

    /**
     * Returns new samples whose symbols are drawn, not only their codes.
     *
     * @param count how many
     * @param seed of the first
     * @param labels given in turn, or none for a model without conditions
     * @param temperature as for {@link Task#sampling(AutoencoderConfig, double)}; 0 for a model
     *     whose decoder is not autoregressive
     * @throws IllegalArgumentException if the model has no prior, is conditional and told no
     *     labels, does not know one, as a model without conditions knows none, or takes no such
     *     temperature
     */
    public Samples sample(int count, long seed, List<String> labels, double temperature) {
        Require.atLeast(1, "count", count);
        Task.SAMPLE.requireFits(config());
        Task.requireTemperature(config(), temperature);
        labels.forEach(config()::condition);
        int codeSize = config().bottleneck().codeSize();
        float[][] codes = new float[count][];
        for (int i = 0; i < count; i++) {
            codes[i] = Task.standardNormal(seed + i, codeSize);
        }
        List<String> inTurn =
                IntStream.range(0, labels.isEmpty() ? 0 : count)
                        .mapToObj(i -> labels.get(i % labels.size()))
                        .toList();
        IntFunction<float[]> noise = i -> Task.noise(config(), seed + i, temperature);
        return decoded(codes, inTurn, temperature == 0 ? TrainedAutoencoder::noNoise : noise);
    }

    /**
     * Returns what a task makes of samples or codes, one array for each, flattened, as 32-bit
     * floats; {@link #reconstruct(Samples)} and {@link #decode} keep more digits.
     *
     * @param task any but {@code SAMPLE}
     * @param given samples of the model's shape or codes [D], labelled for a conditional model
     */
    public float[][] run(Task task, Samples given) {
        return narrowed(compute(task.computation(), given));
    }

    private double[][] compute(Computation computation, Samples given) {
        Samples fitting = fitting(computation, given);
        double[][] outputs = parts.compute(computation, fitting, TrainedAutoencoder::noNoise);
        requireFinite(computation, fitting, outputs);
        return outputs;
    }

    private static void requireFinite(Computation computation, Samples given, double[][] outputs) {
        for (int i = 0; i < outputs.length; i++) {
            for (double value : outputs[i]) {
                if (!Double.isFinite(value)) {
                    boolean sample = computation.input() == Content.SAMPLE;
                    String far = sample ? "; " + given.format().farthest(given.numbers(i)) : "";
                    throw new IllegalArgumentException(
                            "%s: the %s of %s must be finite, but is %s%s"
                                    .formatted(
                                            given.name(),
                                            computation.output().key(),
                                            given.nameOf(i),
                                            value,
                                            far));
                }
            }
        }
    }

    private Samples fitting(Computation computation, Samples given) {
        return switch (computation.input()) {
            case SAMPLE -> config().fitting(given);
            case CODE -> given.withFormat(codeFormat(given));
            default ->
                    throw new IllegalArgumentException(
                            "task must be one that takes samples or codes, but takes a "
                                    + computation.input().key());
        };
    }

    private double[] numbers(Computation computation, Samples samples) {
        return Stream.of(compute(computation, samples)).mapToDouble(each -> each[0]).toArray();
    }

    // As they stand, and none missing.
    private SampleFormat codeFormat() {
        return SampleFormat.ofCodes(config().bottleneck().codeSize());
    }

    // By the names that a table of codes has, if it has these: there may be more beside them.
    private SampleFormat codeFormat(Samples given) {
        SampleFormat codes = codeFormat();
        List<String> names = IntStream.rangeClosed(1, codes.size()).mapToObj(i -> "z" + i).toList();
        return given.format().schema().features().containsAll(names)
                ? codes.withSchema(Schema.ofFeatures(names))
                : codes;
    }

    /** Is given what a task made of a portion of many samples. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a portion.
         *
         * @param samples in the model's format, or codes
         * @param outputs one for each: a code, a reconstruction, or a score alone
         */
        void take(Samples samples, float[][] outputs) throws IOException;

        /**
         * Takes a portion of a task that makes samples, which keep all digits.
         *
         * @param samples in the model's format, or codes
         * @param made one for each, in raw units
         */
        default void takeMade(Samples samples, Samples made) throws IOException {
            take(samples, made.toArrays());
        }
    }

    /**
     * Takes samples of any number through a task, a portion at a time. While one is computed and
     * given to the sink, the next is read: two are in memory.
     *
     * @param task any but {@code SAMPLE}
     * @param samples read to their end by another thread; the caller closes them
     * @param sink of the portions, in their order; called by this thread
     * @return how many samples there were
     * @throws IOException if they cannot be read, or the sink throws it
     * @throws IllegalArgumentException if what is made of a sample is not finite
     */
    public long forEach(Task task, SampleStream samples, Sink sink) throws IOException {
        return forEach(task.computation(), samples, sink);
    }

    /**
     * Takes samples of any number through a computation, likewise.
     *
     * @return how many samples there were
     */
    public long forEach(Computation computation, SampleStream samples, Sink sink)
            throws IOException {
        ExecutorService reader = Executors.newSingleThreadExecutor(TrainedAutoencoder::daemon);
        try {
            long done = 0;
            Iterator<Samples> portions = new ReadAhead<>(samples::next, reader);
            while (portions.hasNext()) {
                Samples portion = fitting(computation, portions.next().after(done));
                double[][] outputs = compute(computation, portion);
                if (computation.output() == Content.TARGET) {
                    sink.takeMade(portion, made(outputs));
                } else {
                    sink.take(portion, narrowed(outputs));
                }
                done += portion.size();
            }
            return done;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            reader.shutdownNow();
        }
    }

    private static Thread daemon(Runnable reading) {
        Thread thread = new Thread(reading, "reader");
        thread.setDaemon(true); // what never comes on standard input keeps no program alive
        return thread;
    }

    /**
     * Returns one half of the model, of the same parameters, to be used or saved by itself. The
     * whole owns them: to close the half leaves it open, to close the whole ends the half.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public TrainedAutoencoder half(Part wanted) {
        return new TrainedAutoencoder(parts.half(wanted), card);
    }

    /**
     * Returns a part of the model as DJL's block, of the same parameters.
     *
     * @throws IllegalArgumentException if the part is not there
     */
    public Block block(Part wanted) {
        return parts.block(wanted);
    }

    /**
     * Returns a part of the model as DJL's model, of the same parameters, for one's own Predictor
     * or Trainer. {@code block(Part.ENCODER).freezeParameters(true)} keeps those of the encoder as
     * they are, before or after {@code newTrainer}. No call of this object may be under way while
     * parameters change.
     *
     * @return to be closed by the caller, before this one
     * @throws IllegalArgumentException if the part is not there
     */
    public Model newModel(Part wanted) {
        return parts.newModel(wanted);
    }

    /**
     * Returns a part of the model in the format of ONNX, which other programs run: samples in raw
     * units, the size of the batch open.
     *
     * @throws IllegalArgumentException if the part is not there, or has an operation of one's own
     *     that a graph has not
     */
    public OnnxModel toOnnx(Export export) {
        return parts.exported(export, (graph, manager) -> graph.toOnnx(manager, card));
    }

    /**
     * Returns a part of the model as an archive of TorchScript, which PyTorch loads in any
     * language: samples in raw units, the size of the batch open.
     *
     * @throws IllegalArgumentException if the part is not there, or has an operation of one's own
     *     that a graph has not
     */
    public TorchModel toTorchScript(Export export) {
        return parts.exported(export, (graph, manager) -> graph.toTorchScript(manager, card));
    }

    /**
     * Writes the model into a new or empty folder, which appears whole or not at all. Opened again,
     * it is the same: its card, and each bit of its parameters.
     *
     * @throws IOException if it cannot be written
     */
    public SavedModel save(Path folder) throws IOException {
        AtomicWrite.newFolder(folder, partial -> parts.write(partial, card));
        return SavedModel.open(folder, OwnClasses.usedBy(config(), card));
    }

    /** Frees the parameters, unless this is a half of another; a second time does nothing. */
    @Override
    public void close() {
        parts.close();
    }

    private static float[] noNoise(int index) {
        return new float[0];
    }
}
