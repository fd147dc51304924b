package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class DataSourceTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);

    private static final String CHOICES =
            "data must be one of sprites, colour-sprites, masked-sprites, styled-sprites, mnist,"
                + " mnist-all, binarized-mnist, binarized-mnist-anew, fashion-mnist, smiles-toy,"
                + " ratings, daily-series, daily-series-anomalous, or an existing pair INPUT =>"
                + " TARGET, IDX file, CSV, JSON or Parquet file, file of strings (.smi, .txt), file"
                + " of ratings, sound file, folder of sounds, animated GIF or folder of images, but"
                + " is \"unknown\"";

    private final Path folder;

    DataSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theNamesBeginWithTheOneThatNeedsNoNetwork() {
        assertEquals(
                List.of(
                        "sprites",
                        "colour-sprites",
                        "masked-sprites",
                        "styled-sprites",
                        "mnist",
                        "mnist-all",
                        "binarized-mnist",
                        "binarized-mnist-anew",
                        "fashion-mnist",
                        "smiles-toy",
                        "ratings",
                        "daily-series",
                        "daily-series-anomalous"),
                DataSource.names());
    }

    @Test
    void anOutlineOfPublishedImagesNeedsNoDownload() throws IOException {
        Samples digits = DataSource.of("mnist", OPTIONS.withPadding(2)).outline().training();
        assertEquals(new Shape(1, 32, 32), digits.format().modelShape());
        assertEquals(10, digits.labelNames().size());
        assertEquals(
                "Ankle boot",
                DataSource.of("fashion-mnist", OPTIONS).outline().training().labelNames().get(9));
    }

    @Test
    void aPathIsNoName() {
        Path path = Path.of("ratings"); // there is no such file
        Exception e = assertThrows(IllegalArgumentException.class, () -> DataSource.of(path));
        assertEquals(
                "data must be an existing file or folder, but there is no such file as "
                        + Path.of(".", "ratings")
                        + "; did you mean ratings?",
                e.getMessage());
        assertRefused(CHOICES, () -> DataSource.of("unknown", OPTIONS));
    }

    @Test
    void whatDataAreNotIsRefused() throws IOException {
        assertRefused(
                "data must be daily-series, daily-series-anomalous or a CSV file, but is"
                        + " \"sprites\"",
                () -> DataSource.of("sprites", OPTIONS).series());
        assertRefused(
                "data must be ratings, u.data, *.ratings or ratings.dat, but is \"smiles-toy\"",
                () -> DataSource.of("smiles-toy", OPTIONS).ratings());
        assertTrue(DataSource.of("ratings", OPTIONS).table().isEmpty());
    }

    @Test
    void aTableIsPointsOfASeriesToo() throws IOException {
        DataSource rows = DataSource.of(table(12));
        assertEquals(12, rows.series().size());
        assertEquals(List.of("f0", "f1"), rows.table().orElseThrow().header());
        DataSource windows = rows.withOptions(OPTIONS.withWindows(4, 2));
        assertEquals(12, windows.series().size());
        assertEquals(5, windows.load().size());
    }

    // Values in memory have no names of columns.
    private static SampleFormat nameless(Samples samples) {
        return samples.format().withSchema(Schema.NONE);
    }

    @Test
    void valuesInMemoryAreThoseOfAFile() throws IOException {
        float[][] values = new float[20][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[] {i, 0.1f};
        }
        String file = table(20).toString();
        for (DataOptions options :
                List.of(OPTIONS, OPTIONS.withWindows(4, 2), OPTIONS.withWindows(2, 0))) {
            DataSource read = DataSource.of(file, options);
            DataSource given = DataSource.of(values).withOptions(options);
            assertEquals(read.load().sha256(), given.load().sha256());
            assertEquals(nameless(read.load()), given.load().format());
            assertEquals(read.split().validation().sha256(), given.split().validation().sha256());
            assertEquals(nameless(read.split().training()), given.split().training().format());
        }
        assertEquals("", DataSource.of(values).input());
        assertEquals("", DataSource.of(values).license());
    }

    @Test
    void spritesAreTheDrawnOnes() throws IOException {
        DataSplit split = DataSource.of("sprites", OPTIONS.withLimit(500)).split();
        assertEquals(500, split.training().size());
        assertEquals(2_000, split.validation().size());
        assertEquals(Scaling.UnitInterval.BYTES, split.training().format().scaling());
        assertEquals(Sprites.of(0).split().validation().sha256(), split.validation().sha256());
    }

    @Test
    void ratingsOfAFileAreHeldOutOfEachUsersOwn() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int user = 1; user <= 20; user++) {
            for (int item = 1; item <= 5; item++) {
                text.append("%s\t%s\t%s\t0%n".formatted(user, item, (user + item) % 5 + 1));
            }
        }
        Path file = Files.writeString(folder.resolve("u.data"), text);
        DataSplit split = DataSource.of(file.toString(), OPTIONS).split();
        assertEquals(20, split.training().size());
        assertEquals(20, split.validation().size());
    }

    @Test
    void spritesInColourAreTheSameInColour() throws IOException {
        DataSplit split = DataSource.of("colour-sprites", OPTIONS.withLimit(500)).split();
        assertEquals(500, split.training().size());
        assertEquals(new Shape(3, 32, 32), split.validation().format().shape());
        assertEquals(Scaling.UnitInterval.BYTES, split.training().format().scaling());
        assertEquals(
                Sprites.of(0).splitInColour().validation().sha256(), split.validation().sha256());
    }

    @Test
    void aFileIsDividedBySeedWithoutLossOrRepetition() throws IOException {
        String data = table(200).toString();
        DataSplit split = DataSource.of(data, OPTIONS.withHeldOut(0.25)).split();
        assertEquals(150, split.training().size());
        assertEquals(50, split.validation().size());
        List<Float> all = new ArrayList<>(firstFeature(split.training()));
        assertEquals(all.stream().sorted().toList(), all);
        all.addAll(firstFeature(split.validation()));
        assertEquals(
                IntStream.range(0, 200).mapToObj(i -> (float) i).toList(),
                all.stream().sorted().toList());
        DataSplit same = DataSource.of(data, OPTIONS.withHeldOut(0.25)).split();
        assertEquals(split.training().sha256(), same.training().sha256());
        DataSplit other = DataSource.of(data, DataOptions.ofSeed(1).withHeldOut(0.25)).split();
        assertNotEquals(split.training().sha256(), other.training().sha256());
    }

    @Test
    void tablesAreStandardizedByTheTrainingSamplesAlone() throws IOException {
        DataSplit split = DataSource.of(table(100).toString(), OPTIONS.withLimit(60)).split();
        List<Float> training = firstFeature(split.training());
        assertEquals(60, training.size());
        double mean = training.stream().mapToDouble(value -> value).average().orElseThrow();
        double meanSquare =
                training.stream().mapToDouble(value -> value * value).average().orElseThrow();
        Scaling.Standardized scaling = (Scaling.Standardized) split.training().format().scaling();
        assertEquals(mean, scaling.means().get(0), 1e-12 * mean);
        assertEquals(
                Math.sqrt(meanSquare - mean * mean), scaling.standardDeviations().get(0), 1e-9);
        assertEquals(split.training().format(), split.validation().format());
        assertEquals(0.1, scaling.means().get(1), 1e-8); // the float nearest to 0.1
        assertEquals(1.0, scaling.standardDeviations().get(1)); // constant
    }

    @Test
    void theTestFileBesideATrainingFileIsTheValidationSet() throws IOException {
        Path train = idx("train-images-idx3-ubyte", 0x803, 1, 200, 3, 4);
        idx("t10k-images-idx3-ubyte", 0x803, 7, 9);
        DataSplit split =
                DataSource.of(train.toString(), OPTIONS.withPadding(2).withLimit(2)).split();
        assertArrayEquals(new float[] {200}, split.training().sample(1));
        assertEquals(2, split.training().size());
        assertEquals(2, split.validation().size());
        assertArrayEquals(new float[] {7}, split.validation().sample(0));
        assertEquals(2, split.validation().format().padding());
        Samples all = DataSource.of(train.toString(), OPTIONS).load();
        assertEquals(4, all.size());
    }

    @Test
    void imagesOfZerosAndOnesStayZerosAndOnes() throws IOException {
        Path binary = idx("binary.idx", 0x803, 0, 1, 1, 0, 0);
        assertEquals(
                new Scaling.UnitInterval(0, 1),
                DataSource.of(binary.toString(), OPTIONS).split().training().format().scaling());
        Path grey = idx("grey.idx", 0x803, 0, 1, 2, 0, 0);
        assertEquals(
                Scaling.UnitInterval.BYTES,
                DataSource.of(grey.toString(), OPTIONS).load().format().scaling());
    }

    @Test
    void floatImagesAreScaledByTheirRange() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 8);
        bytes.putInt(0xD03).putInt(2).putInt(1).putInt(1).putFloat(-3).putFloat(5);
        Path path = Files.write(folder.resolve("floats.idx"), bytes.array());
        assertEquals(
                new Scaling.UnitInterval(-3, 5),
                DataSource.of(path.toString(), OPTIONS).load().format().scaling());
        // One training sample has no range.
        Scaling.UnitInterval one =
                (Scaling.UnitInterval)
                        DataSource.of(path.toString(), OPTIONS)
                                .split()
                                .training()
                                .format()
                                .scaling();
        assertEquals(one.minimum() + 1, one.maximum());
    }

    @Test
    void loadingAllJoinsWhatANameDivides() throws IOException {
        Samples all = DataSource.of("sprites", OPTIONS).load();
        DataSplit split = DataSource.of("sprites", OPTIONS).split();
        assertEquals(14_000, all.size());
        assertArrayEquals(split.training().sample(7), all.sample(7));
        assertArrayEquals(split.validation().sample(7), all.sample(12_007));
        assertEquals(split.validation().label(7), all.label(12_007));
    }

    @Test
    void otherDataAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.md"), "x");
        String bare = Files.writeString(folder.resolve(".gz"), "x").toString();
        for (String data : List.of("unknown", "", "a\0b")) {
            assertRefused(CHOICES.replace("unknown", data), () -> DataSource.of(data, OPTIONS));
        }
        assertRefused(
                "data must be a known name, or an existing file or folder, but is \"MNIST\"; did"
                        + " you mean mnist?",
                () -> DataSource.of("MNIST", OPTIONS));
        Path missing = folder.resolve("note.md");
        assertRefused(
                "data must be an existing file or folder, but there is no such file as "
                        + missing
                        + "; did you mean "
                        + text
                        + "?",
                () -> DataSource.of(missing.toString(), OPTIONS));
        for (String data : List.of(text.toString(), bare)) {
            assertRefused(
                    "data must be an existing pair INPUT => TARGET, IDX file, CSV, JSON or Parquet"
                        + " file, file of strings (.smi, .txt), file of ratings, sound file, folder"
                        + " of sounds, animated GIF or folder of images, but "
                            + data
                            + " is none",
                    () -> DataSource.of(data, OPTIONS));
        }
    }

    @Test
    void dataThatDoNotFitTheOptionsAreRefused() throws IOException {
        String rows = table(10).toString();
        assertRefused(
                "padding must be 0 for samples of shape (2), but is 2",
                () -> DataSource.of(rows, OPTIONS.withPadding(2)).split());
        String single = table(1).toString();
        assertRefused(
                single + " must hold at least 2 samples to hold some out, but holds 1",
                () -> DataSource.of(single, OPTIONS).split());
        assertRefused("padding must not be negative, but is -1", () -> OPTIONS.withPadding(-1));
        assertRefused(
                "heldOut must be between 0 and 1, but is NaN",
                () -> OPTIONS.withHeldOut(Double.NaN));
        assertRefused("heldOut must be between 0 and 1, but is 1.0", () -> OPTIONS.withHeldOut(1));
        assertRefused("limit must not be negative, but is -1", () -> OPTIONS.withLimit(-1));
        assertRefused(
                "imageSize must not be negative, but is -1",
                () -> OPTIONS.withImages(-1, DataOptions.Color.AUTO));
    }

    @Test
    void aValidationFileOfOtherShapeIsRefused() throws IOException {
        Path train = idx("train-images-idx3-ubyte", 0x803, 1, 2);
        byte[] wide = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2};
        Path test = Files.write(folder.resolve("t10k-images-idx3-ubyte"), wide);
        assertRefused(
                "%s must hold samples of shape (1, 1, 1) as %s does, but holds samples of shape (1, 1, 2)"
                        .formatted(test, train),
                () -> DataSource.of(train.toString(), OPTIONS).split());
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void assertRefused(String message, Attempt attempt) {
        Exception thrown = assertThrows(IllegalArgumentException.class, attempt::run);
        assertEquals(message, thrown.getMessage());
    }

    private static List<Float> firstFeature(Samples set) {
        return IntStream.range(0, set.size()).mapToObj(i -> set.sample(i)[0]).toList();
    }

    /** Row i is (i, 0.1). */
    private Path table(int rows) throws IOException {
        StringBuilder table = new StringBuilder("f0,f1\n");
        for (int i = 0; i < rows; i++) {
            table.append(i).append(",0.1\n");
        }
        return Files.writeString(folder.resolve("table" + rows + ".csv"), table);
    }

    /** Images of one pixel. */
    private Path idx(String name, int magic, int... pixels) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + pixels.length);
        bytes.putInt(magic).putInt(pixels.length).putInt(1).putInt(1);
        for (int pixel : pixels) {
            bytes.put((byte) pixel);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }
}
