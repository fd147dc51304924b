package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training by labels that travel with the data, and samples of one label. */
class ConditionalTrainingTest {

    private static final List<String> NAMES = List.of("rows", "columns", "frame");
    private static final int PIXELS = 64;

    private final Path folder;

    ConditionalTrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** The brightness of a pixel where all images of a label are averaged. */
    private static double pattern(int label, int pixel) {
        int row = pixel / 8;
        int column = pixel % 8;
        return switch (label) {
            case 0 -> row % 2 == 0 ? 200 : 20;
            case 1 -> column % 2 == 0 ? 200 : 20;
            default -> row % 7 == 0 || column % 7 == 0 ? 200 : 20;
        };
    }

    /** Each image is its label's pattern, brighter or darker by a number of its own. */
    private static Samples samples(int count, List<String> names) {
        Random random = new Random(count);
        byte[] pixels = new byte[count * PIXELS];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            double brighter = 15 * (2 * random.nextDouble() - 1);
            for (int j = 0; j < PIXELS; j++) {
                pixels[i * PIXELS + j] = (byte) (int) (pattern(i % 3, j) + brighter);
            }
        }
        boolean labelled = !names.isEmpty();
        return Samples.ofBytes(
                "patterns", TinyTraining.IMAGE, pixels, labelled ? labels : new int[0], names);
    }

    private static TrainingRecipe recipe(int epochs) {
        TrainingRecipe plain = TinyTraining.variational(epochs, 0.01, 3, TinyTraining.ELBO);
        return plain.withData(plain.data().withConditional(true))
                .withBottleneck(new Bottleneck.Gaussian(2));
    }

    private RunFolder train(TrainingRecipe recipe) throws Exception {
        DataSplit data = new DataSplit(samples(60, NAMES), samples(30, NAMES));
        RunFolder run = new RunFolder(Files.createTempDirectory(folder, "run"));
        TinyTraining.train(recipe, data, run, new TinyTraining.Report());
        return run;
    }

    @Test
    void samplesOfALabelHaveItsPattern() throws Exception {
        SavedModel saved = train(recipe(30)).model();
        assertEquals(NAMES, saved.config().conditions());
        List<float[]> samples = new ArrayList<>();
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyTraining.engine()))) {
            for (String name : NAMES) {
                samples.addAll(model.sample(20, 0, List.of(name)).samples());
            }
        }
        assertEquals(60, samples.size());
        for (int i = 0; i < samples.size(); i++) {
            int label = i / 20;
            int nearest = 0;
            for (int other = 0; other < 3; other++) {
                nearest = error(samples, i, other) < error(samples, i, nearest) ? other : nearest;
            }
            assertEquals(label, nearest, "sample " + i);
        }
        // The code knows nothing of the label: told a wrong one, the decoder draws that.
        Samples wrong = samples(30, List.of("columns", "frame", "rows"));
        assertTrue(meanError(saved, wrong) > 40);
        for (int label = 0; label < 3; label++) {
            double error = 0;
            for (int j = 0; j < PIXELS; j++) {
                double sum = 0;
                for (int i = 0; i < 20; i++) {
                    sum += samples.get(20 * label + i)[j] / 20;
                }
                error += Math.abs(sum - pattern(label, j)) / PIXELS;
            }
            assertTrue(error < 15, NAMES.get(label) + " differs by " + error); // of 255
        }
    }

    private static double error(List<float[]> samples, int index, int label) {
        double error = 0;
        for (int j = 0; j < PIXELS; j++) {
            error += Math.abs(samples.get(index)[j] - pattern(label, j));
        }
        return error;
    }

    private static double meanError(SavedModel saved, Samples samples) throws Exception {
        try (var model = TrainedAutoencoder.of(saved, Placement.of(TinyTraining.engine()))) {
            List<float[]> reconstructions = model.reconstruct(samples).samples();
            double error = 0;
            for (int i = 0; i < samples.size(); i++) {
                for (int j = 0; j < PIXELS; j++) {
                    error += Math.abs(reconstructions.get(i)[j] - samples.sample(i)[j]);
                }
            }
            return error / samples.size() / PIXELS;
        }
    }

    @Test
    void picturesShowARowForEachLabel() throws Exception {
        RunFolder run = train(recipe(1));
        DataSplit data = new DataSplit(samples(60, NAMES), samples(30, NAMES));
        List<String> names;
        try (var model = TrainedAutoencoder.of(run.model(), Placement.of(TinyTraining.engine()))) {
            names = RunPictures.draw(run, model, data);
        }
        assertEquals(
                Arrays.asList(
                        "losses.png",
                        "reconstructions.png",
                        "code-map.png",
                        "samples.png",
                        "code-plane.png"),
                new ArrayList<>(names));
        var picture = ImageIO.read(run.pictures().resolve("samples.png").toFile());
        assertTrue(picture.getWidth() > 2.5 * picture.getHeight(), "10 columns and 3 rows");
    }

    @Test
    void dataThatCannotBeGivenAreRefusedBeforeTheTraining() {
        TrainingRecipe recipe = recipe(1);
        assertRefused(
                "patterns must have labels for a conditional model, but has none",
                recipe,
                new DataSplit(samples(6, List.of()), samples(6, List.of())));
        assertRefused(
                "patterns must have labels for a conditional model, but has none",
                recipe,
                new DataSplit(samples(6, NAMES), samples(6, List.of())));
        assertRefused(
                "patterns must have labels among rows, columns, frame, but one is \"other\"",
                recipe,
                new DataSplit(samples(6, NAMES), samples(6, List.of("rows", "other", "frame"))));
    }

    private static void assertRefused(String message, TrainingRecipe recipe, DataSplit data) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderTrainer.of(recipe).config(data));
        assertEquals(message, e.getMessage());
    }
}
