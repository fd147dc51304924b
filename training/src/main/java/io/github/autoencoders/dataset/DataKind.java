package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of data: which names and paths are of it, and how they are read. {@link DataSource} scales
 * what a kind reads, keeps the label and the number of samples that the options say, and is what
 * programs hold.
 *
 * <p>A kind of an application's own says what it {@link #takes} and {@link #read reads}, and as
 * much of the rest as it knows better; {@link DataSource#of(DataKind, String, DataOptions)} opens
 * it. Kinds keep no state and may be used by any number of threads.
 */
public interface DataKind {

    /** Returns the names of what is drawn or published; none, if the kind is one of files. */
    default List<String> names() {
        return List.of();
    }

    /** Returns what messages call a file or folder of the kind, as "CSV file"; empty for none. */
    default String files() {
        return "";
    }

    /**
     * Returns whether data are of this kind.
     *
     * @param input one of the names, or a path, which need not exist
     */
    default boolean takes(String input, DataOptions options) {
        return names().contains(input);
    }

    /** Returns whether windows of a series can be taken of the data. */
    default boolean takesWindows() {
        return false;
    }

    /** Returns the name of the library's recipe that suits the data. */
    default String recipe() {
        return "vae-sprites";
    }

    /** Returns the license of the data, an SPDX identifier; or nothing if it is not known. */
    default String license(String input) {
        return "";
    }

    /**
     * Returns all samples, raw.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    Samples read(String input, DataOptions options) throws IOException;

    /**
     * Returns the samples of the label that the options say, raw, for training and validation: at
     * random, but windows in time. Where values are missing, a share of the known ones is kept from
     * the model in validation. Data with a validation set of their own are divided so instead.
     */
    default DataSplit split(String input, DataOptions options) throws IOException {
        return DataSplit.of(read(input, options), options);
    }

    /**
     * Opens all samples to be read a portion at a time, so that they need not fit in memory; or
     * nothing, if they are read as a whole.
     *
     * @param portion how many samples are read at a time
     */
    default Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return Optional.empty();
    }

    /**
     * Returns a few samples of the shape and with the labels of all, raw, without a download; or
     * nothing, if the data must be read for that.
     */
    default Optional<Samples> outline(String input, DataOptions options) {
        return Optional.empty();
    }

    /** Returns whether the data are a {@link CsvTable}, whose rows are samples. */
    default boolean isTable() {
        return false;
    }

    /** Returns the data as points in time, not cut into windows; or nothing if they are none. */
    default Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.empty();
    }

    /** Returns the data with the names of their users and items; or nothing if they have none. */
    default Optional<Ratings> ratings(String input, DataOptions options) throws IOException {
        return Optional.empty();
    }
}
