package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models whose values are others, and more or fewer, than the samples'. */
class CodedDetectorTest {

    private static final int LENGTH = 512;

    // Tones of 500 Hz in noise; those from the 30th on are silent, but for a click at the end.
    private static Samples sounds(int count) {
        Random random = new Random(1);
        float[][] rows = new float[count][LENGTH];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < LENGTH; j++) {
                double tone = i < 30 ? 0.3 * Math.sin(2 * Math.PI * 500 * j / 8000) : 0;
                rows[i][j] = (float) (tone + 0.001 * random.nextGaussian());
            }
            if (i >= 30) {
                rows[i][LENGTH - 40] = 1;
            }
        }
        return Samples.of(
                rows,
                new SampleFormat(
                        new Shape(1, LENGTH),
                        0,
                        new Scaling.Standardized(List.of(0.0), List.of(0.25)),
                        Schema.ofSound(8000)));
    }

    /** The errors are those of bands and frames, of 64 x 9; the whole is what they add up to. */
    @Test
    void soundsAreJudgedByTheirSpectrograms() throws IOException {
        Samples sounds = sounds(31);
        Samples known = sounds.first(30);
        var recipe = Recipes.named("ae-sounds").withEpochs(2).withBatchSize(8);
        TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(known);
        DetectorSettings settings = DetectorSettings.DEFAULT.withSteps(20);
        try (CodedDetector detector = CodedDetector.fit(model, known, settings)) {
            assertEquals(2, model.format().shape().dimension());
            Samples rows = detector.rows(sounds);
            List<String> names = rows.format().schema().features();
            int error = names.indexOf("error");
            assertEquals(17, names.size() - error);
            assertEquals("error at row 1, column 1", names.get(error + 1));
            float[][] deviations = model.deviations(sounds);
            for (int i = 0; i < sounds.size(); i++) {
                assertEquals(model.format().modelShape().size(), deviations[i].length);
                double squares = 0;
                for (float deviation : deviations[i]) {
                    squares += (double) deviation * deviation;
                }
                assertEquals(
                        Math.sqrt(squares / deviations[i].length),
                        rows.sample(i)[error],
                        1e-4 * rows.sample(i)[error]);
            }
            double[] scores = detector.detector().score(rows);
            assertTrue(
                    scores[30] > Arrays.stream(scores, 0, 30).max().orElseThrow(),
                    () -> Arrays.toString(scores));
        }
    }
}
