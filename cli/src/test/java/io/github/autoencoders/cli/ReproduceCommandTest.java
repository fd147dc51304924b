package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReproduceCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    ReproduceCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int call(String... arguments) {
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return program.execute(arguments);
    }

    @Test
    @Tag("no-engine")
    void filesThatCannotBeFetchedMustBeThere() throws IOException {
        String results = folder.resolve("results").toString();
        assertEquals(1, call("reproduce", "keras-nab", "--out", results));
        assertEquals(
                "autoencoders: --nab must be a folder with art_daily_small_noise.csv or"
                        + " art_daily_small_noise.csv.gz, but is not given",
                err.toString().strip());
        err.getBuffer().setLength(0);
        Files.writeString(folder.resolve("art_daily_small_noise.csv.gz"), "");
        assertEquals(
                1, call("reproduce", "--nab", folder.toString(), "--out", results)); // all of them
        assertEquals(
                "autoencoders: --nab must be a folder with art_daily_jumpsup.csv or"
                        + " art_daily_jumpsup.csv.gz, but "
                        + folder
                        + " has neither",
                err.toString().strip());
        assertEquals("", out.toString());
        assertFalse(Files.exists(Path.of(results)));
    }

    @Test
    @Tag("no-engine")
    void helpSaysHowLongEachTakes() {
        assertEquals(0, call("reproduce", "--help"));
        assertTrue(
                out.toString().contains("\n  keras-vae            27 minutes\n"), out.toString());
        assertTrue(out.toString().contains("\n  burda-iwae-50 "), out.toString());
    }

    /** All figures of the first epoch are there, so that nothing is left to train. */
    @Test
    void tableHasWhatWasMeasuredBefore() throws IOException {
        Path done = folder.resolve("keras-vae-" + ENGINE.toLowerCase(Locale.ROOT));
        Files.createDirectories(done);
        Files.writeString(
                done.resolve("results.json"),
                """
                {"figures": [
                  {"quantity": "training reconstruction, nats", "epoch": 1,
                   "published": 205.16, "ours": 206.128, "engine": "X 1"},
                  {"quantity": "training KL divergence, nats", "epoch": 1,
                   "published": 3.96, "ours": 0.12348, "engine": "X 1"}]}
                """);
        Path nab = folder.resolve("keras-nab-" + ENGINE.toLowerCase(Locale.ROOT));
        Files.createDirectories(nab);
        Files.writeString(
                nab.resolve("results.json"),
                """
                {"figures": [
                  {"quantity": "anomalous points", "epoch": 21,
                   "published": 0, "ours": 17, "engine": "X 1"}]}
                """);
        int exitCode =
                call("reproduce", "--epochs", "1", "--out", folder.toString(), "--engine", ENGINE);
        assertEquals("", err.toString());
        assertEquals(0, exitCode);
        assertTrue(
                out.toString()
                        .startsWith("keras-nab: left out without --nab, the folder of its data\n"),
                out.toString());
        assertTrue(out.toString().contains("burda-vae-1: left out, as it takes "), out.toString());
        assertEquals(
                List.of(
                        "| source | quantity | epoch | published | ours | engine |",
                        "|---|---|---|---|---|---|",
                        "| Keras, Timeseries anomaly detection (example) | anomalous points | 21"
                                + " | 0 | 17 | X 1 |",
                        "| Keras, Variational AutoEncoder (example) | training reconstruction,"
                                + " nats | 1 | 205.16 | 206.13 | X 1 |",
                        "| Keras, Variational AutoEncoder (example) | training KL divergence,"
                                + " nats | 1 | 3.96 | 0.1235 | X 1 |"),
                Files.readAllLines(folder.resolve("results.md")));
    }
}
