package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link Ratings} in files, and those that are drawn. */
final class RatingData implements DataKind {

    @Override
    public List<String> names() {
        return List.of("ratings");
    }

    @Override
    public String files() {
        return "file of ratings";
    }

    @Override
    public boolean takes(String input, DataOptions options) {
        return names().contains(input)
                || InputFile.isNamed(input, "u\\.data|.*\\.ratings|ratings\\.dat")
                || (InputFile.isNamed(input, "ratings\\.csv") && Ratings.areIn(Path.of(input)));
    }

    @Override
    public String license(String input) {
        return names().contains(input) ? "Apache-2.0" : "";
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

    private Ratings all(String input, DataOptions options) throws IOException {
        return names().contains(input)
                ? Ratings.synthetic(options.seed())
                : Ratings.of(Path.of(input), options.schema());
    }
}
