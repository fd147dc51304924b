package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TextForm;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;

/**
 * How data are read and divided.
 *
 * <pre>{@code
 * DataOptions windows = DataOptions.ofSeed(42).withWindows(64, 1).withHeldOut(0.2);
 * DataOptions photos = DataOptions.ofSeed(42).withImages(64, 48, DataOptions.Color.RGB);
 * double[] scores = model.score(DataSource.of("new.csv", DataOptions.of(model)).load());
 * }</pre>
 *
 * @param data what a recipe says of that; where they are found does not count, nor whether their
 *     labels are conditions
 * @param color the channels of the images of a folder
 * @param seed decides which samples are held out, and what is drawn
 * @param schema of a model, whose columns are read of a table or series, by name; or {@link
 *     Schema#NONE}, where names and cells tell which columns are features
 */
public record DataOptions(TrainingRecipe.Data data, Color color, long seed, Schema schema) {

    /** The channels of the images of a folder, and whether values of 16 bits are kept. */
    public enum Color {
        /**
         * One channel if no pixel of any image has a colour, otherwise three; of 16 bits the upper
         * eight, unless all images use little of the range.
         */
        AUTO(0, false),
        /** One channel, brightness. */
        GREY(1, false),
        /** Three channels: red, green, blue. */
        RGB(3, false),
        /** One channel, of 16 bits where there are so many. */
        DEEP_GREY(1, true),
        /** Three channels, of 16 bits where there are so many. */
        DEEP_RGB(3, true);

        final int channels;
        final boolean deep;

        Color(int channels, boolean deep) {
            this.channels = channels;
            this.deep = deep;
        }

        private static Color of(SampleFormat format) {
            boolean keeps = ImagePixels.keepsDepth(format);
            return format.shape().get(0) == 1 ? keeps ? DEEP_GREY : GREY : keeps ? DEEP_RGB : RGB;
        }
    }

    /** Returns options that hold out a tenth and otherwise take the data as they are. */
    public static DataOptions ofSeed(long seed) {
        return new DataOptions(TrainingRecipe.Data.UNNAMED, Color.AUTO, seed, Schema.NONE);
    }

    /** Returns how a recipe has its data read. */
    public static DataOptions of(TrainingRecipe recipe) {
        return new DataOptions(recipe.data(), Color.AUTO, recipe.seed(), Schema.NONE);
    }

    /**
     * Returns how samples are read that a model is to take: its columns, its windows, and images of
     * its channels and its size.
     */
    public static DataOptions of(TrainedAutoencoder model) {
        return ofModel(model.card().recipe(), model.format());
    }

    /**
     * Returns how samples are read that a trained model is to take, likewise.
     *
     * @param recipe that it was trained by
     * @param format of its samples
     */
    public static DataOptions ofModel(TrainingRecipe recipe, SampleFormat format) {
        DataOptions options =
                ofSeed(recipe.seed())
                        .withSchema(format.schema())
                        .withText(recipe.data().text())
                        .withColumns(columns(recipe, format))
                        .withWindows(recipe.data().window(), recipe.data().windowStep());
        return options.withSizeOf(format);
    }

    /**
     * Returns how data are read and divided as for a model's training: its columns by their names,
     * and images of its channels and its size.
     *
     * @param recipe that it was trained by
     * @param format of its samples
     */
    public static DataOptions asTrained(TrainingRecipe recipe, SampleFormat format) {
        return of(recipe)
                .withColumns(columns(recipe, format))
                .withSchema(format.schema())
                .withSizeOf(format);
    }

    // Which the schema tells, but of strings.
    private static Columns columns(TrainingRecipe recipe, SampleFormat format) {
        return format.kind() == SampleKind.TEXT ? recipe.data().columns() : Columns.NONE;
    }

    // What the recipe left to the data that the model was trained on.
    private DataOptions withSizeOf(SampleFormat format) {
        boolean whole = format.isOfSounds() && data.window() == 0;
        return whole ? withWindows((int) format.shape().get(1), 0) : withImagesOf(format);
    }

    /** Returns the options that read images as a model takes them; others stay as they are. */
    public DataOptions withImagesOf(SampleFormat format) {
        if (format.kind() != SampleKind.IMAGE) {
            return this;
        }
        int width = (int) format.shape().get(2);
        int height = (int) format.shape().get(1);
        return withImages(width, height == width ? 0 : height, Color.of(format));
    }

    /** Returns the options with another padding: zeros on each side of an image. */
    public DataOptions withPadding(int padding) {
        return with(data.withPadding(padding));
    }

    /** Returns the options with another share held out. */
    public DataOptions withHeldOut(double share) {
        return with(data.withHeldOut(share));
    }

    /** Returns the options with another size and other channels of a folder's images. */
    public DataOptions withImages(int size, Color newColor) {
        return withImages(size, 0, newColor);
    }

    /**
     * Returns the options with another size and other channels of a folder's images.
     *
     * @param width or 0 for that of the first image
     * @param height or 0 for that of the width
     */
    public DataOptions withImages(int width, int height, Color newColor) {
        return new DataOptions(data.withImageSize(width, height), newColor, seed, schema);
    }

    /** Returns the options with other windows of a series, as a recipe has them. */
    public DataOptions withWindows(int length, int step) {
        return with(data.withWindows(length, step));
    }

    /** Returns the options that keep only the samples of a label, or all if it is empty. */
    public DataOptions withOnlyLabel(String label) {
        return with(data.withOnlyLabel(label));
    }

    /** Returns the options with another limit of the samples, or 0 for all. */
    public DataOptions withLimit(int limit) {
        return with(data.withLimit(limit));
    }

    /** Returns the options with something else said of columns. */
    public DataOptions withColumns(Columns columns) {
        return with(data.withColumns(columns));
    }

    /** Returns the options with something else said of how a file of text is written. */
    public DataOptions withText(TextForm text) {
        return with(data.withText(text));
    }

    /** Returns the options that read the columns of a model, by name. */
    public DataOptions withSchema(Schema newSchema) {
        return new DataOptions(data, color, seed, newSchema);
    }

    DataOptions with(TrainingRecipe.Data newData) {
        return new DataOptions(newData, color, seed, schema);
    }

    /** Returns the samples of the label that is kept. */
    Samples ofLabel(Samples samples) {
        return data.onlyLabel().isEmpty() ? samples : samples.ofLabel(data.onlyLabel());
    }

    /** Returns the first samples, as many as are kept. */
    Samples limited(Samples samples) {
        return data.limit() == 0 ? samples : samples.first(data.limit());
    }
}
