package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link CrossEngineTest} runs in processes of their own, one for each engine. */
final class EngineProbe {

    private EngineProbe() {}

    /**
     * Values by name.
     *
     * @param values of each array, flattened
     */
    record Report(Map<String, Values> values) {}

    /** Of one array. */
    record Values(List<Double> list) {}

    /** Arguments: variational RUN or quantized RUN to train, or evaluate RUN FILE. */
    public static void main(String[] arguments) throws Exception {
        Path run = Path.of(arguments[1]);
        if (arguments[0].equals("variational")) {
            train(run, TinyTraining.variational(1, 0.01, 1, TinyTraining.ELBO));
        } else if (arguments[0].equals("quantized")) {
            train(run, TinyTraining.quantized(1, 0.01));
        } else {
            Report report = new Report(evaluate(new RunFolder(run)));
            Files.writeString(Path.of(arguments[2]), Json.write(report, Report.class));
        }
        System.exit(0); // the engines leave threads behind
    }

    private static void train(Path folder, TrainingRecipe dense) throws Exception {
        Architecture convolutions =
                new Architecture.Convolutional(
                        List.of(new ConvolutionalLayer(4, 3, 2), new ConvolutionalLayer(8, 3, 2)),
                        Activation.RELU,
                        List.of(),
                        Activation.RELU,
                        3);
        TrainingRecipe recipe = TinyTraining.with(dense, convolutions, dense.likelihood());
        DataSplit data = TinyTraining.memory();
        TinyTraining.train(
                recipe, data, RunFolder.create(folder, recipe), new TinyTraining.Report());
    }

    private static Map<String, Values> evaluate(RunFolder run) throws Exception {
        String engine = TinyTraining.engine();
        Map<String, Values> values = new LinkedHashMap<>();
        try (Model model = run.model().load(Part.WHOLE, engine, null)) {
            NDManager manager = model.getNDManager();
            List<Pair<String, Parameter>> weights = new ArrayList<>();
            for (Pair<String, Parameter> parameter : model.getBlock().getParameters()) {
                if (parameter.getValue().requiresGradient()) {
                    parameter.getValue().getArray().setRequiresGradient(true);
                    weights.add(parameter);
                }
            }
            TrainingRecipe recipe = run.model().card().recipe();
            boolean variational = recipe.bottleneck().isStochastic();
            ReconstructionDataset samples = ReconstructionDataset.of(TinyTraining.crosses(16), 16);
            NDList x =
                    (variational ? samples.withNoise(8, 5) : samples)
                            .getData(manager)
                            .iterator()
                            .next()
                            .getData();
            AutoencoderLoss loss =
                    new AutoencoderLoss(
                            recipe.likelihood(), recipe.regularizer(), recipe.reduction(), 1);
            try (GradientCollector collector = Engine.getEngine(engine).newGradientCollector()) {
                NDList output =
                        model.getBlock().forward(new ParameterStore(manager, false), x, true);
                NDList labels = new NDList(x.head());
                LossTerms terms = loss.terms(labels, output);
                collector.backward(loss.evaluate(labels, output));
                List<String> names =
                        variational
                                ? List.of("logits", "z", "mean", "logVariance")
                                : List.of("logits", "z", "features", "indices");
                for (int i = 0; i < names.size(); i++) {
                    put(values, names.get(i), output.get(i));
                }
                put(values, "reconstruction", terms.reconstruction());
                put(values, "penalty", terms.penalty());
                put(values, "total", loss.evaluate(labels, output));
            }
            for (Pair<String, Parameter> parameter : weights) {
                NDArray gradient = parameter.getValue().getArray().getGradient();
                put(values, "gradient of " + parameter.getKey(), gradient);
            }
        }
        return values;
    }

    private static void put(Map<String, Values> values, String name, NDArray array) {
        double[] doubles = ArrayAssertions.doubles(array);
        values.put(name, new Values(Arrays.stream(doubles).boxed().toList()));
    }
}
