package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.ChangedTables.Cells;
import io.github.autoencoders.dataset.ChangedTables.Change;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.Columns;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a model reads when its data come in another form than those that it was trained on: the same
 * samples, whatever the portions in which they are read, or a refusal that names what is wrong.
 */
@Tag("no-engine")
class ChangedDataTest {

    private static final int[] PORTIONS = {1, 20_000};
    private static final DataOptions ROWS = DataOptions.ofSeed(3);
    private static final DataOptions IMAGES = ROWS.withImages(4, DataOptions.Color.GREY);

    private final Path folder;

    ChangedDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /**
     * Data in another form.
     *
     * @param name what kind of data, and what was changed
     * @param original path of the data as they were
     * @param like path of data whose samples are those that are to be read
     * @param changed path of the data as they are now
     * @param options how both are read
     * @param refusal what the refusal says, %s for the path; empty if the samples are the same
     */
    private record Trial(
            String name,
            String original,
            String like,
            String changed,
            DataOptions options,
            String refusal) {

        Trial(String name, String original, String changed, DataOptions options, String refusal) {
            this(name, original, original, changed, options, refusal);
        }
    }

    @Test
    void thereAreAtLeast300Trials() throws IOException {
        int count = trials().size() * PORTIONS.length;
        assertTrue(count >= 300, () -> "only " + count);
    }

    @TestFactory
    Stream<DynamicTest> changedDataAreTheSameOrRefused() throws IOException {
        return trials().stream()
                .flatMap(
                        trial ->
                                IntStream.of(PORTIONS)
                                        .mapToObj(
                                                portion ->
                                                        DynamicTest.dynamicTest(
                                                                trial.name
                                                                        + ", portions of "
                                                                        + portion,
                                                                () -> check(trial, portion))));
    }

    private static void check(Trial trial, int portion) throws IOException {
        SampleFormat model = DataSource.of(trial.original, trial.options).load().format();
        DataOptions options = trial.options.withColumns(Columns.NONE).withSchema(model.schema());
        if (trial.refusal.isEmpty()) {
            boolean same = trial.like.equals(trial.original);
            Samples expected = DataSource.of(trial.like, same ? trial.options : options).load();
            assertEquals(
                    texts(expected.withFormat(model)),
                    read(trial.changed, options, model, portion));
        } else {
            Exception refused =
                    assertThrows(
                            Exception.class, () -> read(trial.changed, options, model, portion));
            assertTrue(
                    refused instanceof IOException || refused instanceof IllegalArgumentException,
                    refused::toString);
            assertEquals(trial.refusal.formatted(trial.changed), refused.getMessage());
        }
    }

