package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.DjlImages;
import io.github.autoencoders.translate.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained model, ready to be used: samples to codes and back, reconstructions, scores, and new
 * samples. All values are raw, as they are in the data: their scaling is the model's own.
 *
 * <pre>{@code
 * try (TrainedAutoencoder model = TrainedAutoencoder.open("vae-mnist-2")) {
 *     float[][] codes = model.encode(images);                            // [N][D]
 *     List<BufferedImage> drawn = model.sample(10, 42).images();
 * }
 * }</pre>
 *
 * <p>The parameters are read and checked once. Any number of threads may call a model at once;
 * where the engine takes one caller alone (MXNet's naive engine), they wait for each other. A model
 * must not be closed while it is called, nor called after it.
 */
public final class TrainedAutoencoder implements AutoCloseable {

    private static final int BATCH_SIZE = 256;

    private final AutoencoderConfig config;
    private final ModelCard card;
    private final Part part;
    private final Placement place;
    private final Model model; // its block is the part that is there

    private TrainedAutoencoder(
            AutoencoderConfig config, ModelCard card, Part part, Placement place, Model model) {
        this.config = config;
        this.card = card;
        this.part = part;
        this.place = place;
        this.model = model;
    }

    /**
     * Opens a model on the {@linkplain Placement#ofDefault default engine}.
     *
     * @param model the folder of a run or of a saved model, the name of a published model, as
     *     {@code vae-mnist-2} or {@code vae-mnist-2@0.0.1}, or its address, as {@code
     *     djl://io.github.autoencoders/vae-mnist-2}
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
        return of(ModelRepository.open("model", Path.of(model)), place);
    }

    /**
     * Opens a saved model.
     *
     * @param place where it is computed
     * @throws IOException if it is damaged
     */
    public static TrainedAutoencoder of(SavedModel saved, Placement place) throws IOException {
        return new TrainedAutoencoder(
                saved.config(), saved.card(), saved.part(), place, saved.load(saved.part(), place));
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
        return new TrainedAutoencoder(config, card, Part.WHOLE, place, model);
    }

    /** Returns what is needed to build the model's block again. */
    public AutoencoderConfig config() {
        return config;
    }

    /** Returns what a sample is. */
    public SampleFormat format() {
        return config.format();
    }

    /** Returns what is known of the model: its recipe, its data, its numbers. */
    public ModelCard card() {
        return card;
    }

    /** Returns where it is computed. */
    public Placement place() {
        return place;
    }

    /** Returns what is there: the whole model, or one half. */
    public Part part() {
        return part;
    }

    /**
     * Returns the codes of samples, [N][D]; those of a variational autoencoder are the posteriors'
     * means.
     *
     * @param samples of the model's shape, labelled for a conditional model
     */
    public float[][] encode(Samples samples) {
        return run(Task.ENCODE, fitting(samples));
    }

    /** Returns the codes of rows, [N][D]. */
    public float[][] encode(float[][] rows) {
        return encode(samples(rows));
    }

    /** Returns the codes of rows, [N][D]. */
    public float[][] encode(double[][] rows) {
        return encode(Samples.of(rows, format()));
    }

    /** Returns the codes of images, [N][D]; they are scaled to the model's size. */
    public float[][] encode(List<BufferedImage> images) {
        return encode(Samples.ofImages(images, format()));
    }

    /** Returns the code of an image, [D]; it is scaled to the model's size. */
    public float[] encode(Image image) {
        return encode(List.of(DjlImages.toBuffered(image)))[0];
    }

    /** Returns the samples of codes, [N][D], of a model without conditions. */
    public Samples decode(float[][] codes) {
        return decode(codes, List.of());
    }

    /**
     * Returns the samples of codes.
     *
     * @param codes [N][D]
     * @param labels one for each code, or none for a model without conditions
     */
    public Samples decode(float[][] codes, List<String> labels) {
        return decoded(run(Task.DECODE, Samples.ofCodes(codes).withLabels(labels)), labels);
    }

    /** Returns what the model makes of samples; labelled as they are. */
    public Samples reconstruct(Samples samples) {
        Samples fit = fitting(samples);
        return fit.withValues(run(Task.RECONSTRUCT, fit));
    }

    /** Returns what the model makes of rows, [N][F]. */
    public float[][] reconstruct(float[][] rows) {
        return run(Task.RECONSTRUCT, samples(rows));
    }

    /** Returns what the model makes of rows, [N][F]. */
    public float[][] reconstruct(double[][] rows) {
        return run(Task.RECONSTRUCT, Samples.of(rows, format()));
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
     * @see Task#scores
     */
    public double[] score(Samples samples) {
        return scores(fitting(samples));
    }

    /** Returns how unlikely the model finds rows, [N]. */
    public double[] score(float[][] rows) {
        return scores(samples(rows));
    }

    /** Returns how unlikely the model finds rows, [N]. */
    public double[] score(double[][] rows) {
        return scores(Samples.of(rows, format()));
    }

    /** Returns how unlikely the model finds images, [N]. */
    public double[] score(List<BufferedImage> images) {
        return scores(Samples.ofImages(images, format()));
    }

    /** Returns how unlikely the model finds an image. */
    public double score(Image image) {
        return score(List.of(DjlImages.toBuffered(image)))[0];
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
     */
    public Samples sample(int count, long seed, List<String> labels) {
        Task.SAMPLE.requireFits(config);
        int codeSize = config.bottleneck().codeSize();
        float[][] codes =
                IntStream.range(0, count)
                        .mapToObj(i -> Task.standardNormal(seed + i, codeSize))
                        .toArray(float[][]::new);
        List<String> inTurn =
                labels.isEmpty()
                        ? List.of()
                        : IntStream.range(0, count)
                                .mapToObj(i -> labels.get(i % labels.size()))
                                .toList();
        return decode(codes, inTurn);
    }

    /** Is given what a task made of a portion of many samples. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a portion.
         *
         * @param samples in the model's format
         * @param outputs one for each: a code, a reconstruction, or a score alone
         */
        void take(Samples samples, float[][] outputs) throws IOException;
    }

    /**
     * Takes samples of any number through a task, a portion at a time.
     *
     * @param task any but {@code SAMPLE}
     * @param samples read to their end; the caller closes them
     * @param sink of the portions, in their order
     * @return how many samples there were
     * @throws IOException if they cannot be read, or the sink throws it
     */
    public long forEach(Task task, SampleStream samples, Sink sink) throws IOException {
        long done = 0;
        for (var portion = samples.next(); portion.isPresent(); portion = samples.next()) {
            Samples fit = fitting(portion.get().after(done));
            sink.take(fit, run(task, fit));
            done += fit.size();
        }
        return done;
    }

    /**
     * Returns a part of the model as DJL's, to be run or trained by one's own program; it shares
     * the parameters.
     *
     * @throws IllegalArgumentException if the part is not there
     */
    public Block block(Part wanted) {
        if (!part.holds(wanted)) {
            throw new IllegalArgumentException(
                    "part must be %s, which is all that is there, but is %s"
                            .formatted(part, wanted));
        }
        return part == wanted
                ? model.getBlock()
                : wanted.alone((AutoencoderBlock) model.getBlock());
    }

    /**
     * Returns a part of the model as DJL's model, of the same parameters, for one's own Predictor.
     *
     * @return to be closed by the caller, before this one
     * @throws IllegalArgumentException if the part is not there
     */
    public Model newModel(Part wanted) {
        Block block = block(wanted);
        Model shared = Model.newInstance(SavedModel.NAME, place.device(), place.engine());
        shared.setBlock(block);
        return shared;
    }

    /**
     * Writes the model into a new or empty folder, which appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public SavedModel save(Path folder) throws IOException {
        AtomicWrite.newFolder(
                folder, partial -> SavedModel.write(partial, part, config, model, card));
        return SavedModel.open(folder);
    }

    @Override
    public void close() {
        model.close();
    }

    private Samples samples(float[][] rows) {
        return Samples.of(rows, format());
    }

    private Samples fitting(Samples samples) {
        return samples.withFormat(format());
    }

    private double[] scores(Samples samples) {
        float[][] scores = run(Task.SCORE, samples);
        return IntStream.range(0, scores.length).mapToDouble(i -> scores[i][0]).toArray();
    }

    private Samples decoded(float[][] values, List<String> labels) {
        return Samples.of(values, format()).withLabels(labels);
    }

    // One array for each of the samples or codes.
    private float[][] run(Task task, Samples given) {
        if (EngineChoice.takesOneCaller(place.engine())) {
            synchronized (model) {
                return batches(task, given);
            }
        }
        return batches(task, given);
    }

    private float[][] batches(Task task, Samples given) {
        Block block = block(task.part());
        float[][] outputs = new float[given.size()][];
        for (int from = 0; from < given.size(); from += BATCH_SIZE) {
            int to = Math.min(from + BATCH_SIZE, given.size());
            try (NDManager scope = model.getNDManager().newSubManager()) {
                int[] batch = IntStream.range(from, to).toArray();
                NDArray raw = given.raw(scope, batch);
                NDList inputs = new NDList(task.input(config, raw));
                inputs.addAll(conditions(scope, given, batch));
                NDList made = block.forward(new ParameterStore(scope, false), inputs, false);
                float[] all = task.output(config, raw, made).toFloatArray();
                int size = all.length / batch.length;
                for (int i = from; i < to; i++) {
                    outputs[i] = Arrays.copyOfRange(all, (i - from) * size, (i - from + 1) * size);
                }
            }
        }
        return outputs;
    }

    // One-hot, [B, K]; none for a model without conditions.
    private NDList conditions(NDManager scope, Samples given, int[] batch) {
        int count = config.conditions().size();
        if (count == 0) {
            return new NDList();
        }
        int[] labels = given.labelsAmong(config.conditions());
        float[] ones = new float[batch.length * count];
        for (int i = 0; i < batch.length; i++) {
            ones[i * count + labels[batch[i]]] = 1;
        }
        return new NDList(scope.create(ones, new Shape(batch.length, count)));
    }
}
