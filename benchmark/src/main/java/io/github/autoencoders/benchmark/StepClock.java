package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes the time after the first step of a training, after a warm-up, and after the first epoch's
 * last. An engine may only have been told what to do when a step returns, so that at these three
 * steps, and no others, the clock waits for the gradient.
 */
final class StepClock extends TrainingListenerAdapter {

    private static final int MOST_WARM = 50;

    private final int samples;
    private final int steps;
    private final int warm;
    private int step;
    private int samplesSoFar;
    private int warmSamples;
    private long warmed;
    private double rate;
    private Instant first = Instant.EPOCH;

    /**
     * Makes a clock.
     *
     * @param samples of an epoch
     * @param batchSize of all steps but perhaps the last
     */
    StepClock(int samples, int batchSize) {
        this.samples = samples;
        steps = (samples + batchSize - 1) / batchSize;
        warm = Math.min(MOST_WARM, steps / 5);
    }

    /** Returns when the first step's gradient was there. */
    Instant first() {
        return first;
    }

    /** Returns the samples a second in the first epoch after a fifth of it, at most 50 steps. */
    double rate() {
        return rate;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        step++;
        samplesSoFar += batchData.getBatch().getSize();
        if (step > steps) {
            return;
        }
        if (step == 1 || step == warm || step == steps) {
            await(trainer);
        }
        if (step == 1) {
            first = Instant.now();
        }
        if (step <= Math.max(1, warm)) { // the last of these counts
            warmSamples = samplesSoFar;
            warmed = System.nanoTime();
        } else if (step == steps) {
            rate = (samples - warmSamples) * 1e9 / (System.nanoTime() - warmed);
        }
    }

    /**
     * Waits until the gradient of the step before is there, or, where a program keeps it to itself,
     * until the device has done what it was asked for before.
     */
    static void await(Trainer trainer) {
        Optional<NDArray> trained =
                trainer.getModel().getBlock().getParameters().values().stream()
                        .filter(Parameter::requiresGradient)
                        .map(Parameter::getArray)
                        .findFirst();
        if (trained.isPresent()) { // not where all is frozen
            try (NDArray gradient = trained.get().getGradient();
                    NDArray sum = gradient.sum()) {
                sum.toFloatArray();
            }
        }
    }
}
