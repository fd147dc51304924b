package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.evaluation.SoundQuality;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.OverlapAdd;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.testing.Noise;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoredSoundTest {

    private final Path folder;

    RestoredSoundTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void soundsAreRestoredUnderTheirNamesInTheirRateAndLength() throws IOException {
        Path sounds = Files.createDirectories(folder.resolve("sounds/in"));
        WaveFile.write(Sound.of(Noise.of(1, 900), 8000), 900, sounds.resolve("a.wav"));
        WaveFile.write(Sound.of(Noise.of(2, 1999), 16000), 1999, sounds.resolve("b.wave"));
        try (TrainedAutoencoder model = trained(sounds)) {
            assertEquals(8000, model.format().schema().rate().orElseThrow());
            List<SoundFile> files = DataSource.of(sounds).sounds();
            Path out = folder.resolve("out");
            SoundRestoration made = SoundRestoration.of(model, files, sounds, out);
            assertEquals(2, made.sounds());
            assertEquals(900 / 8000.0 + 1999 / 16000.0, made.seconds(), 1e-12);
            SoundFile first = SoundFile.read(out.resolve("a.wav"));
            SoundFile second = SoundFile.read(out.resolve("b.wav"));
            assertEquals(new SoundFile(first.path(), 1, 8000, 16, 900), first);
            assertEquals(new SoundFile(second.path(), 2, 16000, 16, 1999), second);
            Path one = folder.resolve("one.wav");
            assertTrue(SoundRestoration.takes(model.config(), out));
            assertTrue(SoundRestoration.takes(model.config(), one));
            assertFalse(SoundRestoration.takes(model.config(), folder.resolve("one.png")));
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SoundRestoration.of(model, files, sounds, one));
            assertEquals("output must be a folder for 2 sounds, but is " + one, e.getMessage());
            List<SoundFile> twins = List.of(files.get(0), files.get(0));
            Path two = folder.resolve("two");
            Exception same =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SoundRestoration.of(model, twins, sounds, two));
            assertEquals(
                    "sounds must differ in more than the endings of their names, but two would"
                            + " become a.wav",
                    same.getMessage());
            SoundRestoration.of(model, files.subList(0, 1), sounds, one);
            assertArrayEquals(Files.readAllBytes(first.path()), Files.readAllBytes(one));
            SoundQuality quality = SoundQuality.of(model, files, 1, (done, all) -> {});
            assertEquals(0, quality.before().ratio(), 0.8); // the noise is at 0 dB
            assertTrue(quality.after().ratio() < 100);
        }
    }

    /** What is trained with a hop keeps it in its folder; without one it has half a window. */
    @Test
    void hopsAreKeptWithTheModel() throws IOException {
        Path sounds = Files.createDirectories(folder.resolve("sounds"));
        WaveFile.write(Sound.of(Noise.of(1, 900), 8000), 900, sounds.resolve("a.wav"));
        WaveFile.write(Sound.of(Noise.of(1, 901), 8000), 901, sounds.resolve("b.wav"));
        for (int hop : new int[] {0, 19}) {
            Path saved = folder.resolve("hop" + hop);
            try (TrainedAutoencoder model = trained(sounds, hop)) {
                model.save(saved);
            }
            try (TrainedAutoencoder model = TrainedAutoencoder.open(saved.toString())) {
                assertEquals(hop, model.card().recipe().data().hop());
                float[][] noise = Noise.of(2, 500);
                int apart = hop == 0 ? 32 : hop;
                float[][] wanted =
                        new OverlapAdd(model::reconstruct, 64, apart, Sound.of(noise, 8000)).rest();
                float[][] restored = RestoredSound.of(model, Sound.of(noise, 8000)).rest();
                assertArrayEquals(wanted, restored);
            }
        }
    }

    @Test
    void hopsAreOfSoundsAlone() {
        TrainingRecipe recipe = recipe();
        TrainingRecipe windows = recipe.withData(recipe.data().withWindows(4, 1).withHop(2));
        float[][] series = new float[40][1];
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> AutoencoderTrainer.of(windows).fit(series));
        assertEquals(
                "hop must be 0 where samples are no windows of sounds, but is 2", e.getMessage());
        Exception long5 =
                assertThrows(IllegalArgumentException.class, () -> windows.data().withHop(5));
        assertEquals("hop must be at most window, which is 4, but is 5", long5.getMessage());
    }

    private static TrainedAutoencoder trained(Path sounds) throws IOException {
        return trained(sounds, 0);
    }

    private static TrainedAutoencoder trained(Path sounds, int hop) throws IOException {
        TrainingRecipe recipe = recipe();
        TrainingRecipe windows =
                recipe.withData(recipe.data().withWindows(64, 32).withHop(hop).withHeldOut(0.5));
        return AutoencoderTrainer.of(windows).fit(DataSource.of(sounds));
    }

    private static TrainingRecipe recipe() {
        return TrainingRecipe.of(
                        new Architecture.Dense(List.of(8), Activation.RELU),
                        new Bottleneck.Deterministic(4, Activation.IDENTITY),
                        new Likelihood.Gaussian(0.5))
                .withCorruption(new Corruption.WhiteNoise(-1, 1))
                .withEpochs(1);
    }

    @Test
    void aModelOfOtherSamplesRestoresNoSound() throws IOException {
        TrainingRecipe recipe =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(2), Activation.RELU),
                                new Bottleneck.Deterministic(1, Activation.IDENTITY),
                                new Likelihood.Gaussian(0.5))
                        .withEpochs(1);
        float[][] rows = {{1, 2}, {2, 3}, {4, 1}, {5, 5}};
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(Samples.of(rows))) {
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> RestoredSound.of(model, Sound.of(Noise.of(1, 9), 8000)));
            assertEquals(
                    "model must be one of sounds, but is one of samples of shape (2)",
                    e.getMessage());
        }
    }
}
