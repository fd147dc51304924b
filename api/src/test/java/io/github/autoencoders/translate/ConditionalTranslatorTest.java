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
import java.util.Objects;
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
    private static final Labelled OWL = new Labelled(VALUES, "owl");

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

    /** The label stands beside the values, in a batch of several and alone. */
    private void assertGives(Task task, Shape shape) throws TranslateException {
        Block part = task.part().of(block);
        float[] cat = forward(part, shape, VALUES, 1, 0, 0);
        float[] owl = forward(part, shape, VALUES, 0, 0, 1);
        assertFalse(Arrays.equals(cat, owl));
        Translator<Labelled, float[]> each = task.translator(CONFIG, Labelled.class, float[].class);
        List<float[]> outputs = predict(task, each, List.of(OWL, new Labelled(VALUES, "cat")));
        assertArrayEquals(owl, outputs.get(0), 1e-6f);
        assertArrayEquals(cat, outputs.get(1), 1e-6f);
        Translator<float[], float[]> given =
                task.translator(CONFIG, "owl", float[].class, float[].class);
        assertArrayEquals(owl, predict(task, given, List.of(VALUES)).get(0), 1e-6f);
    }

    @Test
    void everyTaskTakesTheLabelBesideTheValuesOrOnceForAll() throws Exception {
        assertGives(Task.ENCODE, new Shape(1, 1, 2));
        assertGives(Task.DECODE, new Shape(2));
        assertGives(Task.RECONSTRUCT, new Shape(1, 1, 2));
    }

    /** One-hot in a second array, or once for all. */
    @Test
    void aBatchHasItsLabelsInASecondArray() throws Exception {
        float[] cat = forward(block.decoder(), new Shape(2), VALUES, 1, 0, 0);
        float[] owl = forward(block.decoder(), new Shape(2), VALUES, 0, 0, 1);
        NDArray codes = manager.create(VALUES, new Shape(1, 2)).repeat(0, 2);
        NDArray labels = manager.create(new float[] {0, 0, 1, 1, 0, 0}, new Shape(2, 3));
        Translator<NDList, NDList> each =
                Task.DECODE.translator(CONFIG, NDList.class, NDList.class);
        NDList both = new NDList(codes, labels);
        NDArray outputs = predict(Task.DECODE, each, List.of(both)).get(0).head();
        assertArrayEquals(owl, outputs.get(0).toFloatArray(), 1e-6f);
        assertArrayEquals(cat, outputs.get(1).toFloatArray(), 1e-6f);
        Translator<NDList, NDList> given =
                Task.DECODE.translator(CONFIG, "cat", NDList.class, NDList.class);
        NDArray cats = predict(Task.DECODE, given, List.of(new NDList(codes))).get(0).head();
        assertArrayEquals(cat, cats.get(1).toFloatArray(), 1e-6f);
        Exception e =
                assertThrows(
                        TranslateException.class,
                        () -> predict(Task.DECODE, each, List.of(new NDList(codes))));
        assertEquals(
                "input must be an array and its labels, one-hot, but is a list of 1",
                Objects.requireNonNull(e.getCause()).getMessage());
    }

    @Test
    void aSeedAndALabelMakeASample() throws Exception {
        float[] code = Task.standardNormal(7, 2);
        float[] expected = forward(block.decoder(), new Shape(2), code, 0, 1, 0);
        Translator<Labelled, float[]> each =
                Task.SAMPLE.translator(CONFIG, Labelled.class, float[].class);
        List<Labelled> dog = List.of(new Labelled(7L, "dog"));
        assertArrayEquals(expected, predict(Task.SAMPLE, each, dog).get(0), 1e-6f);
    }

    @Test
    void imagesComeWithALabel() throws Exception {
        Translator<Labelled, Image> each =
                Task.DECODE.translator(CONFIG, Labelled.class, Image.class);
        assertEquals(2, predict(Task.DECODE, each, List.of(OWL)).get(0).getWidth());
        Translator<Long, Image> dogs =
                Task.SAMPLE.translator(CONFIG, "dog", Long.class, Image.class);
        assertEquals(2, predict(Task.SAMPLE, dogs, List.of(1L)).get(0).getWidth());
        for (Function<AutoencoderConfig, Translator<?, ?>> task :
                List.<Function<AutoencoderConfig, Translator<?, ?>>>of(
                        Task::sampling,
                        Task::encoding,
                        config -> Task.ENCODE.translator(config, Image.class, float[].class),
                        config -> Task.sampling(config, 0))) {
            assertEquals(
                    "label must be one of cat, dog, owl for a conditional model, but is not given",
                    assertThrows(IllegalArgumentException.class, () -> task.apply(CONFIG))
                            .getMessage());
        }
    }

    @Test
    void wrongLabelsAndInputsAreRefused() {
        assertRefused(
                "label must be one of cat, dog, owl, but is \"cow\"", new Labelled(VALUES, "cow"));
        assertRefused("sample must hold 2 values, but holds 3", new Labelled(new float[3], "owl"));
        assertRefused("sample must be a float[], but is a String", new Labelled("an owl", "owl"));
        assertEquals(
                "label must not be given for a model without conditions, but is \"owl\"",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Task.ENCODE.translator(
                                                CONFIG.withoutConditions(),
                                                "owl",
                                                float[].class,
                                                float[].class))
                        .getMessage());
    }

    private void assertRefused(String message, Labelled input) {
        Translator<Labelled, float[]> each =
                Task.ENCODE.translator(CONFIG, Labelled.class, float[].class);
        Exception e =
                assertThrows(Exception.class, () -> predict(Task.ENCODE, each, List.of(input)));
        Throwable cause = e.getCause() == null ? e : e.getCause();
        assertEquals(message, cause.getMessage());
    }
}
