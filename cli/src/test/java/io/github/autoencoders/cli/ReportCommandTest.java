package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command report, and what serve says when it is ready. */
class ReportCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private final Path folder;

    ReportCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path train(String name, int code) throws IOException {
        List<String> lines = new ArrayList<>(List.of("<i>a</i>,b,c"));
        for (int i = 0; i < 80; i++) {
            lines.add(i % 13 / 5.0 + "," + i % 7 / 3.0 + "," + i % 11 / 2.0);
        }
        Path data = Files.write(folder.resolve("rows.csv"), lines);
        Path run = folder.resolve(name);
        Answer.expect(
                0,
                "train",
                "--data",
                data,
                "--epochs",
                1,
                "--code",
                code,
                "--engine",
                ENGINE,
                "--out",
                run);
        return run;
    }

    @Test
    void runsBecomeOnePage() throws Exception {
        Path one = train("the one", 2);
        Path two = train("two", 3);
        Path out = folder.resolve("report.html");
        String said = Answer.expect(0, "report", one, two, "--engine", ENGINE, "--out", out);
        Path data = folder.resolve("rows.csv");
        String lines = "the one: 8 samples of %s\ntwo: 8 samples of %s\n".formatted(data, data);
        assertTrue(said.startsWith(lines), said);
        String html = Files.readString(out);
        assertTrue(html.contains("<h1>the one</h1>") && html.contains("<h1>two</h1>"));
        String command =
                "autoencoders train &#39;%s/recipe.json&#39; --engine %s --threads "
                        .formatted(one, ENGINE);
        assertTrue(html.contains(command), command);
        assertTrue(html.contains("&lt;i&gt;a&lt;/i&gt;"));
        assertFalse(html.contains("<i>a"));
    }

    @Test
    void whereTheDataAreGoneThePageSaysSo() throws Exception {
        Path run = train("run", 2);
        Files.delete(folder.resolve("rows.csv"));
        Path out = folder.resolve("report.html");
        String said = Answer.expect(0, "report", run, "--engine", ENGINE, "--out", out);
        assertTrue(said.startsWith("run: no codes, no scores: "), said);
        String html = Files.readString(out);
        assertTrue(html.contains("no codes, no scores: "));
        assertTrue(html.contains("How it learnt") && !html.contains("Greatest scores"));
    }

    @Test
    void whatIsWrongIsSaidBeforeAnyWork() throws IOException {
        Path out = folder.resolve("report.html");
        assertEquals(
                "autoencoders: --out must end in .html, but is report.pdf\n",
                Answer.expect(1, "report", "vae-sprites-2", "--out", "report.pdf"));
        assertEquals(
                "autoencoders: RUN must be the folder of a run, or a name that autoencoders models"
                        + " lists, but there is no nowhere\n",
                Answer.expect(1, "report", "nowhere", "--out", out));
        Path detector = Files.createDirectory(folder.resolve("detector"));
        Files.createFile(detector.resolve("detector.json"));
        assertEquals(
                "autoencoders: RUN must be a run or a model, but "
                        + detector
                        + " is a detector, of which anomalies score --html tells\n",
                Answer.expect(1, "report", detector, "--out", out));
        assertFalse(Files.exists(out));
    }

    private static AutoencoderConfig config(int code, List<String> labels) {
        var shape = new ai.djl.ndarray.types.Shape(4);
        return new AutoencoderConfig(
                new SampleFormat(shape, 0, Scaling.UnitInterval.BYTES),
                labels,
                new Architecture.Dense(List.of(8), Activation.RELU),
                new Bottleneck.Gaussian(code),
                new Likelihood.Bernoulli());
    }

    private static String curl(List<Task> tasks, AutoencoderConfig config, String token) {
        ServerSettings settings = ServerSettings.LOCAL.withToken(token);
        return ServeCommand.curl("http://127.0.0.1:8080", "m", tasks, config, settings);
    }

    @Test
    void aReadyServerNamesARequestThatTheModelTakes() {
        String json = "curl -H 'Content-Type: application/json' -d ";
        assertEquals(
                json + "'7' 'http://127.0.0.1:8080/predictions/m-sample'",
                curl(List.of(Task.DECODE, Task.SAMPLE), config(2, List.of()), ""));
        assertEquals(
                json + "'[0, 0]' 'http://127.0.0.1:8080/predictions/m-decode?label=a+b'",
                curl(List.of(Task.DECODE), config(2, List.of("a b", "c")), ""));
        SampleFormat window =
                new SampleFormat(
                        new ai.djl.ndarray.types.Shape(1, 4),
                        0,
                        Scaling.UnitInterval.BYTES,
                        Schema.ofSound(8000));
        AutoencoderConfig sounds =
                new AutoencoderConfig(
                        window,
                        List.of(),
                        new Architecture.Dense(List.of(8), Activation.RELU),
                        new Bottleneck.Deterministic(2, Activation.IDENTITY),
                        new Likelihood.Bernoulli());
        assertEquals(
                "curl -H 'Content-Type: audio/wav' --data-binary @noisy.wav -o clean.wav"
                        + " 'http://127.0.0.1:8080/predictions/m-reconstruct'",
                curl(List.of(Task.RECONSTRUCT, Task.SAMPLE), sounds, ""));
        assertEquals(
                "curl -H 'Content-Type: application/json' -H 'Accept: audio/wav' -o sample.wav"
                        + " -d '7' 'http://127.0.0.1:8080/predictions/m-sample'",
                curl(List.of(Task.SAMPLE), sounds, ""));
        assertEquals(
                "curl -H \"Authorization: Bearer $AUTOENCODERS_TOKEN\""
                        + " http://127.0.0.1:8080/models",
                curl(List.of(Task.SCORE), config(2, List.of()), "secret"));
    }
}
