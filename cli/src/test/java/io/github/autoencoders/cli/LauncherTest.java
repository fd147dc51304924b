package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script for Unix, with a Java that only writes down what it is started with. */
@Tag("no-engine")
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path SCRIPT = Path.of("src/main/scripts/autoencoders").toAbsolutePath();

    private final Path folder;

    LauncherTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({
        "train --engine MXNet, NaiveEngine",
        "train --device cpu, NaiveEngine",
        "train --device gpu0, ",
        "train --device=gpu0, ",
        "reproduce, NaiveEngine",
        "bench --only training, NaiveEngine",
        "compare vae-sprites --device gpu0, NaiveEngine",
        "serve models, ",
        "encode x --out y, "
    })
    void mxnetComputesInTheCallingThreadWhereAModelIsTrainedOnProcessors(
            String arguments, String expected) throws Exception {
        assertEquals(expected, environment(Map.of(), arguments).get("MXNET_ENGINE_TYPE"));
    }

    @Test
    void whatTheEnvironmentHasIsKept() throws Exception {
        Map<String, String> given =
                Map.of(
                        "MXNET_ENGINE_TYPE", "ThreadedEngine",
                        "OMP_NUM_THREADS", "3",
                        "GOMP_SPINCOUNT", "0",
                        "MXNET_CPU_PARALLEL_SIZE", "5",
                        "MXNET_CPU_TEMP_COPY", "2",
                        "MALLOC_ARENA_MAX", "2");
        Map<String, String> seen = environment(given, "train");
        given.forEach((name, value) -> assertEquals(value, seen.get(name), name));
    }

    @Test
    void whatTheEnvironmentHasNotIsSet() throws Exception {
        Map<String, String> seen = environment(Map.of("MXNET_ENGINE_TYPE", ""), "train");
        assertEquals("NaiveEngine", seen.get("MXNET_ENGINE_TYPE"));
        assertEquals("1000000000", seen.get("MXNET_CPU_PARALLEL_SIZE"));
        assertEquals("1", seen.get("MXNET_CPU_TEMP_COPY"));
        assertEquals("100000", seen.get("GOMP_SPINCOUNT"));
        assertEquals("1", seen.get("MALLOC_ARENA_MAX"));
        assertEquals("0", seen.get("MALLOC_MMAP_MAX_"));
        assertEquals("8589934592", seen.get("MALLOC_TRIM_THRESHOLD_"));
        String threads = Objects.requireNonNull(seen.get("OMP_NUM_THREADS"));
        assertTrue(Integer.parseInt(threads) >= 1, threads);
    }

    @ParameterizedTest
    @CsvSource({"train --threads 5, 5", "train --threads=6, 6", "train, 3"})
    void threadsAreThoseOfTheOptionOrElseOfTheEnvironment(String arguments, String expected)
            throws Exception {
        Map<String, String> seen = environment(Map.of("OMP_NUM_THREADS", "3"), arguments);
        assertEquals(expected, seen.get("OMP_NUM_THREADS"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 1, , 4, ''", // its own thread alone
        "4, 2, , 3, 'threads of other programs on 4 processors: 1; computing with 3 (see"
                + " --threads)'",
        "4, 5, , 1, 'threads of other programs on 4 processors: 4; computing with 1 (see"
                + " --threads)'",
        "4, 21, , 1, 'threads of other programs on 4 processors: 20; computing with 1 (see"
                + " --threads)'",
        "64, 31, 4, 4, ''", // 34 are free
        "4, , , 4, ''", // a system without the file
        "4, 1, 150000 100000, 2, ''",
        "4, 1, max 100000, 4, ''",
        "4, 1, 900000 100000, 4, ''"
    })
    void threadsAreNoMoreThanProcessorsThatAreFreeAndAllowed(
            int processors, String running, String limit, String expected, String said)
            throws Exception {
        boolean quota = limit != null && limit.contains(" ");
        machine(processors, running == null ? "" : running);
        program("nproc", "echo " + (limit == null || quota ? processors : limit));
        program("cat", quota ? "echo " + limit : "exit 1");
        Map<String, String> seen = environment(Map.of(), "train");
        assertEquals(expected, seen.get("OMP_NUM_THREADS"));
        assertEquals(said, seen.getOrDefault("autoencoders", ""));
        assertEquals("", environment(Map.of(), "train --help").getOrDefault("autoencoders", ""));
        assertEquals(
                "7", environment(Map.of("OMP_NUM_THREADS", "7"), "train").get("OMP_NUM_THREADS"));
    }

    @ParameterizedTest
    @CsvSource({
        "3 3 1, 4", // the end of other programs at both of the first looks
        "3 1, 4",
        "1 5 5, 4",
        "3 2 9 1 1 3 1 1 9 1 2 1 1 9 1 2 3, 4", // of 15 looks, 8 see none but its own
        "3 2 3 1 3 3 3 1 1 3 3 2 3 1 3 1 3, 2", // two others rest now and then
        "3 2 40 2 2 2 2 2 1 2 2 2 2 1 2 2 2, 3"
    })
    void whatRunsForAMomentTakesNoProcessors(String running, String expected) throws Exception {
        machine(4, running);
        program("nproc", "echo 4");
        program("cat", "exit 1");
        assertEquals(expected, environment(Map.of(), "train").get("OMP_NUM_THREADS"));
    }

    // A machine where so many threads run at one look after the other; the last is seen again.
    private void machine(int processors, String running) throws IOException {
        program("getconf", "echo " + processors);
        Path looks = folder.resolve("looks");
        Files.writeString(looks, running.replace(' ', '\n') + (running.isEmpty() ? "" : "\n"));
        String look = "/bin/sed -n 1p looks; [ $(wc -l < looks) -le 1 ] || /bin/sed -i 1d looks";
        program(
                "sed",
                "case $* in *loadavg) cd "
                        + folder
                        + "; "
                        + look
                        + ";; *) exec /bin/sed \"$@\";; esac");
    }

    @ParameterizedTest
    @CsvSource({
        "train, true",
        "serve, false",
        "bench --engine MXNet, true",
        "bench --engine OnnxRuntime, false",
        "bench --engine=onnxruntime, false"
    })
    void onlyAServerAndWhatIsMeasuredAsOneHaveTheSecondCompiler(String command, boolean firstAlone)
            throws Exception {
        String java = Objects.requireNonNull(environment(Map.of(), command).get("arguments"));
        assertEquals(firstAlone, java.contains("-XX:TieredStopAtLevel=1"), java);
        assertTrue(java.endsWith("cli.AutoencodersCommand " + command), java);
    }

    @Test
    void javaIsToBeNewEnough() throws Exception {
        String needs = "autoencoders: needs Java 17 or newer, but ";
        program("java", "echo 'openjdk version \"1.8.0_452\"' >&2");
        String said = says(1, Map.of(), "models");
        assertTrue(said.startsWith(needs) && said.contains(" is 1.8.0_452; set "), said);
        // Where a file tells, Java need not start for that.
        program("java", "echo \"started for $*\"");
        Path release = folder.resolve("release");
        Files.writeString(release, "IMPLEMENTOR=\"N/A\"\nJAVA_VERSION=\"11.0.2\"\n");
        said = says(1, Map.of(), "models");
        assertTrue(said.startsWith(needs) && said.contains(" is 11.0.2; set "), said);
        Files.writeString(release, "JAVA_VERSION=\"21\"\n");
        said = says(0, Map.of(), "models");
        assertTrue(said.startsWith("started for -XX") && said.lines().count() == 1, said);
    }

    // What Java would have been started with; its arguments under that name.
    private Map<String, String> environment(Map<String, String> given, String arguments)
            throws IOException, InterruptedException {
        program(
                "java",
                """
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
                env
                echo "arguments=$*"
                """);
        Map<String, String> seen = new TreeMap<>();
        says(0, given, arguments)
                .lines()
                .map(line -> line.split(line.startsWith("autoencoders:") ? ": " : "=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> seen.put(parts[0], parts[1]));
        return seen;
    }

    private String says(int code, Map<String, String> given, String arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", SCRIPT.toString());
        builder.command().addAll(List.of(arguments.split(" ")));
        builder.environment().clear();
        builder.environment().putAll(given);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", folder.toString());
        Path output = folder.resolve("output");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        String text = Files.readString(output);
        assertEquals(code, process.exitValue(), text);
        return text;
    }

    // The script finds it before a program of the system.
    private void program(String name, String lines) throws IOException {
        Path path = folder.resolve("bin").resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + lines + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
}
