package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds data by a name or a path, and divides them.
 *
 * <p>A path is an IDX file ({@code *.idx} or {@code *-ubyte}), a table ({@code *.csv}), a file of
 * {@linkplain Strings strings} ({@code *.smi} or {@code *.txt}), any of them perhaps compressed
 * ({@code .gz}), ratings ({@code u.data}, {@code *.ratings} or {@code ratings.dat}), or a folder of
 * images. A name comes before a path: write {@code ./mnist} for a folder called mnist.
 *
 * <p>With a window, a table is a {@link Series}: its rows are points, which are cut into windows
 * [C, L] of the C columns of numbers. With a window but no step, each row is a window [1, L]
 * already.
 */
public final class DatasetCatalog {

    private static final List<String> NAMES =
            List.of(
                    "sprites",
                    "colour-sprites",
                    "mnist",
                    "mnist-all",
                    "binarized-mnist",
                    "binarized-mnist-anew",
                    "fashion-mnist",
                    Strings.TOY,
                    "ratings",
                    DailySeries.NORMAL,
                    DailySeries.ANOMALOUS);

    private static final int FEW = 30; // sprites, of each outline some

    private DatasetCatalog() {}

    /**
     * Returns the names that {@link #load} knows, the first being the one that needs no network.
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Returns the license of data, an SPDX identifier; or nothing if it is not known.
     *
     * @param data a name or a path
     * @see <a href="https://github.com/zalandoresearch/fashion-mnist">Fashion-MNIST</a>
     * @see <a href="https://keras.io/api/datasets/mnist/">MNIST, at its end</a>
     */
    public static String license(String data) {
        return switch (data) {
            case "mnist", "mnist-all", "binarized-mnist", "binarized-mnist-anew" -> "CC-BY-SA-3.0";
            case "fashion-mnist" -> "MIT";
            default -> NAMES.contains(data) ? "Apache-2.0" : ""; // what the program draws is as it
        };
    }

