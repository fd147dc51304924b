package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.testing.GifFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every kind of data. A new kind wants a row in {@link #rows}. */
class DataKindContractTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(3).withHeldOut(0.3);
    private static final String SPRITES = "sprites, colour-sprites, masked-sprites, styled-sprites";
    private static final int N = 20; // samples of each file

    private final Path folder;

    DataKindContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * Data of a kind.
     *
     * @param choices what its kind takes, as messages list it
     * @param atRandom whether it is divided so
     */
    private record Row(
            String input, DataOptions options, String choices, String license, boolean atRandom) {

        static Row named(String input, String choices, String license) {
            return new Row(input, OPTIONS, "one of " + choices, license, false);
        }

        static Row windows(String input, String choices, String license) {
            return new Row(input, OPTIONS.withWindows(4, 2), choices, license, false);
        }

        static Row file(String input, String choices) {
            return new Row(input, OPTIONS, choices, "", true);
        }

        DataSource source() {
            return DataSource.of(input, options);
        }
    }

    private List<Row> rows() throws IOException {
        String mnist = "mnist, mnist-all, binarized-mnist, binarized-mnist-anew";
        String strings = "one of smiles-toy, or an existing file of strings (.smi, .txt)";
        String ratings = "one of ratings, or an existing file of ratings";
        String series = "one of daily-series, daily-series-anomalous";
        return List.of(
                Row.named("sprites", SPRITES, "Apache-2.0"),
                Row.named("colour-sprites", SPRITES, "Apache-2.0"),
                Row.named("masked-sprites", SPRITES, "Apache-2.0"),
                Row.named("styled-sprites", SPRITES, "Apache-2.0"),
                Row.named("mnist", mnist, "CC-BY-SA-3.0"),
                Row.named("mnist-all", mnist, "CC-BY-SA-3.0"),
                Row.named("binarized-mnist", mnist, "CC-BY-SA-3.0"),
                Row.named("binarized-mnist-anew", mnist, "CC-BY-SA-3.0"),
                Row.named("fashion-mnist", "fashion-mnist", "MIT"),
                Row.file(idx(), "an existing IDX file"),
                Row.file(
                        file("t.csv", "x,y,label%n", "%d,0.5,a%n"),
                        "an existing CSV, JSON or Parquet file"),
                Row.file(
                        file("gaps.csv", "x,y%n", "%d,NA%n%1$d.5,2%n"),
                        "an existing CSV, JSON or Parquet file"),
                Row.file(file("s.smi", "", "C%d name%n"), strings),
                Row.file(file("s.txt", "", "é%d%n%n"), strings),
                new Row("smiles-toy", OPTIONS, strings, "Apache-2.0", false),
                new Row(
                        file("u.data", "", "%d\t1\t5\t0%n%1$d\t2\t%1$d\t0%n"),
                        OPTIONS,
                        ratings,
                        "",
                        false),
                new Row("ratings", OPTIONS, ratings, "Apache-2.0", false),
                Row.windows(
                        file("s.csv", "time,x,label%n", "%d,0.%1$d,a%n"),
                        "an existing CSV, JSON or Parquet file",
                        ""),
                Row.windows("daily-series", series, "Apache-2.0"),
                Row.windows("daily-series-anomalous", series, "Apache-2.0"),
                Row.file(sounds(), "an existing sound file, folder of sounds"),
                new Row(
                        sounds() + "/7_b.wav",
                        OPTIONS.withWindows(16, 5),
                        "an existing sound file, folder of sounds",
                        "",
                        false),
                Row.file(
                        file("t.csv", "n,x,y%n", "%d,0.%1$d,-%1$d%n") + " => columns y",
                        "an existing pair INPUT => TARGET"),
                Row.file(frames(), "an existing animated GIF"),
                Row.file(images(), "an existing folder of images"),
                Row.file(images() + " => " + images(), "an existing pair INPUT => TARGET"),
                Row.windows(
                        file("s.csv", "time,x,label%n", "%d,0.%1$d,a%n") + " => next 2",
                        "an existing pair INPUT => TARGET",
                        ""));
    }

    @BeforeEach
    void pointDjlToACache() throws IOException {
        assumeTrue(
                System.getenv("DJL_CACHE_DIR") == null && System.getenv("DJL_OFFLINE") == null,
                "DJL_CACHE_DIR or DJL_OFFLINE is set, which a test cannot replace");
        Engine.getInstance(); // so that the engine's libraries come from the usual cache
        System.setProperty("DJL_CACHE_DIR", folder.toString());
        System.setProperty("ai.djl.offline", "true");
        PublishedImagesTest.seed(folder, "mnist", 30, 10);
        PublishedImagesTest.seed(folder, "fashmnist", 30, 10);
    }

    @AfterEach
    void pointDjlBack() {
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty("ai.djl.offline");
    }

    @Test
    void everyKindAndEveryNameHasARow() throws IOException {
        Set<DataKind> kinds =
                rows().stream().map(row -> row.source().kind()).collect(Collectors.toSet());
        assertEquals(Set.copyOf(DataSource.KINDS), kinds);
        List<String> inputs = rows().stream().map(Row::input).toList();
        assertTrue(inputs.containsAll(DataSource.names()), inputs::toString);
    }

    @Test
    void theWholeIsItsPortions() throws IOException {
        for (Row row : rows()) {
            Samples whole = row.source().load();
            int portion = Math.max(7, whole.size() / 9);
            int read = 0;
            try (SampleStream stream = row.source().stream(portion)) {
                assertEquals(whole.name(), stream.name());
                for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                    Samples part = next.get().withFormat(whole.format());
                    assertEquals(Math.min(portion, whole.size() - read), part.size());
                    int[] same = IntStream.range(read, read + part.size()).toArray();
                    assertArrayEquals(whole.subset(same).toArrays(), part.toArrays(), row.input);
                    assertEquals(whole.subset(same).labels(), part.labels(), row.input);
                    read += part.size();
                }
                assertEquals(whole.labelNames(), stream.labelNames());
            }
            assertEquals(whole.size(), read, row.input);
        }
    }

    @Test
    void whatIsDividedAtRandomIsAllThereOnce() throws IOException {
        for (Row row : rows()) {
            DataSplit split = row.source().split();
            assertEquals(split.training().format(), split.validation().format());
            if (row.atRandom) {
                List<String> parts = texts(split.training());
                parts.addAll(texts(split.validation()));
                List<String> whole = texts(row.source().load());
                assertEquals(whole.size(), new HashSet<>(whole).size(), "must differ to tell");
                assertEquals(whole.stream().sorted().toList(), parts.stream().sorted().toList());
                assertEquals(Math.round(0.3 * whole.size()), split.validation().size());
            }
        }
    }

    private static List<String> texts(Samples samples) {
        return new ArrayList<>(samples.samples().stream().map(Arrays::toString).toList());
    }

    @Test
    void anOutlineHasShapeAndLabelsOfTheData() throws IOException {
        for (Row row : rows()) {
            SampleFormat format = row.source().split().training().format();
            Samples few = row.source().outline().training();
            assertEquals(format.modelShape(), few.format().modelShape(), row.input);
            assertEquals(row.source().load().labelNames(), few.labelNames(), row.input);
        }
    }

    @Test
    void labelAndLimitChooseWhatIsLoadedAndStreamed() throws IOException {
        for (Row row : rows()) {
            Samples all = row.source().load();
            DataOptions few = row.options.withLimit(3);
            if (all.labelled()) {
                String last = all.labelNames().get(all.label(all.size() - 1));
                few = few.withOnlyLabel(last);
                Samples only = row.source().withOptions(few.withLimit(0)).load();
                assertEquals(Set.of(last), Set.copyOf(only.labels()), row.input);
                assertEquals(only.size(), all.labels().stream().filter(last::equals).count());
            }
            DataSource source = row.source().withOptions(few);
            Samples kept = source.load();
            assertTrue(kept.size() <= 3 && source.split().training().size() <= 3, row.input);
            try (SampleStream stream = source.stream(100)) {
                Samples first = stream.next().orElseThrow();
                assertArrayEquals(kept.toArrays(), first.toArrays(), row.input);
                assertFalse(stream.next().isPresent());
            }
        }
    }

    @Test
    void licensesAreThoseOfTheirPublishers() throws IOException {
        for (Row row : rows()) {
            assertEquals(row.license, row.source().license(), row.input);
            assertEquals(row.license, DataSource.license(row.input), row.input);
        }
    }

    @Test
    void strangersAreRefusedWithWhatIsTaken() throws IOException {
        for (Row row : rows()) {
            DataKind kind = row.source().kind();
            for (String stranger : List.of("no/such", "", "a\0b", "no.csv", "no.smi.gz", "x.idx")) {
                Exception e =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> DataSource.of(kind, stranger, row.options));
                boolean path = row.choices.contains("existing") && stranger.matches(".*[./].*");
                assertEquals(
                        path
                                ? "data must be an existing file or folder, but there is no such"
                                        + " file as "
                                        + stranger
                                : "data must be %s, but is \"%s\"".formatted(row.choices, stranger),
                        e.getMessage());
            }
        }
    }

    @Test
    void windowsAreTakenOfSeriesAlone() throws IOException {
        for (Row row : rows()) {
            DataSource source = row.source().withOptions(OPTIONS.withWindows(4, 2));
            if (!source.kind().takesWindows()) {
                Exception e = assertThrows(IllegalArgumentException.class, source::load);
                assertEquals(
                        "window must be 0 for %s, which is no CSV file, but is 4"
                                .formatted(row.input),
                        e.getMessage());
            }
        }
    }

    private String file(String name, String head, String line) throws IOException {
        StringBuilder text = new StringBuilder(head.formatted());
        IntStream.rangeClosed(1, N).forEach(i -> text.append(line.formatted(i)));
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String idx() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12 + 2 * N).putInt(0x802).putInt(N).putInt(2);
        IntStream.range(0, N).forEach(i -> bytes.put((byte) i).put((byte) 200));
        return Files.write(folder.resolve("rows.idx"), bytes.array()).toString();
    }

    private String sounds() throws IOException {
        Path sounds = Files.createDirectories(folder.resolve("sounds"));
        for (int i = 0; i < N; i++) {
            float[] values = new float[90 + i];
            values[i] = 0.5f;
            String name = i + (i < 9 ? "_b.wav" : "_a.wav");
            WaveFile.write(Sound.of(new float[][] {values}, 8000), 90 + i, sounds.resolve(name));
        }
        return sounds.toString();
    }

    private String frames() throws IOException {
        List<GifFile.Frame> frames = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 4, 1, 0x030201 * (i + 1));
            frames.add(GifFile.Frame.of(image));
        }
        return GifFile.write(folder.resolve("moving.gif"), frames).toString();
    }

    private String images() throws IOException {
        for (int i = 0; i < N; i++) {
            BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 4, 1, 0x030201 * (i + 1));
            Path of = Files.createDirectories(folder.resolve("images/" + (i < 9 ? "a" : "b")));
            ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
        }
        return folder.resolve("images").toString();
    }
}
