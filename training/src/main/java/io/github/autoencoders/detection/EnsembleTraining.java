package io.github.autoencoders.detection;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.RandomStreams;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;

/**
 * Trains the members of a {@link DenoisingEnsemble} in one pass: each draws rows of its own, noise
 * is added to them, and some of their values are taken from other rows.
 */
final class EnsembleTraining {

    private static final int BATCH = 128;
    private static final double RATE = 3e-3;
    private static final double LAST_RATE = 1e-3; // of the last third of the steps
    private static final float NOISE = 0.3f; // in units of the scaling
    private static final float SWAPPED = 0.3f; // share of values

    private final float[][] rows;
    private final int[][] own; // indices of the rows that each member learns from
    private final DetectorSettings settings;
    private final Random[] random; // of each member

    /** Makes a training on rows, scaled, of which each member has its own. */
    EnsembleTraining(float[][] rows, int[][] own, DetectorSettings settings) {
        this.rows = rows;
        this.own = own;
        this.settings = settings;
        this.random =
                IntStream.range(0, own.length)
                        .mapToObj(k -> RandomStreams.of(settings.seed(), 100 + k))
                        .toArray(Random[]::new);
    }

    /** Returns the values of the trained parameters. */
    List<float[]> run(Placement place) {
        int columns = rows[0].length;
        Lock lock = EngineChoice.callerLock(place.engine());
        lock.lock();
        try (Model model = Model.newInstance("detector", place.device(), place.engine())) {
            DenoisingEnsemble block = new DenoisingEnsemble(own.length, columns, settings.width());
            block.initialize(model.getNDManager());
            block.set(DenoisingEnsemble.firstValues(own.length, columns, settings.width(), random));
            model.setBlock(block);
            ResumableOptimizer adam = UpdateRule.Adam.of(RATE).newOptimizer(model.getNDManager());
            DefaultTrainingConfig config =
                    new DefaultTrainingConfig(Loss.l2Loss())
                            .optOptimizer(adam)
                            .optDevices(new Device[] {place.device()});
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(own.length, 1, columns));
                for (int step = 0; step < settings.steps(); step++) {
                    Require.uninterrupted("fitting the detector");
                    adam.setLearningRate(3 * step < 2 * settings.steps() ? RATE : LAST_RATE);
                    step(trainer);
                }
            }
            return block.values();
        } finally {
            lock.unlock();
        }
    }

    private void step(Trainer trainer) {
        int columns = rows[0].length;
        Shape shape = new Shape(own.length, BATCH, columns);
        float[] clean = new float[Math.toIntExact(shape.size())];
        float[] noisy = new float[clean.length];
        for (int k = 0; k < own.length; k++) {
            for (int i = 0; i < BATCH; i++) {
                draw(k, (k * BATCH + i) * columns, clean, noisy);
            }
        }
        try (NDManager batch = trainer.getManager().newSubManager()) {
            NDArray x = Numbers.of(batch, noisy, shape);
            NDArray target = Numbers.of(batch, clean, shape);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList output = trainer.forward(new NDList(x));
                output.attach(batch);
                collector.backward(output.head().sub(target).square().mean());
            }
            trainer.step();
        }
    }

    private void draw(int member, int at, float[] clean, float[] noisy) {
        float[] row = row(member);
        for (int j = 0; j < row.length; j++) {
            clean[at + j] = row[j];
            boolean swapped = random[member].nextFloat() < SWAPPED;
            noisy[at + j] =
                    swapped
                            ? row(member)[j]
                            : row[j] + NOISE * (float) random[member].nextGaussian();
        }
    }

    private float[] row(int member) {
        return rows[own[member][random[member].nextInt(own[member].length)]];
    }
}
