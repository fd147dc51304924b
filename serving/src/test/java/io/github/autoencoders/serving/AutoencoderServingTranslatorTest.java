package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.RateDecay;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests get the same numbers as the array translators give, on any engine. */
class AutoencoderServingTranslatorTest {

    private static final float TOLERANCE = 1e-3f; // of pixels from 0 to 255, in float32
    private static final Shape SHAPE = new Shape(1, 4, 5);

    @TempDir private Path folder;
    private SavedModel saved;

    @BeforeEach
    void saveModel() throws Exception {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        new SampleFormat(SHAPE, 0, Scaling.UnitInterval.BYTES),
                        List.of(),
                        new Architecture.Dense(List.of(6), Activation.TANH),
                        new Bottleneck.Gaussian(3),
                        new Likelihood.Bernoulli());
        try (Model model = Model.newInstance("autoencoder")) {
            AutoencoderBlock block = config.newBlock();
            block.setInitializer(new NormalInitializer(0.5f), Parameter.Type.WEIGHT);
            block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(SHAPE));
            model.setBlock(block);
            saved = SavedModel.write(folder, config, model, card(config));
        }
    }

    private static ModelCard card(AutoencoderConfig config) {
        TrainingRecipe recipe =
                new TrainingRecipe(
                        new TrainingRecipe.Data("sprites", 0, 0, 0, 0, "", false, 0.1, 0),
                        new Corruption.None(),
                        config.architecture(),
                        config.bottleneck(),
                        config.likelihood(),
                        new Reduction.Sum(),
                        new Regularizer.KlDivergence(),
                        new Schedule.Constant(1),
                        TrainingRecipe.Start.NEW,
                        new UpdateRule.Adam(1e-3, RateDecay.NONE),
                        1,
                        0,
                        1,
                        0);
        var none = new ModelCard.Data("none", "", 0);
        var nowhere = new ModelCard.Environment("none", "", "", "", "", 0);
        return new ModelCard(recipe, none, none, "", nowhere, "0", "", 1, "", Map.of());
    }

    private static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i * 12;
        }
        return values;
    }

    private float[] answer(String task, String type, byte[] body) throws Exception {
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(folder)
                        .optArgument("task", task)
                        .optTranslator(translator(task))
                        .build();
        try (ZooModel<Input, Output> model = criteria.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Input input = new Input();
            input.addProperty("Content-Type", type);
            input.add(body);
            Output output = predictor.predict(input);
            assertEquals("application/json", output.getProperty("Content-Type", "none"));
            return JsonUtils.GSON.fromJson(output.getData().getAsString(), float[].class);
        }
    }

    private static AutoencoderServingTranslator translator(String task) {
        AutoencoderServingTranslator translator = new AutoencoderServingTranslator();
        translator.setArguments(Map.of("task", task));
        return translator;
    }

    private float[] json(String task, String body) throws Exception {
        return answer(task, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void encodeAnswersWithTheCode() throws Exception {
        try (var encoder = TaskPredictor.load(saved, Part.ENCODER, Task::encoding, null, null)) {
            float[] expected = encoder.predict(List.of(ramp(20))).get(0);
            assertArrayEquals(expected, json("encode", JsonUtils.GSON.toJson(ramp(20))), TOLERANCE);
        }
    }

    @Test
    void decodeAnswersWithTheSample() throws Exception {
        try (var decoder = TaskPredictor.load(saved, Part.DECODER, Task::decoding, null, null)) {
            float[] expected = decoder.predict(List.of(new float[] {1, -1, 0.5f})).get(0);
            assertArrayEquals(expected, json("decode", "[1, -1, 0.5]"), TOLERANCE);
        }
    }

    @Test
    void scoreAnswersWithAListOfOne() throws Exception {
        try (var whole = TaskPredictor.load(saved, Part.WHOLE, Task::scoring, null, null)) {
            double expected = whole.predict(List.of(ramp(20))).get(0);
            float[] answer = json("score", JsonUtils.GSON.toJson(ramp(20)));
            assertArrayEquals(new float[] {(float) expected}, answer, TOLERANCE);
        }
    }

    @Test
    void sampleAnswersWithTheSampleOfItsSeed() throws Exception {
        try (var decoder = TaskPredictor.load(saved, Part.DECODER, Task::sampling, null, null)) {
            float[] expected = decoder.predict(List.of(7L)).get(0);
            assertArrayEquals(expected, json("sample", "7"), TOLERANCE);
        }
    }

    @Test
    void reconstructTakesAnImage() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(ImagePixels.toImage(ramp(20), SHAPE), "png", png);
        try (var whole = TaskPredictor.load(saved, Part.WHOLE, Task::reconstruction, null, null)) {
            float[] expected = whole.predict(List.of(ramp(20))).get(0);
            assertArrayEquals(
                    expected, answer("reconstruct", "image/png", png.toByteArray()), TOLERANCE);
        }
    }

    @Test
    void whatIsNoListOfNumbersIsRefused() {
        TranslateException e =
                assertThrows(TranslateException.class, () -> json("encode", "{\"x\": 1}"));
        assertEquals(
                "request must hold a list of numbers in JSON, but holds something else",
                e.getMessage());
    }

    @Test
    void samplesOfAnotherLengthAreRefused() {
        TranslateException e =
                assertThrows(TranslateException.class, () -> json("encode", "[1, 2]"));
        assertEquals("sample must hold 20 values, but holds 2", root(e).getMessage());
    }

    @Test
    void whatIsNoImageIsRefused() {
        TranslateException e =
                assertThrows(
                        TranslateException.class,
                        () -> answer("encode", "Image/PNG", new byte[] {1, 2, 3}));
        assertEquals(
                "content must be a readable image, but is not: no decoder knows it",
                e.getMessage());
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
