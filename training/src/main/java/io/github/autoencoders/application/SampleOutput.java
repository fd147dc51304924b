package io.github.autoencoders.application;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.Gif;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where samples go, and as what: {@code .png} is one sheet, {@code .csv} one row for each sample,
 * {@code .gif} moving pictures of all images, each seen as long as the one that it is made of, or a
 * tenth of a second; and a folder one image or sound for each, under the name of the file that it
 * is made of if there is one; strings go into a text file, one a line. What is written appears
 * whole or not at all.
 */
public final class SampleOutput {

    private static final String FILE_NAME = "[^\\p{Cntrl}:*?\"<>|]+";

    private enum Form {
        SHEET,
        TABLE,
        LINES,
        FRAMES,
        IMAGES,
        SOUNDS;

        // Of samples of a format, by the ending of a name.
        static Form of(Path out, SampleFormat format) {
            SampleKind kind = format.kind();
            String ending = out.toString().toLowerCase(Locale.ROOT).replaceFirst(".*(?=\\.)", "");
            boolean table = ending.equals(".csv");
            if (kind == SampleKind.TEXT) {
                require(
                        table || ending.equals(".txt") || ending.equals(".smi"),
                        "end in .txt or .smi (or .csv, for the indices of symbols) for strings",
                        out);
                return table ? TABLE : LINES;
            }
            boolean folder = SampleOutput.isFolder(out);
            if (folder && format.isOfSounds()) {
                return SOUNDS;
            }
            if (folder || ending.equals(".gif")) {
                require(
                        kind.isPicture(),
                        "end in .png or .csv for samples that are no images",
                        out);
                return folder ? IMAGES : FRAMES;
            }
            require(table || ending.equals(".png"), "end in .png or .csv, or be a folder", out);
            return table ? TABLE : SHEET;
        }

        boolean isFolder() {
            return this == IMAGES || this == SOUNDS;
        }

        private static void require(boolean holds, String rule, Path out) {
            if (!holds) {
                throw new IllegalArgumentException("output must " + rule + ", but is " + out);
            }
        }
    }

    /** Takes a portion of samples. */
    @FunctionalInterface
    private interface Sink {
        /** Takes them, with what they are made of, if that is known. */
        void take(List<float[]> samples, Optional<Samples> made) throws IOException;
    }

    /** Gives all samples, a portion at a time. */
    @FunctionalInterface
    private interface Portions {
        void to(Sink sink) throws IOException;
    }

    private final Path out;
    private final SampleFormat format;
    private final Form form;

    private SampleOutput(Path out, SampleFormat format, Form form) {
        this.out = out;
        this.format = format;
        this.form = form;
    }

    /**
     * Returns an output after its name was checked, before any work is done.
     *
     * @param out a file whose ending says the form, or a folder, new or empty
     * @param format of the samples
     * @throws IllegalArgumentException if samples of the format cannot go there
     * @throws IOException if the folder has something in it
     */
    public static SampleOutput of(Path out, SampleFormat format) throws IOException {
        Form form = Form.of(out, format);
        if (form.isFolder() && Files.isDirectory(out)) { // images there may have our names
            AtomicWrite.requireNewOrEmpty(out);
        }
        return new SampleOutput(out, format, form);
    }

    /** Returns whether a name is one of a folder: without an ending. */
    static boolean isFolder(Path out) {
        return !String.valueOf(out.getFileName()).contains(".");
    }

    /** Returns whether all samples go there, and not only those of a sheet. */
    public boolean takesAll() {
        return form != Form.SHEET;
    }

    /**
     * Writes samples.
     *
     * @param labels of the samples, which become the last column of a table; or none
     * @param sheet draws the sheet, which may show more than them
     */
    public void write(List<float[]> samples, List<String> labels, Supplier<BufferedImage> sheet)
            throws IOException {
        switch (form) {
            case SHEET -> Png.write(sheet.get(), out);
            case TABLE -> CsvOutput.to(out).write(format, samples, labels);
            case LINES, FRAMES, IMAGES, SOUNDS ->
                    write(sink -> sink.take(samples, Optional.empty()), samples);
        }
    }

