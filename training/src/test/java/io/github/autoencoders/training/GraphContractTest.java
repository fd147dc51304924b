package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.ModelGraphs;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.program.EngineProgram;
import io.github.autoencoders.program.LossGraph;
import io.github.autoencoders.program.LossProgram;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.testing.ArrayForm;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The graphs of every recipe against its blocks: what comes out, the loss, and its gradients. */
class GraphContractTest {

    private static final int BATCH = 4;
    private static final long SAMPLES = 100;
    private static final double WEIGHT = 0.7;

    // Whose penalty has numbers that depend on the size of the batch.
    private static final Set<String> OF_ONE_BATCH =
            Set.of("tcvae-sprites", "infovae-mnist", "wae-mnist");

    static List<String> names() throws IOException {
        return UntrainedModels.recipes(
                summary ->
                        List.of(
                                summary.config(),
                                summary.recipe().regularizer(),
                                summary.recipe().reduction()));
    }

    /** A recipe's model, with parameters, and the arrays that it is tried on. */
    private record Trial(
            TrainingRecipe recipe,
            AutoencoderBlock block,
            Optional<Shape> target,
            NDManager manager) {

        static Trial of(String name, NDManager manager) throws IOException {
            TrainingRecipe recipe = atOneStep(Recipes.read(name, changes(name)));
            RecipeSummary summary = UntrainedModels.summary(recipe);
            AutoencoderBlock block =
                    summary.config().newBlock(summary.recipe().regularizer().monteCarlo());
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            for (Parameter parameter : block.getParameters().values()) {
                if (parameter.getType() == Parameter.Type.OTHER) { // a codebook of zeros
                    NDArray array = parameter.getArray();
                    array.addi(manager.randomNormal(array.getShape()));
                }
            }
            return new Trial(
                    recipe.withLikelihood(summary.config().likelihood()),
                    block,
                    summary.config().otherTarget().map(SampleFormat::modelShape),
                    manager);
        }

        // What the engine alone draws cannot be given to both.
        private static Map<String, ?> changes(String name) {
            return switch (name) {
                case "vae-smiles" -> Map.of("architecture.decoder.wordDropout", 0);
                case "ae-nab" -> Map.of("architecture.dropout", 0);
                default -> Map.of();
            };
        }

        // A graph is of one capacity.
        private static TrainingRecipe atOneStep(TrainingRecipe recipe) {
            return recipe.regularizer() instanceof Regularizer.CapacityKl kl
                    ? recipe.withRegularizer(
                            new Regularizer.CapacityKl(
                                    new Schedule.Constant(kl.capacity().target())),
                            recipe.penaltyWeight())
                    : recipe;
        }

        NDList inputs(Shape sample) {
            NDList inputs =
                    new NDList(manager.randomUniform(0, 1, new Shape(BATCH).addAll(sample)));
            int conditions = block.encoder().conditions();
            if (conditions > 0) {
                inputs.add(
                        manager.zeros(new Shape(BATCH), DataType.INT64)
                                .oneHot(conditions, DataType.FLOAT32));
            }
            return inputs;
        }

        ModelGraphs graphs() {
            return ModelGraphs.of(block, manager);
        }

        void assertEqual(Graph graph, Block part, NDList inputs) {
            NDList expected = part.forward(new ParameterStore(manager, false), inputs, false);
            Map<String, NDArray> given = new HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                given.put(graph.inputs().get(i).value().name(), inputs.get(i));
            }
            Recording.parameters(block)
                    .forEach((name, parameter) -> given.put(name, parameter.getArray()));
            List<NDArray> outputs = graph.write(new ArrayForm(manager, BATCH, false), given);
            for (int i = 0; i < outputs.size(); i++) {
                assertClose(expected.get(i), outputs.get(i), 1e-5);
            }
        }

