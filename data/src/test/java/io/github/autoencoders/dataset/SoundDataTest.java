package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class SoundDataTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(1);

    private final Path folder;

    SoundDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path sound(String name, int rate, int... sizes) throws IOException {
        float[][] channels = new float[sizes.length][sizes[0]];
        for (int c = 0; c < channels.length; c++) {
            for (int i = 0; i < sizes[0]; i++) {
                channels[c][i] = (i + 1) / 1024f;
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        WaveFile.write(Sound.of(channels, rate), sizes[0], file);
        return file;
    }

    @Test
    void aLongSoundIsCutIntoWindowsTheLastWithSilenceBehind() throws IOException {
        Path file = sound("long.wav", 8000, 11);
        Samples windows = DataSource.of(file.toString(), OPTIONS.withWindows(4, 3)).load();
        assertEquals(new Shape(1, 4), windows.format().shape());
        assertEquals(Schema.ofSound(8000), windows.format().schema());
        assertEquals(8000, windows.format().schema().rate().orElseThrow());
        float[][] wanted = {{1, 2, 3, 4}, {4, 5, 6, 7}, {7, 8, 9, 10}, {10, 11, 0, 0}};
        assertEquals(wanted.length, windows.size());
        for (int i = 0; i < wanted.length; i++) {
            for (int j = 0; j < 4; j++) {
                wanted[i][j] /= 1024;
            }
            assertArrayEquals(wanted[i], windows.sample(i), 1e-5f);
        }
        assertEquals(List.of("file", "second"), windows.keyColumns());
        assertEquals(List.of("long.wav", "3.75E-4"), windows.key(1));
    }

    @Test
    void withoutWindowsEachSoundIsASampleAsLongAsTheLongest() throws IOException {
        sound("a/1.wav", 8000, 3);
        sound("b/2.wav", 8000, 5);
        Samples samples = DataSource.of(folder.toString(), OPTIONS).load();
        assertEquals(new Shape(1, 5), samples.format().shape());
        assertEquals(List.of("a", "b"), samples.labels());
        assertEquals(List.of("b/2.wav"), samples.key(1));
        assertEquals(0, samples.sample(0)[3]);
    }

    @Test
    void whatIsDoneToSoundsIsSaid() throws IOException {
        sound("dog_1.wav", 8000, 800);
        sound("dog_2.wav", 16000, 800, 800);
        sound("cat_1.wav", 8000, 400);
        sound("cat_2.wav", 8000, 8000);
        Files.writeString(folder.resolve("readme.md"), "text");
        DataSource data = DataSource.of(folder.toString(), OPTIONS.withWindows(500, 0));
        assertEquals(
                List.of(
                        "4 sounds of 1.2 seconds together, 8,000 samples a second; 1 of another"
                            + " rate, brought to it; 1 of two channels, of which the mean is taken;"
                            + " 2 cut behind 500 samples; 2 shorter, with silence behind",
                        "passed over: 1 file of other kinds (md)",
                        "label: what stands before the first _ of a file's name"),
                data.notes());
        assertEquals(List.of("cat", "cat", "dog", "dog"), data.load().labels());
        assertEquals("denoising-speech", DataSource.recipe(folder.toString(), OPTIONS));
    }

    @Test
    void theModelsRateComesBeforeTheRecipesAndThatBeforeTheFirstFiles() throws IOException {
        String file = sound("one.wav", 16000, 1600).toString();
        DataOptions recipe = OPTIONS.with(OPTIONS.data().withRate(4000));
        DataOptions model = recipe.withSchema(Schema.ofSound(8000));
        assertEquals(1600, DataSource.of(file, OPTIONS).load().format().size());
        assertEquals(400, DataSource.of(file, recipe).load().format().size());
        assertEquals(800, DataSource.of(file, model).load().format().size());
    }

    @Test
    void wholeSoundsAreHeldOut() throws IOException {
        for (int i = 0; i < 10; i++) {
            sound(i + ".wav", 8000, 100 + i);
        }
        DataSplit split =
                DataSource.of(folder.toString(), OPTIONS.withWindows(20, 10).withHeldOut(0.3))
                        .split();
        Set<String> learnt = files(split.training());
        Set<String> held = files(split.validation());
        assertEquals(7, learnt.size());
        assertEquals(3, held.size());
        assertTrue(learnt.stream().noneMatch(held::contains));
    }

    private static Set<String> files(Samples samples) {
        Set<String> files = new HashSet<>();
        for (int i = 0; i < samples.size(); i++) {
            files.add(samples.key(i).get(0));
        }
        return files;
    }

    /** Windows that lie apart, which leave frames out. */
    @Test
    void aStreamSkipsWhatLiesBetweenWindows() throws IOException {
        String file = sound("apart.wav", 8000, 30).toString();
        DataSource data = DataSource.of(file, OPTIONS.withWindows(4, 10));
        try (SampleStream stream = data.stream(2)) {
            assertEquals(11 / 1024f, stream.next().orElseThrow().sample(1)[0], 1e-5f);
            assertEquals(21 / 1024f, stream.next().orElseThrow().sample(0)[0], 1e-5f);
        }
        assertEquals(3, data.load().size(), "none begins behind the end");
    }

    @Test
    void imagesBesideSoundsMakeAFolderOfImages() throws IOException {
        sound("a/one.wav", 8000, 30);
        Files.writeString(folder.resolve("a/one.png"), "none");
        Exception e =
                assertThrows(
                        IOException.class, () -> DataSource.of(folder.toString(), OPTIONS).load());
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("one.png"), message);
    }
}
