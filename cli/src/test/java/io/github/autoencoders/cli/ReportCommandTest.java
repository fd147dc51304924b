package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command report. */
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
                "autoencoders: RUN must be the folder of a run, or the name of a published model,"
                        + " but there is no nowhere\n",
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
}