    private static List<String> read(
            String path, DataOptions options, SampleFormat model, int portion) throws IOException {
        List<String> all = new ArrayList<>();
        try (SampleStream stream = DataSource.of(path, options).stream(portion)) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                all.addAll(texts(next.get().withFormat(model)));
            }
        }
        return all;
    }

    // Values and label of each sample.
    private static List<String> texts(Samples samples) {
        return IntStream.range(0, samples.size())
                .mapToObj(
                        i ->
                                Arrays.toString(samples.sample(i))
                                        + (samples.labelled() ? samples.labelName(i) : "")
                                        + (samples.arePairs()
                                                ? Arrays.toString(samples.inputs().sample(i))
                                                : ""))
                .toList();
    }

    private List<Trial> trials() throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (ChangedTables tables : ChangedTables.ALL) {
            String original = file(tables.name() + "/t.csv", tables.cells().csv());
            for (Change change : tables.changes()) {
                String path = tables.name() + "/" + trials.size() + "/t" + change.ending();
                Cells like = change.like().apply(tables.cells());
                trials.add(
                        new Trial(
                                tables.name() + ", " + change.name(),
                                original,
                                like.equals(tables.cells())
                                        ? original
                                        : file(
                                                tables.name() + "/" + trials.size() + "/like.csv",
                                                like.csv()),
                                file(path, change.bytes(tables.cells())),
                                tables.options(),
                                change.refusal()));
            }
        }
        for (ChangedFiles files : ChangedFiles.all()) {
            String original = file(files.name() + "/" + files.file(), files.contents());
            for (ChangedFiles.Form form : files.forms()) {
                String path = files.name() + "/" + trials.size() + "/" + form.file();
                trials.add(
                        new Trial(
                                files.name() + ", " + form.name(),
                                original,
                                file(path, form.contents()),
                                ROWS,
                                form.refusal()));
            }
        }
        trials.addAll(ofPairs());
        trials.addAll(ofImages());
        return trials;
    }

    // A table that is to become another: what goes in is in another form.
    private List<Trial> ofPairs() throws IOException {
        ChangedTables tables = ChangedTables.ALL.get(0);
        String target = file("pairs/target.csv", tables.cells().csv());
        String input = file("pairs/t.csv", tables.pairs().csv());
        List<Trial> trials = new ArrayList<>();
        for (Change change : tables.changes()) {
            boolean missing = change.name().equals("an empty cell");
            String refusal =
                    missing
                            ? "%s must have all values to be paired, but some are missing"
                            : change.refusal();
            String path =
                    file(
                            "pairs/" + trials.size() + "/t" + change.ending(),
                            change.bytes(tables.pairs()));
            trials.add(
                    new Trial(
                            "pairs, " + change.name(),
                            DataSource.pair(input, target),
                            DataSource.pair(path, target),
                            tables.options(),
                            refusal.formatted(path)));
        }
        return trials;
    }

    // Folders of images, whose names are in no order of their files' dates or sizes.
    private List<Trial> ofImages() throws IOException {
        String original = images("images", "png", BufferedImage.TYPE_BYTE_GRAY, 1);
        List<Trial> trials = new ArrayList<>();
        for (String form : List.of("png", "bmp", "PNG")) {
            trials.add(
                    image(
                            original,
                            form,
                            images("images " + form, form, BufferedImage.TYPE_BYTE_GRAY, 1),
                            ""));
        }
        trials.add(
                image(
                        original,
                        "three equal channels",
                        images("rgb", "png", BufferedImage.TYPE_3BYTE_BGR, 1),
                        ""));
        trials.add(
                image(
                        original,
                        "opaque",
                        images("argb", "png", BufferedImage.TYPE_4BYTE_ABGR, 1),
                        ""));
        trials.add(
                image(
                        original,
                        "twice the size",
                        images("large", "png", BufferedImage.TYPE_BYTE_GRAY, 2),
                        ""));
        String more = images("more", "png", BufferedImage.TYPE_BYTE_GRAY, 1);
        file("more/.hidden.png", new byte[3]);
        file("more/notes.md", new byte[3]);
        file("more/deep/notes.txt", new byte[3]);
        trials.add(image(original, "other files beside them", more, ""));
        String damaged = images("damaged", "png", BufferedImage.TYPE_BYTE_GRAY, 1);
        file("damaged/4.png", new byte[3]);
        trials.add(
                image(
                        original,
                        "a damaged one",
                        damaged,
                        "%s/4.png must be a readable image, but is not: no decoder knows it"));
        Files.createDirectories(folder.resolve("none"));
        trials.add(
                image(
                        original,
                        "none",
                        folder.resolve("none").toString(),
                        "%s must hold images (png, jpg, jpeg, bmp, gif, tif or tiff), but holds"
                                + " none"));
        return trials;
    }

    private static Trial image(String original, String change, String changed, String refusal) {
        return new Trial("images, " + change, original, changed, IMAGES, refusal);
    }

    private String images(String name, String form, int type, int scale) throws IOException {
        Path all = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < 12; i++) {
            BufferedImage image = new BufferedImage(4 * scale, 4 * scale, type);
            for (int x = 0; x < 4 * scale; x++) {
                for (int y = 0; y < 4 * scale; y++) {
                    int grey = (20 * i + 50 * (x / scale) + 7 * (y / scale)) % 256;
                    // as it is stored: setRGB takes grey for linear light
                    for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                        image.getRaster().setSample(x, y, band, band == 3 ? 255 : grey);
                    }
                }
            }
            ImageIO.write(
                    image, form.toLowerCase(Locale.ROOT), all.resolve(i + "." + form).toFile());
        }
        return all.toString();
    }

    private String file(String path, byte[] contents) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, contents).toString();
    }
}
