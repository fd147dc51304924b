package io.github.autoencoders.training;

import static io.github.autoencoders.testing.ArrayAssertions.doubles;
import static io.github.autoencoders.training.TinyTraining.IMAGE;
import static io.github.autoencoders.training.TinyTraining.crosses;
import static io.github.autoencoders.training.TinyTraining.engine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With DJL's own loop and a Trainer of the user's. */
class SplitLossListenerTest {

    private static final double BETA = 2.5;
    private static final Reduction MEAN = new Reduction.Mean(16);

    // 11 samples in batches of 4, 4 and 3; 7 in batches of 4 and 3.
    private final Dataset training = ReconstructionDataset.of(crosses(11), 4).withOrder(1);
    private final Dataset validation = ReconstructionDataset.of(crosses(7), 4);

    private final AutoencoderLoss loss =
            new AutoencoderLoss(
                    new Likelihood.Bernoulli(), new Regularizer.KlDivergence(), MEAN, BETA);

    /** Sums over the samples, computed in doubles from what the block gave. */
    private static final class Recomputed extends TrainingListenerAdapter {

        private final List<double[]> training = new ArrayList<>();
        private final List<double[]> validation = new ArrayList<>();

        @Override
        public void onTrainingBatch(Trainer trainer, BatchData batchData) {
            add(batchData, training);
        }

        @Override
        public void onValidationBatch(Trainer trainer, BatchData batchData) {
            add(batchData, validation);
        }

        private static void add(BatchData batchData, List<double[]> samples) {
            NDList output = batchData.getPredictions().values().iterator().next();
            double[] x = doubles(batchData.getLabels().values().iterator().next().head());
            double[] logits = doubles(output.get(0));
            double[] mean = doubles(output.get(2));
            double[] logVariance = doubles(output.get(3));
            int batch = x.length / 64;
            int codeSize = mean.length / batch;
            for (int b = 0; b < batch; b++) {
                double reconstruction = 0;
                for (int i = 64 * b; i < 64 * (b + 1); i++) {
                    double p = 1 / (1 + Math.exp(-logits[i]));
                    reconstruction -= x[i] * Math.log(p) + (1 - x[i]) * Math.log(1 - p);
                }
                double divergence = 0;
                for (int d = codeSize * b; d < codeSize * (b + 1); d++) {
                    divergence += (mean[d] * mean[d] + Math.exp(logVariance[d])) / 2;
                    divergence -= (1 + logVariance[d]) / 2;
                }
                samples.add(new double[] {reconstruction, divergence});
            }
        }
    }

    // The block's sums are float32: 2e-6 of a nat in some 50 was measured.
    private static void assertMeans(List<double[]> samples, LossSummary actual) {
        double reconstruction = samples.stream().mapToDouble(s -> s[0]).average().orElseThrow();
        double divergence = samples.stream().mapToDouble(s -> s[1]).average().orElseThrow();
        assertEquals(reconstruction, actual.reconstruction(), 1e-5);
        assertEquals(divergence, actual.penalty(), 1e-5);
        assertEquals(reconstruction * 16 / 64 + BETA * divergence, actual.total(), 1e-5);
    }

    @Test
    void termsAreTheMeansOverSamplesInTrainingAndInValidation() throws Exception {
        SplitLossListener losses = new SplitLossListener();
        Recomputed recomputed = new Recomputed();
        fit(loss, 1, validation, new EvaluatorTrainingListener(), losses, recomputed);
        assertEquals(11, recomputed.training.size());
        assertEquals(7, recomputed.validation.size());
        assertEquals(1, losses.epochs().size());
        assertMeans(recomputed.training, losses.epochs().get(0).training());
        assertMeans(recomputed.validation, losses.epochs().get(0).validation().orElseThrow());
    }

    /** Of batches of 4, 4 and 3, where DJL's own losses give each batch the same weight. */
    @Test
    void lossThatDjlLogsIsTheMeanOverSamplesToo() throws Exception {
        SplitLossListener losses = new SplitLossListener();
        EvaluatorTrainingListener logged = new EvaluatorTrainingListener();
        fit(loss, 1, validation, logged, losses);
        SplitLossListener.Epoch epoch = losses.epochs().get(0);
        Map<String, Float> latest = logged.getLatestEvaluations();
        assertEquals(epoch.training().total(), latest.getOrDefault("train_loss", 0f), 1e-5);
        assertEquals(
                epoch.validation().orElseThrow().total(),
                latest.getOrDefault("validate_loss", 0f),
                1e-5);
        assertTrue(Float.isNaN(loss.getAccumulator("none")));
    }

