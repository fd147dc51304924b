package io.github.autoencoders.dataset;

import ai.djl.Device;
import ai.djl.basicdataset.BasicDatasets;
import ai.djl.basicdataset.cv.classification.FashionMnist;
import ai.djl.basicdataset.cv.classification.Mnist;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset.Usage;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The images that DJL publishes, from its cache or else downloaded into it: 28 x 28, one channel,
 * ten labels.
 */
final class PublishedImages implements DataKind {

    private static final int CHUNK = 1_000; // images taken out of DJL's array at a time
    private static final int SIZE = 28;
    private static final long BINARIZATION_SEED = 1; // the same images for everybody
    private static final int TIMEOUT_MILLISECONDS = 10_000;

    private final List<String> names; // the first being that of the images as they are
    private final String license;
    private final String artifact; // DJL's name
    private final List<String> labelNames;
    private final BiFunction<NDManager, Usage, ArrayDataset> newDataset;

    private PublishedImages(
            List<String> names,
            String license,
            String artifact,
            List<String> labelNames,
            BiFunction<NDManager, Usage, ArrayDataset> newDataset) {
        this.names = names;
        this.license = license;
        this.artifact = artifact;
        this.labelNames = labelNames;
        this.newDataset = newDataset;
    }

    /** Returns handwritten digits. */
    static PublishedImages mnist() {
        return new PublishedImages(
                List.of("mnist", "mnist-all", "binarized-mnist", "binarized-mnist-anew"),
                "CC-BY-SA-3.0",
                "mnist",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                (manager, usage) ->
                        Mnist.builder()
                                .optManager(manager)
                                .optUsage(usage)
                                .setSampling(CHUNK, false)
                                .build());
    }

