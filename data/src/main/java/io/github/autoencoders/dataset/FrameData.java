package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.ImageStack;
import io.github.autoencoders.sample.MovingImage;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The frames of an animated GIF as images in their order, under their numbers, from 0, and the
 * seconds at which they are first seen.
 */
final class FrameData implements DataKind {

    private static final String ENDING = ".gif";

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("animated GIF", "");
    }

    @Override
    public boolean takes(String input) {
        return input.toLowerCase(Locale.ROOT).endsWith(ENDING)
                && InputFile.path(input).filter(path -> !Files.isDirectory(path)).isPresent();
    }

    /** Returns what suits the first frame. */
    @Override
    public String recipe(String input, DataOptions options) {
        try {
            RgbImage frame = MovingImage.first(Path.of(input));
            return DataSource.recipeForImages(frame.width(), frame.height(), !frame.isGrey());
        } catch (IOException e) {
            // Whoever reads the file says what is wrong with it.
            return DataKind.super.recipe(input, options);
        }
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        Path file = Path.of(input);
        MovingImage moving = MovingImage.of(file);
        TrainingRecipe.Data data = options.data();
        boolean said = data.imageSize() > 0;
        ImageStack stack =
                new ImageStack(
                        input,
                        moving.frames(),
                        options.color().channels,
                        options.color().deep,
                        said ? data.imageSize() : moving.width(),
                        said ? data.height() : moving.height());
        List<String> times = new ArrayList<>();
        MovingImage.read(
                file,
                (frame, seconds) -> {
                    stack.add(frame);
                    times.add(Double.toString(seconds));
                });
        return stack.samples().withNumbers(DataSource.FRAME, 0).withKeys(DataSource.SECONDS, times);
    }

    /** Says how many frames there are, and their size where they are scaled. */
    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        MovingImage moving = MovingImage.of(Path.of(input));
        TrainingRecipe.Data data = options.data();
        boolean scaled =
                data.imageSize() > 0
                        && (data.imageSize() != moving.width() || data.height() != moving.height());
        String line =
                String.format(
                        Locale.ROOT,
                        "%,d frames of %sx%s",
                        moving.frames(),
                        moving.width(),
                        moving.height());
        return List.of(
                scaled
                        ? line + ", scaled to %sx%s".formatted(data.imageSize(), data.height())
                        : line);
    }

    @Override
    public TrainingRecipe.Data sized(String input, TrainingRecipe.Data data) throws IOException {
        MovingImage moving = MovingImage.of(Path.of(input));
        return ImageFolder.sized(data, moving.width(), moving.height());
    }
}
