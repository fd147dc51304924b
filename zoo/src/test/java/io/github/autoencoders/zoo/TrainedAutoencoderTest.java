package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.conditional;
import static io.github.autoencoders.zoo.TinyModels.convolutional;
import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.images;
import static io.github.autoencoders.zoo.TinyModels.plain;
import static io.github.autoencoders.zoo.TinyModels.quantized;
import static io.github.autoencoders.zoo.TinyModels.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.sample.DjlImages;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program does with a trained model, on any engine. */
class TrainedAutoencoderTest {

    private static final int THREADS = 8;

    private final Path folder;

    TrainedAutoencoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private TrainedAutoencoder open(AutoencoderConfig config) throws IOException {
        Path at = Files.createTempDirectory(folder, "model");
        return TrainedAutoencoder.of(TinyModels.write(at, config), Placement.of(engine()));
    }

    private static AutoencoderConfig strings() {
        return new AutoencoderConfig(
                new SampleFormat(new Shape(1, 5), 0, new OneHot(List.of("", "a", "b"))),
                List.of("acid", "base"),
                new Architecture.Paired(
                        new Architecture.Dense(List.of(4), Activation.TANH),
                        new Architecture.Autoregressive(Cell.GRU, List.of(6), 0)),
                new Bottleneck.Gaussian(2),
                new Likelihood.Categorical());
    }

    static Stream<AutoencoderConfig> families() {
        return Stream.of(images(), plain(), conditional(), convolutional(), quantized(), strings());
    }