    /**
     * Returns garments.
     *
     * @see <a href="https://arxiv.org/abs/1708.07747">Xiao et al. (2017)</a>
     */
    static PublishedImages fashionMnist() {
        return new PublishedImages(
                List.of("fashion-mnist"),
                "MIT",
                "fashmnist",
                List.of(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot"),
                (manager, usage) ->
                        FashionMnist.builder()
                                .optManager(manager)
                                .optUsage(usage)
                                .setSampling(CHUNK, false)
                                .build());
    }

    @Override
    public Inputs inputs() {
        return new Inputs(names, license, "", "");
    }

    private String name() {
        return names.get(0);
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        boolean twice = input.equals("mnist-all"); // its validation samples are in both parts
        return split(twice ? name() : input, options).whole(options);
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        return switch (input) {
            case "mnist-all" -> everything();
            case "binarized-mnist" -> binarized();
            case "binarized-mnist-anew" -> binarizedAnew();
            default -> split();
        };
    }

    /** Returns a black image of each label, of the published images' size. */
    @Override
    public Optional<Samples> outline(String input, DataOptions options) {
        int[] labels = IntStream.range(0, labelNames.size()).toArray();
        SampleFormat format =
                new SampleFormat(new Shape(1, SIZE, SIZE), 0, Scaling.UnitInterval.BYTES);
        byte[] values = new byte[labels.length * format.size()];
        return Optional.of(Samples.ofBytes(name(), format, values, labels, labelNames));
    }

    /** Returns the published training images, and the published test images for validation. */
    DataSplit split() throws IOException {
        requireReachable();
        return new DataSplit(read(Usage.TRAIN), read(Usage.TEST));
    }

    /**
     * Returns all published images to learn from, the test images among them, as some published
     * figures were made; those are also the ones for validation, which then tells nothing new.
     */
    DataSplit everything() throws IOException {
        DataSplit split = split();
        return new DataSplit(split.training().followedBy(split.validation()), split.validation());
    }

    /**
     * Returns the published training images in black and white, the last sixth of them for
     * validation. Each pixel was made white once, with its brightness as the probability, as in <a
     * href="https://proceedings.mlr.press/v15/larochelle11a.html">Larochelle and Murray (2011)</a>,
     * whose very draw is not among what DJL publishes.
     */
    DataSplit binarized() throws IOException {
        requireReachable();
        Samples grey = read(Usage.TRAIN);
        int[] order = IntStream.range(0, grey.size()).toArray();
        int learnt = grey.size() - grey.size() / 6;
        Samples binary = binarized(grey);
        return new DataSplit(
                binary.subset(Arrays.copyOf(order, learnt)),
                binary.subset(Arrays.copyOfRange(order, learnt, order.length)));
    }

    /**
     * Returns the published training images, in black and white that is drawn anew at each pass
     * over them, with each pixel's brightness as the probability of white; and the published test
     * images for validation, drawn once. So <a href="https://arxiv.org/abs/1509.00519">Burda et al.
     * (2016)</a> have it.
     */
    DataSplit binarizedAnew() throws IOException {
        DataSplit grey = split();
        String drawn = "binarized-" + name() + "-anew";
        return new DataSplit(
                grey.training().asProbabilities(drawn),
                grey.validation().asProbabilities(drawn).drawn(BINARIZATION_SEED));
    }

    private static Samples binarized(Samples grey) {
        SplittableRandom random = RandomStreams.splitMix(BINARIZATION_SEED);
        int size = grey.format().size();
        byte[] values = new byte[grey.size() * size];
        for (int i = 0; i < values.length; i++) {
            float brightness = (float) grey.value(i / size, i % size) / 255;
            values[i] = (byte) (random.nextDouble() < brightness ? 1 : 0);
        }
        int[] labels = IntStream.range(0, grey.size()).map(grey::label).toArray();
        return Samples.ofBytes(
                "binarized-" + grey.name(), grey.format(), values, labels, grey.labelNames());
    }

    // DJL tries to download without any timeout, and even when it was told to be offline.
    private void requireReachable() throws IOException {
        if (Files.isDirectory(folder())) {
            return;
        }
        if (Utils.isOfflineMode()) {
            throw new IOException(advice(folder() + " does not exist and DJL_OFFLINE is true"));
        }
        URI published = BasicDatasets.REPOSITORY.getBaseUri();
        try {
            HttpURLConnection connection = (HttpURLConnection) published.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
            connection.setReadTimeout(TIMEOUT_MILLISECONDS);
            connection.connect();
            connection.disconnect();
        } catch (IOException e) {
            throw new IOException(advice(published + " cannot be reached: " + e), e);
        }
    }

    private Path folder() {
        return Utils.getCacheDir()
                .resolve("cache/repo/dataset/cv/ai/djl/basicdataset")
                .resolve(artifact)
                .resolve("1.0");
    }

    private String advice(String reason) {
        return ("%s cannot be loaded (%s): fill DJL's cache where there is a network and set"
                        + " DJL_CACHE_DIR and DJL_OFFLINE=true, or take an IDX file of your"
                        + " own, or the embedded sprites")
                .formatted(name(), reason.lines().findFirst().orElse(""));
    }

    private Samples read(Usage usage) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ArrayDataset dataset = newDataset.apply(manager, usage);
            dataset.prepare();
            return toSamples(dataset, manager);
        } catch (IOException | TranslateException e) {
            throw new IOException(advice(e.toString()), e);
        } catch (RuntimeException
                | AssertionError e) { // how DJL fails on a cache of wrong contents
            throw new IOException(advice("DJL cannot read " + folder() + ": " + e), e);
        }
    }

    private Samples toSamples(ArrayDataset dataset, NDManager manager) {
        int count = Math.toIntExact(dataset.size());
        byte[] values = new byte[count * SIZE * SIZE];
        int[] labels = new int[count];
        for (int from = 0; from < count; from += CHUNK) {
            int to = Math.min(count, from + CHUNK);
            try (Batch chunk = dataset.getByRange(manager.newSubManager(), from, to)) {
                byte[] pixels = bytes(chunk.getData().head());
                System.arraycopy(pixels, 0, values, from * SIZE * SIZE, pixels.length);
                byte[] chunkLabels = bytes(chunk.getLabels().head());
                for (int i = from; i < to; i++) {
                    labels[i] = chunkLabels[i - from];
                }
            }
        }
        SampleFormat format =
                new SampleFormat(new Shape(1, SIZE, SIZE), 0, Scaling.UnitInterval.BYTES);
        return Samples.ofBytes(name(), format, values, labels, labelNames);
    }

    private static byte[] bytes(NDArray whole) {
        return whole.toType(DataType.UINT8, false).toByteArray();
    }
}