    @Test
    void evaluatorsOfClassesAreRefused() {
        for (Evaluator classes : List.of(new Accuracy(), new TopKAccuracy(2))) {
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(loss)
                            .addEvaluator(classes)
                            .addTrainingListeners(new SplitLossListener());
            try (Model model = newModel()) {
                Exception e =
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> model.newTrainer(config).close());
                assertEquals(
                        "evaluators of an autoencoder must be of values, but "
                                + classes.getName()
                                + " is of classes",
                        e.getMessage());
            }
        }
    }

    @Test
    void eachEpochBeginsAnew() throws Exception {
        SplitLossListener losses = new SplitLossListener();
        Recomputed recomputed = new Recomputed();
        fit(loss, 2, validation, losses, recomputed);
        assertEquals(2, losses.epochs().size());
        assertMeans(recomputed.training.subList(11, 22), losses.epochs().get(1).training());
        assertMeans(
                recomputed.validation.subList(7, 14),
                losses.epochs().get(1).validation().orElseThrow());
        assertTrue(losses.running().isEmpty());
    }

    @Test
    void validationMayBeAbsent() throws Exception {
        SplitLossListener losses = new SplitLossListener();
        fit(loss, 1, ReconstructionDataset.of(crosses(3), 3), losses);
        assertTrue(losses.epochs().get(0).validation().isPresent());
        SplitLossListener without = new SplitLossListener();
        try (Model model = newModel();
                Trainer trainer = newTrainer(model, loss, without)) {
            EasyTrain.fit(trainer, 1, training, null);
        }
        assertTrue(without.epochs().get(0).validation().isEmpty());
    }

    /**
     * What the loop computed is what every listener is given: the same arrays, before and after
     * this listener and DJL's own asked for them.
     */
    @Test
    void lossIsEvaluatedOncePerBatch() throws Exception {
        List<Object> before = new ArrayList<>();
        List<Object> after = new ArrayList<>();
        fit(
                loss,
                1,
                validation,
                asking(before),
                new EvaluatorTrainingListener(),
                new SplitLossListener(),
                asking(after));
        assertEquals(2 * (3 + 2), before.size());
        for (int i = 0; i < before.size(); i++) {
            assertSame(before.get(i), after.get(i));
        }
    }

    private TrainingListener asking(List<Object> answers) {
        return new TrainingListenerAdapter() {
            @Override
            public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                ask(batchData);
            }

            @Override
            public void onValidationBatch(Trainer trainer, BatchData batchData) {
                ask(batchData);
            }

            private void ask(BatchData batchData) {
                NDList labels = batchData.getLabels().values().iterator().next();
                NDList predictions = batchData.getPredictions().values().iterator().next();
                answers.add(loss.evaluate(labels, predictions));
                answers.add(loss.terms(labels, predictions).reconstruction());
            }
        };
    }

    /** 0.5 times the mean squared error, of batches of 4, 4 and 3 samples. */
    @Test
    void ofAnotherLossThereIsTheTotalAlone() throws Exception {
        SplitLossListener losses = new SplitLossListener();
        List<double[]> totals = new ArrayList<>();
        Loss other = new IndexLoss(Loss.l2Loss(), 0);
        fit(
                other,
                1,
                validation,
                losses,
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                        double[] x =
                                doubles(batchData.getLabels().values().iterator().next().head());
                        double[] y =
                                doubles(
                                        batchData
                                                .getPredictions()
                                                .values()
                                                .iterator()
                                                .next()
                                                .head());
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) {
                            sum += (x[i] - y[i]) * (x[i] - y[i]) / 2;
                        }
                        totals.add(new double[] {sum / 64});
                    }
                });
        LossSummary loss = losses.epochs().get(0).training();
        double sum = totals.stream().mapToDouble(total -> total[0]).sum();
        assertEquals(sum / 11, loss.total(), 1e-6);
        assertTrue(Double.isNaN(loss.reconstruction()) && Double.isNaN(loss.penalty()));
        assertTrue(losses.epochs().get(0).validation().orElseThrow().total() > 0);
    }

    @Test
    void anEpochWithoutBatchesIsRefused() {
        SplitLossListener losses = new SplitLossListener();
        try (Model model = newModel();
                Trainer trainer = newTrainer(model, loss, losses)) {
            Exception e = assertThrows(IllegalStateException.class, () -> losses.onEpoch(trainer));
            assertEquals("an epoch must have at least one training batch", e.getMessage());
        }
    }

    /**
     * Weights 0, 1/4, 2/4 in the first epoch, the target in validation, 3/4, 1, 1 in the second.
     */
    @Test
    void annealingWeighsEachStepAndTheTargetWeighsTheValidation() throws Exception {
        List<Double> weights = new ArrayList<>();
        AutoencoderLoss warm = annealed(new Schedule.LinearWarmup(2, 4));
        fit(warm, 2, validation, new EvaluatorTrainingListener(), weighing(weights, warm));
        assertEquals(List.of(0.0, 0.5, 1.0, 2.0, 2.0, 1.5, 2.0, 2.0, 2.0, 2.0), round(weights));
    }

    @Test
    void annealingGoesOnFromALaterStepWhereALoopSaysSo() throws Exception {
        List<Double> weights = new ArrayList<>();
        AtomicReference<TrainingState> state =
                new AtomicReference<>(TrainingState.training(4, 1, 11));
        AutoencoderLoss warm = annealed(new Schedule.LinearWarmup(2, 8)).withState(state::get);
        TrainingListener counting =
                new TrainingListenerAdapter() {
                    @Override
                    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                        state.updateAndGet(TrainingState::withNextStep);
                    }
                };
        fit(warm, 1, null, counting, weighing(weights, warm));
        assertEquals(List.of(1.0, 1.25, 1.5), round(weights));
    }

    private static AutoencoderLoss annealed(Schedule schedule) {
        return new AutoencoderLoss(
                new Likelihood.Bernoulli(), new Regularizer.KlDivergence(), MEAN, schedule);
    }

    // The weight that was used, from the loss itself: (total - reconstruction / 4) / KL.
    private static TrainingListener weighing(List<Double> weights, AutoencoderLoss loss) {
        return new TrainingListenerAdapter() {
            @Override
            public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                add(batchData);
            }

            @Override
            public void onValidationBatch(Trainer trainer, BatchData batchData) {
                add(batchData);
            }

            private void add(BatchData batchData) {
                NDList labels = batchData.getLabels().values().iterator().next();
                NDList predictions = batchData.getPredictions().values().iterator().next();
                var terms = loss.terms(labels, predictions);
                double total = doubles(loss.evaluate(labels, predictions))[0];
                double reconstruction = doubles(terms.reconstruction().mean())[0];
                weights.add((total - reconstruction / 4) / doubles(terms.penalty().mean())[0]);
            }
        };
    }

    private static List<Double> round(List<Double> values) {
        return values.stream().map(value -> Math.round(value * 1000) / 1000.0).toList();
    }

    private void fit(Loss with, int epochs, @Nullable Dataset judge, TrainingListener... listeners)
            throws Exception {
        try (Model model = newModel();
                Trainer trainer = newTrainer(model, with, listeners)) {
            EasyTrain.fit(trainer, epochs, training, judge);
        }
    }

    private static Model newModel() {
        Model model = Model.newInstance("own", engine());
        Architecture network = new Architecture.Dense(List.of(16), Activation.RELU);
        model.setBlock(
                new AutoencoderConfig(
                                IMAGE,
                                List.of(),
                                network,
                                new Bottleneck.Gaussian(4),
                                new Likelihood.Bernoulli())
                        .newBlock());
        return Objects.requireNonNull(model);
    }

    private static Trainer newTrainer(Model model, Loss loss, TrainingListener... listeners) {
        Trainer trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(loss)
                                .optOptimizer(Adam.builder().build())
                                .addTrainingListeners(listeners));
        trainer.initialize(new Shape(1, 1, 8, 8));
        return trainer;
    }
}
