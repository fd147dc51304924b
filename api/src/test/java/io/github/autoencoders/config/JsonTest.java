package io.github.autoencoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Kernel;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.network.Architecture.Convolutional;
import io.github.autoencoders.network.Architecture.ConvolutionalLayer;
import io.github.autoencoders.network.Architecture.Dense;
import io.github.autoencoders.network.Cell;
import io.github.autoencoders.network.Downsampling;
import io.github.autoencoders.network.Layer;
import io.github.autoencoders.network.Padding;
import io.github.autoencoders.network.Upsampling;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.Dated;
import io.github.autoencoders.sample.Mixed;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.Quantiles;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Spectrogram;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class JsonTest {

    /** A value and the type it is written as. */
    private record Row(Class<?> type, Object value) {}

    private record Everything(
            int count,
            long seed,
            double rate,
            boolean shuffle,
            String name,
            Activation activation,
            Map<String, Double> metrics,
            List<Bottleneck> bottlenecks) {}

    private static final String EVERYTHING =
            """
            {
              "count": 3,
              "seed": 9007199254740993,
              "rate": 1.0E-4,
              "shuffle": true,
              "name": "a \\"b\\" <c> ä",
              "activation": "RELU",
              "metrics": {
                "z": 1.5,
                "a": -2.0
              },
              "bottlenecks": [
                {
                  "type": "Gaussian",
                  "codeSize": 2
                },
                {
                  "type": "Deterministic",
                  "codeSize": 3,
                  "activation": "TANH"
                }
              ]
            }
            """;

    static List<Row> rows() {
        return List.of(
                new Row(Scaling.class, new Scaling.UnitInterval(-1, 255)),
                new Row(Scaling.class, new Scaling.Binarized(127.5, 255)),
                new Row(Scaling.class, new Scaling.Identity()),
                new Row(Scaling.class, Scaling.Unfitted.TOGETHER),
                new Row(
                        Scaling.class,
                        new Scaling.Standardized(List.of(1.0, -2.5), List.of(3.0, 1e-9))),
                new Row(
                        Scaling.class,
                        new Scaling.WithMissing(
                                new Scaling.Standardized(List.of(3.5), List.of(1.25)))),
                new Row(
                        Scaling.class,
                        new Scaling.Robust(new Scaling.Standardized(List.of(3.5), List.of(1.25)))),
                new Row(
                        Scaling.class,
                        new Quantiles(
                                List.of(
                                        new Quantiles.Curve(
                                                List.of(1.0, 2.5), List.of(-1.0, 1e-9), 3)))),
                new Row(
                        Scaling.class,
                        new Dated(new Scaling.Identity(), List.of(new Dated.Cycle(1, 86400)))),
                new Row(Scaling.class, new Mixed(Scaling.UnitInterval.BYTES, List.of(0, 3, 2))),
                new Row(Scaling.class, new Classes(List.of(0, 255), List.of(0, 0xff8000))),
                new Row(Scaling.class, new Spectrogram(512, 64, 16, 1e-4, -1.5, 2)),
                new Row(Scaling.class, new OneHot(List.of("", "\"", "Cl", "\u00e4"))),
                new Row(Architecture.class, new Dense(List.of(512, 64), Activation.LEAKY_RELU)),
                new Row(Architecture.class, new Dense(List.of(), Activation.ELU)),
                new Row(Architecture.class, convolutional()),
                new Row(Architecture.class, spatial()),
                new Row(
                        Architecture.class,
                        new Architecture.Flattened(spatial(), List.of(8), Activation.RELU)),
                new Row(Architecture.class, layered()),
                new Row(
                        Architecture.class,
                        new Architecture.Residual(16, 128, 8, 1, 8, Activation.RELU, 0)),
                new Row(Layer.class, new Layer.MaxPooling(2)),
                new Row(Architecture.class, recurrent()),
                new Row(Architecture.class, new Architecture.Paired(convolutional(), recurrent())),
                new Row(Architecture.class, new Architecture.Shared(convolutional(), true)),
                new Row(Architecture.class, new Architecture.Shortcut(convolutional(), 8)),
                new Row(
                        Architecture.class,
                        new Architecture.Autoregressive(Cell.GRU, List.of(7), 0.25)),
                new Row(Bottleneck.class, new Bottleneck.Deterministic(7, Activation.RELU)),
                new Row(Bottleneck.class, new Bottleneck.Gaussian(2)),
                new Row(Bottleneck.class, new Bottleneck.FeatureMap(12)),
                new Row(Bottleneck.class, new Bottleneck.VectorQuantized(64, 16, 512, 0.99)),
                new Row(Likelihood.class, new Likelihood.Bernoulli()),
                new Row(Likelihood.class, new Likelihood.Gaussian(0.1)),
                new Row(Likelihood.class, new Likelihood.GaussianWithLearnedVariance(0.01)),
                new Row(Likelihood.class, new Likelihood.Laplace(0.1)),
                new Row(Likelihood.class, new Likelihood.LaplaceWithLearnedScale(0.1)),
                new Row(Likelihood.class, new Likelihood.Categorical()),
                new Row(
                        Likelihood.class,
                        new Likelihood.Mixed(new Likelihood.Gaussian(0.1), List.of(2, 4))),
                new Row(Likelihood.class, new Likelihood.SquaredError(Activation.SIGMOID)),
                new Row(Likelihood.class, new Likelihood.AbsoluteError(Activation.IDENTITY)),
                new Row(Likelihood.class, new Likelihood.LogSquaredError(0.03)),
                new Row(Likelihood.class, new Likelihood.StructuralSimilarity()),
                new Row(Likelihood.class, new Likelihood.MultiScaleStructuralSimilarity(2)),
                new Row(Likelihood.class, new Likelihood.DiscretizedLogistic(256, 0.001)),
                new Row(Likelihood.class, new Likelihood.SimilarityAndAbsoluteError(3, 0.84)),
                new Row(Reduction.class, new Reduction.Sum()),
                new Row(Reduction.class, new Reduction.Mean(1000)),
                new Row(Regularizer.class, new Regularizer.None()),
                new Row(Regularizer.class, new Regularizer.KlDivergence()),
                new Row(Regularizer.class, new Regularizer.KlWithDraws(5)),
                new Row(Regularizer.class, new Regularizer.Commitment()),
                new Row(
                        Regularizer.class,
                        new Regularizer.CapacityKl(new Schedule.LinearWarmup(25, 1000))),
                new Row(Regularizer.class, new Regularizer.TotalCorrelation(1, 6, 1)),
                new Row(
                        Regularizer.class,
                        new Regularizer.MaximumMeanDiscrepancy(new Kernel.Gaussian(3))),
                new Row(
                        Regularizer.class,
                        new Regularizer.InfoVae(0, 10, new Kernel.InverseMultiquadric(4))),
                new Row(Regularizer.class, new Regularizer.ImportanceWeighted(50)),
                new Row(Regularizer.class, new Regularizer.SparseL1()),
                new Row(Regularizer.class, new Regularizer.SparseKl(0.05)),
                new Row(Regularizer.class, new Regularizer.Contractive(0.01)),
                new Row(Kernel.class, new Kernel.Gaussian(3)),
                new Row(Kernel.class, new Kernel.InverseMultiquadric(4)),
                new Row(Schedule.class, new Schedule.Constant(0.3)),
                new Row(Schedule.class, new Schedule.LinearWarmup(1, 10_000_000_000L)),
                new Row(Schedule.class, new Schedule.Cyclical(4, 100, 0.5)),
                new Row(AutoencoderConfig.class, config()));
    }

    private static Convolutional convolutional() {
        List<ConvolutionalLayer> layers =
                List.of(new ConvolutionalLayer(32, 3, 2), new ConvolutionalLayer(64, 5, 1));
        return new Convolutional(layers, Activation.RELU, List.of(16), Activation.SIGMOID, 3);
    }

    private static Architecture layered() {
        return new Architecture.Layered(
                List.of(
                        new Layer.Convolution(4, 3, 2, Padding.SAME, Activation.RELU),
                        new Layer.MaxPooling(2)),
                List.of(
                        new Layer.Dense(4, Activation.TANH),
                        new Layer.Reshaped(new Shape(1, 2, 2)),
                        new Layer.Repetition(2),
                        new Layer.Transposed(1, 3, 2, Padding.VALID, Activation.IDENTITY)));
    }

    private static Architecture.SpatialConvolutional spatial() {
        return new Architecture.SpatialConvolutional(
                List.of(new ConvolutionalLayer(16, 7, 2)),
                Activation.ELU,
                Downsampling.MAX_POOLING,
                Upsampling.NEAREST,
                0.2,
                4,
                7);
    }

    private static Architecture recurrent() {
        return new Architecture.Recurrent(Cell.LSTM, List.of(16, 8), Activation.TANH);
    }

    private static AutoencoderConfig config() {
        return new AutoencoderConfig(
                new SampleFormat(new Shape(1, 28, 28), 2, Scaling.UnitInterval.BYTES),
                List.of(),
                convolutional(),
                new Bottleneck.Gaussian(2),
                new Likelihood.Bernoulli());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsWrittenIsRead(Row row) {
        assertEquals(row.value(), Json.read(Json.write(row.value(), row.type()), row.type()));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Scaling.class,
                Architecture.class,
                Bottleneck.class,
                Likelihood.class,
                Reduction.class,
                Regularizer.class,
                Schedule.class
            })
    void everyMemberIsWrittenAndRead(Class<?> sealed) {
        Set<Class<?>> members =
                rows().stream()
                        .filter(row -> row.type() == sealed)
                        .map(row -> row.value().getClass())
                        .collect(Collectors.toSet());
        assertEquals(
                Arrays.stream(sealed.getPermittedSubclasses())
                        .filter(Class::isRecord) // but for those of the user's own
                        .collect(Collectors.toSet()),
                members);
    }

    @Test
    void textIsAsAPersonWouldWriteIt() {
        Everything value = Json.read(EVERYTHING, Everything.class);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("z", 1.5);
        metrics.put("a", -2.0);
        assertEquals(
                new Everything(
                        3,
                        9007199254740993L,
                        1e-4,
                        true,
                        "a \"b\" <c> ä",
                        Activation.RELU,
                        metrics,
                        List.of(
                                new Bottleneck.Gaussian(2),
                                new Bottleneck.Deterministic(3, Activation.TANH))),
                value);
        assertEquals(EVERYTHING, Json.write(value, Everything.class));
    }

    @Test
    void namesOfMembersAreTheirTypes() {
        assertEquals(
                List.of("Deterministic", "Gaussian", "FeatureMap", "VectorQuantized"),
                Json.memberNames(Bottleneck.class));
    }

    /** Each row: a part of EVERYTHING, what stands in its place, and the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    "count": 3| "count": "3"| $.count must be a number, but is "3"
                    "count": 3| "count": 1.5| $.count must be a whole number that fits its type, but is 1.5
                    "count": 3| "count": 3000000000| $.count must be a whole number that fits its type, but is 3000000000
                    "count": 3| "count": 1e99999999999| $.count must be a number that can be held, but is 1e99999999999
                    "count": 3| "count": null| $.count must be a number, but is null
                    "count": 3| "count": true| $.count must be a number, but is true
                    "count": 3| "count": [3]| $.count must be a number, but is [3]
                    "seed": 9007199254740993| "seed": 9223372036854775808| $.seed must be a whole number that fits its type, but is 9223372036854775808
                    "rate": 1.0E-4| "rate": "NaN"| $.rate must be a number, but is "NaN"
                    "rate": 1.0E-4| "rate": {}| $.rate must be a number, but is {}
                    "shuffle": true| "shuffle": 1| $.shuffle must be true or false, but is 1
                    "shuffle": true| "shuffle": "true"| $.shuffle must be true or false, but is "true"
                    "name": "a \\"b\\" <c> ä"| "name": 5| $.name must be a text, but is 5
                    "activation": "RELU"| "activation": "relu"| $.activation must be one of [IDENTITY, RELU, LEAKY_RELU, ELU, TANH, SIGMOID], but is "relu"; did you mean RELU?
                    "activation": "RELU"| "activation": null| $.activation must be one of [IDENTITY, RELU, LEAKY_RELU, ELU, TANH, SIGMOID], but is null
                    "z": 1.5| "z": "1.5"| $.metrics.z must be a number, but is "1.5"
                    "count": 3,| | Everything at $ must have the keys [count, seed, rate, shuffle, name, activation, metrics, bottlenecks], but lacks "count"
                    "count": 3,| "count": 3, "cuont": 4,| Everything at $ must have the keys [count, seed, rate, shuffle, name, activation, metrics, bottlenecks], but has "cuont"; did you mean count?
                    "count": 3,| "count": 3, "count": 3,| $.count must be given once, but is given twice
                    "z": 1.5| "a": 1.5| $.metrics.a must be given once, but is given twice
                    "codeSize": 2| "codeSize": 0| $.bottlenecks[0]: codeSize must be at least 1, but is 0
                    "codeSize": 2| "codeSize": 2, "size": 2| Gaussian at $.bottlenecks[0] must have the keys [codeSize], but has "size"
                    "type": "Gaussian"| "type": "Gausian"| Bottleneck at $.bottlenecks[0] must have a type among [Deterministic, Gaussian, FeatureMap, VectorQuantized], but has "Gausian"; did you mean Gaussian?
                    "type": "Gaussian",| | Bottleneck at $.bottlenecks[0] must have a type among [Deterministic, Gaussian, FeatureMap, VectorQuantized], but has none
                    "type": "Gaussian"| "type": 1| Bottleneck at $.bottlenecks[0] must have a type among [Deterministic, Gaussian, FeatureMap, VectorQuantized], but has 1
                    """)
    void mistakesAreNamedWithTheirPath(String part, String wrong, String message) {
        assertEquals(1, EVERYTHING.split(java.util.regex.Pattern.quote(part), -1).length - 1);
        String text = EVERYTHING.replace(part, wrong == null ? "" : wrong);
        assertRefused(message, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"type": "Gaussian", "codeSize": 2| text must be JSON, but ends early
                    {"type": "Gaussian", "codeSize":| text must be JSON, but ends early
                    {"type": "Gaussian", "codeSize": 2} {}| text must be JSON, but is not at line 1 column 38 path $
                    {"type": "Gaussian", "codeSize": 2}}| text must be JSON, but is not at line 1 column 37 path $
                    {"type": "Gaussian", /* two */ "codeSize": 2}| text must be JSON, but is not at line 1 column 23 path $.type
                    {"type": "Gaussian", // two| text must be JSON, but is not at line 1 column 23 path $.type
                    {type: "Gaussian", "codeSize": 2}| text must be JSON, but is not at line 1 column 3 path $.
                    {'type': "Gaussian", "codeSize": 2}| text must be JSON, but is not at line 1 column 3 path $.
                    {"type": "Gaussian", "codeSize": 2,}| text must be JSON, but is not at line 1 column 37 path $.codeSize
                    {"type": "Gaussian", "codeSize": 02}| text must be JSON, but is not at line 1 column 34 path $.codeSize
                    {"type": "Gaussian", "codeSize": NaN}| text must be JSON, but is not at line 1 column 34 path $.codeSize
                    {"type": "Gaussian"; "codeSize": 2}| text must be JSON, but is not at line 1 column 21 path $.type
                    [2]| $ must be an object, but is [2]
                    null| $ must be an object, but is null
                    """)
    void onlyStrictJsonIsRead(String text, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Json.read(text, Bottleneck.class))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void anEmptyTextEndsEarly(String text) {
        assertRefused("text must be JSON, but ends early", text);
    }

    @Test
    void wrongKindsWithinAConfigurationAreNamedWithTheirPath() {
        String text = Json.write(config(), AutoencoderConfig.class);
        Map<String, String> messages =
                Map.of(
                        "\"filters\": 64",
                        "$.architecture.layers[1]: filters must be at least 1, but holds 0",
                        "\"maximum\": 255.0",
                        "$.format.scaling: minimum must be finite and below maximum, but they are"
                                + " 0.0 and 0.0",
                        "\"outputKernel\": 3",
                        "$.architecture: outputKernel must be odd and positive, but is 0",
                        "28,\n      28",
                        "$.format: shape must have sizes of at least 1, but is (1, 0)");
        messages.forEach(
                (part, message) -> {
                    String zero = part.startsWith("2") ? "0" : part.replaceAll(": .*", ": 0");
                    assertEquals(
                            message,
                            assertThrows(
                                            IllegalArgumentException.class,
                                            () ->
                                                    Json.read(
                                                            text.replace(part, zero),
                                                            AutoencoderConfig.class))
                                    .getMessage());
                });
    }

    @Test
    void shapesOfNegativeSizesAreNamedWithTheirPath() {
        String text = Json.write(config(), AutoencoderConfig.class);
        assertEquals(
                "$.format.shape must be a list of sizes from 0, but is [1,-28]",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Json.read(
                                                text.replace("28,\n      28", "-28"),
                                                AutoencoderConfig.class))
                        .getMessage());
    }

    @Test
    void singleValuesAreChanged() {
        String text = Json.write(config(), AutoencoderConfig.class);
        AutoencoderConfig changed =
                Json.read(
                        text,
                        AutoencoderConfig.class,
                        Map.of("bottleneck.codeSize", 16, "architecture.activation", "TANH"));
        Convolutional before = convolutional();
        assertEquals(
                new AutoencoderConfig(
                        config().format(),
                        List.of(),
                        new Convolutional(
                                before.layers(),
                                Activation.TANH,
                                before.encoderUnits(),
                                before.projection(),
                                before.outputKernel()),
                        new Bottleneck.Gaussian(16),
                        new Likelihood.Bernoulli()),
                changed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bottleneck.codesize| $.bottleneck.codesize must be there to be changed, but is not; did you mean bottleneck.codeSize?
                    codeSize| $.codeSize must be there to be changed, but is not; did you mean bottleneck.codeSize?
                    bottle.code.size| $.bottle.code.size must be there to be changed, but is not; did you mean bottleneck.codeSize?
                    bottleneck.codeSize.x| $.bottleneck.codeSize.x must be an object, but is 2
                    size| $.size must be there to be changed, but is not
                    """)
    void whatIsNotThereIsNotChanged(String path, String message) {
        String text = Json.write(config(), AutoencoderConfig.class);
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Json.read(text, AutoencoderConfig.class, Map.of(path, 4)))
                        .getMessage());
    }

    @Test
    void aChangeIsCheckedLikeTheText() {
        String text = Json.write(config(), AutoencoderConfig.class);
        assertEquals(
                "$.bottleneck: codeSize must be at least 1, but is 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        Json.read(
                                                text,
                                                AutoencoderConfig.class,
                                                Map.of("bottleneck.codeSize", 0)))
                        .getMessage());
    }

    private static void assertRefused(String message, String text) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Json.read(text, Everything.class))
                        .getMessage());
    }
}
