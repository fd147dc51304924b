package io.github.autoencoders.zoo;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.Decoder;
import io.github.autoencoders.network.TransposedConvolution;
import io.github.autoencoders.program.EngineProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decoder of transposed convolutions as a program of the engine's own, made when it is first
 * needed. Other networks are as fast by blocks.
 */
public final class DecoderProgram implements Decoder.Shortcut {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderProgram.class);

    private final Decoder decoder;
    private final Placement place;
    private final NDManager owner;
    private volatile boolean looked;
    private Optional<Loaded> program = Optional.empty(); // before "looked" is true

    /** A program, and where its parameters are. */
    private record Loaded(EngineProgram program, List<Parameter> parameters) {

        /** Returns whether inputs are all that it needs; blocks say what is wrong with others. */
        boolean takes(NDList inputs) {
            long batch = inputs.head().getShape().get(0);
            List<Shape> wanted =
                    program.graph().inputs().stream()
                            .map(input -> input.value().sizes().in(batch))
                            .toList();
            return wanted.equals(List.of(inputs.getShapes()));
        }
    }

    private DecoderProgram(Decoder decoder, Placement place, NDManager owner) {
        this.decoder = decoder;
        this.place = place;
        this.owner = owner;
    }

    /**
     * Gives the decoder of a block, if it has one that gains by it and the engine has programs, one
     * that it is computed by from now on, but where it is trained.
     *
     * @param block an {@link AutoencoderBlock} or its {@link Decoder}
     * @param place where it is computed
     * @param owner with which the program is closed
     */
    public static void shorten(Block block, Placement place, NDManager owner) {
        Optional<Decoder> decoder = decoder(block);
        if (EngineProgram.isKnownTo(place.engine())
                && decoder.filter(DecoderProgram::gains).isPresent()) {
            decoder.get().shorten(new DecoderProgram(decoder.get(), place, owner));
        }
    }

    private static Optional<Decoder> decoder(Block block) {
        if (block instanceof AutoencoderBlock whole) {
            return Optional.of(whole.decoder());
        }
        return block instanceof Decoder half ? Optional.of(half) : Optional.empty();
    }

    private static boolean gains(Block network) {
        return network instanceof TransposedConvolution
                || network.getChildren().values().stream().anyMatch(DecoderProgram::gains);
    }

    @Override
    public Optional<NDList> forward(ParameterStore parameterStore, NDList inputs) {
        if (!looked) {
            look(inputs);
        }
        return program.filter(loaded -> loaded.takes(inputs))
                .map(loaded -> run(loaded, parameterStore, inputs));
    }

    private synchronized void look(NDList inputs) {
        if (looked) {
            return;
        }
        try {
            program = Optional.of(load(inputs));
        } catch (IllegalArgumentException | IOException | EngineException e) {
            LOG.debug("the decoder is computed by blocks", e); // as exactly
        }
        looked = true;
    }

    private Loaded load(NDList first) throws IOException {
        Map<String, Parameter> named = Recording.parameters(decoder);
        List<Recording.Given> inputs = new ArrayList<>();
        for (Shape shape : first.getShapes()) {
            inputs.add(Recording.Given.ofSamples("input" + inputs.size(), shape.slice(1)));
        }
        Graph graph =
                new Recording(decoder, inputs, false)
                        .of(
                                owner,
                                (parameters, given) ->
                                        outputs(decoder.forward(parameters, given, false)));
        List<Parameter> parameters = new ArrayList<>();
        for (Graph.Value value : graph.parameters()) {
            parameters.add(Objects.requireNonNull(named.get(value.name())));
        }
        EngineProgram made = EngineProgram.of(graph, place);
        owner.attachInternal(UUID.randomUUID().toString(), made);
        return new Loaded(made, parameters);
    }

    private static PairList<String, NDArray> outputs(NDList list) {
        PairList<String, NDArray> outputs = new PairList<>();
        outputs.add("parameters", list.head());
        return outputs;
    }

    private static NDList run(Loaded loaded, ParameterStore parameterStore, NDList inputs) {
        NDList arrays = new NDList();
        inputs.forEach(input -> arrays.add(unnamed(input)));
        for (Parameter parameter : loaded.parameters()) {
            arrays.add(parameterStore.getValue(parameter, inputs.head().getDevice(), false));
        }
        return loaded.program().run(arrays);
    }

    // A name with a dot or a bracket would make it a member of something.
    private static NDArray unnamed(NDArray input) {
        return input.getName() == null ? input : input.reshape(input.getShape());
    }
}
