package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineProvider;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.testing.JavaProgram;
import io.github.autoencoders.training.EngineProbe.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One engine trains, both load what it saved; the engines in processes of their own. */
@Tag("no-engine")
class CrossEngineTest {

    private static final List<String> ENGINES = List.of("PyTorch", "MXNet");

    @TempDir private static Path folder;

    @BeforeAll
    static void trainOnEachAndLoadOnTheOther() throws Exception {
        assumeTrue(engines().containsAll(ENGINES), "this system has " + engines());
        for (String trains : ENGINES) {
            String runs = folder.resolve(trains).toString();
            start(trains, "train", runs);
            start(other(trains), "evaluate", runs);
        }
    }

    private static String other(String engine) {
        return ENGINES.get(1 - ENGINES.indexOf(engine));
    }

    /**
     * Sums in float32 in another order. Of the largest value, 2e-7 was measured for outputs and
     * 9e-7 for gradients. The divergence is here a small difference of terms about 1, so that its
     * error is measured against 1: 6e-8 on one machine, 2e-8 on another.
     */
    @ParameterizedTest
    @CsvSource({
        "CONVOLUTIONAL, PyTorch, 16",
        "CONVOLUTIONAL, MXNet, 16",
        "QUANTIZED, PyTorch, 12",
        "QUANTIZED, MXNet, 12",
        "GRU, PyTorch, 24",
        "GRU, MXNet, 24",
        "LSTM, PyTorch, 24",
        "LSTM, MXNet, 24"
    })
    void enginesAgreeOnOutputsLossesAndGradients(
            EngineProbe.Network network, String trains, int gradients) throws Exception {
        Map<String, Values> expected = evaluated(network, trains, trains);
        Map<String, Values> actual = evaluated(network, trains, other(trains));
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(actual.keySet()));
        assertEquals(4 + 3 + gradients, expected.size(), () -> expected.keySet().toString());
        expected.forEach(
                (name, values) -> {
                    double[] wanted = doubles(values);
                    assertTrue(Arrays.stream(wanted).anyMatch(value -> value != 0), name);
                    ArrayAssertions.assertNear(
                            wanted,
                            doubles(Objects.requireNonNull(actual.get(name))),
                            1e-5
                                    * Math.max(
                                            1,
                                            Arrays.stream(wanted).map(Math::abs).max().orElse(0)),
                            0,
                            name);
                });
    }

    // The providers are asked, not the engines, which would be loaded into this process.
    private static List<String> engines() {
        List<String> names = new ArrayList<>();
        ServiceLoader.load(EngineProvider.class)
                .forEach(provider -> names.add(provider.getEngineName()));
        return names;
    }

    private static Map<String, Values> evaluated(
            EngineProbe.Network network, String trains, String loads) throws IOException {
        Path file = EngineProbe.report(folder.resolve(trains), network, loads);
        return Json.read(Files.readString(file), EngineProbe.Report.class).values();
    }

    private static void start(String engine, String... arguments)
            throws IOException, InterruptedException {
        List<String> options =
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.default_engine=" + engine,
                        "-DOPT_OUT_TRACKING=true");
        ProcessBuilder builder = JavaProgram.of(options, EngineProbe.class, arguments);
        builder.environment().put("MXNET_ENGINE_TYPE", "NaiveEngine"); // as bin/autoencoders does
        JavaProgram.said(builder);
    }

    private static double[] doubles(Values values) {
        return values.list().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
