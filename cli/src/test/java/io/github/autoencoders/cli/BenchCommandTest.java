package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.benchmark.Endurance;
import io.github.autoencoders.benchmark.HotPath;
import io.github.autoencoders.benchmark.HotPathReport;
import io.github.autoencoders.benchmark.PeerReport;
import io.github.autoencoders.benchmark.PeerRun;
import io.github.autoencoders.benchmark.ScaleReport;
import io.github.autoencoders.config.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bench as a user runs it, at sizes at which no time means anything. */
class BenchCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private final Path folder;
    private final Path out;

    BenchCommandTest(@TempDir Path folder) {
        this.folder = folder;
        out = folder.resolve("out");
    }

    private <T> T read(String file, Class<T> type) throws IOException {
        return Json.read(Files.readString(out.resolve(file)), type);
    }

    @Test
    void pathsAreTimedAndWritten() throws IOException {
        System.setProperty("jmh.ignoreLock", "true"); // tests may run beside others of theirs
        String text =
                Answer.expect(
                        0,
                        "bench",
                        "--engine",
                        ENGINE,
                        "--only",
                        "loss,optimizer",
                        "--batch",
                        2,
                        "--repetitions",
                        2,
                        "--seconds",
                        0.001,
                        "--out",
                        out);
        HotPathReport report = read("hot-paths.json", HotPathReport.class);
        assertEquals(4, report.paths().size());
        assertEquals(2, report.batch());
        for (HotPath.Timing timing : report.paths()) {
            assertEquals("", timing.failure(), timing.name());
            assertEquals(2, timing.repetitions());
            assertEquals(0, timing.errorMilliseconds(), timing.name());
        }
        assertTrue(report.engine().startsWith(ENGINE + " "), report.engine());
        assertTrue(text.contains("\noptimizer step, vae-fashion-mnist  "), text);
        assertTrue(text.endsWith("all numbers: " + out.resolve("hot-paths.json") + "\n"), text);
    }

    @Test
    void longTrainingsAreTimedInPortions() throws IOException {
        String text =
                Answer.expect(
                        0,
                        "bench",
                        "--engine",
                        ENGINE,
                        "--steps",
                        45,
                        "--recipe",
                        "ae-mnist",
                        "--batch",
                        2,
                        "--out",
                        out);
        Endurance training = read("endurance.json", Endurance.class);
        assertEquals(20, training.portions().size());
        assertEquals(2, training.steps());
        assertTrue(text.contains("\nthe last 2 steps took "), text);
        Answer.expect(1, "bench", "--engine", ENGINE, "--steps", 19, "--out", out);
    }

    @Test
    void axesAreDrawnAndWritten() throws IOException {
        String text =
                Answer.expect(
                        0,
                        "bench",
                        "--engine",
                        ENGINE,
                        "--scale",
                        "--recipe",
                        "ae-mnist",
                        "--images",
                        "8,4",
                        "--sizes",
                        "4,5",
                        "--batches",
                        "2",
                        "--codes",
                        "3,9",
                        "--batch",
                        2,
                        "--repetitions",
                        1,
                        "--out",
                        out);
        ScaleReport report = read("scale.json", ScaleReport.class);
        assertEquals(4, report.curves().size());
        assertEquals(
                List.of(4, 8),
                report.curves().get(0).points().stream().map(point -> point.value()).toList());
        for (String axis : List.of("images", "size", "batch", "code")) {
            assertNotNull(ImageIO.read(out.resolve("scale-" + axis + ".png").toFile()));
        }
        assertTrue(text.contains("02 Dense 128"), text);
        assertTrue(text.contains("a straight line of "), text);
    }

    private Path images() throws IOException {
        byte[] pixels = new byte[24 * 64];
        new Random(1).nextBytes(pixels);
        ByteBuffer idx = ByteBuffer.allocate(16 + pixels.length);
        idx.putInt(0x00000803).putInt(24).putInt(8).putInt(8).put(pixels);
        return Files.write(folder.resolve("tiny.idx"), idx.array());
    }

    // A program that needs nothing but Java, in a folder whose name has a blank.
    private String peer(String body) throws IOException {
        Path file = Files.createDirectories(folder.resolve("a peer")).resolve("Peer.java");
        Files.writeString(
                file, "class Peer { public static void main(String[] a) { %s } }".formatted(body));
        return "'%s' '%s' one \"two three\""
                .formatted(Path.of(System.getProperty("java.home"), "bin", "java"), file);
    }

    private static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of("train", ENGINE, 2),
                Arguments.of("reconstruct", ENGINE, 1),
                Arguments.of("encode", "onnxruntime", 1),
                Arguments.of("reconstruct", "OnnxRuntime", 1));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aForeignProgramIsRunByTurnsWithOurs(String mode, String engine, int rounds)
            throws IOException {
        String command =
                peer(
                        """
                        if (!String.join(",", a).equals("one,two three")) {
                            System.exit(9);
                        }
                        System.out.println("first");
                        for (int i = 1; i < 4; i++) {
                            System.out.println("at " + i + "00 pictures a second");
                            System.out.println("waits of " + i + "0 to " + i + "5 us");
                        }
                        """);
        String text =
                Answer.expect(
                        0,
                        "bench",
                        "--engine",
                        engine,
                        "--against",
                        command,
                        "--peer-rate",
                        "at (\\d+) pictures",
                        "--peer-latency",
                        "(\\d+) to (\\d+) us",
                        "--recipe",
                        "ae-mnist",
                        "--data",
                        images(),
                        "--batch",
                        8,
                        "--limit",
                        0,
                        "--epochs",
                        2,
                        "--rounds",
                        rounds,
                        "--mode",
                        mode,
                        "--out",
                        out);
        PeerReport report = read("against.json", PeerReport.class);
        assertEquals(mode, report.mode());
        assertEquals(engine.startsWith("onnx") ? "OnnxRuntime" : engine, report.engine());
        assertEquals(command, report.command());
        assertEquals(250, report.peers().get(0).imagesPerSecond());
        for (PeerRun run :
                Stream.concat(report.ours().stream(), report.peers().stream()).toList()) {
            assertTrue(run.imagesPerSecond() > 0, run.toString());
            assertTrue(run.firstSeconds() > 0, run.toString());
        }
        assertEquals(25, report.peers().get(0).p50Microseconds());
        assertEquals(30, report.peers().get(0).p99Microseconds());
        boolean isInference = !mode.equals("train");
        for (PeerRun run : report.ours()) {
            assertEquals(isInference, run.p50Microseconds() > 0, run.toString());
            assertTrue(run.p99Microseconds() >= run.p50Microseconds(), run.toString());
        }
        assertEquals(isInference, text.contains("\np50 of a batch, us, less is better "), text);
        assertTrue(text.contains("images/s, more is better"), text);
        assertTrue(text.contains("\npeer              250 "), text);
    }

    @Test
    void aProgramThatFailsIsOneLine() throws IOException {
        String error =
                Answer.expect(
                        1,
                        "bench",
                        "--engine",
                        ENGINE,
                        "--against",
                        peer("System.err.println(\"no data\"); System.exit(4);"),
                        "--recipe",
                        "ae-mnist",
                        "--data",
                        images(),
                        "--epochs",
                        1,
                        "--out",
                        out);
        assertEquals(
                "autoencoders: the peer must end with status 0, but ended with 4: no data\n",
                error);
        assertTrue(Files.notExists(out));
    }

    @Test
    void onnxRuntimeDoesInferenceBesideAPeerAndNothingElse() {
        for (String mode : List.of("train", "program", "portable")) {
            assertEquals(
                    "autoencoders: --mode must be encode or reconstruct for OnnxRuntime, which"
                            + " cannot train, but is "
                            + mode
                            + "\n",
                    refusalByOnnxRuntime("--against", "true", "--mode", mode));
        }
        String others =
                "autoencoders: --engine must be one of PyTorch, MXNet, but is OnnxRuntime, which"
                        + " only runs files of ONNX\n";
        assertEquals(others, refusalByOnnxRuntime("--scale"));
        assertEquals(others, refusalByOnnxRuntime("--steps", 20));
        assertEquals(others, refusalByOnnxRuntime("--only", "loss"));
    }

    private String refusalByOnnxRuntime(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("bench", "--engine", "OnnxRuntime"));
        arguments.addAll(List.of(options));
        return Answer.expect(1, arguments.toArray());
    }

    @Test
    void whatCannotBeIsSaidBeforeAnyWork() throws IOException {
        assertEquals(
                "autoencoders: --recipe must come with --scale, --steps or --against, but comes"
                        + " with none\n",
                Answer.expect(1, "bench", "--recipe", "ae-mnist"));
        assertEquals(
                "autoencoders: --scale, --steps and --against must not come together\n",
                Answer.expect(1, "bench", "--scale", "--against", "true"));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(
                "autoencoders: --out must be a folder, but is the file " + file + "\n",
                Answer.expect(1, "bench", "--out", file));
        assertEquals(
                "autoencoders: --rounds must be at least 1, but is 0\n",
                Answer.expect(1, "bench", "--against", "true", "--rounds", 0));
        assertEquals(
                "autoencoders: command must name a program, but is empty\n",
                Answer.expect(1, "bench", "--against", " "));
        assertTrue(
                Answer.expect(2, "bench", "--rounds", 3).contains("--against"),
                "an option of a program that is not named");
    }
}
