package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.plain;
import static io.github.autoencoders.training.TinyTraining.train;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.sample.Augmentation;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.TinyTraining.Report;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderTrainerTest {

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private static final Schedule WARMUP = new Schedule.LinearWarmup(1, 20);

    private final Path folder;

    AutoencoderTrainerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * No code is shorter than the entropy of the 32 images, log 32 = 3.47 nats, on average; the
     * prior's 64 fair pixels cost 44.4.
     */
    @Test
    void variationalAutoencoderMemorizesItsSamples() throws Exception {
        TrainingRecipe recipe = variational(60, 0.02, 1, ELBO);
        TrainingHistory history = train(recipe, memory(), run("a"), new Report());
        double total = history.best().validation().total();
        assertTrue(total > Math.log(32), () -> "loss is " + total);
        assertTrue(total < 20, () -> "loss is " + total);
        assertEquals(60, history.epochs().size());
    }

    /** Each pixel is white or black by a fair coin, so that no two epochs have as many white. */
    @Test
    void probabilitiesAreDrawnAnewInEachEpoch() throws Exception {
        byte[] grey = new byte[32 * 64];
        Arrays.fill(grey, (byte) 128);
        Samples fair =
                Samples.ofBytes("grey", TinyTraining.IMAGE, grey, new int[0], List.of())
                        .asProbabilities("fair coins");
        List<Float> white = new ArrayList<>(List.of(0f));
        TrainingListenerAdapter counting =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData batch) {
                        batch.getLabels()
                                .values()
                                .forEach(
                                        labels ->
                                                white.set(
                                                        white.size() - 1,
                                                        white.get(white.size() - 1)
                                                                + labels.head().sum().getFloat()));
                    }

                    @Override
                    public void onEpoch(Trainer trainer) {
                        white.add(0f);
                    }
                };
        TrainingRecipe recipe = plain(3, 0.001);
        DataSplit data = new DataSplit(fair, fair.drawn(1));
        AutoencoderTrainer.of(recipe)
                .on(Placement.of(engine()))
                .withBatchListener(counting)
                .fit(data)
                .close();
        assertEquals(3, Set.copyOf(white.subList(0, 3)).size(), white.toString());
        for (float count : white.subList(0, 3)) {
            assertEquals(128 / 255.0 * 2_048, count, 4 * Math.sqrt(2_048 / 4.0));
        }
    }

    @Test
    void plainAutoencoderMemorizesItsSamples() throws Exception {
        TrainingRecipe recipe = plain(40, 0.02);
        TrainingHistory history = train(recipe, memory(), run("a"), new Report());
        double total = history.best().validation().total();
        assertTrue(total > 0 && total < 3, () -> "loss is " + total);
        assertEquals(0, history.best().validation().penalty());
    }

    /** Fair pixels cost 44.4. */
    @Test
    void residualNetworksLearnAndLeaveNothing() throws Exception {
        Architecture residual = new Architecture.Residual(8, 16, 2, 1, 4, Activation.RELU, 0);
        TrainingRecipe recipe = variational(40, 0.01, 1, ELBO).withArchitecture(residual);
        Report report = new Report();
        TrainingHistory history = train(recipe, memory(), run("a"), report);
        double total = history.best().validation().total();
        assertTrue(total > Math.log(32), () -> "loss is " + total);
        assertTrue(total < 36, () -> "loss is " + total);
        assertEquals(Set.of(report.managedArrays.get(0)), Set.copyOf(report.managedArrays));
    }

    /** What was learnt of crosses makes their negatives ever less likely. */
    @Test
    void trainingEndsWhenPatienceDoesAndStaysEnded() throws Exception {
        DataSplit opposites = new DataSplit(crosses(32), TinyTraining.negative(crosses(32)));
        TrainingRecipe recipe = plain(50, 0.02).withPatience(3);
        RunFolder run = run("a");
        TrainingHistory history = train(recipe, opposites, run, new Report());
        assertEquals(history.best().epoch() + 3, history.epochs().size());
        assertTrue(history.epochs().size() < 50);
        assertEquals(history, train(recipe, opposites, run, new Report()));
    }

    @Test
    void sameSeedGivesTheSameModelTwiceAndAnotherAnother() throws Exception {
        TrainingRecipe recipe = variational(2, 0.01, 7, WARMUP);
        Report first = new Report();
        Report second = new Report();
        Report other = new Report();
        TrainingHistory history = train(recipe, memory(), run("a"), first);
        TrainingHistory again = train(recipe, memory(), run("b"), second);
        TrainingRecipe otherSeed = variational(2, 0.01, 8, WARMUP);
        train(otherSeed, memory(), run("c"), other);
        assertSame(first.last(), second.last());
        assertEquals(withoutTimes(history), withoutTimes(again));
        String weight = first.last().keySet().iterator().next();
        assertFalse(Arrays.equals(first.last().get(weight), other.last().get(weight)));
    }

    /**
     * With all processors computing none makes the next batch meanwhile, with one of two one does.
     */
    @Test
    void batchesMadeMeanwhileGiveTheSameModel() throws Exception {
        TrainingRecipe recipe = variational(2, 0.01, 7, WARMUP);
        Report inTurn = new Report();
        Report meanwhile = new Report();
        String before = System.getProperty(THREADS);
        try {
            System.setProperty(THREADS, "4096");
            train(recipe, memory(), run("in turn"), inTurn);
            System.setProperty(THREADS, "1");
            train(recipe, memory(), run("meanwhile"), meanwhile);
            assertSame(inTurn.last(), meanwhile.last());
            hugeLearningRateEndsTheTraining(); // with a batch in the making
        } finally {
            if (before == null) {
                System.clearProperty(THREADS);
            } else {
                System.setProperty(THREADS, before);
            }
        }
    }

    /** Also where images are moved, in each epoch in another way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void resumedTrainingIsAsIfItHadNotBeenInterrupted(int shift) throws Exception {
        Report whole = new Report();
        Augmentation augmentation = new Augmentation(shift > 0, shift);
        TrainingRecipe four = variational(4, 0.01, 3, WARMUP).withAugmentation(augmentation);
        TrainingHistory history = train(four, memory(), run("whole"), whole);

        TrainingRecipe two = four.withEpochs(2);
        train(two, memory(), run("parts"), new Report());
        Report resumed = new Report();
        RunFolder run = RunFolder.open(folder.resolve("parts"));
        TrainingHistory rest = train(four, memory(), run, resumed);

        assertEquals(2, resumed.parameters.size());
        assertSame(whole.last(), resumed.last());
        assertEquals(withoutTimes(history), withoutTimes(rest));
        assertEquals(withoutTimes(history), withoutTimes(run.history()));
    }

    /** As left by a power cut between the two moves that replace the checkpoint. */
    @Test
    void trainingGoesOnFromTheCheckpointBeforeAnInterruption() throws Exception {
        Report whole = new Report();
        TrainingRecipe four = variational(4, 0.01, 3, WARMUP);
        train(four, memory(), run("whole"), whole);

        TrainingRecipe two = variational(2, 0.01, 3, WARMUP);
        RunFolder begun = run("parts");
        train(two, memory(), begun, new Report());
        Files.move(begun.checkpoint(), folder.resolve("of epoch 2"));
        copy(folder.resolve("of epoch 2"), begun.checkpoint());
        train(variational(3, 0.01, 3, WARMUP), memory(), begun, new Report());
        Files.move(begun.checkpoint(), begun.path().resolve(".checkpoint.partial"));
        Files.move(folder.resolve("of epoch 2"), begun.path().resolve("checkpoint.old"));
        Files.delete(begun.path().resolve(".checkpoint.partial/state.json"));
        Files.createDirectory(begun.path().resolve(".model.partial"));

        Report resumed = new Report();
        RunFolder run = RunFolder.open(begun.path());
        TrainingHistory history = train(four, memory(), run, resumed);
        assertEquals(2, resumed.parameters.size());
        assertSame(whole.last(), resumed.last());
        assertEquals(4, history.epochs().size());
        assertEquals(
                Set.of(
                        "recipe.json",
                        "history.csv",
                        "history.json",
                        "SHA256SUMS",
                        "model",
                        "checkpoint"),
                names(run.path()));
    }

    @Test
    void checkpointOfOtherDataIsRefused() throws Exception {
        TrainingRecipe recipe = variational(1, 0.01, 3, ELBO);
        RunFolder run = run("a");
        train(recipe, memory(), run, new Report());
        DataSplit other = new DataSplit(crosses(31), crosses(32));
        Exception e =
                assertThrows(
                        java.io.IOException.class, () -> train(recipe, other, run, new Report()));
        assertEquals(
                "data must be those that the run in "
                        + run.path()
                        + " began with, but crosses differ from them",
                e.getMessage());
    }

    @Test
    void damagedCheckpointIsRefusedWithItsFolder() throws Exception {
        TrainingRecipe recipe = variational(1, 0.01, 3, ELBO);
        RunFolder run = run("a");
        train(recipe, memory(), run, new Report());
        Path moments = run.checkpoint().resolve("moments.ndlist");
        byte[] bytes = Files.readAllBytes(moments);
        Files.write(moments, Arrays.copyOf(bytes, bytes.length / 2));
        Files.delete(run.checkpoint().resolve("SHA256SUMS")); // as before there were seals
        Exception e =
                assertThrows(
                        java.io.IOException.class,
                        () -> train(recipe, memory(), run, new Report()));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith(run.checkpoint() + " cannot be read: "),
                e.getMessage());
    }

    @Test
    void cardSaysOfWhatAndWhereTheModelWasTrained() throws Exception {
        Samples training = crosses(32);
        Samples validation = TinyTraining.negative(crosses(16));
        RunFolder run = run("card");
        train(plain(1, 0.01), new DataSplit(training, validation), run, new Report());
        ModelCard card = run.model().card();
        assertEquals(new ModelCard.Data("crosses", training.sha256(), 32), card.training());
        assertEquals(16, card.validation().samples());
        assertEquals(validation.sha256(), card.validation().sha256());
        ModelCard.Environment here = card.environment();
        assertTrue(here.engine().startsWith(engine() + " "), here.engine());
        assertEquals("0.35.1", here.djl());
        assertEquals("cpu", here.device());
        assertTrue(here.threads() >= 1);
        assertTrue(here.java().startsWith(System.getProperty("java.version")), here.java());
        assertTrue(here.system().contains(System.getProperty("os.arch")), here.system());
    }

    /** The better the black images are learnt, the worse are their negatives. */
    @Test
    void bestModelIsKeptWhenLaterEpochsAreWorse() throws Exception {
        Samples validation = TinyTraining.negative(crosses(16));
        DataSplit data = new DataSplit(crosses(32), validation);
        TrainingRecipe recipe = plain(3, 0.01);
        RunFolder run = run("a");
        Report report = new Report();
        TrainingHistory history = train(recipe, data, run, report);
        List<Double> losses =
                history.epochs().stream().map(epoch -> epoch.validation().total()).toList();
        assertTrue(losses.get(0) < Math.min(losses.get(1), losses.get(2)), "" + losses);
        assertEquals(1, history.best().epoch());
        assertEquals(1, run.model().card().epoch());
        assertEquals(losses.get(0), run.model().card().metrics().get("validation_total"));
        try (Model model = run.model().load(Part.WHOLE, Placement.of(engine()))) {
            assertSame(report.parameters.get(0), TinyTraining.parameters(model));
        }
    }

    @Test
    void managedArraysAreTheSameAfterEachEpoch() throws Exception {
        TrainingRecipe recipe = variational(5, 0.01, 3, WARMUP);
        Report report = new Report();
        train(recipe, memory(), run("a"), report);
        assertEquals(Set.of(report.managedArrays.get(0)), Set.copyOf(report.managedArrays));
    }

    @Test
    void hugeLearningRateEndsTheTraining() throws Exception {
        assertDiverges(variational(3, 1e30, 1, ELBO), memory());
    }

    /** The one step's loss is finite, but what it makes of the parameters is not. */
    @Test
    void parametersThatDivergeInAnEpochsLastStepAreNotKept() throws Exception {
        TrainingRecipe recipe = variational(3, 1e30, 1, ELBO);
        assertDiverges(recipe, new DataSplit(crosses(5), crosses(5)));
    }

    @Test
    void extremeValuesEndTheTraining() throws Exception {
        SampleFormat rows = new SampleFormat(new Shape(4), 0, new Scaling.UnitInterval(0, 1));
        float[] values = new float[32 * 4];
        Arrays.fill(values, 1e30f);
        Samples extreme = Samples.ofFloats("extreme", rows, values, new int[0], List.of());
        TrainingRecipe recipe = withLikelihood(plain(1, 0.01), new Likelihood.Gaussian(1));
        assertDiverges(recipe, new DataSplit(extreme, extreme));
    }

    private void assertDiverges(TrainingRecipe recipe, DataSplit data) throws Exception {
        RunFolder run = run("a");
        Exception e =
                assertThrows(
                        TrainingDivergedException.class,
                        () -> train(recipe, data, run, new Report()));
        assertTrue(
                String.valueOf(e.getMessage())
                        .matches(
                                "loss must be finite, but is (NaN|Infinity|-Infinity) in epoch 1:"
                                        + " lower the learning rate of "
                                        + recipe.optimizer().learningRate()
                                        + ", or look for extreme values in "
                                        + data.training().name()),
                e.getMessage());
        assertFalse(Files.exists(run.path()));
    }

    @Test
    void convolutionsOverRowsAreRefused() {
        SampleFormat rows = new SampleFormat(new Shape(4), 0, new Scaling.UnitInterval(0, 1));
        Samples table = Samples.ofFloats("table", rows, new float[8], new int[0], List.of());
        Architecture convolutions =
                new Architecture.Convolutional(
                        List.of(new ConvolutionalLayer(4, 3, 2)),
                        Activation.RELU,
                        List.of(),
                        Activation.RELU,
                        3);
        assertRefused(
                "sample must be [C, L] or [C, H, W] for convolutions, but has shape (4)",
                plain(1, 0.01).withArchitecture(convolutions),
                table);
    }

    /** As it was read: nothing tells what its values become. */
    @Test
    void samplesWithoutAScalingAreRefused() {
        Samples raw = Samples.of(new float[][] {{1, 200, -3, 0}, {2, 100, -4, 0}});
        DataSplit split = new DataSplit(raw, raw);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderTrainer.of(plain(1, 0.01)).fit(split));
        assertEquals(
                "scaling must be fitted to the samples before a model is made for them, but is"
                        + " Unfitted",
                e.getMessage());
    }

    @Test
    void bernoulliOverUnboundedValuesIsRefused() {
        SampleFormat rows =
                new SampleFormat(
                        new Shape(4), 0, new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        Samples table = Samples.ofFloats("table", rows, new float[8], new int[0], List.of());
        assertRefused(
                "recipe must suit rows of 4 values, as table holds, but its likelihood is"
                        + " Bernoulli; that of vae-table does",
                plain(1, 0.01),
                table);
    }

    private static void assertRefused(String message, TrainingRecipe recipe, Samples data) {
        DataSplit split = new DataSplit(data, data);
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderTrainer.of(recipe).config(split));
        assertEquals(message, e.getMessage());
    }

    private static TrainingRecipe withLikelihood(TrainingRecipe recipe, Likelihood likelihood) {
        return recipe.withLikelihood(likelihood);
    }

    private RunFolder run(String name) throws java.io.IOException {
        return new RunFolder(folder.resolve(name));
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 0, name));
    }

    private static List<TrainingHistory.Epoch> withoutTimes(TrainingHistory history) {
        return history.epochs().stream()
                .map(
                        e ->
                                new TrainingHistory.Epoch(
                                        e.epoch(),
                                        e.training(),
                                        e.validation(),
                                        e.penaltyWeight(),
                                        0,
                                        0))
                .toList();
    }

    private static Set<String> names(Path folder) throws java.io.IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void copy(Path from, Path to) throws java.io.IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
