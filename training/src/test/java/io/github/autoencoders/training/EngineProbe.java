package io.github.autoencoders.training;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.LossTerms;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link CrossEngineTest} runs in processes of their own, each with one engine. */
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

    /** Arguments: train or evaluate, and the folder of all networks' runs; both evaluate. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        for (Network network : Network.values()) {
            RunFolder run = new RunFolder(folder.resolve(network.name()));
            if (arguments[0].equals("train")) {
                train(network, run);
            }
            Report report = new Report(evaluate(network, run));
            Files.writeString(
                    report(folder, network, TinyTraining.engine()),
                    Json.write(report, Report.class));
        }
        System.exit(0); // the engines leave threads behind
    }

    /** Returns the file of what a network's run gave on an engine. */
    static Path report(Path folder, Network network, String engine) {
        return folder.resolve(network + "-" + engine + ".json");
    }

    /** What is trained, on 8 x 8 values. */
    enum Network {
        CONVOLUTIONAL(variational(), convolutions(), TinyTraining.IMAGE.shape()),
        QUANTIZED(TinyTraining.quantized(1, 0.01), convolutions(), TinyTraining.IMAGE.shape()),
        GRU(variational(), recurrent(Cell.GRU), new Shape(8, 8)),
        LSTM(variational(), recurrent(Cell.LSTM), new Shape(8, 8));

        private final TrainingRecipe recipe;
        private final Shape sample;

        Network(TrainingRecipe dense, Architecture architecture, Shape sample) {
            recipe = dense.withArchitecture(architecture);
            this.sample = sample;
        }

        private static TrainingRecipe variational() {
            return TinyTraining.variational(1, 0.01, 1, TinyTraining.ELBO);
        }

        private static Architecture convolutions() {
            return new Architecture.Convolutional(
                    List.of(new ConvolutionalLayer(4, 3, 2), new ConvolutionalLayer(8, 3, 2)),
                    Activation.RELU,
                    List.of(),
                    Activation.RELU,
                    3);
        }

        private static Architecture recurrent(Cell cell) {
            return new Architecture.Recurrent(cell, List.of(9, 7), Activation.TANH);
        }

        Samples data(int count) {
            Samples images = TinyTraining.crosses(count);
            float[] values = new float[count * images.format().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = images.sample(i / 64)[i % 64];
            }
            SampleFormat format = new SampleFormat(sample, 0, Scaling.UnitInterval.BYTES);
            return Samples.ofFloats("tests", format, values, new int[0], List.of());
        }
    }

    private static void train(Network network, RunFolder run) throws Exception {
        DataSplit data = new DataSplit(network.data(32), network.data(32));
        TinyTraining.train(network.recipe, data, run, new TinyTraining.Report());
    }

    private static Map<String, Values> evaluate(Network network, RunFolder run) throws Exception {
        String engine = TinyTraining.engine();
        Map<String, Values> values = new LinkedHashMap<>();
        try (Model model = run.model().load(Part.WHOLE, Placement.of(engine))) {
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
            ReconstructionDataset samples = ReconstructionDataset.of(network.data(16), 16);
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
