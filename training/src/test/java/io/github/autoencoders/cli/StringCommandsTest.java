package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.SmilesRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        List<Object> train = new ArrayList<>(List.of("train", "--data", data, "--out", run));
        train.addAll(List.of(options.split(" ")));
        train.addAll(List.of("--engine", ENGINE));
        Answer answer = call(train.toArray());
        assertEquals(0, answer.exitCode, answer.err);
        assertTrue(
                answer.out.matches(
                        "(?s).*\\(losses.png, reconstructions.txt, .*samples.txt\\)\\s*"),
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
        assertEquals("x1,x2,x3,x4,x5,x6", Files.readAllLines(indices).get(0)); // CC(Cl)C
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
                "200 samples in %s%n%d well-formed, %d of these distinct, %d of these not in %s%n"
                        .formatted(out, good, distinct.size(), fresh, molecules),
                said);
        String without = use("sample", "--count", 200, "--seed", 3, "--out", out);
        assertEquals(
                "200 samples in %s%n%d well-formed, %d of these distinct%n"
                        .formatted(out, good, distinct.size()),
                without);
    }

    @Test
    void stringsThatDoNotFitAreRefusedInOneLine() throws IOException {
        Path zinc = Files.writeString(folder.resolve("zinc.smi"), "CCO\nC[Zn]C\n");
        Path out = folder.resolve("refused.csv");
        assertRefused(
                zinc
                        + ": string 2, \"C[Zn]C\" must be made of the symbols ( ) 1 = C Cl N O, but"
                        + " has \"[\"",
                call("encode", run, "--in", zinc, "--out", out, "--engine", ENGINE));
        Path wide = Files.writeString(folder.resolve("long.smi"), "CCCCCCC\n");
        assertRefused(
                wide + ": string 1, \"CCCCCCC\" must have at most 6 symbols, but has more",
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
