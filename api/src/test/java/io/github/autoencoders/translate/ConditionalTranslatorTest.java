package io.github.autoencoders.translate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tasks of a conditional model, against the block itself. */
class ConditionalTranslatorTest {

    private static final AutoencoderConfig CONFIG =
            new AutoencoderConfig(
                    new SampleFormat(new Shape(1, 1, 2), 0, new Scaling.UnitInterval(0, 1)),
                    List.of("cat", "dog", "owl"),
                    new Architecture.Dense(List.of(4), Activation.TANH),
                    new Bottleneck.Gaussian(2),
                    new Likelihood.Gaussian(1));
    private static final float[] VALUES = {0.5f, -1}; // a sample or a code
    private static final float[] OWL = {0.5f, -1, 2};

    private NDManager manager;
    private AutoencoderBlock block;

    @BeforeEach
    void makeBlock() {
        manager = NDManager.newBaseManager();
        block = CONFIG.newBlock();
        block.initialize(manager, DataType.FLOAT32, block.inputShapes());
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    private float[] forward(Block part, Shape shape, float[] values, float... oneHot) {
        NDArray input = manager.create(values, new Shape(1).addAll(shape));
        NDArray condition = manager.create(oneHot, new Shape(1, 3));
        ParameterStore parameters = new ParameterStore(manager, false);
        return part.forward(parameters, new NDList(input, condition), false).head().toFloatArray();
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

    /** The last value is the label, in a batch of several and alone. */
    private void assertGives(
            Task task, Function<AutoencoderConfig, Translator<float[], float[]>> of, Shape shape)
            throws TranslateException {
        Block part = task.part().of(block);
        float[] cat = forward(part, shape, VALUES, 1, 0, 0);
        float[] owl = forward(part, shape, VALUES, 0, 0, 1);
        assertFalse(Arrays.equals(cat, owl));
        List<float[]> inputs = List.of(OWL, new float[] {0.5f, -1, 0});
        List<float[]> outputs = predict(task, of.apply(CONFIG), inputs);
        assertArrayEquals(owl, outputs.get(0), 1e-6f);
        assertArrayEquals(cat, outputs.get(1), 1e-6f);
        Translator<float[], float[]> given = Task.given(CONFIG, "owl", of);
        assertArrayEquals(owl, predict(task, given, List.of(VALUES)).get(0), 1e-6f);
    }

    @Test
    void everyTaskTakesTheLabelBehindTheValuesOrOnceForAll() throws Exception {
        assertGives(Task.ENCODE, Task::encoding, new Shape(1, 1, 2));
        assertGives(Task.DECODE, Task::decoding, new Shape(2));
        assertGives(Task.RECONSTRUCT, Task::reconstruction, new Shape(1, 1, 2));
    }

    @Test
    void aSeedAndALabelMakeASample() throws Exception {
        float[] code = Task.standardNormal(7, 2);
        float[] expected = forward(block.decoder(), new Shape(2), code, 0, 1, 0);
        Translator<Long, float[]> dogs = Task.given(CONFIG, "dog", Task::sampling);
        assertArrayEquals(expected, predict(Task.SAMPLE, dogs, List.of(7L)).get(0), 1e-6f);
    }

    @Test
    void imagesComeWithAFixedLabel() throws Exception {
        Translator<float[], Image> images = Task.imageDecoding(CONFIG);
        Translator<Long, Image> dogs = Task.given(CONFIG, "dog", Task::imageSampling);
        Image decoded = predict(Task.DECODE, images, List.of(OWL)).get(0);
        assertEquals(2, decoded.getWidth());
        assertEquals(2, predict(Task.SAMPLE, dogs, List.of(1L)).get(0).getWidth());
        for (Function<AutoencoderConfig, Translator<?, ?>> task :
                List.<Function<AutoencoderConfig, Translator<?, ?>>>of(
                        Task::sampling,
                        Task::imageEncoding,
                        Task::imageReconstruction,
                        Task::imageSampling)) {
            assertEquals(
                    "label must be one of cat, dog, owl for a conditional model, but is not given",
                    assertThrows(IllegalArgumentException.class, () -> task.apply(CONFIG))
                            .getMessage());
        }
    }

    @Test
    void wrongLabelsAreRefused() {
        assertRefused("label must be a whole number from 0 to 2, but is 3.0", 0.5f, -1, 3);
        assertRefused("label must be a whole number from 0 to 2, but is 0.5", 0.5f, -1, 0.5f);
        assertRefused("label must be a whole number from 0 to 2, but is -1.0", 0.5f, -1, -1);
        assertRefused("label must be a whole number from 0 to 2, but is NaN", 0.5f, -1, Float.NaN);
        assertRefused(
                "sample must hold 2 values and the index of its label, but holds 2 values",
                0.5f,
                -1);
    }

    private void assertRefused(String message, float... input) {
        Exception e =
                assertThrows(
                        Exception.class,
                        () -> predict(Task.ENCODE, Task.encoding(CONFIG), List.of(input)));
        Throwable cause = e.getCause() == null ? e : e.getCause();
        assertEquals(message, cause.getMessage());
    }
}
