package io.github.autoencoders.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a foreign model makes of a few samples, as it wrote it into an NPZ: {@code x}, what goes in;
 * {@code code}; {@code log_variance}, of a variational one, whose code is the mean; and {@code
 * reconstruction}, of that code. Images and sequences stand as the foreign model has them.
 *
 * @param tensors by these names
 */
public record Golden(Map<String, Tensor> tensors) {

    /** What differences may be, of the value where that is above 1. */
    public static final double TOLERANCE = 1e-5;

    private static final String X = "x";
    private static final String CODE = "code";
    private static final String LOG_VARIANCE = "log_variance";
    private static final String RECONSTRUCTION = "reconstruction";
    private static final int MOST_SAMPLES = 1000;

    public Golden {
        tensors = Map.copyOf(tensors);
        for (String name : List.of(X, CODE, RECONSTRUCTION)) {
            require(tensors, name);
        }
        long samples = require(tensors, X).shape().get(0);
        for (Tensor tensor : tensors.values()) {
            if (tensor.shape().get(0) != samples) {
                throw new IllegalArgumentException(
                        "golden arrays must have as many rows as x, %s, but %s has shape %s"
                                .formatted(samples, tensor.name(), tensor.shape()));
            }
        }
        Require.atLeast(1, "golden samples", samples);
        Require.atMost(MOST_SAMPLES, "golden samples", (int) samples);
    }

    /** Reads an NPZ. */
    public static Golden read(Path file) throws IOException {
        return new Golden(
                WeightFile.read(file).stream()
                        .filter(tensor -> tensor.shape().dimension() > 1)
                        .collect(Collectors.toMap(Tensor::name, tensor -> tensor, (a, b) -> b)));
    }

    private static Tensor require(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "golden file must hold %s, of one row a sample, but holds %s"
                            .formatted(name, String.join(", ", new TreeSet<>(tensors.keySet()))));
        }
        return tensor;
    }

    /**
     * Returns one of the arrays.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor tensor(String name) {
        return require(tensors, name);
    }

    /**
     * Checks the ranges of what is known to be of [0, 1]: raw values are brought to it, and a
     * likelihood's means are.
     *
     * @throws IllegalArgumentException if the foreign model takes or makes others
     */
    void requireWithin(SampleFormat format, Likelihood likelihood) {
        if (format.scaling().isUnitInterval()) {
            requireUnitInterval(X, "as samples are brought to it");
        }
        if (likelihood.needsUnitInterval()) {
            requireUnitInterval(RECONSTRUCTION, "behind the sigmoid");
        }
    }

    private void requireUnitInterval(String name, String why) {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : tensor(name).values()) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        if (least < -TOLERANCE || greatest > 1 + TOLERANCE) {
            throw new IllegalArgumentException(
                    "%s of the golden file must be of [0, 1], %s, but is of %s to %s"
                            .formatted(name, why, least, greatest));
        }
    }

    /** Returns how many samples there are. */
    public int samples() {
        return (int) tensor(X).shape().get(0);
    }

    /** Returns the shape of a sample, channels first. */
    Shape sample(Layout layout) {
        return channelsFirst(tensor(X), layout).shape().slice(1);
    }

    // [N, ..., C] to [N, C, ...].
    private static Tensor channelsFirst(Tensor tensor, Layout layout) {
        int axes = tensor.shape().dimension();
        if (layout == Layout.PYTORCH || axes < 3) {
            return tensor;
        }
        int[] order = IntStream.range(0, axes).map(i -> i < 2 ? i : i - 1).toArray();
        order[1] = axes - 1;
        return tensor.transposed(order);
    }

    /**
     * Returns the greatest differences between what a model makes of the samples and what is said
     * here, by what differs; each is divided by the value where that is above 1.
     *
     * @throws IllegalArgumentException if it is of other samples
     */
    Map<String, Double> differences(
            AutoencoderConfig config, AutoencoderBlock block, Layout layout, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            ParameterStore store = new ParameterStore(scope, false);
            NDArray x = input(config, layout, scope);
            NDList code = block.encoder().forward(store, new NDList(x), false);
            NDList parameters = block.decoder().forward(store, new NDList(code.head()), false);
            NDArray mean = config.likelihood().mean(parameters.head());
            Map<String, Double> differences = new LinkedHashMap<>();
            differences.put(CODE, difference(CODE, layout, code.head()));
            if (config.bottleneck().isStochastic()) {
                differences.put(LOG_VARIANCE, difference(LOG_VARIANCE, layout, code.get(1)));
            }
            differences.put(RECONSTRUCTION, difference(RECONSTRUCTION, layout, mean));
            return differences;
        }
    }

    private NDArray input(AutoencoderConfig config, Layout layout, NDManager scope) {
        Shape wanted = new Shape(samples()).addAll(config.format().modelShape());
        Tensor x = channelsFirst(tensor(X), layout);
        if (x.shape().size() != wanted.size()) {
            throw new IllegalArgumentException(
                    "x of the golden file has shape %s but the model takes %s"
                            .formatted(x.shape(), wanted));
        }
        return Numbers.of(scope, x.values(), wanted);
    }

    private double difference(String name, Layout layout, NDArray ours) {
        float[] there = channelsFirst(tensor(name), layout).values();
        float[] here = ours.toFloatArray();
        if (there.length != here.length) {
            throw new IllegalArgumentException(
                    "%s of the golden file has shape %s but the model gives %s"
                            .formatted(name, tensor(name).shape(), ours.getShape()));
        }
        double greatest = 0;
        for (int i = 0; i < here.length; i++) {
            double off = Math.abs((double) here[i] - there[i]) / Math.max(1, Math.abs(there[i]));
            greatest = off <= greatest ? greatest : off; // NaN stays
            if (Double.isNaN(greatest)) {
                return greatest;
            }
        }
        return greatest;
    }
}
