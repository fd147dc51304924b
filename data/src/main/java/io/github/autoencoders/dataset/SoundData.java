package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.SoundFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sounds: a file, or a folder in which there are some and no images. Labels are the names of
 * folders inside, or what stands before the first underscore of the files' names, where that is so
 * of all and each label has two files on average. All are read in one rate and one channel.
 */
final class SoundData implements DataKind {

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("sound file, folder of sounds", ".*\\.(wave?|aiff?|aifc|au|snd)");
    }

    @Override
    public boolean takes(String input) {
        return inputs().take(input)
                || InputFile.path(input).filter(Files::isDirectory).filter(this::holds).isPresent();
    }

    // Of folders that may be large, each file is looked at until an image is found.
    private boolean holds(Path folder) {
        boolean sounds = false;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (FolderListing.Wanted.IMAGES.takes(file)) {
                    return false;
                }
                sounds |= FolderListing.Wanted.SOUNDS.takes(file);
            }
        } catch (IOException | UncheckedIOException e) {
            return false; // whoever reads the folder as one of images says why it cannot be read
        }
        return sounds;
    }

    @Override
    public boolean takesWindows() {
        return true;
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return "denoising-speech";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return SoundSet.of(input, options).read();
    }

    /** Holds out whole sounds; of a single one, the last windows. */
    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        SoundSet sounds = SoundSet.of(input, options);
        Samples all = sounds.read();
        double share = options.data().heldOut();
        int count = sounds.files().size();
        if (count == 1) {
            return DataSplit.inTime(all, share);
        }
        int[] held = DataSplit.heldOut(count, share, options.seed());
        IntStream.Builder training = IntStream.builder();
        IntStream.Builder validation = IntStream.builder();
        int window = 0;
        for (int i = 0; i < count; i++) {
            IntStream.Builder to = Arrays.binarySearch(held, i) < 0 ? training : validation;
            int end = window + sounds.windows(i);
            IntStream.range(window, end).forEach(to::add);
            window = end;
        }
        return new DataSplit(
                all.subset(training.build().toArray()), all.subset(validation.build().toArray()));
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        SoundSet sounds = SoundSet.of(input, options);
        SoundWindows windows = new SoundWindows(sounds);
        return Optional.of(
                new CountedStream(
                        sounds.name(),
                        sounds.windows(),
                        portion,
                        sounds.labelNames(),
                        windows::next,
                        windows));
    }

    /** Says how many sounds there are, of what rates and lengths, and what is done to some. */
    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        return SoundSet.of(input, options).lines();
    }

    @Override
    public List<SoundFile> sounds(String input) throws IOException {
        return SoundSet.of(input, DataOptions.ofSeed(0)).files();
    }
}
