package io.github.autoencoders.application;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sounds that a model restored, in files: WAV, of the rate, the length and the channels of what
 * they were made of.
 *
 * @param sounds how many there were
 * @param seconds of sound
 * @param elapsed the time that it took, in seconds
 */
public record SoundRestoration(int sounds, double seconds, double elapsed) {

    /**
     * Restores sounds of any length, each read and written as a stream.
     *
     * @param model of sounds, without conditions
     * @param files at least one
     * @param folder that they lie in, below which paths are kept
     * @param out a file ending in {@code .wav} for one sound, or a new or empty folder
     * @throws IllegalArgumentException if the model is of other samples, or several sounds are to
     *     become one file or files of one name
     * @throws IOException if a sound cannot be read or written
     */
    public static SoundRestoration of(
            TrainedAutoencoder model, List<SoundFile> files, Path folder, Path out)
            throws IOException {
        RestoredSound.rate(model);
        long start = System.nanoTime();
        if (isFile(out)) {
            if (files.size() > 1) {
                throw new IllegalArgumentException(
                        "output must be a folder for %s sounds, but is %s"
                                .formatted(files.size(), out));
            }
            restore(model, files.get(0), out);
        } else {
            requireNames(files, folder);
            AtomicWrite.newFolder(
                    out,
                    partial -> {
                        for (SoundFile file : files) {
                            Path to = partial.resolve(name(folder, file.path()));
                            Files.createDirectories(to.resolveSibling(""));
                            restore(model, file, to);
                        }
                    });
        }
        double seconds = files.stream().mapToDouble(SoundFile::seconds).sum();
        return new SoundRestoration(files.size(), seconds, (System.nanoTime() - start) / 1e9);
    }

    // Before any work: one must not take the place of another.
    private static void requireNames(List<SoundFile> files, Path folder) {
        Set<String> names = new HashSet<>();
        for (SoundFile file : files) {
            String name = name(folder, file.path());
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "sounds must differ in more than the endings of their names, but two would"
                                + " become "
                                + name);
            }
        }
    }

    /**
     * Returns whether a model's sounds are restored whole, longer or shorter than its windows: into
     * a file of one, or a folder.
     *
     * @param config of a model of any samples
     */
    public static boolean takes(AutoencoderConfig config, Path out) {
        return config.target().isOfSounds()
                && config.conditions().isEmpty()
                && (isFile(out) || SampleOutput.isFolder(out));
    }

    private static boolean isFile(Path out) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(".wav");
    }

    private static String name(Path folder, Path file) {
        String path =
                Files.isDirectory(folder)
                        ? folder.relativize(file).toString()
                        : file.getFileName().toString();
        return path.replaceFirst("\\.[^.]*$", "") + ".wav";
    }

    private static void restore(TrainedAutoencoder model, SoundFile file, Path out)
            throws IOException {
        try (Sound sound = file.open();
                Sound restored = RestoredSound.of(model, sound)) {
            WaveFile.write(restored, file.frames(), out);
        }
    }

    /** Returns how many seconds of sound were restored in a second. */
    public double realTimeFactor() {
        return seconds / elapsed;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,.1f seconds of sound in %,.1f s, %,.0f times real time",
                seconds,
                elapsed,
                realTimeFactor());
    }
}
