package io.github.autoencoders.benchmark;

import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.training.LossSummary;

/**
 * The figures of one setup. What could not be measured is 0.
 *
 * @param engine and its version
 * @param parameters how many numbers the model has
 * @param training samples a second: the median of the epochs after the first, or with only one the
 *     steps after the warm-up
 * @param encoding samples a second, from float[] to float[] in batches of 256: the median of
 *     several passes after one that is not counted
 * @param decoding likewise
 * @param scoring likewise; 0 where values of the samples are missing
 * @param firstBatchSeconds from the start of Java's process until the gradient of the first batch
 *     was there
 * @param peakBytes the largest resident memory of the process up to its end
 * @param epochs that were trained
 * @param trainingLoss in the last epoch
 * @param validationLoss after the last epoch
 */
public record Measured(
        String engine,
        long parameters,
        double training,
        double encoding,
        double decoding,
        double scoring,
        double firstBatchSeconds,
        long peakBytes,
        int epochs,
        LossSummary trainingLoss,
        LossSummary validationLoss) {

    /** Returns the same with the first batch so many seconds sooner. */
    Measured sooner(double seconds) {
        return RecordCopy.with(this, "firstBatchSeconds", firstBatchSeconds - seconds);
    }
}
