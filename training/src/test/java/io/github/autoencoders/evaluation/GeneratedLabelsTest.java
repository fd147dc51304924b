package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.application.UntrainedModels;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedLabelsTest {

    private static float[] tone(int size, double hertz, double amplitude) {
        float[] tone = new float[size];
        for (int i = 0; i < size; i++) {
            tone[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
        }
        return tone;
    }

    /** Two kinds of tones; the model that learnt them makes such, and the classifier tells. */
    @Test
    void newSoundsAreTakenForWhatTheyWereDrawnAs(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            boolean low = i % 2 == 0;
            float[] tone = tone(1024, (low ? 400 : 1600) + random.nextInt(200), 0.4);
            WaveFile.write(
                    Sound.of(new float[][] {tone}, 8000),
                    tone.length,
                    folder.resolve((low ? "low_" : "high_") + i + ".wav"));
        }
        TrainingRecipe recipe =
                Recipes.read(
                        "cvae-sounds",
                        Map.of(
                                "data.source",
                                folder.toString(),
                                "data.window",
                                1024,
                                "bottleneck.codeSize",
                                4,
                                "batchSize",
                                8,
                                "epochs",
                                12));
        DataSplit split = DataSource.of(recipe).split();
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(split)) {
            GeneratedLabels found = GeneratedLabels.of(model, split, 5, 0);
            assertEquals(List.of("high", "low"), found.labels());
            assertEquals(36, found.learnt());
            assertEquals(1, found.real());
            assertTrue(found.recognized() >= 0.8, found.toString());
            assertEquals(found, GeneratedLabels.of(model, split, 5, 0));
        }
    }

    @Test
    @Tag("no-engine")
    void linesSayWhatIsKnown() {
        GeneratedLabels found =
                new GeneratedLabels(90, 10, 0.9, List.of("a", "b"), 20, List.of(20, 15));
        assertEquals(
                List.of(
                        "accuracy, linear, of 10 real samples not learnt from: 0.9000",
                        "accuracy, linear, of 40 new samples: 0.8750",
                        "of 20 new ones of each label are known: a 20, b 15"),
                found.lines());
    }

    @Test
    void modelsWithoutLabelsDrawNone() throws IOException {
        try (TrainedAutoencoder model =
                UntrainedModels.ofRows(3, new Scaling.Identity(), List.of())) {
            DataSplit none = DataSource.of(new float[][] {{1, 2, 3}, {2, 3, 4}}).split();
            assertEquals(
                    "model must be conditional to draw samples for labels, but is not",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> GeneratedLabels.of(model, none, 5, 0))
                            .getMessage());
        }
    }

    /** A quieter copy after a silence is the same to the classifier, another tone is not. */
    @Test
    @Tag("no-engine")
    void profilesAreOfWhatIsHeardAtAnyLevel() {
        SoundProfile profile = new SoundProfile(8000);
        float[] sound = tone(2560, 500, 0.5);
        float[] later = new float[6400];
        System.arraycopy(tone(2560, 500, 0.05), 0, later, 1280, 2560);
        float[] one = profile.of(sound);
        assertEquals(16 * 24, one.length);
        float[] other = profile.of(later);
        assertArrayEquals(middle(one), middle(other), 0.5f);
        float[] high = profile.of(tone(2560, 2000, 0.5));
        double difference = 0;
        for (int i = 0; i < one.length; i++) {
            difference = Math.max(difference, Math.abs(one[i] - high[i]));
        }
        assertTrue(difference > 5, "nats: " + difference);
        for (float value : profile.of(new float[100])) {
            assertEquals(0, value); // silence has no loudest
        }
    }

    // Without the parts in which it begins and ends.
    private static float[] middle(float[] profile) {
        return Arrays.copyOfRange(profile, 4 * 24, 12 * 24);
    }
}
