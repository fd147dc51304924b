package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Data, and how they are read and divided. Nothing is read before it is asked for.
 *
 * <pre>{@code
 * DataSource digits = DataSource.of("mnist", DataOptions.ofSeed(42).withPadding(2));
 * DataSplit split = digits.split();       // for training and validation
 * Samples all = digits.load();            // undivided
 * }</pre>
 *
 * <p>A path is an IDX file ({@code *.idx} or {@code *-ubyte}), a table ({@code *.csv}, {@code
 * *.tsv}, {@code *.tab}; or {@code *.jsonl}, {@code *.ndjson} or {@code *.json} of objects, a row
 * each; or {@code *.parquet} where parquet-floor is on the class path), a file of {@linkplain
 * Strings strings} ({@code *.smi} or {@code *.txt}), ratings ({@code u.data}, {@code *.ratings} or
 * {@code ratings.dat}), any of them but Parquet perhaps compressed ({@code .gz}), a sound ({@code
 * *.wav}, {@code *.aiff} or {@code *.au}), moving pictures ({@code *.gif}), or a folder of sounds
 * or of images. A name comes before a path: write {@code ./mnist} for a folder called mnist.
 *
 * <p>With a window, a table is a {@link Series}: its rows are points, which are cut into windows
 * [C, L] of the C columns of numbers. With a window but no step, each row is a window [1, L]
 * already.
 *
 * <p>{@code INPUT => TARGET}, with a space on each side of the arrow, are samples that are to
 * become others; {@code SERIES => next 48}, windows that are to become the points behind them;
 * {@code TABLE => columns price,quantity}, rows of which some columns are to be predicted.
 *
 * @param kind how they are read
 * @param input the name or path; empty for values in memory
 * @param options how they are read and divided
 */
public record DataSource(DataKind kind, String input, DataOptions options) {

    /** The kinds in which a name or a path is looked up, in this order. */
    public static final List<DataKind> KINDS =
            List.of(
                    new SpriteData(),
                    new ForecastData(),
                    new TargetColumns(),
                    new PairData(), // before what its second name would be of
                    PublishedImages.mnist(),
                    PublishedImages.fashionMnist(),
                    new IdxFile(),
                    new TableData(),
                    new StringData(),
                    new RatingData(),
                    new SeriesData(),
                    new SoundData(), // before folders of anything
                    new FrameData(),
                    new ImageFolder());

    private static final DataKinds KNOWN = new DataKinds(KINDS);

    /** The key of samples that are, or are of, files of a folder. */
    public static final String FILE = "file";

    /** The key of samples that are frames of moving pictures: their numbers, from 0. */
    public static final String FRAME = "frame";

    /** The key of samples that are there at a time: the seconds from the beginning. */
    public static final String SECONDS = "seconds";

    private static final int LARGEST_SPRITE = 32; // its larger side
    private static final String SPRITES = "vae-sprites";
    private static final String PHOTOS = "vae-photos";

    /**
     * Returns the data of a name or path.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static DataSource of(String nameOrPath, DataOptions options) {
        return new DataSource(KNOWN.existing(nameOrPath), nameOrPath, options);
    }

    /** Returns the data of a kind, which may be an application's own. */
    public static DataSource of(DataKind kind, String input, DataOptions options) {
        return new DataSource(new DataKinds(List.of(kind)).existing(input), input, options);
    }

    /**
     * Returns samples that are to become others: two folders of images, which are paired by their
     * paths, or two files, in their order. Both are of one shape, but images may become masks.
     *
     * @param input the name or path of what goes in
     * @param target that of what is to come out; of a folder perhaps as {@link TargetKind#named}
     * @throws IllegalArgumentException if one is not there
     */
    public static DataSource ofPairs(String input, String target, DataOptions options) {
        return of(pair(input, target), options);
    }

    /**
     * Returns the windows of a series, which are to become the points behind them.
     *
     * @param series its name or path
     * @param horizon how many points are to be forecast
     * @throws IllegalArgumentException if it is not there
     */
    public static DataSource ofForecasts(String series, int horizon, DataOptions options) {
        return of(forecasts(series, horizon), options);
    }

    /** Returns the name of windows of a series that are to become the points behind them. */
    public static String forecasts(String series, int horizon) {
        return ForecastData.named(series, Require.atLeast(1, "horizon", horizon));
    }

    /** Returns the name of the series, of that of its windows and the points behind them. */
    public static Optional<String> seriesOfForecasts(String input) {
        return ForecastData.horizon(input).map(horizon -> ForecastData.series(input));
    }

