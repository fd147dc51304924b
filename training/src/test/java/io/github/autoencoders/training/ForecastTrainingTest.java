package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.autoencoders.application.Forecast;
import io.github.autoencoders.application.Intervals;
import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.evaluation.Backtest;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that forecasts a series of two channels: its targets are shorter than its inputs. */
class ForecastTrainingTest {

    private static final int POINTS = 900;
    private static final int PERIOD = 12;
    private static final int HORIZON = 6;
    private static final double NOISE = 0.2;

    private static final TrainingRecipe RECIPE =
            TrainingRecipe.of(
                            new Architecture.Dense(List.of(), Activation.RELU),
                            new Bottleneck.Deterministic(4, Activation.IDENTITY),
                            new Likelihood.LaplaceWithLearnedScale(0.01))
                    .withOptimizer(UpdateRule.Adam.of(0.004))
                    .withEpochs(30)
                    .withBatchSize(16);

    private static Path file;
    private static Series series;
    private static TrainedAutoencoder model;
    private static Samples held;

    private static double truth(int channel, int i) {
        double angle = 2 * Math.PI * i / PERIOD;
        return channel == 0 ? 5 + 2 * Math.sin(angle) : 100 * Math.cos(angle);
    }

    @BeforeAll
    static void train(@TempDir Path folder) throws IOException {
        Random random = RandomStreams.of(1, 0);
        StringBuilder text = new StringBuilder("time,a,b\n");
        for (int i = 0; i < POINTS; i++) {
            text.append(
                    "%s,%s,%s\n"
                            .formatted(
                                    1000 + 10 * i,
                                    truth(0, i) + NOISE * random.nextGaussian(),
                                    truth(1, i) + 10 * NOISE * random.nextGaussian()));
        }
        file = Files.writeString(folder.resolve("waves.csv"), text);
        series = Series.read(file);
        DataSource data = DataSource.ofForecasts(file.toString(), HORIZON, DataOptions.ofSeed(0));
        AutoencoderTrainer trainer =
                AutoencoderTrainer.of(RECIPE.withData(RECIPE.data().withHeldOut(0.3)));
        held = trainer.split(data).validation();
        model = trainer.fit(data);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void theTargetHasAFormatOfItsOwn() {
        assertEquals(new Shape(2, PERIOD), model.format().shape());
        assertEquals(new Shape(2, HORIZON), model.target().shape());
        assertEquals(
                List.of("a 1", "a 2", "a 3", "a 4", "a 5", "a 6"),
                model.contributors().subList(0, HORIZON));
        Samples made = model.reconstruct(held.inputs());
        assertEquals(model.target(), made.format());
        assertArrayEquals(made.toArrays(), model.reconstruct(held).toArrays());
        assertArrayEquals(model.encode(held), model.encode(held.inputs()));
        assertEquals(model.target(), model.decode(model.encode(held.first(2))).format());
    }

    @Test
    void aForecastGoesOnBehindTheSeries() {
        Forecast next = Forecast.of(model, series);
        Forecast.Stretch only = next.stretches().get(0);
        assertEquals(
                List.of("10000", "10010", "10020", "10030", "10040", "10050"),
                only.times().times());
        for (int i = 0; i < HORIZON; i++) {
            assertEquals(truth(0, POINTS + i), only.middle().get(0)[i], 0.4);
            assertEquals(truth(1, POINTS + i), only.middle().get(1)[i], 8);
            assertTrue(only.lower().get(1)[i] < only.middle().get(1)[i]);
            assertTrue(only.upper().get(1)[i] > only.middle().get(1)[i]);
        }
        assertEquals(
                List.of("time", "a", "a lower", "a upper", "b", "b lower", "b upper"),
                next.columns());
        List<Object> first = next.rows().findFirst().orElseThrow();
        assertEquals("10000", first.get(0));
        assertEquals(7, first.size());
        assertTrue(next.draw(series, "Forecast").getHeight() > 700, "a panel for each channel");
    }

    @Test
    void columnsMayStandInAnotherOrder(@TempDir Path folder) throws IOException {
        List<String> swapped =
                Files.readAllLines(file).stream()
                        .map(line -> line.split(",", -1))
                        .map(cells -> cells[0] + "," + cells[2] + "," + cells[1])
                        .toList();
        Series other = Series.read(Files.write(folder.resolve("swapped.csv"), swapped));
        assertEquals(List.of("b", "a"), other.columns());
        Forecast next = Forecast.of(model, other);
        assertEquals(Forecast.of(model, series).columns(), next.columns());
        assertEquals(Forecast.of(model, series).rows().toList(), next.rows().toList());
        assertTrue(next.draw(other, "Forecast").getHeight() > 700, "a panel for each channel");
    }

    /** Then both formats are one, and the recipe alone tells that it is a forecast. */
    @Test
    void aWindowMayBeAsLongAsTheHorizon() throws IOException {
        TrainingRecipe recipe =
                RECIPE.withData(RECIPE.data().withWindows(HORIZON, 1)).withEpochs(1);
        DataSource data = DataSource.ofForecasts(file.toString(), HORIZON, DataOptions.of(recipe));
        try (TrainedAutoencoder even = AutoencoderTrainer.of(recipe).fit(data)) {
            assertEquals(even.format(), even.target());
            assertTrue(even.card().metrics().containsKey(Intervals.METRIC));
            List<double[]> next = Forecast.of(even, series).stretches().get(0).middle();
            assertEquals(HORIZON, next.get(0).length);
        }
    }

    /** Of numbers of this test's own, from the points and what the model makes. */
    @Test
    void aBacktestComparesWithForecastsThatNeedNoModel() {
        Intervals intervals = new Intervals(0.9, 1.2);
        Backtest test = Backtest.of(model, series, held, intervals);
        assertEquals(PERIOD, test.period());
        double[] scaled = new double[3];
        int inside = 0;
        List<Samples> made = model.intervals(held, 1.2);
        for (int channel = 0; channel < 2; channel++) {
            double[] x = series.channels().get(channel);
            int origin = Integer.parseInt(held.key(0).get(0)) - 1;
            double scale =
                    IntStream.range(PERIOD, origin)
                            .mapToDouble(i -> Math.abs(x[i] - x[i - PERIOD]))
                            .average()
                            .orElseThrow();
            for (int i = 0; i < held.size(); i++) {
                for (int h = 0; h < HORIZON; h++) {
                    double truth = x[origin + i + h];
                    int at = channel * HORIZON + h;
                    scaled[0] += Math.abs(truth - made.get(0).value(i, at)) / scale;
                    scaled[1] += Math.abs(truth - x[origin + i - 1]) / scale;
                    scaled[2] += Math.abs(truth - x[origin + i + h - PERIOD]) / scale;
                    double low = made.get(1).value(i, at);
                    inside += low <= truth && truth <= made.get(2).value(i, at) ? 1 : 0;
                }
            }
        }
        double count = 2.0 * HORIZON * held.size();
        assertEquals(scaled[0] / count, test.mase(), 1e-6);
        assertEquals(scaled[1] / count, test.naive(), 1e-9);
        assertEquals(scaled[2] / count, test.seasonal(), 1e-9);
        assertEquals(inside / count, test.coverage(), 1e-9);
        assertTrue(test.mase() < 0.9 * test.seasonal(), test::toString);
    }

    /** The width is the deviation below which 90 % are: counted here instead of sorted. */
    @Test
    void intervalsHoldTheirShareOfWhatTheyWereFoundBy() {
        double width = model.card().metrics().getOrDefault(Intervals.METRIC, 0.0);
        long below = 0;
        long all = 0;
        for (float[] row : model.deviations(held)) {
            for (float deviation : row) {
                below += deviation <= width ? 1 : 0;
                all++;
            }
        }
        assertEquals(0.9, (double) below / all, 1.5 / all + 1e-3);
        Backtest test = Backtest.of(model, series, held, Intervals.of(model.card()));
        assertEquals(0.9, test.coverage(), 0.005);
        Samples one = held.first(1);
        double truth = one.value(0, 3);
        List<Samples> made = model.intervals(one, 1);
        double half = made.get(2).value(0, 3) - made.get(0).value(0, 3);
        assertEquals(
                Math.abs(truth - made.get(0).value(0, 3)) / half,
                model.deviations(one)[0][3],
                1e-4);
    }

    @Test
    void savedAndOpenedItIsTheSame(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("saved");
        model.save(saved);
        String json = Files.readString(saved.resolve("model.json"));
        assertTrue(json.contains("\"otherTarget\"") && json.contains("\"formatVersion\": 4"), json);
        try (TrainedAutoencoder opened = TrainedAutoencoder.open(saved.toString())) {
            assertEquals(model.config(), opened.config());
            assertArrayEquals(
                    model.reconstruct(held.inputs()).toArrays(),
                    opened.reconstruct(held.inputs()).toArrays());
        }
        Samples same = Samples.of(new float[][] {{1, 2}, {3, 4}, {2, 2}, {5, 1}});
        Path plain = folder.resolve("plain");
        try (TrainedAutoencoder one = AutoencoderTrainer.of(RECIPE.withEpochs(1)).fit(same)) {
            one.save(plain);
        }
        assertFalse(Files.readString(plain.resolve("model.json")).contains("otherTarget"));
    }

    @Test
    void aScoreIsOfTheTargetAndWantsOne() throws Exception {
        double[] scores = model.score(held);
        float[][] parts = model.contributions(held);
        for (int i = 0; i < 5; i++) {
            double sum = 0;
            for (float part : parts[i]) {
                sum += part;
            }
            assertEquals(scores[i], sum, 1e-3);
        }
        String problem =
                "samples must have their targets beside them for the score of a model of which"
                        + " others come out than go in, but have none";
        assertEquals(
                problem,
                assertThrows(IllegalArgumentException.class, () -> model.score(held.inputs()))
                        .getMessage());
        assertEquals(
                List.of(Task.ENCODE, Task.DECODE, Task.RECONSTRUCT, Task.SAMPLE),
                Task.of(Part.WHOLE, model.config()));
        try (Model whole = model.newModel(Part.RECONSTRUCTION);
                Predictor<float[], float[]> one =
                        whole.newPredictor(Task.reconstruction(model.config()))) {
            assertArrayEquals(
                    model.reconstruct(held).sample(0), one.predict(held.inputs().sample(0)), 1e-4f);
        }
    }

    @Test
    void itsGraphsTakeInputsAndTargets() throws Exception {
        OrtEnvironment runtime = UntrainedModels.onnxRuntime();
        float[][][] x = {rows(held.inputs().sample(0)), rows(held.inputs().sample(1))};
        float[][][] target = {rows(held.sample(0)), rows(held.sample(1))};
        try (OrtSession scores = runtime.createSession(model.toOnnx(Export.SCORE).bytes());
                OnnxTensor in = OnnxTensor.createTensor(runtime, x);
                OnnxTensor out = OnnxTensor.createTensor(runtime, target);
                OrtSession.Result result = scores.run(Map.of("x", in, "target", out))) {
            float[] found = (float[]) result.get("score").orElseThrow().getValue();
            double[] expected = model.score(held);
            assertEquals(expected[0], found[0], 1e-3);
            assertEquals(expected[1], found[1], 1e-3);
        }
        try (OrtSession forecasts =
                        runtime.createSession(model.toOnnx(Export.RECONSTRUCTION).bytes());
                OnnxTensor in = OnnxTensor.createTensor(runtime, x);
                OrtSession.Result result = forecasts.run(Map.of("x", in))) {
            float[][][] found = (float[][][]) result.get("reconstruction").orElseThrow().getValue();
            assertArrayEquals(rows(model.reconstruct(held).sample(1))[0], found[1][0], 1e-3f);
        }
    }

    private static float[][] rows(float[] sample) {
        int length = sample.length / 2;
        return new float[][] {
            java.util.Arrays.copyOf(sample, length),
            java.util.Arrays.copyOfRange(sample, length, sample.length)
        };
    }

    @Test
    void whatDoesNotForecastIsRefused() throws IOException {
        Samples rows = Samples.of(new float[][] {{1, 2}, {3, 4}, {2, 2}, {5, 1}});
        try (TrainedAutoencoder other = AutoencoderTrainer.of(RECIPE.withEpochs(1)).fit(rows)) {
            assertEquals(
                    "model must be one that was trained to forecast a series, but is one of samples"
                            + " of shape (2)",
                    assertThrows(IllegalArgumentException.class, () -> Forecast.of(other, series))
                            .getMessage());
        }
        Series few = Series.of("few", new float[][] {{1, 2}, {3, 4}});
        assertEquals(
                "few must have the 12 points that the model looks at behind its start, but has 2",
                assertThrows(IllegalArgumentException.class, () -> Forecast.of(model, few))
                        .getMessage());
    }
}
