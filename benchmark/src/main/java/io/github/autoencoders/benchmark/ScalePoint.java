package io.github.autoencoders.benchmark;

/**
 * What training costs at one place of an axis.
 *
 * @param value along the axis
 * @param images that are learnt from in the time
 * @param seconds of an epoch or a step
 * @param roofline of the same epoch or step
 */
public record ScalePoint(int value, int images, Quartiles seconds, Roofline roofline) {

    /** Returns the images in a second, at the median. */
    public double imagesPerSecond() {
        return images / seconds.median();
    }

    /** Returns the share of the machine's peak of arithmetic that is reached, at the median. */
    public double arithmeticShare() {
        return roofline.arithmeticSeconds() / seconds.median();
    }

    /** Returns the share of the machine's peak of memory that is reached, at the median. */
    public double memoryShare() {
        return roofline.memorySeconds() / seconds.median();
    }
}
