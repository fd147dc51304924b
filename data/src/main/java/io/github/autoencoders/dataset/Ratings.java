package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.TextForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Ratings of items by users, as the rows of a table that is mostly empty: a sample is a user,
 * [items], with NaN for an item that the user did not rate.
 *
 * <p>A file has one rating in a line: user, item, rating, and perhaps the time, which is not used;
 * between them tabs, as in {@code u.data} of <a
 * href="https://grouplens.org/datasets/movielens/100k/">MovieLens 100K</a>, {@code ::}, as in that
 * of 1M, or commas, as in {@code ratings.csv} of the later ones, which begins with a title; if that
 * was cut off, with a rating of numbers alone.
 *
 * @param name how messages call the ratings
 * @param users their names, in the order of the rows
 * @param items their names, in the order of the columns
 * @param rows one for each user, NaN for what is missing
 */
public record Ratings(String name, List<String> users, List<String> items, List<float[]> rows) {

    private static final Pattern TITLE = Pattern.compile("(?i)\\W?user(_?id)?\\W.*");
    private static final int USERS = 1000;
    private static final int ITEMS = 60;
    private static final int RANK = 3;
    private static final double NOISE = 0.25;
    private static final double KNOWN = 0.3;

    /**
     * Returns the ratings in a file.
     *
     * @param model whose items are wanted, by name; or {@link Schema#NONE} for all that are rated.
     *     Ratings of other items are left out
     * @throws IOException if a line is no rating, or none is of an item of the model
     */
    public static Ratings of(Path path, Schema model) throws IOException {
        return of(path, DataOptions.ofSeed(0).withSchema(model));
    }

    /** Returns the ratings in a file likewise, whose text is written as the options say. */
    static Ratings of(Path path, DataOptions options) throws IOException {
        TextForm form = options.data().text();
        Ratings all = InputFile.read(path, contents -> read(path.toString(), contents, form));
        List<String> wanted = options.schema().features();
        return wanted.isEmpty() ? all : all.ofItems(wanted);
    }

    /** Returns whether a file begins with the title of ratings; not if it cannot be read. */
    static boolean areTitled(Path path) {
        return first(path).filter(Ratings::isTitle).isPresent();
    }

    private static boolean isTitle(String line) {
        return TITLE.matcher(line).matches() || RatingLine.isTitle(line);
    }

    /**
     * Returns whether a file begins with a rating, which no title stands above: numbers of a user
     * and an item, a rating, and perhaps a time; not if it cannot be read.
     */
    static boolean areUntitled(Path path) {
        return first(path)
                .map(line -> RatingLine.of(line, TextForm.RECOGNIZED).isOfNumbers(line))
                .orElse(false);
    }

    private static Optional<String> first(Path path) {
        try {
            return InputFile.read(
                    path,
                    contents ->
                            DecodedText.of(contents, TextForm.RECOGNIZED)
                                    .lines()
                                    .filter(line -> !line.isBlank())
                                    .findFirst());
        } catch (IOException e) {
            return Optional.empty(); // which is said when it is read
        }
    }

