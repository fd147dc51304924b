package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.ModelGraphs;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.optimizer.Descent;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.program.EngineProgram;
import io.github.autoencoders.program.LossGraph;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Block and loss as one program of the engine's own. Its parameters are the block's, so that what
 * is frozen, saved and judged is as ever; random numbers are drawn by the engine as the block draws
 * them. Listeners are told what they would be told by the block, but when the parameters have
 * changed already.
 */
final class ProgramStep implements TrainingStep {

    private static final String TOTAL = "total"; // the output that is minimized

    private final Graph graph; // of the loss
    private final List<Parameter> parameters;
    private final Descent descent;

    private ProgramStep(Graph graph, List<Parameter> parameters, Descent descent) {
        this.graph = graph;
        this.parameters = List.copyOf(parameters);
        this.descent = descent;
    }

    /**
     * Makes the program of a training's loss.
     *
     * @throws IllegalArgumentException that says why there is none
     */
    static ProgramStep of(
            Subject subject, Trainer trainer, ResumableOptimizer optimizer, Placement place)
            throws IOException {
        TrainingRecipe recipe = subject.recipe();
        if (!EngineProgram.isKnownTo(place.engine())) {
            throw new IllegalArgumentException(place.engine() + " has none for a training step");
        }
        requireOurs(recipe);
        AutoencoderBlock block = (AutoencoderBlock) trainer.getModel().getBlock();
        ModelGraphs.Terms terms =
                new ModelGraphs.Terms(
                        recipe.likelihood(),
                        recipe.regularizer(),
                        recipe.reduction(),
                        subject.samples(),
                        subject.config().format().allowsMissing(),
                        subject.config().otherTarget().map(SampleFormat::modelShape));
        Graph graph = ModelGraphs.of(block, trainer.getManager()).loss(terms);
        Map<String, Parameter> named = Recording.parameters(block);
        List<Parameter> parameters = new ArrayList<>();
        List<String> learnt = new ArrayList<>();
        List<Parameter> learning = new ArrayList<>();
        for (Graph.Value value : graph.parameters()) {
            Parameter parameter = Objects.requireNonNull(named.get(value.name()));
            parameters.add(parameter);
            if (parameter.requiresGradient()) {
                learnt.add(value.name());
                learning.add(parameter);
            }
        }
        requireAll(block, learnt.size());
        LossGraph loss = new LossGraph(graph, TOTAL, learnt);
        Descent descent = optimizer.descent(loss, learning, place, subject.batch());
        return new ProgramStep(graph, parameters, descent);
    }

    // Others would have no moments, which a training that goes on looks for.
    private static void requireAll(AutoencoderBlock block, int learnt) {
        long learning =
                block.getParameters().values().stream().filter(Parameter::requiresGradient).count();
        if (learning != learnt) {
            throw new IllegalArgumentException(
                    "the loss does not depend on all that learns: on %s of %s parameters"
                            .formatted(learnt, learning));
        }
    }

    // A user's own code may do another thing at each call.
    private static void requireOurs(TrainingRecipe recipe) {
        boolean own =
                recipe.architecture().isOwn()
                        || recipe.likelihood() instanceof Likelihood.Custom
                        || recipe.regularizer() instanceof Regularizer.Custom;
        if (own) {
            throw new IllegalArgumentException("the recipe has classes of its own");
        }
    }

    @Override
    public void learn(Trainer trainer, Batch batch, double penaltyWeight) {
        Device device = trainer.getDevices()[0];
        Batch here = batch.split(new Device[] {device}, false)[0];
        Map<Device, NDList> labels = new ConcurrentHashMap<>();
        Map<Device, NDList> byDevice = new ConcurrentHashMap<>();
        BatchData told = new BatchData(batch, labels, byDevice);
        NDList outputs = descent.step(arrays(here, device, penaltyWeight));
        NDList predictions = predictions(outputs);
        labels.put(device, here.getLabels());
        byDevice.put(device, predictions);
        ((AutoencoderLoss) trainer.getLoss())
                .take(
                        here.getLabels(),
                        predictions,
                        new LossTerms(outputs.get(0), outputs.get(1)),
                        outputs.get(2));
        trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, told));
    }

    private NDList arrays(Batch batch, Device device, double penaltyWeight) {
        NDManager manager = batch.getManager();
        NDList given = new NDList(batch.getData());
        int targets = graph.inputs().stream().anyMatch(ProgramStep::isMask) ? 2 : 1;
        given.addAll(batch.getLabels().subNDList(0, targets));
        float[] weight = {(float) penaltyWeight};
        given.add(Numbers.of(manager, weight, new Shape()).toDevice(device, false));
        Iterator<NDArray> next = given.iterator();
        long size = batch.getData().head().getShape().get(0);
        NDList arrays = new NDList();
        for (Graph.Input input : graph.inputs()) {
            Shape shape = input.value().sizes().in(size);
            arrays.add(
                    switch (input.source()) {
                        case CALLER -> next.next();
                        case NORMAL -> manager.randomNormal(0, 1, shape, DataType.FLOAT32, device);
                        case UNIFORM ->
                                manager.randomUniform(0, 1, shape, DataType.FLOAT32, device);
                    });
        }
        parameters.forEach(parameter -> arrays.add(parameter.getArray()));
        return arrays;
    }

    private static boolean isMask(Graph.Input input) {
        return input.value().name().equals("mask");
    }

    // As the block gives them.
    private NDList predictions(NDList outputs) {
        List<Graph.Output> names = graph.outputs();
        NDArray[] found = new NDArray[4]; // mean, logVariance, features, indices
        List<String> wanted = List.of("mean", "logVariance", "features", "indices");
        for (int i = 0; i < names.size(); i++) {
            int at = wanted.indexOf(names.get(i).name());
            if (at >= 0) {
                found[at] = outputs.get(i);
            }
        }
        return new AutoencoderOutput(
                        outputs.get(3),
                        outputs.get(4),
                        found[0] == null ? null : new DiagonalGaussian(found[0], found[1]),
                        null,
                        found[2] == null ? null : new Quantization(found[2], found[3]))
                .toList();
    }

    @Override
    public StepForm form() {
        return StepForm.PROGRAM;
    }

    @Override
    public String words() {
        return "as a program of the engine";
    }

    @Override
    public void close() {
        descent.close();
    }
}
