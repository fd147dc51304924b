package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands of the server: their options, and what is wrong with them. */
@Tag("no-engine")
class ServeCommandsTest {

    @TempDir private Path folder;

    private static String said(int code, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        assertEquals(code, program.execute(arguments), text::toString);
        return text.toString().strip();
    }

    @Test
    void theProgramHasThem() {
        String help = said(0, "--help");
        assertTrue(help.contains("serve-archive "), help);
        assertTrue(said(0, "serve", "--help").contains("127.0.0.1"));
        assertTrue(said(0, "generate-completion").contains("--cors"));
    }

    @Test
    void filesOfOnnxAreForTheirEngineAlone() throws IOException {
        Path file = folder.resolve("score.onnx");
        Files.writeString(file, "none");
        assertEquals(
                "autoencoders: --engine must be OnnxRuntime for files of ONNX, but is PyTorch",
                said(1, "serve", file.toString(), "--engine", "PyTorch"));
        assertEquals(
                "autoencoders: --engine must be one of PyTorch, MXNet, but is OnnxRuntime, which"
                        + " only runs files of ONNX",
                said(
                        1,
                        "train",
                        "--engine",
                        "onnxruntime",
                        "--out",
                        folder.resolve("r").toString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve nowhere | autoencoders: MODEL must be the folder of a run, or the name of a"
                        + " published model, but there is no nowhere",
                "serve . --port 70000 | autoencoders: --port must be at most 65535, but is 70000",
                "serve . --port -1 | autoencoders: --port must be at least 0, but is -1",
                "serve . --workers 0 | autoencoders: --workers must be at least 1, but is 0",
                "serve . --timeout 0 | autoencoders: --timeout must be at least 1, but is 0",
                "serve . --delay -1 | autoencoders: --delay must be at least 0, but is -1",
                "serve . --batch 0 | autoencoders: --batch must be at least 1, but is 0",
                "serve . --queue 0 | autoencoders: --queue must be at least 1, but is 0",
                "serve . --max-mb 0 | autoencoders: --max-mb must be at least 1, but is 0",
                "serve . --max-mb 9 --max-total-mb 8"
                        + " | autoencoders: --max-total-mb must be at least 9, but is 8",
                "serve-archive vae-sprites-2 --task encode --out x --delay -1"
                        + " | autoencoders: --delay must be at least 0, but is -1",
                "serve-archive nowhere --task encode --out x"
                        + " | autoencoders: MODEL must be the folder of a run, or the name of a"
                        + " published model, but there is no nowhere",
            })
    void whatIsWrongIsSaidInOneLine(String line, String message) {
        assertEquals(message, said(1, line.split(" ", -1)));
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("model"));
        assertEquals(
                "autoencoders: %s must hold a saved model, but has no model.json".formatted(folder),
                said(1, "serve", folder.toString()));
    }

    @Test
    void aTaskMustBeOne() {
        String said = said(2, "serve-archive", ".", "--task", "dance", "--out", "x");
        assertTrue(said.startsWith("autoencoders: --task must be one of encode, decode"), said);
    }
}
