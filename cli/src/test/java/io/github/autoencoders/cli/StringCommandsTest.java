package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.dataset.SmilesRules;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program with strings instead of numbers. */
class StringCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final List<String> MOLECULES =
            List.of("CCO", "C1CC1", "CC(Cl)C", "OCCO", "C=CN", "NCCN", "CCCl", "OC=O");

    private static Path folder;
    private static Path molecules;
    private static Path run;

    /** What a command left. */
    private record Answer(int exitCode, String out, String err) {}

    private static Answer call(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        return new Answer(program.execute(texts), out.toString(), err.toString());
    }

    private static String use(String command, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(command, run));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--engine", ENGINE));
        Answer answer = call(arguments.toArray());
        assertEquals(0, answer.exitCode, answer.err);
        return answer.out;
    }

    /** Each molecule five times, so that all are among the strings learnt from. */
    @BeforeAll
    static void learnByHeart(@TempDir Path shared) throws Exception {
        folder = shared;
        molecules = Files.write(folder.resolve("molecules.smi"), MOLECULES);
        List<String> often = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            often.addAll(MOLECULES);
        }
        Path data = Files.write(folder.resolve("often.smi"), often);
        run = folder.resolve("run");
        String options = "--epochs 100 --batch 12 --code 8 --beta 0.02 --learning-rate 0.005";
        String text = Json.write(Recipes.read("vae-smiles", Map.of()), TrainingRecipe.class);
        String steady = text.replaceAll("\"afterEpochs\": \\[[^\\]]*\\]", "\"afterEpochs\": []");
        Path recipe = Files.writeString(folder.resolve("steady.json"), steady);
        List<Object> train =
                new ArrayList<>(List.of("train", recipe, "--data", data, "--out", run));
        train.addAll(List.of(options.split(" ")));
        train.addAll(List.of("--engine", ENGINE));
        Answer answer = call(train.toArray());
        assertEquals(0, answer.exitCode, answer.err);
        assertTrue(
                answer.out.matches(
                        "(?s).*\\(losses.png,\\s+reconstructions.txt,\\s+.*samples.txt\\)\\s*"),
                answer.out);
    }

    @Test
    void stringsLearntByHeartComeBack() throws IOException {
        Path out = folder.resolve("back.smi");
        String said = use("reconstruct", "--in", molecules, "--out", out);
        assertEquals(MOLECULES, Files.readAllLines(out));
        assertEquals(
                "8 samples of "
                        + molecules
                        + " reconstructed in "
                        + out
                        + "\n100.0 % of the strings come back exactly, and 100.0 % of their"
                        + " symbols\n",
                said);
        for (String pair : Files.readAllLines(run.resolve("pictures/reconstructions.txt"))) {
            String[] both = pair.split("\t", -1);
            assertEquals(both[0], both[1]);
        }
        assertEquals(100, Files.readAllLines(run.resolve("pictures/samples.txt")).size());
    }

    @Test
    void codesAreDecodedToStrings() throws IOException {
        Path codes = folder.resolve("codes.csv");
        use("encode", "--in", molecules, "--out", codes);
        assertEquals(9, Files.readAllLines(codes).size());
        Path strings = folder.resolve("decoded.txt");
        use("decode", "--in", codes, "--out", strings);
        assertEquals(MOLECULES, Files.readAllLines(strings));
        Path indices = folder.resolve("indices.csv");
        use("decode", "--in", codes, "--out", indices);
        List<String> rows = Files.readAllLines(indices);
        assertEquals("string,x1,x2,x3,x4,x5,x6", rows.get(0)); // CC(Cl)C
        assertTrue(rows.get(1).startsWith(MOLECULES.get(0) + ","), rows.get(1));
    }

    /** What is said is counted anew from the file. */
    @Test
    void newStringsAreCounted() throws IOException {
        Path out = folder.resolve("new.txt");
        String said =
                use("sample", "--count", 200, "--seed", 3, "--out", out, "--against", molecules);
        List<String> strings = Files.readAllLines(out);
        assertEquals(200, strings.size());
        long good = strings.stream().filter(SmilesRules::hold).count();
        List<String> distinct = strings.stream().filter(SmilesRules::hold).distinct().toList();
        long fresh = distinct.stream().filter(string -> !MOLECULES.contains(string)).count();
        assertTrue(distinct.size() > fresh, "some are known");
        assertEquals(
                "200 samples in %s%n%s well-formed, %s of these distinct, %s of these not in %s%n"
                        .formatted(out, good, distinct.size(), fresh, molecules),
                said);
        String without = use("sample", "--count", 200, "--seed", 3, "--out", out);
        assertEquals(
                "200 samples in %s%n%s well-formed, %s of these distinct%n"
                        .formatted(out, good, distinct.size()),
                without);
    }

    /** The same seed gives the same strings again; near 0, those that are the most probable. */
    @Test
    void symbolsAreDrawnAtATemperature() throws IOException {
        List<String> most = drawn("most.txt", "0");
        List<String> hot = drawn("hot.txt", "3");
        assertEquals(most, drawn("cold.txt", "0.0001"));
        assertEquals(hot, drawn("again.txt", "3"));
        assertTrue(Set.copyOf(hot).size() > Set.copyOf(most).size() + 10, hot + " after " + most);
        for (String wrong : List.of("-1", "NaN", "Infinity")) {
            double value = Double.parseDouble(wrong);
            assertRefused(
                    "--temperature must be finite and not negative, but is " + value,
                    call("sample", run, "--temperature", wrong, "--out", folder.resolve("x.txt")));
        }
    }

    private static List<String> drawn(String file, String temperature) throws IOException {
        Path out = folder.resolve(file);
        use("sample", "--count", 100, "--temperature", temperature, "--out", out);
        return Files.readAllLines(out);
    }

    /** Strings learnt by heart cost little, each symbol being weighed after the true ones. */
    @Test
    void evidenceIsThatOfSymbolsAfterThoseBefore() {
        String said = use("evaluate", "--data", molecules, "--samples", 20);
        Matcher nats = Pattern.compile("reconstruction\\s+(\\d+\\.\\d+) nats").matcher(said);
        assertTrue(nats.find(), said);
        assertTrue(Double.parseDouble(nats.group(1)) < 2, said);
    }

    @Test
    void aReconstructionHasNoFilesOfItsOwn() {
        Path out = folder.resolve("part");
        assertRefused(
                "--part must be encoder, decoder or whole, but is reconstruction, which has no"
                        + " parameters of its own",
                call("export", run, "--part", "reconstruction", "--out", out));
        assertFalse(Files.exists(out));
    }

    @Test
    void corruptedStringsAreRefusedWhereTheDecoderIsShownThem() throws IOException {
        String recipe = Files.readString(run.resolve("recipe.json"));
        String corrupted =
                recipe.replace(
                        "\"corruption\": {\n    \"type\": \"None\"",
                        "\"corruption\": {\n    \"type\": \"Masking\",\n    \"share\": 0.5");
        Path file = Files.writeString(folder.resolve("corrupted.json"), corrupted);
        Answer answer = call("train", file, "--out", folder.resolve("none"));
        assertTrue(
                answer.err.contains(
                        "corruption must be None for an autoregressive decoder, which is shown the"
                                + " sample, but is Masking"),
                answer.err);
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void stringsThatDoNotFitAreRefusedInOneLine() throws IOException {
        Path zinc = Files.writeString(folder.resolve("zinc.smi"), "CCO\nC[Zn]C\n");
        Path out = folder.resolve("refused.csv");
        assertRefused(
                zinc
                        + ": \"C[Zn]C\" must be made of the symbols ( ) 1 = C Cl N O, but"
                        + " has \"[\"",
                call("encode", run, "--in", zinc, "--out", out, "--engine", ENGINE));
        Path wide = Files.writeString(folder.resolve("long.smi"), "CCCCCCC\n");
        assertRefused(
                wide + ": \"CCCCCCC\" must have at most 6 symbols, but has more",
                call("encode", run, "--in", wide, "--out", out, "--engine", ENGINE));
        Path table = Files.writeString(folder.resolve("table.csv"), "a\n1\n");
        assertRefused(
                "--against must be smiles-toy or a file of strings (.smi, .txt), but is " + table,
                call("sample", run, "--out", folder.resolve("x.txt"), "--against", table));
        Path picture = folder.resolve("x.png");
        assertRefused(
                "--out must end in .txt or .smi (or .csv, for the indices of symbols) for strings,"
                        + " but is "
                        + picture,
                call("sample", run, "--out", picture));
        assertFalse(Files.exists(out));
    }

    private static void assertRefused(String message, Answer answer) {
        assertEquals("autoencoders: " + message + System.lineSeparator(), answer.err);
        assertEquals(1, answer.exitCode);
    }
}