        void assertInferred(Graph graph, Block part, NDList inputs) throws IOException {
            Map<String, Parameter> named = Recording.parameters(block);
            NDList arrays = new NDList(inputs);
            for (Graph.Value value : graph.parameters()) {
                arrays.add(Objects.requireNonNull(named.get(value.name())).getArray());
            }
            try (EngineProgram program = EngineProgram.of(graph, Placement.ofDefault())) {
                for (int call = 0; call < 2; call++) {
                    ParameterStore parameters = new ParameterStore(manager, false);
                    NDList expected = part.forward(parameters, inputs, false);
                    NDList made = program.run(arrays);
                    for (int i = 0; i < made.size(); i++) {
                        assertClose(expected.get(i), made.get(i), 1e-5);
                    }
                    for (NDArray parameter : arrays.subNDList(inputs.size())) {
                        parameter.setRequiresGradient(false);
                        parameter.muli(0.9);
                    }
                }
            }
        }
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        if (expected.getDataType() == DataType.FLOAT64) {
            assertClose(expected.toType(DataType.FLOAT32, false), actual, tolerance);
            return;
        }
        double scale = Math.max(1, expected.abs().max().getFloat());
        double difference = expected.sub(actual).abs().max().getFloat() / scale;
        assertTrue(difference <= tolerance, () -> "differ by " + difference);
    }

    @ParameterizedTest
    @MethodSource("names")
    void partsAreTheirBlocks(String name) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Trial trial = Trial.of(name, manager);
            NDList x = trial.inputs(trial.block.encoder().sampleShape());
            NDList z = trial.inputs(new Shape(trial.block.decoder().codeSize()));
            trial.assertEqual(trial.graphs().encoder(), trial.block.encoder(), x);
            trial.assertEqual(trial.graphs().reconstruction(), trial.block.reconstructing(), x);
            trial.assertEqual(trial.graphs().decoder(), trial.block.decoder(), z);
        }
    }

    /** Also of weights that were changed after the program was first called. */
    @ParameterizedTest
    @MethodSource("names")
    void programsOfPartsAreTheirBlocks(String name) throws Exception {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Trial trial = Trial.of(name, manager);
            NDList x = trial.inputs(trial.block.encoder().sampleShape());
            trial.assertInferred(trial.graphs().encoder(), trial.block.encoder(), x);
            NDList z = trial.inputs(new Shape(trial.block.decoder().codeSize()));
            trial.assertInferred(trial.graphs().decoder(), trial.block.decoder(), z);
        }
    }

    /** A loss by the blocks and by the graph, on the same arrays. */
    private record LossTrial(Trial trial, Graph graph, NDList labels, Map<String, NDArray> given) {

        static LossTrial of(Trial trial, ModelGraphs graphs, boolean masked) {
            NDManager manager = trial.manager;
            Shape sample = trial.target.orElse(trial.block.encoder().sampleShape());
            Shape x = new Shape(BATCH).addAll(sample);
            NDList labels = new NDList(manager.randomUniform(0, 1, x));
            if (masked) {
                labels.add(labels.head().gte(0.3).toType(DataType.FLOAT32, false));
            }
            TrainingRecipe recipe = trial.recipe;
            ModelGraphs.Terms terms =
                    new ModelGraphs.Terms(
                            recipe.likelihood(),
                            recipe.regularizer(),
                            recipe.reduction(),
                            SAMPLES,
                            masked,
                            trial.target);
            return new LossTrial(trial, graphs.loss(terms), labels, new HashMap<>());
        }

        // What the block is given: x, perhaps the condition, and the noise as it wants it.
        NDList draw() {
            NDList x = trial.inputs(trial.block.encoder().sampleShape());
            NDList block = new NDList(x);
            NDList arrays = new NDList(x).addAll(labels);
            arrays.add(trial.manager.create((float) WEIGHT));
            int next = 0;
            for (Graph.Input input : graph.inputs()) {
                Shape shape = input.value().sizes().in(BATCH);
                if (input.source() == Graph.Source.CALLER) {
                    given.put(input.value().name(), arrays.get(next++));
                } else {
                    NDArray noise = trial.manager.randomNormal(shape);
                    given.put(input.value().name(), noise);
                    boolean draws = shape.get(0) != BATCH; // [K, B, D]
                    block.add((draws ? noise.transpose(1, 0, 2) : noise).reshape(BATCH, -1));
                }
            }
            return block;
        }

        NDArray ofBlock(NDList inputs) {
            TrainingRecipe recipe = trial.recipe;
            AutoencoderLoss loss =
                    new AutoencoderLoss(
                                    recipe.likelihood(),
                                    recipe.regularizer(),
                                    recipe.reduction(),
                                    WEIGHT)
                            .withState(() -> TrainingState.training(0, 1, SAMPLES));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                ParameterStore own = new ParameterStore(trial.manager, false);
                NDArray total = loss.evaluate(labels, trial.block.forward(own, inputs, true));
                collector.backward(total);
                return total;
            }
        }

        // Gradients arrive at copies.
        NDArray ofGraph() {
            return outputsOfGraph().get(2);
        }

        List<NDArray> outputsOfGraph() {
            copyParameters();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                List<NDArray> outputs =
                        graph.write(new ArrayForm(trial.manager, BATCH, true), given);
                assertEquals("total", graph.outputs().get(2).name());
                collector.backward(outputs.get(2));
                return outputs;
            }
        }

        // The first calls tell the engine how to compute later ones.
        LossProgram.Result ofProgram() throws IOException {
            try (LossProgram program =
                    LossProgram.of(
                            new LossGraph(graph, "total", learnt()), Placement.ofDefault(), 3)) {
                run(program);
                run(program);
                return run(program);
            }
        }

        private List<String> learnt() {
            Map<String, Parameter> named = Recording.parameters(trial.block);
            return graph.parameters().stream()
                    .map(Graph.Value::name)
                    .filter(name -> Objects.requireNonNull(named.get(name)).requiresGradient())
                    .toList();
        }

        private LossProgram.Result run(LossProgram program) {
            copyParameters();
            NDList arrays = new NDList();
            graph.inputs().forEach(input -> arrays.add(given.get(input.value().name())));
            graph.parameters().forEach(parameter -> arrays.add(given.get(parameter.name())));
            return program.run(arrays);
        }

        private void copyParameters() {
            Recording.parameters(trial.block)
                    .forEach(
                            (name, parameter) -> {
                                NDArray copy = parameter.getArray().stopGradient().duplicate();
                                copy.setRequiresGradient(parameter.requiresGradient());
                                given.put(name, copy);
                            });
        }

        List<NDArray> gradientsOfGraph() {
            return learnt().stream()
                    .map(name -> Objects.requireNonNull(given.get(name)).getGradient())
                    .toList();
        }

        // Of all that learns: no parameter is left out by the graph.
        void assertSameGradients(List<NDArray> gradients, double tolerance) {
            Map<String, Parameter> named = Recording.parameters(trial.block);
            List<String> learnt = learnt();
            assertEquals(
                    named.values().stream().filter(Parameter::requiresGradient).count(),
                    learnt.size());
            for (int i = 0; i < learnt.size(); i++) {
                Parameter parameter = Objects.requireNonNull(named.get(learnt.get(i)));
                assertClose(parameter.getArray().getGradient(), gradients.get(i), tolerance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void lossesAndGradientsAreTheirBlocks(String name) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Trial trial = Trial.of(name, manager);
            ModelGraphs graphs =
                    OF_ONE_BATCH.contains(name)
                            ? trial.graphs().forBatchesOf(BATCH)
                            : trial.graphs();
            LossTrial loss = LossTrial.of(trial, graphs, name.equals("ae-ratings"));
            NDArray expected = loss.ofBlock(loss.draw());
            assertClose(expected, loss.ofGraph(), 1e-5);
            loss.assertSameGradients(loss.gradientsOfGraph(), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void programsOfLossesAreTheirBlocks(String name) throws Exception {
        if (Engine.getDefaultEngineName().equals("MXNet")) {
            // With that of other tests, a rectifier's input is 0 there but for rounding.
            Engine.getInstance().setRandomSeed(1);
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Trial trial = Trial.of(name, manager);
            ModelGraphs graphs =
                    OF_ONE_BATCH.contains(name)
                            ? trial.graphs().forBatchesOf(BATCH)
                            : trial.graphs();
            LossTrial loss = LossTrial.of(trial, graphs, name.equals("ae-ratings"));
            NDArray expected = loss.ofBlock(loss.draw());
            NDList byGraph = new NDList(loss.outputsOfGraph());
            LossProgram.Result made = loss.ofProgram();
            NDList outputs = made.outputs();
            assertClose(expected, outputs.get(2), 1e-5);
            for (int i = 0; i < outputs.size(); i++) {
                DataType type = DataType.FLOAT32; // of indices too
                assertClose(
                        byGraph.get(i).toType(type, false),
                        outputs.get(i).toType(type, false),
                        1e-5);
            }
            // The roundings of a program's own convolutions add up over some twenty layers.
            loss.assertSameGradients(made.gradients(), name.equals("ae-photos") ? 3e-5 : 1e-5);
        }
    }

    /** An engine leaves out gradients that nobody wants, and must not leave out others by it. */
    @ParameterizedTest
    @ValueSource(strings = {"vae-sprites", "vae-series", "cvae-sprites", "gru-series"})
    void programsOfHalvesThatAreFrozenAreTheirBlocks(String name) throws Exception {
        Engine.getInstance().setRandomSeed(1);
        for (boolean encoder : new boolean[] {true, false}) {
            try (NDManager manager = NDManager.newBaseManager()) {
                Trial trial = Trial.of(name, manager);
                Block frozen = encoder ? trial.block.encoder() : trial.block.decoder();
                frozen.freezeParameters(true);
                LossTrial loss = LossTrial.of(trial, trial.graphs(), false);
                NDArray expected = loss.ofBlock(loss.draw());
                LossProgram.Result made = loss.ofProgram();
                assertClose(expected, made.outputs().get(2), 1e-5);
                loss.assertSameGradients(made.gradients(), 1e-5);
            }
        }
    }
}
