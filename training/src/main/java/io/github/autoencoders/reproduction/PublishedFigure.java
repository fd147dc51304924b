package io.github.autoencoders.reproduction;

import ai.djl.translate.TranslateException;
import java.io.IOException;

/**
 * A number that somebody published of a model after some epochs, and how ours is measured.
 *
 * @param quantity what the number is, with its unit
 * @param epoch after how many epochs, from 1
 * @param value the published number
 * @param measure of our model after as many epochs
 */
record PublishedFigure(String quantity, int epoch, double value, Measure measure) {

    /** How a trained model's number is found. */
    @FunctionalInterface
    interface Measure {
        double of(Trained trained) throws IOException, TranslateException;
    }
}
