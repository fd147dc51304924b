package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.sound.WindowedSound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sounds of a file or a folder, as samples [1, L]: windows, or each as a whole.
 *
 * @param name how messages call them
 * @param files their headers, in order
 * @param keys their names
 * @param labels of each, one of {@code labelNames}; or none
 * @param labelNames in order
 * @param rate samples per second, of all
 * @param window L
 * @param step how many samples a window begins behind the one before it; or 0 for one of each sound
 * @param remarks what was passed over, and where labels are from
 */
record SoundSet(
        String name,
        List<SoundFile> files,
        List<String> keys,
        List<Integer> labels,
        List<String> labelNames,
        int rate,
        int window,
        int step,
        List<String> remarks) {

    private static final String NAMED = "[^_]+_.+"; // LABEL_REST

    /** Reads the headers of all sounds. */
    static SoundSet of(String input, DataOptions options) throws IOException {
        Path path = Path.of(input);
        if (!Files.isDirectory(path)) {
            List<String> key = List.of(String.valueOf(path.getFileName()));
            return of(input, List.of(path), key, List.of(), List.of(), List.of(), options);
        }
        FolderListing all = FolderListing.of(path, FolderListing.Wanted.SOUNDS);
        int count = all.files().size();
        List<String> keys = all.keys(0, count);
        List<Integer> labels = IntStream.of(all.labels(0, count)).boxed().toList();
        List<String> names = all.labelNames();
        List<String> remarks =
                new ArrayList<>(
                        Stream.of(all.deeper(), all.passedOver())
                                .flatMap(Optional::stream)
                                .toList());
        if (names.isEmpty() && keys.stream().allMatch(key -> key.matches(NAMED))) {
            List<String> first = keys.stream().map(key -> key.replaceFirst("_.*", "")).toList();
            Set<String> different = new LinkedHashSet<>(first);
            if (2 * different.size() <= count) {
                names = List.copyOf(different);
                labels = first.stream().map(names::indexOf).toList();
                remarks.add("label: what stands before the first _ of a file's name");
            }
        }
        return of(input, all.files(), keys, labels, names, remarks, options);
    }

    private static SoundSet of(
            String name,
            List<Path> paths,
            List<String> keys,
            List<Integer> labels,
            List<String> labelNames,
            List<String> remarks,
            DataOptions options)
            throws IOException {
        List<SoundFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(SoundFile.read(path));
        }
        int said = options.schema().rate().orElse(options.data().rate());
        int rate = said == 0 ? files.get(0).rate() : said;
        long longest = files.stream().mapToLong(file -> file.framesAt(rate)).max().orElseThrow();
        int window = options.data().window();
        int length = window == 0 ? Math.toIntExact(longest) : window;
        int step = options.data().windowStep();
        return new SoundSet(
                name, files, keys, labels, labelNames, rate, length, step, List.copyOf(remarks));
    }

    SampleFormat format() {
        return SampleFormat.unfitted(new Shape(1, window)).withSchema(Schema.ofSound(rate));
    }

    /** Returns how many windows a sound has, the last with silence behind it. */
    int windows(int file) {
        long frames = files.get(file).framesAt(rate);
        return Math.toIntExact(WindowedSound.count(frames, window, step));
    }

    /** Returns how many windows all have. */
    int windows() {
        return IntStream.range(0, files.size()).map(this::windows).reduce(0, Math::addExact);
    }

    /** Opens a sound in the rate of all. */
    Sound open(int file) throws IOException {
        return files.get(file).open(1, rate);
    }

    /** Returns all windows; those that overlap share their values. */
    Samples read() throws IOException {
        long total = 0;
        for (int i = 0; i < files.size(); i++) {
            total += (long) (windows(i) - 1) * step + window;
        }
        Require.atMost(
                1 << 28, "samples of sound in memory", (int) Math.min(total, Integer.MAX_VALUE));
        double[] values = new double[(int) total];
        int[] starts = new int[windows()];
        int begin = 0;
        int next = 0;
        for (int i = 0; i < files.size(); i++) {
            int count = windows(i);
            int length = (count - 1) * step + window;
            read(i, values, begin, length);
            for (int k = 0; k < count; k++) {
                starts[next++] = begin + k * step;
            }
            begin += length;
        }
        Samples samples =
                Samples.ofWindows(name, List.of(values), starts, window, new int[0], List.of());
        return described(samples.withOnlyKeys(List.of()).withFormat(format()), 0);
    }

    private void read(int file, double[] into, int from, int count) throws IOException {
        float[][] values = new float[1][count];
        try (Sound sound = open(file)) {
            int given = sound.read(values, 0, count);
            for (int i = 0; i < given; i++) {
                into[from + i] = values[0][i];
            }
        }
    }

    /**
     * Returns windows with their labels and keys.
     *
     * @param from the number of the first of them among all
     */
    Samples described(Samples windows, int from) {
        int size = windows.size();
        int[] file = new int[size];
        int[] number = new int[size];
        int first = 0; // window of a file
        for (int i = 0; i < files.size() && first < from + size; i++) {
            int count = windows(i);
            for (int k = Math.max(first, from); k < Math.min(first + count, from + size); k++) {
                file[k - from] = i;
                number[k - from] = k - first;
            }
            first += count;
        }
        List<String> names = IntStream.of(file).mapToObj(keys::get).toList();
        Samples named = windows.withKeys(DataSource.FILE, names);
        Samples placed =
                step == 0
                        ? named
                        : named.withKeys(
                                "second", IntStream.of(number).mapToObj(this::second).toList());
        return labels.isEmpty()
                ? placed
                : placed.withLabels(IntStream.of(file).map(labels::get).toArray(), labelNames);
    }

    private String second(int window) {
        return Double.toString((double) window * step / rate);
    }

    /** Returns what is to be said of the sounds, and of what is done to them. */
    List<String> lines() {
        double seconds = files.stream().mapToDouble(SoundFile::seconds).sum();
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%,d sound%s of %,.1f seconds together, %,d samples a second",
                        files.size(),
                        files.size() == 1 ? "" : "s",
                        seconds,
                        rate));
        say(line, file -> file.rate() != rate, "of another rate, brought to it");
        say(line, file -> file.channels() > 1, "of two channels, of which the mean is taken");
        boolean whole = step == 0;
        say(
                line,
                file -> whole && file.framesAt(rate) > window,
                "cut behind " + window + " samples");
        say(line, file -> file.framesAt(rate) < window, "shorter, with silence behind");
        List<String> lines = new ArrayList<>(List.of(line.toString()));
        lines.addAll(remarks);
        return lines;
    }

    private void say(StringBuilder line, Predicate<SoundFile> which, String what) {
        long count = files.stream().filter(which).count();
        if (count > 0) {
            line.append(String.format(Locale.ROOT, "; %,d %s", count, what));
        }
    }
}
