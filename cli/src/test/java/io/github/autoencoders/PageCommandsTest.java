package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.cli.AutoencodersCommand;
import io.github.autoencoders.training.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The command lines in README.md and docs, run in their order, each page in a folder of its own,
 * with less data and fewer epochs.
 */
class PageCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static final String NETWORK = "downloads what it learns from";
    private static final String HOURS = "takes many minutes to hours";
    private static final String ANOTHERS = "runs another's program";
    private static final String FOREIGN = "takes what Python wrote; WeightImportTest";
    private static final String READERS = "leaves names to the reader";
    private static final String SOUNDS = "takes sounds of one's own; SoundCommandsTest";
    private static final String PHOTOS = "takes photographs of one's own; RecipesTest";
    private static final String MLFLOW = "needs an MLflow server; MlflowRunTest";
    private static final String SERVER = "serves until it is interrupted; ServeCommandTest";

    /** What is not run here, by how the line begins, and why. */
    private static final Map<String, String> NOT_RUN =
            Map.ofEntries(
                    Map.entry("autoencoders reproduce", HOURS),
                    Map.entry("autoencoders bench --against", ANOTHERS),
                    Map.entry("autoencoders bench", HOURS),
                    Map.entry("autoencoders compare ", NETWORK),
                    Map.entry("autoencoders models --measure", HOURS),
                    Map.entry("autoencoders serve ", SERVER),
                    Map.entry("autoencoders import ", FOREIGN),
                    Map.entry("autoencoders train vae-sprites --mlflow", MLFLOW),
                    Map.entry("autoencoders inspect speech", SOUNDS),
                    Map.entry("autoencoders train denoising-speech", SOUNDS),
                    Map.entry("autoencoders train cvae-sounds", SOUNDS),
                    Map.entry("autoencoders sample runs/cvae-sounds", SOUNDS),
                    Map.entry("autoencoders probe runs/cvae-sounds", SOUNDS),
                    Map.entry("autoencoders reconstruct runs/denoising-speech", SOUNDS),
                    Map.entry("autoencoders evaluate runs/denoising-speech", SOUNDS),
                    Map.entry("autoencoders score runs/denoising-speech", SOUNDS),
                    Map.entry("autoencoders anomalies train --data others", SOUNDS),
                    Map.entry("autoencoders anomalies score speech-detector", SOUNDS),
                    Map.entry("autoencoders train --data photos", PHOTOS),
                    Map.entry("autoencoders train vae-photos", PHOTOS),
                    Map.entry("autoencoders compress runs/vae-photos", PHOTOS),
                    Map.entry("autoencoders train --data photographs", READERS),
                    Map.entry("autoencoders evaluate runs/masks", READERS),
                    Map.entry("autoencoders reconstruct runs/masks", READERS),
                    Map.entry("autoencoders train RECIPE", READERS),
                    Map.entry("autoencoders train --data TABLE", READERS),
                    Map.entry("autoencoders score RUN", READERS),
                    Map.entry("autoencoders anomalies train --data TABLE", READERS),
                    Map.entry("autoencoders anomalies evaluate DETECTOR", READERS),
                    Map.entry("autoencoders train vae-fashion-mnist", NETWORK),
                    Map.entry("autoencoders train ae-fashion-mnist", NETWORK),
                    Map.entry("autoencoders compare-models runs/vae runs/ae", NETWORK));

    /** At most so much of an option, where it is given. */
    private static final Map<String, Integer> MOST =
            Map.of("--epochs", 1, "--limit", 150, "--samples", 5, "--count", 50);

    private static final Set<String> WRITTEN =
            Set.of(
                    "--out",
                    "--picture",
                    "--timeline",
                    "--html",
                    "--index",
                    "--to",
                    "--tensorboard");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern RUN = Pattern.compile("runs/([a-z0-9-]+)");

    @TempDir private static Path shell; // the program, as a shell finds it

    @TempDir private Path folder;

    static List<Page> pages() throws IOException {
        return Page.all().stream().filter(page -> !runnable(page).isEmpty()).toList();
    }

    private static List<String> runnable(Page page) {
        return page.commands().stream()
                .filter(line -> NOT_RUN.keySet().stream().noneMatch(line::startsWith))
                .toList();
    }

    @BeforeAll
    static void writeProgram() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell here");
        System.setProperty("DJL_CACHE_DIR", shell.resolve("cache").toString());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = shell.resolve("autoencoders");
        Files.writeString(
                program,
                """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -DDJL_CACHE_DIR='%s' \\
                    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn %s "$@" --engine %s
                """
                        .formatted(
                                java,
                                shell.resolve("cache"),
                                AutoencodersCommand.class.getName(),
                                ENGINE));
        assertTrue(program.toFile().setExecutable(true));
    }

    @AfterAll
    static void clear() {
        System.clearProperty("DJL_CACHE_DIR");
    }

    @Tag("no-engine")
    @Test
    void whatIsNotRunStandsInThePages() throws IOException {
        Set<String> unused = new TreeSet<>(NOT_RUN.keySet());
        for (Page page : Page.all()) {
            page.commands().forEach(line -> unused.removeIf(line::startsWith));
        }
        assertEquals(Set.of(), unused);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandRuns(Page page) throws Exception {
        for (String line : runnable(page)) {
            for (String missing : missingRuns(line)) {
                run("autoencoders train " + missing);
            }
            if (line.startsWith("autoencoders ")) {
                run(line);
            } else {
                runInShell(line);
            }
        }
    }

    /** Returns the recipes of the runs that a line uses, and which no line before it made. */
    private List<String> missingRuns(String line) {
        String used = line.replaceAll("--out \\S+", "");
        return RUN.matcher(used)
                .results()
                .map(found -> found.group(1))
                .filter(Recipes.names()::contains)
                .filter(recipe -> !Files.exists(folder.resolve("runs").resolve(recipe)))
                .toList();
    }

    private void runInShell(String line) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", shell + ":" + environment.get("PATH"));
        environment.put(
                "CLASSPATH",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> line + "\n" + said);
        requireWritten(line, line.replaceFirst("(?s).*> ", ""));
    }

    private void run(String line) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> words = words(line);
        int exitCode = program.execute(arguments(words).toArray(String[]::new));
        assertEquals(0, exitCode, () -> line + "\n" + err);
        assertFalse(out.toString().isBlank(), () -> line + " said nothing");
        for (int i = 0; i + 1 < words.size(); i++) {
            if (WRITTEN.contains(words.get(i)) && !words.get(i + 1).matches("\\d+")) {
                requireWritten(line, words.get(i + 1));
            }
        }
    }

    private void requireWritten(String line, String file) throws IOException {
        Path written = folder.resolve(file);
        try (Stream<Path> all = Files.walk(written)) {
            assertTrue(
                    all.anyMatch(each -> Files.isRegularFile(each) && each.toFile().length() > 0),
                    () -> line + " did not write " + file);
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(line.substring("autoencoders ".length()));
        while (found.find()) {
            words.add(found.group().replaceAll("^['\"]|['\"]$", ""));
        }
        return words;
    }

    /** Returns the words with paths in this test's folder, the engine, and small numbers. */
    private List<String> arguments(List<String> words) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String before = i == 0 ? "" : words.get(i - 1);
            arguments.add(argument(before, words.get(i)));
        }
        CommandLine command = AutoencodersCommand.commandLine();
        for (String word : words) { // as anomalies train
            command = command.getSubcommands().getOrDefault(word, command);
        }
        if (command.getCommandSpec().findOption("--engine") != null
                && !words.contains("--engine")) {
            arguments.addAll(List.of("--engine", ENGINE));
        }
        if (words.get(0).equals("train")) {
            completeTraining(words, arguments);
        }
        return arguments;
    }

    private String argument(String before, String word) {
        if (MOST.containsKey(before)) {
            return "" + Math.min(MOST.get(before), Integer.parseInt(word));
        }
        boolean path = WRITTEN.contains(before) || Files.exists(folder.resolve(word));
        boolean sample = word.matches("\\d+|-"); // or standard input and output
        return path && !sample ? folder.resolve(word).toString() : word;
    }

    private void completeTraining(List<String> words, List<String> arguments) {
        if (!words.contains("--out")) {
            boolean named = words.size() > 1 && !words.get(1).startsWith("-");
            Path run = folder.resolve("runs").resolve(named ? words.get(1) : "vae-sprites");
            arguments.addAll(List.of("--out", run.toString()));
        }
        if (words.contains("--resume")) {
            arguments.set(arguments.indexOf("--epochs") + 1, "2");
            return;
        }
        for (String option : List.of("--epochs", "--limit")) {
            if (!words.contains(option)) {
                arguments.addAll(List.of(option, "" + MOST.get(option)));
            }
        }
    }
}