    private static Ratings read(String name, InputStream contents, TextForm form)
            throws IOException {
        TreeMap<String, TreeMap<String, Float>> byUser = new TreeMap<>(inOrder());
        TreeSet<String> items = new TreeSet<>(inOrder());
        BufferedReader lines = DecodedText.of(contents, form);
        RatingLine written = null;
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            if (written == null) {
                written = RatingLine.of(line, form);
                if (!form.noHeader() && isTitle(line)) {
                    continue;
                }
            }
            List<String> cells = written.cells(line);
            float rating = written.rating(cells);
            if (!Float.isFinite(rating)) {
                throw new IOException(
                        "%s: line %s must be user, item and rating with tabs, commas or :: between them, but is \"%s\""
                                .formatted(name, number, line));
            }
            String user = written.cell(cells, 0);
            String item = written.cell(cells, 1);
            items.add(item);
            if (byUser.computeIfAbsent(user, each -> new TreeMap<>(inOrder())).put(item, rating)
                    != null) {
                throw new IOException(
                        "%s: line %s must be the only rating of item %s by user %s, but is another"
                                .formatted(name, number, item, user));
            }
        }
        if (byUser.isEmpty()) {
            throw new IOException(name + " must hold at least one rating, but is empty");
        }
        List<String> columns = List.copyOf(items);
        List<float[]> rows = new ArrayList<>();
        for (TreeMap<String, Float> ratings : byUser.values()) {
            float[] row = new float[columns.size()];
            Arrays.fill(row, Float.NaN);
            ratings.forEach(
                    (item, rating) ->
                            row[Collections.binarySearch(columns, item, inOrder())] = rating);
            rows.add(row);
        }
        return new Ratings(name, List.copyOf(byUser.keySet()), columns, rows);
    }

    private Ratings ofItems(List<String> wanted) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        items.forEach(item -> places.put(item, places.size()));
        if (wanted.stream().noneMatch(places::containsKey)) {
            throw new IOException(
                    "%s must have ratings of items that the model knows, as %s, but has of %s alone"
                            .formatted(name, first(wanted), first(items)));
        }
        List<float[]> chosen = new ArrayList<>();
        for (float[] row : rows) {
            float[] values = new float[wanted.size()];
            for (int j = 0; j < values.length; j++) {
                Integer place = places.get(wanted.get(j));
                values[j] = place == null ? Float.NaN : row[place];
            }
            chosen.add(values);
        }
        return new Ratings(name, users, wanted, chosen);
    }

    private static String first(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size())));
    }

    // Numbers by their value: shorter ones first.
    private static Comparator<String> inOrder() {
        return Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());
    }

    /**
     * Returns ratings that are drawn: 1,000 users, 60 items, each rating known with probability
     * 0.3. A rating is 3 plus the product of 3 normal factors of the user with 3 of the item, of
     * variance 1 in all, plus normal noise with a standard deviation of 0.25, which no prediction
     * can get below.
     *
     * @param seed decides all
     */
    public static Ratings synthetic(long seed) {
        Random random = RandomStreams.ofJava(seed);
        double[][] ofUsers = normal(random, USERS);
        double[][] ofItems = normal(random, ITEMS);
        List<float[]> rows = new ArrayList<>();
        for (double[] user : ofUsers) {
            float[] row = new float[ITEMS];
            for (int j = 0; j < ITEMS; j++) {
                double rating = 3 + NOISE * random.nextGaussian();
                for (int k = 0; k < RANK; k++) {
                    rating += user[k] * ofItems[j][k] / Math.sqrt(RANK);
                }
                row[j] = random.nextDouble() < KNOWN ? (float) rating : Float.NaN;
            }
            rows.add(row);
        }
        return new Ratings("ratings", numbers(USERS), numbers(ITEMS), rows);
    }

    private static double[][] normal(Random random, int count) {
        double[][] factors = new double[count][RANK];
        for (double[] row : factors) {
            for (int k = 0; k < RANK; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return factors;
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    /** Returns all ratings. */
    Samples samples() {
        return samples(rows);
    }

    /**
     * Returns the ratings divided, not the users: of each user's ratings a share is held out,
     * rounded, but never all. In validation the others go in, and those held out are to come out.
     *
     * @param share to hold out, between 0 and 1
     * @param seed decides which
     */
    DataSplit split(double share, long seed) {
        List<float[]> kept = new ArrayList<>();
        List<float[]> heldOut = new ArrayList<>();
        int count = 0;
        for (int user = 0; user < rows.size(); user++) {
            float[] row = rows.get(user);
            float[] in = row.clone();
            float[] out = new float[row.length];
            Arrays.fill(out, Float.NaN);
            int[] known = Permutation.ofKnown(Digits.widened(row), RandomStreams.of(seed, user));
            long wanted = Math.min(known.length - 1, Math.round(share * known.length));
            for (int k = 0; k < wanted; k++) {
                out[known[k]] = row[known[k]];
                in[known[k]] = Float.NaN;
                count++;
            }
            kept.add(in);
            heldOut.add(out);
        }
        if (count == 0) {
            throw new IllegalArgumentException(
                    name + " must have users with several ratings to hold some out, but has none");
        }
        Samples training = samples(kept);
        return new DataSplit(training, samples(heldOut).withInputs(training));
    }

    private Samples samples(List<float[]> chosen) {
        float[] values = new float[Math.multiplyExact(chosen.size(), items.size())];
        for (int user = 0; user < chosen.size(); user++) {
            System.arraycopy(chosen.get(user), 0, values, user * items.size(), items.size());
        }
        SampleFormat format =
                new SampleFormat(
                                new Shape(items.size()),
                                0,
                                Scaling.Unfitted.TOGETHER,
                                Schema.ofFeatures(items))
                        .withMissing();
        return Samples.ofFloats(name, format, values, new int[0], List.of())
                .withKeys("user", users);
    }
}
