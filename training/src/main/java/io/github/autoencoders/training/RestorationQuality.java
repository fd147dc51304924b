package io.github.autoencoders.training;

import ai.djl.Device;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How close samples are to the clean ones before and after a model restored them.
 *
 * @param before of the corrupted samples
 * @param after of the restored samples
 */
public record RestorationQuality(Likeness before, Likeness after) {

    /**
     * Measures a model on samples, corrupted as in the validation of its training.
     *
     * @param saved the model; its card has the corruption
     * @param samples in the model's format
     * @param engine by name
     * @param device or null for the engine's default device
     */
    public static RestorationQuality of(
            SavedModel saved, SampleSet samples, String engine, @Nullable Device device)
            throws IOException {
        Likeness.Sums before = new Likeness.Sums(saved.config().format());
        Likeness.Sums after = new Likeness.Sums(saved.config().format());
        Restoration.each(
                saved,
                samples,
                engine,
                device,
                batch -> {
                    before.add(batch.clean(), batch.corrupted());
                    after.add(batch.clean(), batch.restored());
                });
        return new RestorationQuality(before.mean(), after.mean());
    }

    /** Returns the numbers by name, as a model's card has them: PSNR in decibels. */
    Map<String, Double> metrics() {
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
