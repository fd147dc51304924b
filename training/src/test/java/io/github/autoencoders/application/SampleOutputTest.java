package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleOutputTest {

    private static final SampleFormat IMAGES =
            new SampleFormat(new Shape(1, 1, 2), 0, Scaling.UnitInterval.BYTES);
    private static final SampleFormat ROWS =
            new SampleFormat(
                    new Shape(2),
                    0,
                    new Scaling.Standardized(List.of(0.0, 0.0), List.of(1.0, 1.0)));
    private static final SampleFormat STRINGS =
            new SampleFormat(new Shape(1, 3), 0, new OneHot(List.of("", "a", "b")));
    private static final List<float[]> TWO = List.of(new float[] {0, 255}, new float[] {255, 0});

    private static BufferedImage noSheet() {
        throw new AssertionError("no sheet is wanted");
    }

    @Test
    void theNameSaysTheForm(@TempDir Path folder) throws Exception {
        SampleOutput images = SampleOutput.of(folder.resolve("images"), IMAGES);
        images.write(TWO, List.of(), SampleOutputTest::noSheet);
        BufferedImage second = ImageIO.read(folder.resolve("images/00001.png").toFile());
        assertEquals(0xFFFFFFFF, second.getRGB(0, 0));
        assertEquals(0xFF000000, second.getRGB(1, 0));
        Path table = folder.resolve("a.CSV");
        SampleOutput.of(table, ROWS).write(TWO, List.of("x", "y"), SampleOutputTest::noSheet);
        assertEquals("x1,x2,label\n0.0,255.0,x\n255.0,0.0,y\n", Files.readString(table));
        Path lines = folder.resolve("a.smi");
        SampleOutput.of(lines, STRINGS)
                .write(List.of(new float[] {2, 1, 0}), List.of(), SampleOutputTest::noSheet);
        assertEquals(List.of("ba"), Files.readAllLines(lines));
        SampleOutput sheet = SampleOutput.of(folder.resolve("a.png"), ROWS);
        assertFalse(sheet.takesAll());
        sheet.write(TWO, List.of(), () -> new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB));
        assertEquals(5, ImageIO.read(folder.resolve("a.png").toFile()).getWidth());
    }

    @Test
    void streamsGoWhereListsDo(@TempDir Path folder) throws Exception {
        Path one = folder.resolve("one.txt");
        Path all = folder.resolve("all.txt");
        Path strings = Files.writeString(folder.resolve("in.txt"), "a\nb\nab\nba\n");
        try (TrainedAutoencoder model = UntrainedModels.ofStrings()) {
            DataSource source = DataSource.of(strings.toString(), DataOptions.of(model));
            Samples read = source.load().withFormat(model.format());
            SampleOutput.of(all, model.format())
                    .write(model.reconstruct(read).samples(), List.of(), SampleOutputTest::noSheet);
            try (SampleStream stream = source.stream(3)) {
                SampleOutput output = SampleOutput.of(one, model.format());
                assertTrue(output.takesAll());
                assertEquals(4, output.write(model, Task.RECONSTRUCT, stream));
            }
            assertEquals(4, Files.readAllLines(one).size());
            assertEquals(Files.readString(all), Files.readString(one));
            SampleOutput sheet = SampleOutput.of(folder.resolve("a.png"), ROWS);
            try (SampleStream stream = source.stream(3)) {
                Exception e =
                        assertThrows(
                                IllegalStateException.class,
                                () -> sheet.write(model, Task.RECONSTRUCT, stream));
                assertEquals("a sheet must be drawn, but is given a stream", e.getMessage());
            }
        }
    }

    @Test
    void namesThatSayNoFormAreRefused(@TempDir Path folder) throws IOException {
        refused("end in .png or .csv, or be a folder", folder.resolve("a.jpg"), IMAGES);
        refused(
                "end in .png or .csv for samples that are no images",
                folder.resolve("a.gif"),
                ROWS);
        refused(
                "end in .png or .csv for samples that are no images",
                folder.resolve("folder"),
                ROWS);
        refused(
                "end in .txt or .smi (or .csv, for the indices of symbols) for strings",
                folder.resolve("a.png"),
                STRINGS);
        Files.writeString(folder.resolve("mine"), "");
        Exception e = assertThrows(IOException.class, () -> SampleOutput.of(folder, IMAGES));
        assertEquals(
                "output must be a new or empty folder, but " + folder + " holds files",
                e.getMessage());
    }

    private static void refused(String rule, Path out, SampleFormat format) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> SampleOutput.of(out, format));
        assertEquals("output must " + rule + ", but is " + out, e.getMessage());
    }
}
