package io.github.autoencoders.summary;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.VariationalAutoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a network consists of: its layers with their shapes, parameters and arithmetic, before any
 * training. No engine is started and no memory taken for the parameters, however many there are;
 * only DJL's lambda blocks ask the default engine for their shapes.
 *
 * <pre>{@code
 * NetworkSummary summary = NetworkSummary.of(config);
 * System.out.println(summary);                      // a table of 80 columns
 * long parameters = summary.parameters();
 * long operations = summary.operations(128);        // of a training step of 128 samples
 * }</pre>
 *
 * <p>The arithmetic is that of layers with weights. Each weight of a dense layer is multiplied once
 * for each row that goes in, of a convolution once at each place of its output, of a transposed
 * convolution once at each place of its input, and of a recurrent layer once at each step. Taps
 * that meet the padding, or are cut off, are counted as others are. Activations, pooling, what is
 * drawn, the loss and the optimizer are left out.
 *
 * <p>In a training step each layer is run once forward; its two gradients, of its weights and of
 * its input, take as many operations each, so that all is three times the forward pass: Sec. 2.1 of
 * <a href="https://arxiv.org/abs/2001.08361">Kaplan et al. (2020)</a>. Of a frozen layer only the
 * gradient of its input is needed, and none where no layer before it is trained. What the loss
 * draws K codes for is decoded K times, and what it perturbs is encoded twice.
 *
 * @param name of the block's class
 * @param inputs the shapes of one sample of each input
 * @param sections of the network, in the order in which they are run: encoder and decoder of an
 *     autoencoder, or the whole of another block
 * @param code what lies between encoder and decoder, in words, or empty
 */
public record NetworkSummary(String name, List<Shape> inputs, List<Section> sections, String code) {

    private static final int WIDTH = 80;
    private static final int BYTES = 4; // of a float32

    public NetworkSummary {
        inputs = List.copyOf(inputs);
        sections = List.copyOf(sections);
    }

    /** Layers that belong together. */
    public record Section(String name, List<Layer> layers) {

        public Section {
            layers = List.copyOf(layers);
        }

        /** Returns the number of parameters. */
        public long parameters() {
            return sum(layers, Layer::parameters);
        }

        /** Returns how many parameters an optimizer changes. */
        public long trained() {
            return sum(layers, Layer::trained);
        }

        /** Returns the multiplications, each with an addition, of one sample's forward pass. */
        public long multiplyAdds() {
            return sum(layers, Layer::multiplyAdds);
        }
    }

    /** Returns the summary of a model that is described but not yet built. */
    public static NetworkSummary of(AutoencoderConfig config) {
        return of(config.newBlock());
    }

    /**
     * Returns the summary of an autoencoder, whether or not it has its parameters; it stays as it
     * is. Frozen parameters are not trained.
     */
    public static NetworkSummary of(AutoencoderBlock block) {
        Shape[] inputs = batchesOfOne(block.inputShapes());
        return new NetworkSummary(
                block.getClass().getSimpleName(),
                Stream.of(inputs).map(shape -> shape.slice(1)).toList(),
                Placeholders.during(block, inputs, () -> halves(block, inputs)),
                code(block));
    }

    private static List<Section> halves(AutoencoderBlock block, Shape... inputs) {
        LayerWalk walk = new LayerWalk();
        int encodings = block.monteCarlo().perturbation() > 0 ? 2 : 1;
        int decodings = block.monteCarlo().draws();
        return List.of(
                new Section("encoder", walk.layers(block.encoder(), encodings, inputs)),
                new Section(
                        "decoder",
                        walk.layers(block.decoder(), decodings, block.decoder().getInputShapes())));
    }

    private static String code(AutoencoderBlock block) {
        String size = block.decoder().codeSize() + " values";
        if (block instanceof VariationalAutoencoder) {
            return size + ", drawn from N(mean, exp(logVariance))";
        }
        return block.encoder().quantizer().isPresent() ? size + ", those of a codebook" : size;
    }

    /**
     * Returns the summary of any block, which stays as it is. A block of an unknown class is one
     * layer, with its parameters but without its arithmetic, unless it is a {@link
     * io.github.autoencoders.network.Composite} or {@link
     * io.github.autoencoders.network.Described}.
     *
     * @param inputs the shape of each input, [B, ...] with any B; may be left out of a block that
     *     is initialized
     */
    public static NetworkSummary of(Block block, Shape... inputs) {
        if (block instanceof AutoencoderBlock autoencoder) {
            return of(autoencoder);
        }
        if (inputs.length == 0 && !block.isInitialized()) {
            throw new IllegalArgumentException(
                    "inputs must be given for a block that is not initialized, but are none");
        }
        Shape[] single = batchesOfOne(inputs.length == 0 ? block.getInputShapes() : inputs);
        List<Layer> layers =
                Placeholders.during(block, single, () -> new LayerWalk().layers(block, 1, single));
        return new NetworkSummary(
                block.getClass().getSimpleName(),
                Stream.of(single).map(shape -> shape.slice(1)).toList(),
                List.of(new Section("network", layers)),
                "");
    }

    static Shape[] batchesOfOne(Shape... batches) {
        return Stream.of(batches)
                .map(shape -> new Shape(1).addAll(shape.slice(1)))
                .toArray(Shape[]::new);
    }

    /** Returns the layers of all sections, in the order in which they are run. */
    public List<Layer> layers() {
        return sections.stream().flatMap(section -> section.layers().stream()).toList();
    }

    /** Returns the number of parameters. */
    public long parameters() {
        return sum(layers(), Layer::parameters);
    }

    /** Returns how many parameters an optimizer changes. */
    public long trained() {
        return sum(layers(), Layer::trained);
    }

    /** Returns the bytes of the parameters in float32. */
    public long bytes() {
        return Math.multiplyExact(parameters(), BYTES);
    }

    /** Returns the multiplications, each with an addition, of one sample's forward pass. */
    public long multiplyAdds() {
        return sum(layers(), Layer::multiplyAdds);
    }

    /**
     * Returns the floating-point operations of a training step.
     *
     * @param batch how many samples it learns from
     */
    public long operations(int batch) {
        return Math.multiplyExact(2L * batch, sum(layers(), Layer::stepMultiplyAdds));
    }

    /** Returns the layers with parameters of which the arithmetic is not known, by name. */
    public List<String> uncounted() {
        List<String> names = new ArrayList<>();
        for (Section section : sections) {
            section.layers().stream()
                    .filter(layer -> !layer.isCounted())
                    .forEach(layer -> names.add(section.name() + '/' + layer.name()));
        }
        return names;
    }

    private static long sum(List<Layer> layers, ToLongFunction<Layer> number) {
        return layers.stream().mapToLong(number).reduce(0, Math::addExact);
    }

    /**
     * Returns the summary as a table: a row for each layer, encoder and decoder apart, and totals.
     * It ends with a line feed.
     *
     * @param width columns that it fits, at least 60
     * @param remarks what is said below it, each in lines of its own
     */
    public String table(int width, String... remarks) {
        return new SummaryTable(this, width).text(List.of(remarks));
    }

    /** Returns the table for a terminal of 80 columns. */
    @Override
    public String toString() {
        return table(WIDTH);
    }
}
