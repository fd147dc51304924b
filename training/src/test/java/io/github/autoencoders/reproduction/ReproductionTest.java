package io.github.autoencoders.reproduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private final Path folder;
    private final List<Integer> trainedUntil = new ArrayList<>();

    ReproductionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final Reproduction.Surroundings few =
            new Reproduction.Surroundings() {

                @Override
                public DataSplit data(TrainingRecipe recipe) throws IOException {
                    DataSplit split =
                            DatasetCatalog.load(recipe.data().source(), DataOptions.ofSeed(1));
                    return new DataSplit(split.training().first(60), split.validation().first(20));
                }

                @Override
                public TrainingHistory train(
                        AutoencoderTrainer trainer,
                        RunFolder run,
                        TrainingRecipe recipe,
                        int samples)
                        throws IOException, TranslateException {
                    trainedUntil.add(recipe.epochs());
                    return trainer.train(run, List.of(), (history, model) -> {});
                }
            };

    private static PublishedFigure divergence(int epoch) {
        return new PublishedFigure(
                "divergence", epoch, 7, trained -> trained.last().training().penalty());
    }

    @Test
    void figuresAreMeasuredAtTheirEpochsAndNotTwice() throws Exception {
        Reproduction reproduction =
                new Reproduction(
                        "x", "tests", "vae-sprites", List.of(divergence(1), divergence(3)));
        List<Measured> first = reproduction.run(folder, 2, ENGINE, null, few);
        assertEquals(List.of(1), first.stream().map(Measured::epoch).toList());
        List<Measured> all = reproduction.run(folder, 100, ENGINE, null, few);
        assertEquals(List.of(1, 3), all.stream().map(Measured::epoch).toList());
        assertEquals(first.get(0), all.get(0));
        assertEquals(all, reproduction.run(folder, 100, ENGINE, null, few));
        assertEquals(List.of(1, 3), trainedUntil);
        TrainingHistory history = RunFolder.open(folder.resolve("run")).history();
        assertEquals(history.epochs().get(2).training().penalty(), all.get(1).ours());
        assertEquals(7, all.get(1).published());
        assertTrue(all.get(1).engine().startsWith(ENGINE + " "), all.get(1).engine());
    }

    @Test
    @Tag("no-engine")
    void everyRecipeIsThereAndLongEnoughForItsFigures() throws IOException {
        for (Reproduction reproduction : Reproduction.all()) {
            TrainingRecipe recipe = Recipes.read(reproduction.recipe(), Map.of());
            for (PublishedFigure figure : reproduction.figures()) {
                assertTrue(figure.epoch() <= recipe.epochs(), reproduction.name());
            }
        }
    }
}