    /**
     * Returns the rows of a table of which some columns are to be predicted from the others.
     *
     * @param table its path
     * @param columns to be predicted, of numbers or of words
     * @throws IllegalArgumentException if it is not there
     */
    public static DataSource ofColumns(String table, List<String> columns, DataOptions options) {
        return of(columns(table, columns), options);
    }

    /** Returns the name of the rows of a table of which columns are to be predicted. */
    public static String columns(String table, List<String> columns) {
        return TargetColumns.named(table, columns);
    }

    /**
     * Returns the names in a list of columns, written as the header of a table: a name with a comma
     * stands in quotes.
     *
     * @throws IllegalArgumentException if it is no such list
     */
    public static List<String> columnNames(String list) {
        try (CSVParser parser = CSVParser.parse(list, CSVFormat.DEFAULT)) {
            return parser.getRecords().stream()
                    .flatMap(CSVRecord::stream)
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "columns must be separated by commas, but are " + list, e);
        }
    }

    /**
     * Returns whether a target is columns of a table, and not other data: if the table's header has
     * them, whatever else is called so, or if no other data are.
     */
    public static boolean areColumns(String data, String target) {
        return new TableData().takes(data)
                && (TableData.hasColumns(data, target) || !mayBeOtherData(target));
    }

    private static boolean mayBeOtherData(String target) {
        return InputFile.path(target).filter(Path::isAbsolute).isPresent()
                || target.startsWith(".") // as paths do
                || InputFile.exists(target)
                || KNOWN.of(target).isPresent();
    }

    /**
     * Returns the name of samples that are to become a target: columns of the table that they are,
     * as {@link #columnNames} has them, or other data.
     *
     * @param kind what the images of a folder are, if that is said
     */
    public static String towards(String data, String target, Optional<TargetKind> kind) {
        return areColumns(data, target)
                ? columns(data, columnNames(target))
                : pair(data, kind.map(said -> said.named(target)).orElse(target));
    }

    /** Returns the name of samples that are to become others, of those of both. */
    public static String pair(String input, String target) {
        return input + PairData.ARROW + target;
    }

    /** Returns whether a name is that of samples with others that they are to become. */
    public static boolean isOfPairs(String input) {
        return input.contains(PairData.ARROW);
    }

    /** Returns a file or folder, a tenth of it held out. */
    public static DataSource of(Path path) {
        Path here = names().contains(path.toString()) ? Path.of(".").resolve(path) : path;
        return of(here.toString(), DataOptions.ofSeed(0));
    }

    /** Returns the data that a recipe names, read and divided as it says. */
    public static DataSource of(TrainingRecipe recipe) {
        return of(recipe.data().source(), DataOptions.of(recipe));
    }

    /** Returns samples in memory, a tenth of them held out; their own scaling does not count. */
    public static DataSource of(Samples samples) {
        return new DataSource(new MemoryData(options -> samples), "", DataOptions.ofSeed(0));
    }

    /** Returns rows of numbers in memory, as {@link #of(float[][])}, with all their digits. */
    public static DataSource of(double[][] rows) {
        return new DataSource(MemoryData.ofRows(rows), "", DataOptions.ofSeed(0));
    }

    /**
     * Returns rows of numbers in memory as the samples that a file of them would give: rows, each
     * row a window, or windows of a series whose points they are.
     *
     * @param rows [N][F], NaN where a value is missing
     */
    public static DataSource of(float[][] rows) {
        return new DataSource(MemoryData.ofRows(rows), "", DataOptions.ofSeed(0));
    }

    /** Returns all names that are known, the first being the one that needs no network. */
    public static List<String> names() {
        return KNOWN.names();
    }

    /**
     * Returns the license of the data of a name, an SPDX identifier; nothing for other data.
     *
     * @see <a href="https://github.com/zalandoresearch/fashion-mnist">Fashion-MNIST</a>
     * @see <a href="https://keras.io/api/datasets/mnist/">MNIST, at its end</a>
     */
    public static String license(String name) {
        return KNOWN.of(name).map(kind -> kind.inputs().license(name)).orElse("");
    }

    /** Returns the license of the data, an SPDX identifier; or nothing if it is not known. */
    public String license() {
        return kind.inputs().license(input);
    }

    /**
     * Returns the name of the library's recipe that suits a name, or a path that need not exist.
     */
    public static String recipe(String input, DataOptions options) {
        return KNOWN.of(input).orElse(KINDS.get(0)).recipe(input, options);
    }

    /**
     * Returns the name of the library's recipe that suits images: one of photographs where they are
     * coloured and larger than sprites are, 32 pixels on the larger side.
     */
    public static String recipeForImages(int width, int height, boolean coloured) {
        return coloured && Math.max(width, height) > LARGEST_SPRITE ? PHOTOS : SPRITES;
    }

    /** Returns whether a recipe is one of {@link #recipeForImages}. */
    static boolean isForImages(String recipe) {
        return recipe.equals(PHOTOS) || recipe.equals(SPRITES);
    }

    /** Returns the same data, read and divided in another way. */
    public DataSource withOptions(DataOptions newOptions) {
        return new DataSource(kind, input, newOptions);
    }

    /**
     * Returns the data for training and validation. The published data bring their own validation
     * set, and so does {@code train-images-idx3-ubyte} where {@code t10k-images-idx3-ubyte} lies
     * beside it; other files and folders are divided at random, but the windows of a series in
     * time: the last are held out. Where values are missing, a share of the known ones is kept from
     * the model in validation. The scaling is found from the training samples, of which the limit
     * is.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public DataSplit split() throws IOException {
        requireWindowsOnlyWhereTaken();
        DataSplit raw = kind.split(input, options);
        Samples training = options.limited(options.ofLabel(raw.training()));
        return raw.with(training, options.ofLabel(raw.validation())).scaled(options.data());
    }

    /** Returns all samples, raw. */
    Samples raw() throws IOException {
        requireWindowsOnlyWhereTaken();
        return kind.read(input, options);
    }

    /**
     * Returns the data undivided, as when they are only to be encoded: the whole file or folder, or
     * for a name its training and then its validation samples. The scaling is found from all of
     * them; a trained model's is put in its place by {@link Samples#withFormat}.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public Samples load() throws IOException {
        requireWindowsOnlyWhereTaken();
        Samples kept = options.limited(options.ofLabel(kind.read(input, options)));
        return kept.fitted(options.data().padding(), options.data().scaling());
    }

    /**
     * Opens the data undivided, to be read a portion at a time: the values that {@link #load}
     * gives, but not scaled, where they are a file or folder of any size; as a whole in memory if
     * they are named, a series, or limited.
     *
     * @param portion how many samples are read at a time
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public SampleStream stream(int portion) throws IOException {
        requireWindowsOnlyWhereTaken();
        boolean all = options.data().limit() == 0 && options.data().onlyLabel().isEmpty();
        Optional<SampleStream> stream =
                all ? kind.stream(input, options, portion) : Optional.empty();
        return stream.isPresent() ? stream.get() : CountedStream.of(load(), portion);
    }

    /**
     * Returns data of the same shape and labels as those that {@link #split} returns, but of images
     * that are known by name only a few, so that nothing is downloaded; others are read.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public DataSplit outline() throws IOException {
        requireWindowsOnlyWhereTaken();
        Optional<Samples> few = kind.outline(input, options);
        if (few.isEmpty()) {
            return split();
        }
        Samples kept = options.ofLabel(few.get());
        Samples padded = kept.withFormat(kept.format().withPadding(options.data().padding()));
        return new DataSplit(padded, padded);
    }

    /**
     * Returns what is to be said of how the data are read, a line for each thing: of a folder of
     * images how many there are and of what sizes, what is done to them, and what is passed over.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public List<String> notes() throws IOException {
        return kind.notes(input, options);
    }

    /**
     * Returns the data with a size of images that can be trained on in good time, where the options
     * say none: that of the first, shrunk to at most 64 pixels on its larger side.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    public TrainingRecipe.Data sized() throws IOException {
        return kind.sized(input, options.data());
    }

    private void requireWindowsOnlyWhereTaken() {
        int window = options.data().window();
        if (window > 0 && !kind.takesWindows()) {
            throw new IllegalArgumentException(
                    "window must be 0 for %s, which is no CSV file, but is %s"
                            .formatted(input, window));
        }
    }

    /**
     * Returns what is doubtful in what columns were taken for, and how to say otherwise, a line for
     * each; nothing of what the options say.
     *
     * @param samples of the data, perhaps not all of them
     */
    public List<String> doubts(Samples samples) {
        return ColumnDoubts.of(samples, options.data());
    }

    /** Returns the table in a CSV file, with the names of its columns; nothing of other data. */
    public Optional<CsvTable> table() throws IOException {
        return kind.table(input, options);
    }

    /** Returns the data as points of a series, not cut into windows. */
    public Series series() throws IOException {
        return kind.series(input, options)
                .orElseThrow(
                        () ->
                                DataKinds.refused(
                                        "daily-series, daily-series-anomalous or a CSV file",
                                        input));
    }

    /** Returns the sounds that the data are; none if they are something else. */
    public List<SoundFile> sounds() throws IOException {
        return kind.sounds(input);
    }

    /** Returns ratings with the names of their users and items. */
    public Ratings ratings() throws IOException {
        return kind.ratings(input, options)
                .orElseThrow(
                        () ->
                                DataKinds.refused(
                                        "ratings, u.data, *.ratings or ratings.dat", input));
    }
}
