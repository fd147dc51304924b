package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The graphs of an autoencoder: of its halves, of both, and of its loss. */
public final class ModelGraphs {

    private final AutoencoderBlock model;
    private final NDManager manager;
    private final OptionalLong batch;

    private ModelGraphs(AutoencoderBlock model, NDManager manager, OptionalLong batch) {
        this.model = model;
        this.manager = manager;
        this.batch = batch;
    }

    /**
     * Returns what makes the graphs of a model.
     *
     * @param model that is initialized
     * @param manager of the engine that it is recorded on
     */
    public static ModelGraphs of(AutoencoderBlock model, NDManager manager) {
        return new ModelGraphs(model, manager, OptionalLong.empty());
    }

    /**
     * Returns what makes the graphs for batches of one size, as a penalty of the whole batch needs
     * one whose numbers depend on it.
     */
    public ModelGraphs forBatchesOf(long size) {
        return new ModelGraphs(model, manager, OptionalLong.of(size));
    }

    /**
     * Returns from x [B, ...sample], and of a conditional model the condition [B, K], to what the
     * encoder gives: the code [B, D], or mean and logVariance as it gives them.
     */
    public Graph encoder() {
        List<String> names = isVariational() ? List.of("mean", "logVariance") : List.of("code");
        return of(inputs("x", model.encoder().sampleShape()), model.encoder(), names);
    }

    /** Returns from z [B, D], and perhaps the condition, to the likelihood's parameters. */
    public Graph decoder() {
        return of(
                inputs("z", new Shape(model.decoder().codeSize())),
                model.decoder(),
                List.of("parameters"));
    }

    /**
     * Returns from x, and perhaps the condition, to the likelihood's parameters and the code, drawn
     * by no chance.
     */
    public Graph reconstruction() {
        return of(
                inputs("x", model.encoder().sampleShape()),
                model.reconstructing(),
                List.of("parameters", "code"));
    }

    private boolean isVariational() {
        return model.encoder().getOutputShapes(model.inputShapes()).length == 2;
    }

    private List<Recording.Given> inputs(String name, Shape sample) {
        List<Recording.Given> inputs = new ArrayList<>();
        inputs.add(Recording.Given.ofSamples(name, sample));
        int conditions = model.encoder().conditions();
        if (conditions > 0) {
            inputs.add(Recording.Given.ofSamples("condition", new Shape(conditions)));
        }
        return inputs;
    }

    private Graph of(List<Recording.Given> inputs, Block part, List<String> names) {
        return recorded(
                new Recording(model, inputs, false),
                (parameters, given) -> {
                    NDList list = part.forward(parameters, given, false);
                    PairList<String, NDArray> outputs = new PairList<>();
                    for (int i = 0; i < names.size(); i++) {
                        outputs.add(names.get(i), list.get(i));
                    }
                    return outputs;
                });
    }

    private Graph recorded(Recording recording, Recording.Program program) {
        return batch.isPresent()
                ? recording.of(manager, program, batch.getAsLong())
                : recording.of(manager, program);
    }

    /**
     * What a loss is made of.
     *
     * @param likelihood what the decoder's output means
     * @param regularizer the penalty of the code
     * @param reduction how the reconstruction enters the total
     * @param samples N, the number of samples that are learnt from
     * @param withMask whether a mask [B, ...sample] says which values are known
     * @param otherTarget the shape of what comes out, if it is another than of what goes in
     */
    public record Terms(
            Likelihood likelihood,
            Regularizer regularizer,
            Reduction reduction,
            long samples,
            boolean withMask,
            Optional<Shape> otherTarget) {

        /** Terms of a model of which comes out what goes in. */
        public Terms(
                Likelihood likelihood,
                Regularizer regularizer,
                Reduction reduction,
                long samples,
                boolean withMask) {
            this(likelihood, regularizer, reduction, samples, withMask, Optional.empty());
        }
    }

    /**
     * Returns the loss in training: from x, perhaps the condition, the target that x is a corrupted
     * copy of, perhaps the mask, and the weight of the penalty [], to reconstruction [B], penalty
     * [B] and total []; behind them what else the block gives: parameters, code, and of a
     * variational one mean and logVariance, with a codebook features and indices. Random numbers
     * that the block draws are inputs.
     *
     * @throws IllegalArgumentException if an operation is none of a graph's, or the loss depends on
     *     the step otherwise than by the weight of the penalty
     */
    public Graph loss(Terms terms) {
        Graph first = loss(terms, TrainingState.training(0, 1, terms.samples()));
        Graph late = loss(terms, TrainingState.training(1_000_000_000L, 1, terms.samples()));
        if (!first.equals(late)) {
            throw new IllegalArgumentException(
                    "regularizer must be the same at each step for a graph, but is "
                            + terms.regularizer());
        }
        return first;
    }

    private Graph loss(Terms terms, TrainingState state) {
        Shape sample = model.encoder().sampleShape();
        Shape target = terms.otherTarget().orElse(sample);
        List<Recording.Given> inputs = inputs("x", sample);
        int own = inputs.size();
        inputs.add(Recording.Given.ofSamples("target", target));
        if (terms.withMask()) {
            inputs.add(Recording.Given.ofSamples("mask", target));
        }
        inputs.add(new Recording.Given("penaltyWeight", new Shape(), DataType.FLOAT32, false));
        AutoencoderLoss loss =
                new AutoencoderLoss(terms.likelihood(), terms.regularizer(), terms.reduction(), 1)
                        .withState(() -> state);
        return recorded(
                new Recording(model, inputs, true),
                (parameters, given) -> {
                    NDList output = model.forward(parameters, given.subNDList(0, own), true);
                    int last = given.size() - 1;
                    LossTerms of = loss.terms(given.subNDList(own, last), output);
                    NDArray total = total(of, terms.reduction(), target, given.get(last));
                    return outputs(of, total, output);
                });
    }

    private static NDArray total(
            LossTerms terms, Reduction reduction, Shape sample, NDArray penaltyWeight) {
        return Scaled.by(reduction.weight(sample.size()), terms.reconstruction())
                .add(terms.penalty().mul(penaltyWeight))
                .mean();
    }

    private static PairList<String, NDArray> outputs(
            LossTerms terms, NDArray total, NDList output) {
        PairList<String, NDArray> outputs = new PairList<>();
        outputs.add("reconstruction", terms.reconstruction());
        outputs.add("penalty", terms.penalty());
        outputs.add("total", total);
        AutoencoderOutput parts = AutoencoderOutput.of(output);
        outputs.add("parameters", parts.parameters());
        outputs.add("code", parts.code());
        if (parts.posterior() != null) {
            outputs.add("mean", parts.posterior().mean());
            outputs.add("logVariance", parts.posterior().logVariance());
        }
        if (parts.quantization() != null) {
            outputs.add("features", parts.quantization().features());
            outputs.add("indices", parts.quantization().indices());
        }
        return outputs;
    }
}
