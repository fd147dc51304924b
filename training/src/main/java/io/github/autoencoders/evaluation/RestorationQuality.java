package io.github.autoencoders.evaluation;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How close samples are to the clean ones before and after a model restored them.
 *
 * @param before of the corrupted samples
 * @param after of the restored samples
 */
public record RestorationQuality(ReconstructionQuality before, ReconstructionQuality after) {

    /**
     * Measures a model on samples, corrupted as in the validation of its training.
     *
     * @param model whose card has the corruption
     * @param samples in the model's format
     * @throws IllegalArgumentException if the card has none, and the samples are no pairs
     */
    public static RestorationQuality of(TrainedAutoencoder model, Samples samples) {
        ReconstructionQuality.Sums before = new ReconstructionQuality.Sums(model.format());
        ReconstructionQuality.Sums after = new ReconstructionQuality.Sums(model.format());
        Restoration.each(
                model,
                samples,
                batch -> {
                    before.add(batch.clean(), batch.corrupted());
                    after.add(batch.clean(), batch.restored());
                });
        return new RestorationQuality(before.mean(), after.mean());
    }

    /** Returns the numbers by name, as a model's card has them: PSNR in decibels. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("psnr_before", before.psnr());
        metrics.put("psnr_after", after.psnr());
        before.ssim().ifPresent(ssim -> metrics.put("ssim_before", ssim));
        after.ssim().ifPresent(ssim -> metrics.put("ssim_after", ssim));
        metrics.values().removeIf(value -> !Double.isFinite(value)); // JSON has no infinity
        return metrics;
    }

    @Override
    public String toString() {
        return "corrupted " + before + "; restored " + after;
    }
}