    /**
     * Writes what a task makes of samples, of which there may be any number.
     *
     * @return how many there were
     * @throws IllegalStateException for a sheet, which does not take all
     */
    public long write(TrainedAutoencoder model, Task task, SampleStream samples)
            throws IOException {
        if (form == Form.SHEET) {
            throw new IllegalStateException("a sheet must be drawn, but is given a stream");
        }
        if (form == Form.TABLE) {
            return CsvOutput.to(out).write(model, task, samples);
        }
        long[] count = new long[1];
        write(
                sink ->
                        count[0] =
                                model.forEach(
                                        task,
                                        samples,
                                        (inputs, outputs) ->
                                                sink.take(List.of(outputs), Optional.of(inputs))),
                List.of());
        return count[0];
    }

    // The range of some samples is that of the images, where the format has none.
    private void write(Portions portions, List<float[]> some) throws IOException {
        if (form == Form.LINES) {
            AtomicWrite.file(out, file -> writeLines(portions, file));
        } else if (form == Form.FRAMES) {
            AtomicWrite.file(out, file -> writeFrames(portions, picturesOf(some), file));
        } else {
            Each each = form == Form.SOUNDS ? this::writeSound : imagesOf(some);
            AtomicWrite.newFolder(out, folder -> writeEach(portions, each, folder));
        }
    }

    private void writeLines(Portions portions, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            portions.to(
                    (samples, made) -> {
                        for (String line : format.texts(samples)) {
                            writer.write(line);
                            writer.newLine();
                        }
                    });
        }
    }

    /** Writes one sample. */
    @FunctionalInterface
    private interface Each {
        void write(float[] sample, Path file) throws IOException;
    }

    // Masks with their values, which a picture of them need not show.
    private Each imagesOf(List<float[]> some) {
        if (format.kind() == SampleKind.MASK) {
            return (sample, file) -> Png.write(format.kind().toImage(format, sample), file);
        }
        Function<float[], BufferedImage> pictures = picturesOf(some);
        return (sample, file) -> Png.write(pictures.apply(sample), file);
    }

    private Function<float[], BufferedImage> picturesOf(List<float[]> some) {
        SampleDrawing drawing = SampleDrawing.of(format, some);
        return sample -> drawing.tile(sample, 1);
    }

    private static void writeFrames(
            Portions portions, Function<float[], BufferedImage> pictures, Path file)
            throws IOException {
        try (Gif gif = Gif.create(file)) {
            portions.to(
                    (samples, made) -> {
                        List<String> times = keys(made, DataSource.SECONDS);
                        for (int i = 0; i < samples.size(); i++) {
                            BufferedImage picture = pictures.apply(samples.get(i));
                            if (times.isEmpty()) {
                                gif.add(picture);
                            } else {
                                gif.add(picture, Double.parseDouble(times.get(i)));
                            }
                        }
                    });
        }
    }

    private void writeSound(float[] sample, Path file) throws IOException {
        int rate = format.schema().rate().orElseThrow();
        WaveFile.write(Sound.of(new float[][] {sample}, rate), sample.length, file);
    }

    private void writeEach(Portions portions, Each each, Path folder) throws IOException {
        String ending = form == Form.SOUNDS ? ".wav" : ".png";
        int[] number = new int[1];
        portions.to(
                (samples, made) -> {
                    List<String> files = keys(made, DataSource.FILE);
                    for (int i = 0; i < samples.size(); i++) {
                        String name = files.isEmpty() ? "" : files.get(i);
                        Path file = file(folder, name, number[0]++, ending);
                        Files.createDirectories(file.resolveSibling(""));
                        each.write(samples.get(i), file);
                    }
                });
    }

    private static List<String> keys(Optional<Samples> made, String name) {
        int column = made.map(samples -> samples.keyColumns().indexOf(name)).orElse(-1);
        if (column < 0) {
            return List.of();
        }
        Samples samples = made.orElseThrow();
        return IntStream.range(0, samples.size())
                .mapToObj(i -> samples.key(i).get(column))
                .toList();
    }

    // Called as the file that it is made of, or by its number.
    private static Path file(Path folder, String name, int number, String ending) {
        Path numbered = folder.resolve(String.format(Locale.ROOT, "%05d%s", number, ending));
        if (!name.matches(FILE_NAME)) { // as one that was read in a table may not
            return numbered;
        }
        String named = name.toLowerCase(Locale.ROOT).endsWith(ending) ? name : name + ending;
        Path file = folder.resolve(named).normalize();
        boolean inside = file.startsWith(folder.normalize()) && Files.notExists(file);
        return inside ? file : numbered;
    }
}