    /**
     * Returns data for training and validation. The published data bring their own validation set,
     * and so does {@code train-images-idx3-ubyte} where {@code t10k-images-idx3-ubyte} lies beside
     * it; other files and folders are divided at random, but the windows of a series in time: the
     * last are held out. Where values are missing, a share of the known ones is kept from the model
     * in validation. The scaling is found from the training samples.
     *
     * @param data a name or a path
     * @param options how to read and divide
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public static DataSplit load(String data, DataOptions options) throws IOException {
        DataSplit raw = NAMES.contains(data) ? named(data, options) : split(path(data), options);
        Samples training = limited(raw.training(), options);
        if (training.format().allowsMissing() && isTable(data)) {
            CsvTable.requireKnown(path(data), training);
        }
        Samples validation = raw.validation();
        boolean paired = validation.inputs() == raw.training(); // each with a training sample
        Samples judged = paired ? limited(validation, options) : validation;
        return new DataSplit(training, judged).scaled(options.padding());
    }

    /**
     * Returns data of the same shape and labels as those that {@link #load} returns, but of images
     * that are known by name only a few, so that nothing is downloaded; others are read.
     *
     * @param data a name or a path
     * @param options how to read and divide
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public static DataSplit outline(String data, DataOptions options) throws IOException {
        Optional<Samples> few =
                switch (data) {
                    case "sprites" ->
                            Optional.of(Sprites.of(options.seed(), FEW, 1).split().training());
                    case "colour-sprites" ->
                            Optional.of(
                                    Sprites.of(options.seed(), FEW, 1).splitInColour().training());
                    case "mnist", "mnist-all", "binarized-mnist", "binarized-mnist-anew" ->
                            Optional.of(PublishedImages.mnist().blank());
                    case "fashion-mnist" -> Optional.of(PublishedImages.fashionMnist().blank());
                    default -> Optional.empty();
                };
        if (few.isEmpty()) {
            return load(data, options);
        }
        requireNoWindow(data, options);
        Samples kept = only(few.get(), options);
        Samples padded = kept.withFormat(kept.format().withPadding(options.padding()));
        return new DataSplit(padded, padded);
    }

    /**
     * Returns data undivided, as when they are only to be encoded: the whole file or folder, or for
     * a name its training and then its validation samples. The scaling is found from all of them; a
     * trained model's is put in its place by {@link Samples#withFormat}.
     *
     * @param data a name or a path
     * @param options how to read; {@code limit} is how many samples are kept
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public static Samples loadAll(String data, DataOptions options) throws IOException {
        Samples all;
        if (data.equals("ratings")) {
            all = Ratings.synthetic(options.seed()).samples();
        } else if (isSeries(data)) {
            all = windows(data, options);
        } else if (NAMES.contains(data)) {
            boolean twice = data.equals("mnist-all"); // its validation samples are in both parts
            DataSplit split = load(twice ? "mnist" : data, options.withLimit(0));
            all = split.training().drawn(options.seed()).followedBy(split.validation());
        } else {
            all = samples(path(data), options);
        }
        Samples kept = limited(all, options);
        return kept.withFormat(kept.fittedFormat(options.padding()));
    }

    /**
     * Opens data undivided, as {@link #loadAll} reads them, to be read a portion at a time: files
     * and folders of any size; names and series are in memory as a whole. A dash is a table on the
     * standard input.
     *
     * @param data a name or a path, or a dash
     * @param options how to read
     * @param portion how many samples are read at a time
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public static SampleStream stream(String data, DataOptions options, int portion)
            throws IOException {
        if (data.equals("-") && options.windowStep() > 0) {
            throw new IllegalArgumentException(
                    "data of a series must be a file or a name, but are the standard input");
        }
        if (data.equals("-")) {
            return new CsvStream("standard input", System.in, options.window(), portion);
        }
        boolean series = options.windowStep() > 0;
        if (NAMES.contains(data) || series || Ratings.isNamed(path(data))) {
            return new SetStream(loadAll(data, options), portion);
        }
        Path path = path(data);
        if (Files.isDirectory(path)) {
            return ImageFolder.stream(path, options, portion);
        }
        if (CsvTable.isNamed(path)) {
            InputStream contents = InputFile.open(path);
            try {
                return new CsvStream(data, contents, options.window(), portion);
            } catch (IOException e) {
                contents.close();
                throw e;
            }
        }
        return Strings.isNamed(path)
                ? new StringStream(path, portion)
                : IdxFile.stream(path, portion);
    }

    private static DataSplit named(String data, DataOptions options) throws IOException {
        if (!isSeries(data)) {
            requireNoWindow(data, options);
        }
        DataSplit all =
                switch (data) {
                    case "sprites" -> Sprites.of(options.seed()).split();
                    case "colour-sprites" -> Sprites.of(options.seed()).splitInColour();
                    case "mnist" -> PublishedImages.mnist().split();
                    case "mnist-all" -> PublishedImages.mnist().everything();
                    case "binarized-mnist" -> PublishedImages.mnist().binarized();
                    case "binarized-mnist-anew" -> PublishedImages.mnist().binarizedAnew();
                    case Strings.TOY -> ToyMolecules.split(options.seed());
                    case "ratings" ->
                            Ratings.synthetic(options.seed())
                                    .split(options.validation(), options.seed());
                    case DailySeries.NORMAL, DailySeries.ANOMALOUS ->
                            DataSplit.inTime(windows(data, options), options.validation());
                    default -> PublishedImages.fashionMnist().split();
                };
        return new DataSplit(only(all.training(), options), only(all.validation(), options));
    }

    private static Samples only(Samples samples, DataOptions options) {
        return options.onlyLabel().isEmpty() ? samples : samples.ofLabel(options.onlyLabel());
    }

    private static void requireNoWindow(String data, DataOptions options) {
        if (options.window() > 0) {
            throw new IllegalArgumentException(
                    "window must be 0 for %s, which is no CSV file, but is %s"
                            .formatted(data, options.window()));
        }
    }

    /**
     * Returns ratings with the names of their users and items.
     *
     * @param data {@code ratings}, or the path of a file of ratings
     * @param seed of ratings that are drawn
     */
    public static Ratings ratings(String data, long seed) throws IOException {
        if (data.equals("ratings")) {
            return Ratings.synthetic(seed);
        }
        Path path = path(data);
        if (!Ratings.isNamed(path)) {
            throw new IllegalArgumentException(
                    "data must be ratings, u.data, *.ratings or ratings.dat, but is \"%s\""
                            .formatted(data));
        }
        return Ratings.of(path);
    }

