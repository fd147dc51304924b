package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.train;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.training.ParameterStore;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.testing.ResidualNetwork;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Networks, a likelihood and a penalty of a user's own, trained by our trainer and saved. */
class OwnMembersTest {

    private static final OwnClasses OWN =
            OwnClasses.of(ResidualNetwork.class, Cauchy.class, WarmKl.class);

    @TempDir private Path folder;

    /** Cauchy distributions of logits: -log p = log(1 + ((x - y) / s)^2) + log(pi s). */
    record Cauchy(double scale) implements Likelihood.Custom {

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            NDArray error = Scaled.by(1 / scale, x.sub(parameters));
            return error.square().add(1).log().add(Math.log(Math.PI * scale));
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }
    }

    /** The KL divergence, from little to all of it; what it was asked is written down. */
    record WarmKl(long steps) implements Regularizer.Custom {

        static final List<TrainingState> ASKED = new ArrayList<>();

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            ASKED.add(state);
            double weight = new Schedule.LinearWarmup(1, steps).weight(state);
            NDArray kl = Objects.requireNonNull(output.posterior()).divergenceFromStandardNormal();
            return Scaled.by(weight, kl);
        }

        @Override
        public boolean needsPosterior() {
            return true;
        }
    }

    /** Settings of a type that is not written. */
    @SuppressWarnings("ArrayRecordComponent")
    record ManyScales(double[] scales) implements Likelihood.Custom {

        @Override
        public NDArray terms(NDArray parameters, NDArray x) {
            return x.sub(parameters).abs();
        }

        @Override
        public NDArray mean(NDArray parameters) {
            return parameters;
        }
    }

    private static TrainingRecipe recipe(int epochs, Likelihood likelihood) {
        TrainingRecipe recipe = TinyTraining.variational(epochs, 0.01, 3, TinyTraining.ELBO);
        return new TrainingRecipe(
                recipe.data(),
                recipe.corruption(),
                recipe.augmentation(),
                new ResidualNetwork(4, 1),
                recipe.bottleneck(),
                likelihood,
                recipe.reduction(),
                new WarmKl(8),
                recipe.penaltyWeight(),
                recipe.start(),
                recipe.optimizer(),
                recipe.epochs(),
                recipe.patience(),
                recipe.batchSize(),
                recipe.seed());
    }

    private static TrainingRecipe recipe(int epochs) {
        return recipe(epochs, new Cauchy(0.3));
    }

    private static float[] reconstruction(Model model) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray x = manager.arange(64f).div(64).reshape(1, 1, 8, 8);
            ParameterStore parameters = new ParameterStore(manager, false);
            return model.getBlock().forward(parameters, new NDList(x), false).head().toFloatArray();
        }
    }

    @Test
    void theyAreTrainedSavedAndReadAgain() throws Exception {
        TrainingRecipe recipe = recipe(2);
        List<float[]> trained = new ArrayList<>();
        RunFolder run = new RunFolder(folder.resolve("run"), OWN);
        AutoencoderTrainer.of(recipe)
                .on(Placement.of(engine()))
                .into(run.path())
                .withListener(progress -> trained.add(reconstruction(progress.model())))
                .fit(memory())
                .close();
        TrainingHistory history = run.history();
        assertTrue(
                history.epochs().get(1).training().total()
                        < history.epochs().get(0).training().total());
        int best = history.epochs().indexOf(history.best());

        SavedModel saved = SavedModel.open(run.path().resolve("model"), OWN);
        assertEquals(recipe, saved.card().recipe());
        assertEquals(recipe.architecture(), saved.config().architecture());
        assertEquals(saved, run.model());
        try (Model model = saved.load(Part.WHOLE, Placement.of(engine()))) {
            assertArrayEquals(trained.get(best), reconstruction(model));
        }
        Map<String, Double> metrics =
                Validation.metrics(saved, crosses(32), Placement.of(engine()));
        assertEquals(
                history.best().validation().penalty(),
                Objects.requireNonNull(metrics.get("validation_penalty")),
                1e-5);
        try (TrainedAutoencoder model =
                TrainedAutoencoder.open(run.path().toString(), Placement.of(engine()), OWN)) {
            assertEquals(8, model.encode(crosses(3))[2].length);
            SavedModel copy = model.save(folder.resolve("copy"));
            assertEquals(recipe, copy.card().recipe());
        }
    }

    /** 32 samples in batches of 5 are 7 steps; each batch is evaluated once. */
    @Test
    void aPenaltyIsToldWhereTheTrainingIs() throws Exception {
        WarmKl.ASKED.clear();
        TrainingRecipe recipe = recipe(2);
        train(recipe, memory(), new RunFolder(folder, OWN), new TinyTraining.Report());
        List<TrainingState> expected = new ArrayList<>();
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (int step = 7 * epoch - 7; step < 7 * epoch; step++) {
                expected.add(TrainingState.training(step, epoch, 32));
            }
            for (int batch = 0; batch < 7; batch++) {
                expected.add(
                        TrainingState.training(7L * epoch, epoch, 32)
                                .withPhase(TrainingState.Phase.VALIDATION));
            }
        }
        assertEquals(expected, WarmKl.ASKED);
    }

    /** Running means of the normalization are in the checkpoint, too. */
    @Test
    void resumedTrainingIsAsIfItHadNotBeenInterrupted() throws Exception {
        TinyTraining.Report whole = new TinyTraining.Report();
        train(recipe(3), memory(), new RunFolder(folder.resolve("whole"), OWN), whole);
        Path parts = folder.resolve("parts");
        train(recipe(1), memory(), new RunFolder(parts, OWN), new TinyTraining.Report());
        TinyTraining.Report rest = new TinyTraining.Report();
        train(recipe(3), memory(), RunFolder.open(parts, OWN), rest);
        assertEquals(2, rest.parameters.size());
        whole.last().forEach((name, values) -> assertArrayEquals(values, rest.last().get(name)));
    }

    @Test
    void nobodyElsesClassIsRunOnAnyWayOfLoading() throws Exception {
        TrainingRecipe recipe = recipe(1);
        RunFolder run = new RunFolder(folder, OWN);
        train(recipe, memory(), run, new TinyTraining.Report());
        Path model = run.path().resolve("model");
        String message =
                model.resolve("model.json")
                        + ": Architecture at $.config.architecture must be of a class that the"
                        + " caller names, but is io.github.autoencoders.testing.ResidualNetwork; if"
                        + " you trust it, name it with OwnClasses.of or OwnClasses.named";
        OwnClasses some = OwnClasses.of(Cauchy.class);
        for (Executable opening :
                List.<Executable>of(
                        () -> SavedModel.open(model),
                        () -> SavedModel.open(model, some),
                        () -> RunFolder.open(run.path()).model(),
                        () -> ModelRepository.open("model", run.path()),
                        () -> TrainedAutoencoder.open(model.toString()))) {
            assertEquals(message, assertThrows(IOException.class, opening).getMessage());
        }
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine(engine())
                        .optModelPath(model)
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .build();
        Exception e = assertThrows(Exception.class, criteria::loadModel);
        Throwable cause = e;
        while (cause.getCause() != null && !message.equals(cause.getMessage())) {
            cause = cause.getCause();
        }
        assertEquals(message, cause.getMessage());
    }

    @Test
    void whatCouldNotBeReadAgainIsRefusedBeforeTheTraining() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                AutoencoderTrainer.of(
                                                recipe(1, new ManyScales(new double[] {1, 2, 3})))
                                        .on(Placement.of(engine()))
                                        .fit(memory()));
        assertEquals(
                "value must be a number, text, true or false, enum, shape, list, map or record to"
                        + " be written, but is of class [D",
                e.getMessage());
    }
}
