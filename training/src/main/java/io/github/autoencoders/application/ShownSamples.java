package io.github.autoencoders.application;

import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Samples and what a model makes of them, as pictures: those of a run, and of TensorBoard.
 *
 * @param model of samples that can be drawn
 * @param samples in its format
 * @param drawing how they look
 */
public record ShownSamples(TrainedAutoencoder model, Samples samples, SampleDrawing drawing) {

    /** How many samples stand beside each other. */
    public static final int COLUMNS = 10;

    private static final int MANY = 60; // samples of the prior, where each is one picture
    private static final int RANGED = 10_000; // samples that the range is taken from

    /** Returns samples, drawn in their range. */
    public static ShownSamples of(TrainedAutoencoder model, Samples samples) {
        List<float[]> ranged = samples.first(RANGED).samples();
        return new ShownSamples(model, samples, SampleDrawing.of(model.target(), ranged));
    }

    /** Returns a few samples above their reconstructions; images, their masks and those found. */
    public BufferedImage reconstructions() {
        Samples few = samples.few(COLUMNS);
        List<float[]> after = model.reconstruct(few.inputs()).samples();
        if (model.target().kind() == SampleKind.MASK && model.format().kind().isPicture()) {
            List<Sheet.Row> rows =
                    List.of(
                            new Sheet.Row("input", few.inputs().samples()),
                            new Sheet.Row("mask", few.samples()),
                            new Sheet.Row("found", after));
            return Sheet.ofPictures(rows, List.of(model.format(), model.target(), model.target()))
                    .draw("Masks");
        }
        return Sheet.ofReconstructions(drawing, few.samples(), after).draw("Reconstructions");
    }

    /** Returns samples of the prior, a row for each label of a conditional model. */
    public BufferedImage ofPrior() {
        List<String> labels = model.config().conditions();
        boolean many = labels.isEmpty() && drawing.lines().isEmpty();
        PriorSamples drawn = PriorSamples.of(model, many ? MANY : COLUMNS, 0, labels, 0);
        return drawn.sheet(drawing, COLUMNS).draw(drawn.title());
    }
}
