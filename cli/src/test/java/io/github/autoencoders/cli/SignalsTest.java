package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.testing.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, ended by signals; docs/try-signals.sh tries many more. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    @TempDir private static Path folder;

    @BeforeAll
    @Timeout(300)
    static void trainToTheEnd() throws Exception {
        Process training = trainAnew("whole");
        readTo(training.inputReader(), "pictures");
        assertEquals(0, training.waitFor());
    }

    private static Process start(String... arguments) throws IOException {
        ProcessBuilder builder =
                JavaProgram.of(
                                List.of("-XX:TieredStopAtLevel=1"),
                                AutoencodersCommand.class,
                                arguments)
                        .directory(folder.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.redirectError(folder.resolve("errors").toFile()).start();
    }

    private static Process train(String run, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("train"));
        all.addAll(List.of(more));
        all.addAll(List.of("--engine", ENGINE, "--threads", "1", "--out", run));
        return start(all.toArray(String[]::new));
    }

    private static Process trainAnew(String run) throws IOException {
        StringBuilder table = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 600; i++) {
            table.append(i % 7 + "," + i % 5 + "," + i * i % 11 + "\n");
        }
        Files.writeString(folder.resolve("table.csv"), table);
        return train(run, "vae-table", "--data", "table.csv", "--epochs", "6", "--batch", "2");
    }

    private static void readTo(BufferedReader text, String start) throws IOException {
        String line = text.readLine();
        while (line != null && !line.startsWith(start)) {
            line = text.readLine();
        }
        assertTrue(line != null, "no line begins with " + start);
    }

    private String lastError() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("errors"));
        return lines.get(lines.size() - 1);
    }

    private void assertNoCrash() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.filter(f -> f.toString().contains("hs_err")).toList());
        }
    }

    private static void kill(Process process, String signal) throws Exception {
        assertEquals(
                0, new ProcessBuilder("kill", "-s", signal, "" + process.pid()).start().waitFor());
    }

    @Test
    void trainingThatIsEndedSaysSoAndGoesOnToTheSameModel() throws Exception {
        for (String signal : List.of("TERM", "INT")) {
            Process process = trainAnew(signal);
            readTo(process.inputReader(), "epoch 1/");
            kill(process, signal);
            assertEquals(signal.equals("TERM") ? 143 : 130, process.waitFor());
            String said = lastError();
            assertTrue(
                    said.matches(
                            "autoencoders: stopped after epoch [1-6]; go on with --resume --out "
                                    + signal),
                    said);
            assertNoCrash();
            Process resumed = train(signal, "--resume");
            readTo(resumed.inputReader(), "pictures");
            assertEquals(0, resumed.waitFor());
            for (String file :
                    List.of("model/autoencoder-0000.params", "checkpoint/moments.ndlist")) {
                assertArrayEquals(
                        Files.readAllBytes(folder.resolve("whole").resolve(file)),
                        Files.readAllBytes(folder.resolve(signal).resolve(file)),
                        file);
            }
        }
    }

    /** The standard input gives nothing, and its reader takes no notice of an interrupt. */
    @Test
    void scoringOfWhatNeverComesEndsAndLeavesNoFile() throws Exception {
        Process process =
                start("score", "whole", "--in", "-", "--out", "scores.csv", "--engine", ENGINE);
        var in = process.outputWriter();
        in.write("a,b,c\n" + "1,2,3\n".repeat(100_000));
        in.flush(); // more than a pipe holds: it is being read
        kill(process, "TERM");
        assertEquals(143, process.waitFor());
        assertEquals("autoencoders: stopped", lastError());
        assertNoCrash();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.filter(f -> f.toString().contains("scores")).toList());
        }
    }

    @Test
    void serverThatIsEndedSaysSo() throws Exception {
        Process process = start("serve", "vae-sprites-2", "--port", "0", "--engine", ENGINE);
        readTo(process.inputReader(), "http");
        kill(process, "TERM");
        assertEquals(143, process.waitFor());
        assertEquals("autoencoders: stopped, and answered what it took", lastError());
        assertNoCrash();
    }

    @Test
    void followingAFileEndsAndLeavesWhatWasThere() throws Exception {
        StringBuilder table = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 60; i++) {
            table.append(i % 7 + "," + i % 5 + "," + i * i % 11 + "\n");
        }
        Files.writeString(folder.resolve("table.csv"), table);
        String[] train = "anomalies train --data table.csv --out detector --engine".split(" ", -1);
        Process training = start(Stream.concat(Stream.of(train), Stream.of(ENGINE)));
        readTo(training.inputReader(), "detector");
        assertEquals(0, training.waitFor());
        for (String signal : List.of("TERM", "INT")) {
            Files.writeString(folder.resolve("rows.csv"), "a,b,c\n1,2,3\n4,");
            String[] score =
                    "anomalies score detector --in rows.csv --follow --out - --engine"
                            .split(" ", -1);
            Process process = start(Stream.concat(Stream.of(score), Stream.of(ENGINE)));
            BufferedReader said = process.inputReader();
            readTo(said, "1,");
            Files.writeString(folder.resolve("rows.csv"), "2,3\n4,9,", StandardOpenOption.APPEND);
            readTo(said, "2,");
            kill(process, signal);
            assertEquals(signal.equals("TERM") ? 143 : 130, process.waitFor());
            assertEquals("autoencoders: stopped, and answered what was there", lastError());
            assertNoCrash();
        }
    }

    private static Process start(Stream<String> arguments) throws IOException {
        return start(arguments.toArray(String[]::new));
    }
}
