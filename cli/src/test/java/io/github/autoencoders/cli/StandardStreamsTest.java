package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.testing.JavaProgram;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tables that come from the standard input, and go to the standard output. */
class StandardStreamsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final String TABLE = "a,b\n1,2\n2,1\n3,4\n4,3\n5,6\n6,5\n";

    private static final Writer FULL =
            new Writer() {
                @Override
                public void write(char[] text, int from, int length) throws IOException {
                    throw new IOException("no space left");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private static Path folder;
    private static Path run;

    private final InputStream before = System.in;

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws IOException {
        folder = shared;
        run = shared.resolve("run");
        Path table = Files.writeString(shared.resolve("table.csv"), TABLE);
        Answer.expect(
                0,
                "train",
                "--data",
                table,
                "--code",
                1,
                "--epochs",
                1,
                "--out",
                run,
                "--engine",
                ENGINE);
    }

    @AfterEach
    void giveBack() {
        System.setIn(before);
    }

    private static Answer piped(String input, Object... arguments) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--engine";
        all[arguments.length + 1] = ENGINE;
        return Answer.of(all);
    }

    @Test
    void tablesGoThrough() throws IOException {
        for (String task : List.of("encode", "score", "reconstruct")) {
            Path file = folder.resolve(task + ".csv");
            Path table = folder.resolve("table.csv");
            Answer.expect(0, task, run, "--in", table, "--out", file, "--engine", ENGINE);
            Answer answer = piped(TABLE, task, run, "--in", "-", "--out", "-");
            assertEquals(0, answer.exitCode(), answer.err());
            assertEquals(Files.readString(file), answer.out());
            assertTrue(answer.err().contains("in the standard output"), answer.err());
        }
        Answer decoded = piped("z1\n0\n1\n", "decode", run, "--in", "-", "--out", "-");
        assertEquals(3, decoded.out().lines().count(), decoded.err());
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Answer wide = piped("a,c\n1,3\n", "encode", run, "--in", "-", "--out", "-");
        assertEquals(1, wide.exitCode());
        assertTrue(
                wide.err().startsWith("autoencoders: standard input must have the column \"b\""),
                wide.err());
        Answer sampled = piped("", "sample", run, "--out", "-");
        assertEquals(
                "autoencoders: --out must be a file or a folder here, but is the standard output\n",
                sampled.err());
    }

    @Test
    void aWrongAnomalyLeavesNoFile() throws IOException {
        Path table = Files.writeString(folder.resolve("labels.csv"), "a,b,label\n1,2,0\n3,4,1\n");
        Path out = folder.resolve("scores.csv");
        String error =
                Answer.expect(
                        1,
                        "score",
                        run,
                        "--in",
                        table,
                        "--out",
                        out,
                        "--anomaly",
                        "2",
                        "--engine",
                        ENGINE);
        assertTrue(error.startsWith("autoencoders: --anomaly must be of the labels"), error);
        assertFalse(Files.exists(out));
    }

    @Test
    void anOutputThatTakesNothingIsSaid() {
        System.setIn(new ByteArrayInputStream(TABLE.getBytes(StandardCharsets.UTF_8)));
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(FULL)).setErr(new PrintWriter(Writer.nullWriter()));
        assertEquals(
                1,
                program.execute(
                        "encode", run.toString(), "--in", "-", "--out", "-", "--engine", ENGINE));
    }

    /** Of a real process: what Java's own System.out hides must be seen. */
    @Test
    void aFullDiskIsSaid() throws Exception {
        File full = new File("/dev/full");
        Assumptions.assumeTrue(full.exists(), "only Linux has " + full);
        Process process =
                JavaProgram.of(
                                List.of("-XX:TieredStopAtLevel=1"),
                                AutoencodersCommand.class,
                                "encode",
                                run.toString(),
                                "--in",
                                folder.resolve("table.csv").toString(),
                                "--out",
                                "-",
                                "--engine",
                                ENGINE)
                        .redirectOutput(full)
                        .start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), error);
        assertTrue(
                error.contains(
                        "autoencoders: the standard output must take all text, but does not\n"),
                error);
    }

    /** As of a pipe of which somebody wanted the first lines only. */
    @Test
    void nothingIsComputedForAnOutputThatTakesNoMore() {
        AtomicInteger rows = new AtomicInteger();
        assertThrows(
                IOException.class,
                () ->
                        Output.table(Path.of("-"), new PrintWriter(FULL))
                                .write(
                                        printer -> {
                                            while (rows.get() < 1_000_000) {
                                                printer.printRecord(rows.incrementAndGet());
                                            }
                                        }));
        assertTrue(rows.get() < 100_000, () -> rows + " rows");
    }
}