    /**
     * Returns a series, not cut into windows.
     *
     * @param data {@code daily-series}, {@code daily-series-anomalous}, or the path of a CSV file
     * @param seed of a series that is drawn
     */
    public static Series series(String data, long seed) throws IOException {
        if (isSeries(data)) {
            return data.equals(DailySeries.NORMAL)
                    ? DailySeries.normal(seed)
                    : DailySeries.anomalous(seed);
        }
        Path path = path(data);
        if (!CsvTable.isNamed(path)) {
            throw new IllegalArgumentException(
                    "data must be %s, %s or a CSV file, but is \"%s\""
                            .formatted(DailySeries.NORMAL, DailySeries.ANOMALOUS, data));
        }
        return Series.read(path);
    }

    /** Returns whether data are the name of a series, which is to be cut into windows. */
    public static boolean isSeries(String data) {
        return data.equals(DailySeries.NORMAL) || data.equals(DailySeries.ANOMALOUS);
    }

    private static Samples windows(String data, DataOptions options) throws IOException {
        return series(data, options.seed()).windows(options.window(), options.windowStep());
    }

    /** Returns whether data are a table in a CSV file. */
    public static boolean isTable(String data) {
        return !NAMES.contains(data)
                && CsvTable.isNamed(path(data))
                && !Files.isDirectory(path(data));
    }

    /** Returns the table in a CSV file, with the names of its columns. */
    public static CsvTable table(String data) throws IOException {
        return CsvTable.read(path(data));
    }

    private static Path path(String data) {
        try {
            Path path = Path.of(data);
            boolean file =
                    IdxFile.isNamed(path)
                            || CsvTable.isNamed(path)
                            || Strings.isNamed(path)
                            || Ratings.isNamed(path);
            if (!data.isEmpty() && Files.exists(path) && (file || Files.isDirectory(path))) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Then it is no path, which is said below.
        }
        throw new IllegalArgumentException(
                "data must be one of %s, or an existing IDX file, CSV file, file of strings (.smi, .txt), file of ratings or folder of images, but is \"%s\""
                        .formatted(String.join(", ", NAMES), data));
    }

    private static DataSplit split(Path path, DataOptions options) throws IOException {
        if (Ratings.isNamed(path) && !Files.isDirectory(path)) {
            return Ratings.of(path).split(options.validation(), options.seed());
        }
        Samples samples = samples(path, options);
        if (options.windowStep() > 0) {
            return DataSplit.inTime(samples, options.validation());
        }
        Optional<Path> validationPath =
                IdxFile.sibling(path, "train-images-idx3-ubyte", "t10k-images-idx3-ubyte");
        if (samples.format().allowsMissing()) {
            return DataSplit.of(samples, options.validation(), options.seed())
                    .withHidden(options.validation(), options.seed());
        }
        if (validationPath.isEmpty()) {
            return DataSplit.of(samples, options.validation(), options.seed());
        }
        Samples validation = only(IdxFile.samples(validationPath.get()), options);
        if (!validation.format().equals(samples.format())) {
            throw new IllegalArgumentException(
                    "%s must hold samples of shape %s as %s does, but holds samples of shape %s"
                            .formatted(
                                    validation.name(),
                                    samples.format().shape(),
                                    samples.name(),
                                    validation.format().shape()));
        }
        return new DataSplit(samples, validation);
    }

    private static Samples samples(Path path, DataOptions options) throws IOException {
        Samples all;
        if (CsvTable.isNamed(path) && !Files.isDirectory(path)) {
            all = rows(path, options);
        } else {
            requireNoWindow(path.toString(), options);
            all = imagesOrStrings(path, options);
        }
        return only(all, options);
    }

    private static Samples imagesOrStrings(Path path, DataOptions options) throws IOException {
        if (Files.isDirectory(path)) {
            return ImageFolder.samples(path, options);
        }
        if (Ratings.isNamed(path)) {
            return Ratings.of(path).samples();
        }
        return Strings.isNamed(path) ? Strings.samples(path) : IdxFile.samples(path);
    }

    private static Samples rows(Path path, DataOptions options) throws IOException {
        if (options.window() == 0) {
            return CsvTable.samples(path);
        }
        return options.windowStep() == 0
                ? CsvTable.windows(path, options.window())
                : Series.read(path).windows(options.window(), options.windowStep());
    }

    private static Samples limited(Samples samples, DataOptions options) {
        return options.limit() == 0 ? samples : samples.first(options.limit());
    }
}
