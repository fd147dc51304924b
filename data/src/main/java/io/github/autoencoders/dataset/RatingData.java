package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link Ratings} in files, and those that are drawn. */
final class RatingData implements DataKind {

    private static final String DRAWN = "ratings";

    @Override
    public Inputs inputs() {
        return new Inputs(
                List.of(DRAWN),
                "Apache-2.0",
                "file of ratings",
                "u\\.data|.*\\.ratings|ratings\\.dat");
    }

    @Override
    public boolean takes(String input) {
        return inputs().take(input)
                || (isTable(input) && Ratings.areTitled(Path.of(input)))
                || isUntitled(input);
    }

    private static boolean isTable(String input) {
        return InputFile.isNamed(input, "ratings\\.csv");
    }

    private static boolean isUntitled(String input) {
        return isTable(input) && Ratings.areUntitled(Path.of(input));
    }

    /** Says that a file without a title was taken for ratings. */
    @Override
    public List<String> notes(String input, DataOptions options) {
        return isUntitled(input)
                ? List.of(
                        "read as user, item and rating, though without a title; call the file"
                                + " otherwise than ratings.csv if it is a table")
                : List.of();
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return "ae-ratings";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return all(input, options).samples();
    }

    // Each user is in both parts.
    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        DataSplit split = all(input, options).split(options.data().heldOut(), options.seed());
        return new DataSplit(
                options.limited(split.training()), options.limited(split.validation()));
    }

    @Override
    public Optional<Ratings> ratings(String input, DataOptions options) throws IOException {
        return Optional.of(all(input, options));
    }

    private static Ratings all(String input, DataOptions options) throws IOException {
        return input.equals(DRAWN)
                ? Ratings.synthetic(options.seed())
                : Ratings.of(Path.of(input), options);
    }
}
