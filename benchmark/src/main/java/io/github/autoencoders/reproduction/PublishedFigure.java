package io.github.autoencoders.reproduction;

import ai.djl.translate.TranslateException;
import java.io.IOException;

/**
 * A number that somebody published of a model after some epochs, and how ours is measured.
 *
 * @param quantity what the number is, with its unit
 * @param epoch after how many epochs, from 1; the most, if the training may end by patience
 * @param endsByPatience whether the training may end before: then ours is measured where it ended
 * @param value the published number
 * @param measure of our model after as many epochs
 */
record PublishedFigure(
        String quantity, int epoch, boolean endsByPatience, double value, Measure measure) {

    /** A figure after exactly so many epochs. */
    PublishedFigure(String quantity, int epoch, double value, Measure measure) {
        this(quantity, epoch, false, value, measure);
    }

    /** Returns the figure as if it were published of another epoch. */
    PublishedFigure at(int another) {
        return new PublishedFigure(quantity, another, endsByPatience, value, measure);
    }

    /** Returns whether a measured number is this figure's. */
    boolean isOf(Measured measured) {
        return quantity.equals(measured.quantity())
                && (endsByPatience ? measured.epoch() <= epoch : measured.epoch() == epoch);
    }

    /** How a trained model's number is found. */
    @FunctionalInterface
    interface Measure {
        double of(Trained trained) throws IOException, TranslateException;
    }
}
