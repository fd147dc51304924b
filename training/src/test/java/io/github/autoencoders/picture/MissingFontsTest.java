package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A slim container has no fonts; a process of its own stands for it. */
@Tag("no-engine")
class MissingFontsTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void missingFontsAreSaidInOneLineEveryTime(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path noFonts = folder.resolve("fonts.conf");
        Files.writeString(noFonts, "<fontconfig><cachedir>" + folder + "</cachedir></fontconfig>");
        Path answer = folder.resolve("answer.txt");
        ProcessBuilder slim =
                JavaProgram.of(
                        List.of(
                                "-Djava.awt.headless=true",
                                "-Duser.home=" + folder), // where Java remembers the fonts it saw
                        Drawing.class,
                        answer.toString());
        slim.environment().put("FONTCONFIG_FILE", noFonts.toString());
        assertEquals(0, slim.inheritIO().start().waitFor());
        String remedy =
                "Java finds no fonts to draw text with: install fontconfig and a font, such as"
                        + " fonts-dejavu";
        assertEquals(List.of(remedy, remedy), Files.readAllLines(answer));
    }

    /** Draws twice, and writes down what that threw. */
    static final class Drawing {

        private Drawing() {}

        public static void main(String[] arguments) throws IOException {
            StringBuilder messages = new StringBuilder();
            for (int i = 0; i < 2; i++) {
                SampleDrawing drawing = SampleDrawing.ofBytes(new Shape(1, 1, 1));
                try {
                    Sheet.ofSamples(drawing, List.of(new float[1]), 1).draw("title");
                } catch (IllegalStateException e) {
                    messages.append(e.getMessage()).append('\n');
                }
            }
            Files.writeString(Path.of(arguments[0]), messages);
        }
    }
}