    private static Samples samples(AutoencoderConfig config, int count) {
        Random random = new Random(count);
        int choices = config.format().scaling() instanceof OneHot ? 3 : 256;
        float[][] rows = new float[count][config.format().size()];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(choices);
            }
        }
        return Samples.of(rows, config.format()).withLabels(labels(config, count));
    }

    private static List<String> labels(AutoencoderConfig config, int count) {
        List<String> conditions = config.conditions();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count && !conditions.isEmpty(); i++) {
            labels.add(conditions.get(i % conditions.size()));
        }
        return labels;
    }

    /** All that a model makes of some samples, in one row each. */
    private static float[][] everything(TrainedAutoencoder model, int count) {
        Samples samples = samples(model.config(), count);
        float[][] codes = model.encode(samples);
        List<float[]> all = new ArrayList<>(List.of(codes));
        all.addAll(model.decode(codes, samples.labels()).samples());
        all.addAll(model.reconstruct(samples).samples());
        for (double score : model.score(samples)) {
            all.add(new float[] {(float) score});
        }
        if (model.config().bottleneck().canBeSampled()) {
            double temperature = model.config().isAutoregressive() ? 1 : 0;
            List<String> labels = model.config().conditions();
            all.addAll(model.sample(count, 3, labels, temperature).samples());
        }
        return all.toArray(float[][]::new);
    }

    /** Each thread with samples of its own, and all of them again and again. */
    @ParameterizedTest
    @MethodSource("families")
    void eightThreadsGetWhatOneAloneGets(AutoencoderConfig config) throws Exception {
        try (TrainedAutoencoder model = open(config)) {
            List<float[][]> expected = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                expected.add(everything(model, 100 + 60 * i)); // up to three batches
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Callable<float[][]>> work = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < THREADS; i++) {
                    int count = 100 + 60 * i;
                    work.add(() -> everything(model, count));
                }
            }
            List<Future<float[][]>> done = threads.invokeAll(work);
            threads.shutdown();
            for (int i = 0; i < done.size(); i++) {
                float[][] actual = done.get(i).get();
                float[][] wanted = expected.get(i % THREADS);
                assertClose(wanted, actual);
            }
        }
    }

    // Sums may be rounded otherwise where a buffer lies elsewhere.
    private static void assertClose(float[][] expected, float[][] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], 1e-3f); // of 255
        }
    }

    /** Nine of them, in four batches of two and one of one. */
    @Test
    void largeSamplesOfManyBatchesAreComputedAsAlone() throws Exception {
        AutoencoderConfig small = images();
        AutoencoderConfig large = TinyModels.config(new Shape(1, 1024, 1024));
        assertEquals(256, small.atOnce(256));
        assertEquals(2, large.atOnce(256));
        assertEquals(1, TinyModels.config(new Shape(3, 2048, 2048)).atOnce(256));
        try (TrainedAutoencoder model = open(large)) {
            Samples samples = samples(large, 9);
            float[][] codes = model.encode(samples);
            assertEquals(9, codes.length);
            for (int i = 0; i < 9; i++) {
                float[][] alone = model.encode(samples.subset(new int[] {i}));
                assertArrayEquals(alone[0], codes[i], 1e-4f);
            }
        }
    }

    /** Outputs, and each bit of the parameters. */
    @ParameterizedTest
    @MethodSource("families")
    void whatIsSavedIsWhatWasOpened(AutoencoderConfig config) throws Exception {
        try (TrainedAutoencoder model = open(config)) {
            SavedModel saved = model.save(folder.resolve("saved"));
            try (TrainedAutoencoder again = TrainedAutoencoder.of(saved, model.place())) {
                assertEquals(model.config(), again.config());
                assertEquals(model.card(), again.card());
                assertEquals(Part.WHOLE, again.part());
                assertClose(everything(model, 3), everything(again, 3));
                SavedModel second = again.save(folder.resolve("again"));
                assertEquals(
                        -1,
                        Files.mismatch(
                                saved.folder().resolve(SavedModel.PARAMETERS),
                                second.folder().resolve(SavedModel.PARAMETERS)));
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("saved"))) {
            assertEquals(5, files.count());
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void halvesAreUsedAndSavedByThemselves(AutoencoderConfig config) throws Exception {
        try (TrainedAutoencoder model = open(config);
                TrainedAutoencoder encoder = model.half(Part.ENCODER);
                TrainedAutoencoder decoder = model.half(Part.DECODER)) {
            Samples samples = samples(config, 5);
            float[][] codes = model.encode(samples);
            float[][] decoded = model.decode(codes, samples.labels()).toArrays();
            assertClose(codes, encoder.encode(samples));
            assertClose(decoded, decoder.decode(codes, samples.labels()).toArrays());
            SavedModel first = encoder.save(folder.resolve("encoder"));
            SavedModel second = decoder.save(folder.resolve("decoder"));
            assertEquals(Part.ENCODER, first.part());
            try (TrainedAutoencoder one = TrainedAutoencoder.of(first, model.place());
                    TrainedAutoencoder other = TrainedAutoencoder.of(second, model.place())) {
                assertEquals(model.card(), one.card());
                assertClose(codes, one.encode(samples));
                assertClose(decoded, other.decode(codes, samples.labels()).toArrays());
                assertClose(codes, one.half(Part.ENCODER).encode(samples));
                assertRefused(
                        "part must be ENCODER, which is all that is there, but is WHOLE",
                        () -> one.score(samples));
                assertRefused(
                        "part must be DECODER, which is all that is there, but is ENCODER",
                        () -> other.half(Part.ENCODER));
            }
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("diary.txt"), "dear");
        try (TrainedAutoencoder model = open(rows())) {
            assertThrows(IOException.class, () -> model.save(full));
        }
        try (Stream<Path> files = Files.list(full)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void afterItsEndAModelSaysSo() throws Exception {
        float[][] one = {new float[6]};
        TrainedAutoencoder model = open(rows());
        TrainedAutoencoder half = model.half(Part.ENCODER);
        TrainedAutoencoder other = model.half(Part.ENCODER);
        half.close();
        half.close();
        assertClosed(() -> half.encode(one));
        assertEquals(3, model.encode(one)[0].length); // the whole is still open
        assertEquals(3, other.encode(one)[0].length);
        model.close();
        model.close();
        assertClosed(() -> model.encode(one));
        assertClosed(() -> model.save(folder.resolve("late")));
        assertClosed(() -> model.newModel(Part.WHOLE));
        assertClosed(() -> other.encode(one));
        assertFalse(Files.exists(folder.resolve("late")));
    }

    private static void assertClosed(Executable use) {
        assertEquals(
                "model must be open to be used, but is closed",
                assertThrows(IllegalStateException.class, use).getMessage());
    }

    @Test
    void inputsComeAsPeopleHaveThem() throws Exception {
        Samples samples = samples(images(), 3);
        float[][] floats = samples.toArrays();
        double[][] doubles = new double[3][16];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 16; j++) {
                doubles[i][j] = floats[i][j];
            }
        }
        List<BufferedImage> images = samples.images();
        Image image = DjlImages.of(images.get(1));
        try (TrainedAutoencoder model = open(images())) {
            float[][] codes = model.encode(samples);
            assertClose(codes, model.encode(floats));
            assertClose(codes, model.encode(doubles));
            assertClose(codes, model.encode(images));
            assertArrayEquals(codes[1], model.encode(image), 1e-6f);
            double[] scores = model.score(samples);
            assertArrayEquals(scores, model.score(floats), 1e-4);
            assertArrayEquals(scores, model.score(doubles), 1e-4);
            assertArrayEquals(scores, model.score(images), 1e-4);
            assertEquals(scores[1], model.score(image), 1e-4);
            float[][] made = model.reconstruct(samples).toArrays();
            assertClose(made, model.reconstruct(floats));
            assertClose(made, Samples.of(model.reconstruct(doubles)).toArrays());
            int grey = model.reconstruct(images).get(1).getRaster().getSample(2, 1, 0);
            assertEquals(made[1][4 + 2], grey, 0.501);
            assertEquals(4, model.reconstruct(image).getWidth());
            double error = 0;
            for (int j = 0; j < 16; j++) {
                error += Math.abs(made[1][j] - floats[1][j]) / 255 / 16;
            }
            assertEquals(error, model.meanAbsoluteErrors(samples)[1], 1e-6);
        }
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws Exception {
        try (TrainedAutoencoder model = open(rows());
                TrainedAutoencoder pets = open(conditional());
                TrainedAutoencoder book = open(quantized())) {
            float[] good = new float[6];
            assertRefused(
                    "rows must hold at least one sample, but is empty",
                    () -> model.encode(new float[0][]));
            assertRefused(
                    "row 1 must hold 6 values, but holds 5",
                    () -> model.encode(new float[][] {good, new float[5]}));
            assertRefused(
                    "row 1 must be there, but is null",
                    () -> model.encode(new float[][] {good, null}));
            assertRefused(
                    "row 0 must be there, but is null", () -> model.score(new double[][] {null}));
            assertRefused(
                    "rows: value 2 of sample 1 must be a finite number, but is NaN",
                    () -> model.score(new float[][] {good, {0, 0, Float.NaN, 0, 0, 0}}));
            assertRefused(
                    "image 0 must be there, but is null",
                    () -> pets.encode(java.util.Collections.singletonList((BufferedImage) null)));
            assertRefused(
                    "row 0 must hold 3 values, but holds 2",
                    () -> model.decode(new float[][] {{1, 2}}));
            assertRefused(
                    "rows must have labels for a conditional model, but has none",
                    () -> pets.decode(new float[][] {{1, 2, 3}}));
            assertRefused(
                    "rows must hold one label for each of its 1 samples, but holds 2",
                    () -> pets.decode(new float[][] {{1, 2, 3}}, List.of("cat", "dog")));
            assertRefused(
                    "label must be one of cat, dog, but is \"cow\"",
                    () -> pets.sample(2, 0, List.of("cow")));
            assertRefused("count must be at least 1, but is 0", () -> model.sample(0, 1));
            assertRefused(
                    "label must not be given for a model without conditions, but is \"cow\"",
                    () -> model.sample(2, 0, List.of("cow")));
            assertRefused(
                    "temperature must be 0 unless the decoder is autoregressive, but is 1.0",
                    () -> model.sample(1, 1, List.of(), 1));
            assertRefused(
                    "bottleneck must have codes like those of N(0, I) to be sampled, but"
                            + " VectorQuantized has entries of a codebook, and no prior of them"
                            + " was learnt",
                    () -> book.sample(1, 1));
            assertRefused(
                    "bottleneck must be VectorQuantized to have entries, but is Gaussian",
                    () -> model.entries(samples(rows(), 1)));
            assertRefused(
                    "task must be one that takes samples or codes, but takes a seed",
                    () -> model.run(Task.SAMPLE, samples(rows(), 1)));
        }
    }

    private static void assertRefused(String message, Executable use) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, use).getMessage());
    }

    @Test
    void samplesAreThoseOfTheirSeedsAndLabels() throws Exception {
        try (TrainedAutoencoder model = open(conditional())) {
            Samples drawn = model.sample(3, 7, List.of("cat", "dog"));
            assertEquals(List.of("cat", "dog", "cat"), drawn.labels());
            float[][] codes = new float[3][];
            for (int i = 0; i < 3; i++) {
                codes[i] = Task.standardNormal(7 + i, 3);
            }
            assertClose(model.decode(codes, drawn.labels()).toArrays(), drawn.toArrays());
            float[] other = model.sample(1, 7, List.of("dog")).sample(0);
            assertNotEquals(other[0], drawn.sample(0)[0], 1e-3f);
        }
    }

    /** As an encoder of one's own says: places of the grid, each in its vector of the codebook. */
    @Test
    void entriesAreThoseOfTheTranslator() throws Exception {
        Samples samples = samples(quantized(), 2);
        try (TrainedAutoencoder model = open(quantized());
                Model encoder = model.newModel(Part.ENCODER);
                var predictor = encoder.newPredictor(Task.entryEncoding(model.config()))) {
            int[][] entries = model.entries(samples);
            assertArrayEquals(predictor.predict(samples.sample(1)), entries[1]);
            for (int[] each : entries) {
                assertEquals(3, each.length);
            }
        }
    }

    /** Portions of 2, as many as wanted. */
    private static final class Portions implements SampleStream {

        private final AtomicInteger read = new AtomicInteger();
        private final int count;
        private final int broken;

        Portions(int count, int broken) {
            this.count = count;
            this.broken = broken;
        }

        @Override
        public String name() {
            return "portions";
        }

        @Override
        public Optional<Samples> next() throws IOException {
            int at = read.getAndIncrement();
            if (at == broken) {
                throw new IOException("the cable is cut");
            }
            float[][] rows = {{at, 0, 0, 0, 0, 0}, {at, 1, 1, 1, 1, 1}};
            return at < count ? Optional.of(Samples.of(rows)) : Optional.empty();
        }

        @Override
        public List<String> labelNames() {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void streamsGoThroughInOrderAndTwoPortionsAreInMemory() throws Exception {
        Portions stream = new Portions(50, -1);
        List<float[]> codes = new ArrayList<>();
        try (TrainedAutoencoder model = open(rows())) {
            AtomicInteger taken = new AtomicInteger();
            long count =
                    model.forEach(
                            Task.ENCODE,
                            stream,
                            (samples, outputs) -> {
                                codes.addAll(List.of(outputs));
                                assertEquals(taken.get(), samples.sample(0)[0]);
                                assertTrue(stream.read.get() <= taken.incrementAndGet() + 1);
                                assertEquals(model.format(), samples.format());
                            });
            assertEquals(100, count);
            float[][] alone = model.encode(new float[][] {{49, 1, 1, 1, 1, 1}});
            assertArrayEquals(alone[0], codes.get(99), 1e-6f);
            long decoded =
                    model.forEach(
                            Task.DECODE,
                            codes(codes),
                            (given, outputs) -> assertEquals(6, outputs[0].length));
            assertEquals(100, decoded);
        }
    }

    private static SampleStream codes(List<float[]> codes) {
        Samples all = Samples.ofCodes(codes.toArray(float[][]::new));
        AtomicInteger asked = new AtomicInteger();
        return new SampleStream() {
            @Override
            public String name() {
                return "codes";
            }

            @Override
            public Optional<Samples> next() {
                return asked.getAndIncrement() == 0 ? Optional.of(all) : Optional.empty();
            }

            @Override
            public List<String> labelNames() {
                return List.of();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Test
    void whatGoesWrongOnTheWayOfAStreamIsSaidAsItIs() throws Exception {
        try (TrainedAutoencoder model = open(rows())) {
            Portions broken = new Portions(9, 3);
            AtomicInteger taken = new AtomicInteger();
            assertEquals(
                    "the cable is cut",
                    assertThrows(
                                    IOException.class,
                                    () ->
                                            model.forEach(
                                                    Task.SCORE,
                                                    broken,
                                                    (samples, scores) -> taken.addAndGet(1)))
                            .getMessage());
            assertEquals(3, taken.get());
            IOException full = new IOException("the disk is full");
            assertSame(
                    full,
                    assertThrows(
                            IOException.class,
                            () ->
                                    model.forEach(
                                            Task.SCORE,
                                            new Portions(9, -1),
                                            (samples, scores) -> {
                                                throw full;
                                            })));
        }
        try (TrainedAutoencoder other = open(images())) {
            assertRefused(
                    "rows must hold samples of shape (1, 4, 4), but holds samples of shape (6)",
                    () -> other.forEach(Task.SCORE, new Portions(1, -1), (samples, scores) -> {}));
        }
    }

    /** The encoder is frozen, and the decoder learns to draw white. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsFrozenStaysWheneverThatIsSaid(boolean before) throws Exception {
        try (TrainedAutoencoder model = open(plain());
                Model whole = model.newModel(Part.RECONSTRUCTION)) {
            Block encoder = model.block(Part.ENCODER);
            Samples samples = samples(plain(), 32);
            float[][] codes = model.encode(samples);
            float[][] made = model.reconstruct(samples).toArrays();
            DefaultTrainingConfig training = new DefaultTrainingConfig(white());
            if (before) {
                encoder.freezeParameters(true);
            }
            try (Trainer trainer = whole.newTrainer(training)) {
                if (!before) {
                    encoder.freezeParameters(true);
                }
                trainer.initialize(new Shape(32, 1, 4, 4));
                train(trainer, samples);
            }
            assertClose(codes, model.encode(samples));
            float[][] after = model.reconstruct(samples).toArrays();
            double brighter = 0;
            for (int i = 0; i < made.length; i++) {
                for (int j = 0; j < 16; j++) {
                    brighter += (after[i][j] - made[i][j]) / 16 / made.length;
                }
            }
            assertTrue(brighter > 1, "brighter by " + brighter); // of 255; the weights are drawn
        }
    }

    private static Loss white() {
        return new Loss("white") {
            @Override
            public ai.djl.ndarray.NDArray evaluate(
                    ai.djl.ndarray.NDList labels, ai.djl.ndarray.NDList predictions) {
                return predictions.head().neg().mean();
            }
        };
    }

    private static void train(Trainer trainer, Samples samples) throws Exception {
        var manager = trainer.getManager();
        int[] all = java.util.stream.IntStream.range(0, samples.size()).toArray();
        var x = samples.format().toModel(samples.raw(manager, all));
        ArrayDataset data =
                new ArrayDataset.Builder().setData(x).optLabels(x).setSampling(32, false).build();
        for (int epoch = 0; epoch < 50; epoch++) {
            for (Batch batch : trainer.iterateDataset(data)) {
                try (batch) {
                    EasyTrain.trainBatch(trainer, batch);
                    trainer.step();
                }
            }
        }
    }
}
