package io.github.autoencoders.translate;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every task through DJL's Predictor, against the block itself. */
class TaskTest {

    private static final Shape SHAPE = new Shape(1, 4, 3);

    private static final AutoencoderConfig CONFIG =
            new AutoencoderConfig(
                    new SampleFormat(SHAPE, 1, Scaling.UnitInterval.BYTES),
                    List.of(),
                    new Architecture.Dense(List.of(6), Activation.TANH),
                    new Bottleneck.Gaussian(2),
                    new Likelihood.Bernoulli());

    private NDManager manager;
    private AutoencoderBlock block;

    @BeforeEach
    void makeBlock() {
        manager = NDManager.newBaseManager();
        block = CONFIG.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShape());
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    private static List<float[]> samples(int count) {
        Random random = new Random(5);
        return IntStream.range(0, count).mapToObj(i -> bytes(random)).toList();
    }

    private static float[] bytes(Random random) {
        float[] sample = new float[(int) SHAPE.size()];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = random.nextInt(256);
        }
        return sample;
    }

    private static List<float[]> codes() {
        return List.of(new float[] {0, 0}, new float[] {1, -2}, new float[] {-0.5f, 0.25f});
    }

    // What the block gives for one sample, by arrays made here.
    private NDList forward(float[] sample) {
        float[] padded = new float[6 * 5];
        for (int i = 0; i < sample.length; i++) {
            padded[(i / 3 + 1) * 5 + i % 3 + 1] = sample[i] / 255;
        }
        return forward(block, manager.create(padded, new Shape(1, 1, 6, 5)));
    }

    private NDList forward(Block part, NDArray input) {
        return part.forward(new ParameterStore(manager, false), new NDList(input), false);
    }

    // Logits of a padded sample to what is inside, 0 to 255.
    private static float[] raw(NDArray logits) {
        double[] values = doubles(logits);
        float[] raw = new float[(int) SHAPE.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) (255 / (1 + Math.exp(-values[(i / 3 + 1) * 5 + i % 3 + 1])));
        }
        return raw;
    }

    private float[] decoded(float[] code) {
        return raw(forward(block.decoder(), manager.create(code, new Shape(1, 2))).head());
    }

    private <I, O> List<O> predict(Task task, Translator<I, O> translator, List<I> inputs)
            throws TranslateException {
        try (Model model = Model.newInstance("task")) {
            model.setBlock(task.part().of(block));
            try (Predictor<I, O> predictor = model.newPredictor(translator)) {
                return predictor.batchPredict(inputs);
            }
        }
    }

    /** In batches of different sizes, and each input alone, the outputs are the same. */
    private void assertGives(
            Task task,
            Translator<float[], float[]> translator,
            List<float[]> inputs,
            List<float[]> expected,
            float tolerance)
            throws TranslateException {
        for (int size = 1; size <= inputs.size(); size++) {
            List<float[]> outputs = predict(task, translator, inputs.subList(0, size));
            assertEquals(size, outputs.size());
            for (int i = 0; i < size; i++) {
                assertArrayEquals(expected.get(i), outputs.get(i), tolerance);
            }
        }
    }

    @Test
    void tasksRunTheirPart() {
        assertEquals(Part.ENCODER, Task.ENCODE.part());
        assertEquals(Part.DECODER, Task.DECODE.part());
        assertEquals(Part.RECONSTRUCTION, Task.RECONSTRUCT.part());
        assertEquals(Part.DECODER, Task.SAMPLE.part());
        assertEquals(Part.WHOLE, Task.SCORE.part());
    }

    @Test
    void whatAModelCanDoDependsOnItsPartAndItsCode() {
        AutoencoderConfig book =
                new AutoencoderConfig(
                        CONFIG.format(),
                        List.of(),
                        CONFIG.architecture(),
                        new Bottleneck.VectorQuantized(2, 1, 4, 0.25),
                        CONFIG.likelihood());
        assertEquals(List.of(Task.values()), Task.of(Part.WHOLE, CONFIG));
        assertEquals(List.of(Task.DECODE, Task.SAMPLE), Task.of(Part.DECODER, CONFIG));
        assertEquals(List.of(Task.ENCODE), Task.of(Part.ENCODER, CONFIG));
        assertFalse(Task.of(Part.WHOLE, book).contains(Task.SAMPLE));
    }

    @Test
    void samplesAreEncoded() throws TranslateException {
        List<float[]> means =
                samples(4).stream().map(sample -> forward(sample).get(2).toFloatArray()).toList();
        assertGives(Task.ENCODE, Task.encoding(CONFIG), samples(4), means, 1e-6f);
    }

    @Test
    void codesAreDecoded() throws TranslateException {
        List<float[]> expected = codes().stream().map(this::decoded).toList();
        // In units of 0 to 255: 1e-6 of the range.
        assertGives(Task.DECODE, Task.decoding(CONFIG), codes(), expected, 255e-6f);
    }

    @Test
    void samplesAreReconstructed() throws TranslateException {
        List<float[]> expected =
                samples(4).stream().map(sample -> raw(forward(sample).get(0))).toList();
        assertGives(Task.RECONSTRUCT, Task.reconstruction(CONFIG), samples(4), expected, 255e-6f);
    }

    // By the definition in plain Java, from what the block gives at the posterior's mean: the
    // cross-entropy of the padded sample and the divergence from N(0, I).
    private double negativeElbo(float[] sample) {
        NDList output = forward(sample);
        double[] logits = doubles(output.get(0));
        double[] mean = doubles(output.get(2));
        double[] logVariance = doubles(output.get(3));
        double[] x = new double[6 * 5];
        for (int i = 0; i < sample.length; i++) {
            x[(i / 3 + 1) * 5 + i % 3 + 1] = sample[i] / 255.0;
        }
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-logits[i]));
            sum -= x[i] * Math.log(p) + (1 - x[i]) * Math.log(1 - p);
        }
        for (int d = 0; d < mean.length; d++) {
            double variance = Math.exp(logVariance[d]);
            sum += 0.5 * (mean[d] * mean[d] + variance - 1 - logVariance[d]);
        }
        return sum;
    }

    @Test
    void scoresAreNegativeEvidenceLowerBounds() throws TranslateException {
        List<float[]> expected =
                samples(4).stream().map(s -> new float[] {(float) negativeElbo(s)}).toList();
        List<Image> images = samples(4).stream().map(TaskTest::image).toList();
        List<Double> ofImages =
                predict(
                        Task.SCORE,
                        Task.SCORE.translator(CONFIG, Image.class, Double.class),
                        images);
        List<Double> ofArrays = predict(Task.SCORE, Task.scoring(CONFIG), samples(4));
        List<Double> oneByOne =
                predict(Task.SCORE, new EachAlone<>(Task.scoring(CONFIG)), samples(4));
        for (int i = 0; i < 4; i++) {
            assertEquals(expected.get(i)[0], ofImages.get(i), 1e-4);
            assertEquals(expected.get(i)[0], ofArrays.get(i), 1e-4);
            assertEquals(expected.get(i)[0], oneByOne.get(i), 1e-4);
        }
        assertNotEquals(expected.get(0)[0], expected.get(1)[0], 1e-2);
    }

    @Test
    void errorsAreMeanAbsoluteDifferencesInModelUnits() throws TranslateException {
        List<Double> errors = predict(Task.SCORE, Task.meanAbsoluteError(CONFIG), samples(3));
        for (int i = 0; i < 3; i++) {
            float[] sample = samples(3).get(i);
            double[] logits = doubles(forward(sample).get(0));
            double sum = 0;
            for (int j = 0; j < logits.length; j++) {
                int row = j / 5 - 1;
                int column = j % 5 - 1;
                boolean inside = row >= 0 && row < 4 && column >= 0 && column < 3;
                double x = inside ? sample[3 * row + column] / 255 : 0;
                sum += Math.abs(x - 1 / (1 + Math.exp(-logits[j])));
            }
            assertEquals(sum / logits.length, errors.get(i), 1e-6);
        }
    }

    /** A plain autoencoder has no divergence: the score is the reconstruction. */
    @Test
    void scoreOfAPlainAutoencoderIsItsReconstruction() throws TranslateException {
        AutoencoderConfig plain =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1)),
                        List.of(),
                        new Architecture.Dense(List.of(3), Activation.TANH),
                        new Bottleneck.Deterministic(1, Activation.IDENTITY),
                        new Likelihood.Gaussian(2));
        block = plain.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShape());
        float[] sample = {0.3f, -4};
        NDList output = forward(block, manager.create(sample, new Shape(1, 2)));
        double[] means = doubles(output.get(0));
        double expected = Math.log(2 * Math.PI * 4);
        for (int i = 0; i < 2; i++) {
            expected += Math.pow(sample[i] - means[i], 2) / 8;
        }
        assertEquals(
                expected, predict(Task.SCORE, Task.scoring(plain), List.of(sample)).get(0), 1e-5);
    }

    /** The terms of the known values alone, added up one by one. */
    @Test
    void scoreIsThatOfTheKnownValues() throws TranslateException {
        SampleFormat gaps =
                new SampleFormat(
                        new Shape(3), 0, new Scaling.WithMissing(new Scaling.UnitInterval(0, 2)));
        AutoencoderConfig config =
                new AutoencoderConfig(
                        gaps,
                        List.of(),
                        new Architecture.Dense(List.of(3), Activation.TANH),
                        new Bottleneck.Deterministic(1, Activation.IDENTITY),
                        new Likelihood.Gaussian(2));
        block = config.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShape());
        List<float[]> samples =
                List.of(
                        new float[] {0.6f, Float.NaN, 1},
                        new float[] {Float.NaN, Float.NaN, Float.NaN});
        NDArray seen = manager.create(new float[] {0.3f, 0, 0.5f}, new Shape(1, 3));
        double[] means = doubles(forward(block, seen).get(0));
        double expected =
                Math.log(2 * Math.PI * 4)
                        + Math.pow(0.3 - means[0], 2) / 8
                        + Math.pow(0.5 - means[2], 2) / 8;
        List<Double> scores = predict(Task.SCORE, Task.scoring(config), samples);
        assertEquals(expected, scores.get(0), 1e-5);
        assertEquals(0, scores.get(1));
        assertEquals(
                expected,
                predict(Task.SCORE, new EachAlone<>(Task.scoring(config)), samples).get(0),
                1e-5);
    }

    @Test
    void scoresSayTheUnitOfTheirLikelihood() {
        Bottleneck plain = new Bottleneck.Deterministic(2, Activation.IDENTITY);
        Likelihood squares = new Likelihood.SquaredError(Activation.IDENTITY);
        assertEquals("nats", Task.scoreUnit(CONFIG));
        assertEquals("nats", Task.scoreUnit(with(plain, new Likelihood.Laplace(1))));
        assertEquals("summed squared error", Task.scoreUnit(with(plain, squares)));
        assertEquals(
                "summed squared error plus nats",
                Task.scoreUnit(with(new Bottleneck.Gaussian(2), squares)));
    }

    private static AutoencoderConfig with(Bottleneck bottleneck, Likelihood likelihood) {
        return new AutoencoderConfig(
                CONFIG.format(), List.of(), CONFIG.architecture(), bottleneck, likelihood);
    }

    @Test
    void seedsDecideSamplesWhateverTheBatch() throws TranslateException {
        List<float[]> three = predict(Task.SAMPLE, Task.sampling(CONFIG), List.of(7L, 8L, 7L));
        List<float[]> one = predict(Task.SAMPLE, Task.sampling(CONFIG), List.of(8L));
        assertArrayEquals(three.get(0), three.get(2), 255e-6f);
        assertArrayEquals(three.get(1), one.get(0), 255e-6f);
        assertNotEquals(three.get(0)[0], three.get(1)[0], 1e-3);
        assertArrayEquals(decoded(Task.standardNormal(8, 2)), one.get(0), 255e-6f);
    }

    /**
     * Seeds that follow each other give codes that do not: mean, square and products of N(0, I).
     */
    @Test
    void codesOfSuccessiveSeedsAreStandardNormal() {
        int count = 10_000;
        double tolerance = 6 / Math.sqrt(count); // six standard errors
        for (long first : new long[] {0, 1_000_000_007L, -5000}) {
            List<float[]> codes =
                    LongStream.range(first, first + count)
                            .mapToObj(seed -> Task.standardNormal(seed, 3))
                            .toList();
            for (int d = 0; d < 3; d++) {
                int at = d;
                int next = (d + 1) % 3;
                assertEquals(0, average(codes, z -> z[at]), tolerance);
                assertEquals(1, average(codes, z -> z[at] * z[at]), Math.sqrt(2) * tolerance);
                assertEquals(0, average(codes, z -> z[at] * z[next]), tolerance);
            }
            double neighbours = 0;
            for (int i = 1; i < count; i++) {
                neighbours += codes.get(i)[0] * codes.get(i - 1)[0] / count;
            }
            assertEquals(0, neighbours, tolerance);
        }
    }

    private static double average(
            List<float[]> codes, java.util.function.ToDoubleFunction<float[]> function) {
        return codes.stream().mapToDouble(function).average().orElseThrow();
    }

    @Test
    void imagesGoInAndComeOut() throws TranslateException {
        List<float[]> samples = samples(3);
        List<Image> images = samples.stream().map(TaskTest::image).toList();
        List<float[]> codes = predict(Task.ENCODE, Task.encoding(CONFIG), samples);
        List<float[]> ofImages =
                predict(
                        Task.ENCODE,
                        Task.ENCODE.translator(CONFIG, Image.class, float[].class),
                        images);
        List<float[]> arrays = predict(Task.RECONSTRUCT, Task.reconstruction(CONFIG), samples);
        List<Image> drawn =
                predict(
                        Task.RECONSTRUCT,
                        Task.RECONSTRUCT.translator(CONFIG, Image.class, Image.class),
                        images);
        for (int i = 0; i < samples.size(); i++) {
            assertArrayEquals(codes.get(i), ofImages.get(i), 1e-5f);
            assertShows(arrays.get(i), drawn.get(i));
        }
        List<Image> decoded =
                predict(
                        Task.DECODE,
                        Task.DECODE.translator(CONFIG, float[].class, Image.class),
                        codes);
        List<float[]> decodedArrays = predict(Task.DECODE, Task.decoding(CONFIG), codes);
        assertShows(decodedArrays.get(2), decoded.get(2));
        List<Image> drawnFromSeeds =
                predict(
                        Task.SAMPLE,
                        Task.SAMPLE.translator(CONFIG, Long.class, Image.class),
                        List.of(3L));
        List<float[]> arraysFromSeeds = predict(Task.SAMPLE, Task.sampling(CONFIG), List.of(3L));
        assertShows(arraysFromSeeds.get(0), drawnFromSeeds.get(0));
    }

    private static Image image(float[] sample) {
        BufferedImage image = ImagePixels.toImage(sample, SHAPE);
        return ImageFactory.getInstance().fromImage(image);
    }

    private static void assertShows(float[] pixels, Image image) {
        assertEquals(3, image.getWidth());
        assertEquals(4, image.getHeight());
        BufferedImage drawn = (BufferedImage) image.getWrappedImage();
        for (int i = 0; i < pixels.length; i++) {
            int grey = drawn.getRGB(i % 3, i / 3) & 0xFF;
            assertEquals(pixels[i], grey, 0.51);
            assertEquals(grey * 0x010101, drawn.getRGB(i % 3, i / 3) & 0xFFFFFF);
        }
    }

    @Test
    void imagesNeedAShapeOfImages() {
        AutoencoderConfig rows =
                new AutoencoderConfig(
                        new SampleFormat(new Shape(7), 0, Scaling.UnitInterval.BYTES),
                        List.of(),
                        new Architecture.Dense(List.of(), Activation.RELU),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli());
        assertEquals(
                "shape must be [1, H, W] or [3, H, W] for an image, but is (7)",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Task.ENCODE.translator(rows, Image.class, float[].class))
                        .getMessage());
    }

    @Test
    void inputsOfAnotherLengthAreRefused() {
        assertRefused(
                "sample must hold 12 values, but holds 11",
                Task.ENCODE,
                Task.encoding(CONFIG),
                new float[11]);
        assertRefused(
                "code must hold 2 values, but holds 3",
                Task.DECODE,
                Task.decoding(CONFIG),
                new float[3]);
    }

    @Test
    void inputsThatAreNoNumbersAreRefused() {
        float[] sample = new float[12];
        sample[4] = Float.NaN;
        assertRefused(
                "sample must hold finite numbers, but value 4 is NaN",
                Task.RECONSTRUCT,
                Task.reconstruction(CONFIG),
                sample);
        assertRefused(
                "code must hold finite numbers, but value 1 is -Infinity",
                Task.DECODE,
                Task.decoding(CONFIG),
                new float[] {0, Float.NEGATIVE_INFINITY});
    }

    private void assertRefused(
            String message, Task task, Translator<float[], float[]> translator, float[] wrong) {
        TranslateException thrown =
                assertThrows(
                        TranslateException.class, () -> predict(task, translator, List.of(wrong)));
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> {
                                    throw thrown.getCause();
                                })
                        .getMessage());
    }

    /** Servers that batch requests of their own call the translator for each item. */
    @Test
    void itemsStackedByABatchifierGiveWhatABatchGives() throws Exception {
        List<float[]> inputs = samples(3);
        Translator<float[], float[]> translator = Task.reconstruction(CONFIG);
        assertEquals(Batchifier.STACK, translator.getBatchifier());
        List<float[]> expected = predict(Task.RECONSTRUCT, translator, inputs);
        List<float[]> actual = predict(Task.RECONSTRUCT, new EachAlone<>(translator), inputs);
        for (int i = 0; i < inputs.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), 255e-6f);
        }
        List<Image> images = inputs.stream().map(TaskTest::image).toList();
        List<float[]> codes =
                predict(
                        Task.ENCODE,
                        new EachAlone<>(Task.ENCODE.translator(CONFIG, Image.class, float[].class)),
                        images);
        List<float[]> codesOfABatch = predict(Task.ENCODE, Task.encoding(CONFIG), inputs);
        for (int i = 0; i < inputs.size(); i++) {
            assertArrayEquals(codesOfABatch.get(i), codes.get(i), 1e-5f);
        }
    }

    /** Takes the way of single items, which DJL then stacks. */
    private record EachAlone<I, O>(Translator<I, O> translator) implements Translator<I, O> {

        @Override
        public Batchifier getBatchifier() {
            return translator.getBatchifier();
        }

        @Override
        public NDList processInput(TranslatorContext context, I input) throws Exception {
            return translator.processInput(context, input);
        }

        @Override
        public O processOutput(TranslatorContext context, NDList list) throws Exception {
            return translator.processOutput(context, list);
        }
    }
}
