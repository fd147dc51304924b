package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineProvider;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.testing.ArrayAssertions;
import io.github.autoencoders.training.EngineProbe.Values;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One engine trains, both load what it saved; each in a process of its own. */
@Tag("no-engine")
class CrossEngineTest {

    private final Path folder;

    CrossEngineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * Sums in float32 in another order. Of the largest value, 2e-7 was measured for outputs and
     * 9e-7 for gradients. The divergence is here a small difference of terms about 1, so that its
     * error is measured against 1: 6e-8 on one machine, 2e-8 on another.
     */
    @ParameterizedTest
    @CsvSource({
        "CONVOLUTIONAL, PyTorch, MXNet, 16",
        "CONVOLUTIONAL, MXNet, PyTorch, 16",
        "QUANTIZED, PyTorch, MXNet, 12",
        "QUANTIZED, MXNet, PyTorch, 12",
        "GRU, PyTorch, MXNet, 24",
        "LSTM, MXNet, PyTorch, 24"
    })
    void enginesAgreeOnOutputsLossesAndGradients(
            EngineProbe.Network network, String trains, String loads, int gradients)
            throws Exception {
        assumeTrue(engines().containsAll(List.of(trains, loads)), "this system has " + engines());
        Path run = folder.resolve("run");
        start(trains, "train", network.name(), run.toString());
        Map<String, Values> expected = evaluate(network, trains, run);
        Map<String, Values> actual = evaluate(network, loads, run);
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

    private Map<String, Values> evaluate(EngineProbe.Network network, String engine, Path run)
            throws Exception {
        Path file = folder.resolve(engine + ".json");
        start(engine, "evaluate", network.name(), run.toString(), file.toString());
        return Json.read(Files.readString(file), EngineProbe.Report.class).values();
    }

    private void start(String engine, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Dai.djl.default_engine=" + engine,
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        classPath(),
                        EngineProbe.class.getName()));
        Collections.addAll(command, arguments);
        File log = folder.resolve("log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().put("MXNET_ENGINE_TYPE", "NaiveEngine"); // as bin/autoencoders does
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor(), () -> text(log));
    }

    // Surefire may start the tests from a jar that only names the class path.
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String text(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static double[] doubles(Values values) {
        return values.list().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
