package io.github.autoencoders.evaluation;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.application.RestoredSound;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How close whole sounds are to the clean ones before and after a model restored them: means over
 * those that are not silent.
 *
 * @param ratio of the noise that was added to each, in decibels
 * @param before of the noisy sounds
 * @param after of the restored sounds
 */
public record SoundQuality(double ratio, SoundDistortion before, SoundDistortion after) {

    /**
     * Adds white noise to clean sounds, as loud as that of the middle of the model's training, and
     * lets the model restore them. Each is in memory as a whole.
     *
     * @param model of sounds, which was trained with {@link Corruption.WhiteNoise}
     * @param files at least one
     * @param seed of the noise, the same on each engine
     * @param progress is told how many are done
     */
    public static SoundQuality of(
            TrainedAutoencoder model, List<SoundFile> files, long seed, Progress progress)
            throws IOException {
        Corruption.WhiteNoise trained =
                noise(model)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "model must have learnt to take white noise away,"
                                                        + " but its corruption is "
                                                        + model.card().recipe().corruption()));
        double ratio = (trained.leastRatio() + trained.greatestRatio()) / 2;
        Corruption noise = new Corruption.WhiteNoise(ratio, ratio);
        int rate = model.format().schema().rate().orElseThrow();
        double[] sums = new double[4];
        int heard = 0;
        for (int i = 0; i < files.size(); i++) {
            float[] clean = whole(files.get(i).open(1, rate));
            if (!isSilent(clean)) {
                float[] noisy =
                        noise.corrupt(clean, new Shape(1, clean.length), RandomStreams.of(seed, i));
                float[] restored =
                        whole(RestoredSound.of(model, Sound.of(new float[][] {noisy}, rate)));
                add(sums, 0, SoundDistortion.of(clean, noisy, rate));
                add(sums, 2, SoundDistortion.of(clean, restored, rate));
                heard++;
            }
            progress.at(i + 1, files.size());
        }
        return new SoundQuality(
                ratio,
                new SoundDistortion(sums[0] / heard, sums[1] / heard),
                new SoundDistortion(sums[2] / heard, sums[3] / heard));
    }

    // There is no ratio of nothing.
    private static boolean isSilent(float[] sound) {
        return IntStream.range(0, sound.length).allMatch(i -> sound[i] == sound[0]);
    }

    private static void add(double[] sums, int at, SoundDistortion one) {
        sums[at] += one.ratio();
        sums[at + 1] += one.distance();
    }

    /** Returns the noise that a model of sounds was trained with, if it was with such. */
    public static Optional<Corruption.WhiteNoise> noise(TrainedAutoencoder model) {
        return model.format().isOfSounds()
                        && model.card().recipe().corruption() instanceof Corruption.WhiteNoise noise
                ? Optional.of(noise)
                : Optional.empty();
    }

    private static float[] whole(Sound sound) throws IOException {
        try (sound) {
            return sound.rest()[0];
        }
    }

    /** Returns lines that say the numbers with their units. */
    public List<String> lines() {
        return List.of(
                String.format(Locale.ROOT, "white noise at %.1f dB: %s", ratio, before),
                String.format(
                        Locale.ROOT,
                        "restored: %s (SI-SDR %+.2f dB)",
                        after,
                        after.ratio() - before.ratio()));
    }
}
