package io.github.autoencoders.dataset;

/**
 * How data are read and divided.
 *
 * @param padding zeros put on each side of an image; 0 for tables
 * @param validation share of a single file or folder that is held out; unused where the data bring
 *     a validation set of their own
 * @param imageSize width and height that the images of a folder are scaled to, or 0 for the size of
 *     the first
 * @param color the channels of the images of a folder
 * @param window the length of the windows of a series, or 0 if the data are none
 * @param windowStep how many rows a window begins behind the one before it; or 0, where each row is
 *     a window already, or there are none
 * @param onlyLabel the label of the samples that are kept, or empty for all
 * @param limit train on the first so many samples only, or 0 for all
 * @param seed decides which samples are held out, and which sprites are drawn
 */
public record DataOptions(
        int padding,
        double validation,
        int imageSize,
        Color color,
        int window,
        int windowStep,
        String onlyLabel,
        int limit,
        long seed) {

    /** The channels of the images of a folder. */
    public enum Color {
        /** One channel if no pixel of any image has a colour, otherwise three. */
        AUTO,
        /** One channel, brightness. */
        GREY,
        /** Three channels: red, green, blue. */
        RGB
    }

    public DataOptions {
        if (padding < 0) {
            throw new IllegalArgumentException("padding must not be negative, but is " + padding);
        }
        if (!(validation > 0 && validation < 1)) {
            throw new IllegalArgumentException(
                    "validation must be between 0 and 1, but is " + validation);
        }
        if (imageSize < 0) {
            throw new IllegalArgumentException(
                    "imageSize must not be negative, but is " + imageSize);
        }
        if (window < 0 || windowStep < 0 || (window == 0 && windowStep > 0)) {
            throw new IllegalArgumentException(
                    "window and windowStep must not be negative, and windowStep 0 where window is"
                            + " 0, but are "
                            + window
                            + " and "
                            + windowStep);
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative, but is " + limit);
        }
    }

    /** Returns options that hold out a tenth and otherwise take the data as they are. */
    public static DataOptions ofSeed(long seed) {
        return new DataOptions(0, 0.1, 0, Color.AUTO, 0, 0, "", 0, seed);
    }

    /** Returns the options with another padding. */
    public DataOptions withPadding(int newPadding) {
        return new DataOptions(
                newPadding,
                validation,
                imageSize,
                color,
                window,
                windowStep,
                onlyLabel,
                limit,
                seed);
    }

    /** Returns the options with another share held out. */
    public DataOptions withValidation(double newValidation) {
        return new DataOptions(
                padding,
                newValidation,
                imageSize,
                color,
                window,
                windowStep,
                onlyLabel,
                limit,
                seed);
    }

    /** Returns the options with another size and other channels of a folder's images. */
    public DataOptions withImages(int newImageSize, Color newColor) {
        return new DataOptions(
                padding,
                validation,
                newImageSize,
                newColor,
                window,
                windowStep,
                onlyLabel,
                limit,
                seed);
    }

    /** Returns the options with other windows of a series. */
    public DataOptions withWindows(int newWindow, int newWindowStep) {
        return new DataOptions(
                padding,
                validation,
                imageSize,
                color,
                newWindow,
                newWindowStep,
                onlyLabel,
                limit,
                seed);
    }

    /** Returns the options that keep only the samples of a label, or all if it is empty. */
    public DataOptions withOnlyLabel(String newOnlyLabel) {
        return new DataOptions(
                padding,
                validation,
                imageSize,
                color,
                window,
                windowStep,
                newOnlyLabel,
                limit,
                seed);
    }

    /** Returns the options with another limit. */
    public DataOptions withLimit(int newLimit) {
        return new DataOptions(
                padding,
                validation,
                imageSize,
                color,
                window,
                windowStep,
                onlyLabel,
                newLimit,
                seed);
    }
}
