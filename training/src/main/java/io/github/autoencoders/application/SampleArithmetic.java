package io.github.autoencoders.application;

import io.github.autoencoders.latent.CodeArithmetic;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.List;

/**
 * One sample, less another, plus a third: their codes are so added, and the sum is decoded.
 *
 * <pre>{@code
 * SampleArithmetic sum = SampleArithmetic.of(model, samples, 3, 7, 8);
 * BufferedImage image = sum.decoded().images().get(0);
 * BufferedImage sheet = sum.sheet().draw("Arithmetic of codes");
 * }</pre>
 *
 * @param from the number of the sample that is begun with, from 0
 * @param minus the number of the sample that is taken away
 * @param plus the number of the sample that is added
 * @param terms the three samples
 * @param decoded what the decoder makes of the sum; one sample
 * @see LabelArithmetic
 */
public record SampleArithmetic(int from, int minus, int plus, Samples terms, Samples decoded) {

    /**
     * Returns the sum of three samples' codes, decoded; a conditional model's decoder is told the
     * label of the first.
     *
     * @param samples in the model's format, labelled for a conditional model
     * @param from the number of the sample that is begun with, from 0
     * @param minus the number of the sample that is taken away
     * @param plus the number of the sample that is added
     */
    public static SampleArithmetic of(
            TrainedAutoencoder model, Samples samples, int from, int minus, int plus) {
        for (int number : List.of(from, minus, plus)) {
            Conditioned.requireNumber(number, samples);
        }
        Samples terms = samples.subset(new int[] {from, minus, plus});
        float[][] codes = model.encode(terms);
        float[] direction = CodeArithmetic.direction(codes[1], codes[2]);
        float[][] sum = {CodeArithmetic.moved(codes[0], 1, direction)};
        List<String> label = Conditioned.labels(model, samples, from, 1);
        return new SampleArithmetic(from, minus, plus, terms, model.decode(sum, label));
    }

    /** Returns the sheet of one row, the terms before the sum. */
    public Sheet sheet() {
        List<float[]> row = new ArrayList<>(terms.samples());
        row.addAll(decoded.samples());
        List<String> captions = List.of("" + from, "- " + minus, "+ " + plus, "decoded sum");
        SampleDrawing drawing = SampleDrawing.of(terms.format(), row);
        return new Sheet(drawing, List.of(new Sheet.Row("", row)), captions, "", "");
    }
}
