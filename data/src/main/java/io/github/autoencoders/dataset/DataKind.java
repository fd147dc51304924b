package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of data: which names and paths are of it, and how they are read. {@link DataSource}, which
 * programs hold, scales what a kind reads, and keeps the label and the number of samples that the
 * options say. An application's own kind says its {@link #inputs} and how it {@link #read reads},
 * and as much of the rest as it knows better. Kinds may be used by any number of threads.
 */
public interface DataKind {

    /**
     * What is of a kind.
     *
     * @param names of what is drawn or published
     * @param license of what has a name, an SPDX identifier; empty if it is not known
     * @param files what messages call a file or folder, as "CSV file"; empty if there are none
     * @param form of the files' names, a regular expression; capitals do not count, nor does {@code
     *     .gz} at the end
     */
    record Inputs(List<String> names, String license, String files, String form) {

        /** Returns inputs that are files alone. */
        public static Inputs ofFiles(String files, String form) {
            return new Inputs(List.of(), "", files, form);
        }

        /** Returns whether these are a name, or the path of a file of the form, there or not. */
        public boolean take(String input) {
            return names.contains(input) || (!files.isEmpty() && InputFile.isNamed(input, form));
        }

        String license(String input) {
            return names.contains(input) ? license : "";
        }
    }

    /** Returns what is of this kind. */
    Inputs inputs();

    /** Returns whether data are of this kind: a name, or a path that need not exist. */
    default boolean takes(String input) {
        return inputs().take(input);
    }

    /**
     * Returns whether data that are of this kind are there: a name, or a path that exists.
     *
     * @throws IllegalArgumentException with what is known better, if they are not
     */
    default boolean exists(String input) {
        return inputs().names().contains(input) || InputFile.exists(input);
    }

    /** Returns whether windows of a series can be taken of the data. */
    default boolean takesWindows() {
        return false;
    }

    /**
     * Returns the name of the library's recipe that suits a name, or a path that need not exist.
     */
    default String recipe(String input, DataOptions options) {
        return "vae-sprites";
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
     * the model in validation.
     */
    default DataSplit split(String input, DataOptions options) throws IOException {
        return DataSplit.of(read(input, options), options);
    }

    /**
     * Opens all samples to be read a portion at a time, so that they need not fit in memory; or
     * nothing, if they are read as a whole.
     */
    default Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return Optional.empty();
    }

    /**
     * Returns what is to be said of the data and of how they are read, a line for each thing; no
     * more than names and headers is read for that.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    default List<String> notes(String input, DataOptions options) throws IOException {
        return List.of();
    }

    /**
     * Returns how a recipe has the data read, with a size of images that can be trained on where it
     * says none.
     *
     * @throws IOException if the data are missing or damaged, with one line that says where
     */
    default TrainingRecipe.Data sized(String input, TrainingRecipe.Data data) throws IOException {
        return data;
    }

    /**
     * Returns a few samples of the shape and with the labels of all, raw, without a download; or
     * nothing, if the data must be read for that.
     */
    default Optional<Samples> outline(String input, DataOptions options) {
        return Optional.empty();
    }

    /** Returns the data with the names of its columns; or nothing if they are no table. */
    default Optional<CsvTable> table(String input, DataOptions options) throws IOException {
        return Optional.empty();
    }

    /** Returns the data as points in time, not cut into windows; or nothing if they are none. */
    default Optional<Series> series(String input, DataOptions options) throws IOException {
        return Optional.empty();
    }

    /**
     * Returns the sounds that the data are, of which the headers are read; none of other data.
     *
     * @throws IOException if one is damaged, with one line that says which
     */
    default List<SoundFile> sounds(String input) throws IOException {
        return List.of();
    }

    /** Returns the data with the names of their users and items; or nothing if they have none. */
    default Optional<Ratings> ratings(String input, DataOptions options) throws IOException {
        return Optional.empty();
    }
}
