package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.ImageHeader;
import io.github.autoencoders.sample.ImageStack;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images in a folder, or in its sub-folders, whose names are then the labels, also of the images in
 * folders deeper down. Read in the natural order of their names, which are their keys; hidden files
 * and files of other kinds are passed over.
 */
final class ImageFolder implements DataKind {

    private static final int LARGEST_SIDE = 64; // of what is trained on where nothing is said

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("folder of images", "");
    }

    @Override
    public boolean takes(String input) {
        return InputFile.path(input).filter(Files::isDirectory).isPresent();
    }

    /** Returns what suits the first image. */
    @Override
    public String recipe(String input, DataOptions options) {
        try {
            ImageHeader first = first(input);
            return DataSource.recipeForImages(first.width(), first.height(), !first.grey());
        } catch (IOException e) {
            // Whoever reads the folder says what is wrong with it.
            return DataKind.super.recipe(input, options);
        }
    }

    private static ImageHeader first(String input) throws IOException {
        return ImageHeader.read(
                FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES).files().get(0));
    }

    /**
     * Returns all images, of one size and with the same channels: that of the options, or of the
     * first.
     *
     * @throws IllegalArgumentException if they do not fit into the memory, before it is taken
     */
    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        FolderListing all = FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES);
        DataOptions sized = withSize(all, options);
        return samples(all, 0, all.files().size(), sized);
    }

    /** Of images of 16 bits the upper eight are kept, unless the options say otherwise. */
    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        FolderListing all = FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES);
        DataOptions sized = withSize(all, options);
        return Optional.of(
                new CountedStream(
                        all.name(),
                        all.files().size(),
                        portion,
                        all.labelNames(),
                        (from, to) -> samples(all, from, to, sized),
                        () -> {}));
    }

    private static DataOptions withSize(FolderListing all, DataOptions options) throws IOException {
        if (options.data().imageSize() > 0) {
            return options;
        }
        ImageHeader first = ImageHeader.read(all.files().get(0));
        return options.withImages(first.width(), first.height(), options.color());
    }

    private static Samples samples(FolderListing all, int from, int to, DataOptions options)
            throws IOException {
        TrainingRecipe.Data data = options.data();
        DataOptions.Color color = options.color();
        ImageStack stack =
                new ImageStack(
                        all.name(),
                        to - from,
                        color.channels,
                        color.deep,
                        data.imageSize(),
                        data.height());
        for (Path file : all.files().subList(from, to)) {
            stack.add(RgbImage.read(file));
        }
        Samples samples = stack.samples();
        return samples.withLabels(all.labels(from, to), all.labelNames())
                .withKeys(DataSource.FILE, all.keys(from, to));
    }

    /** Says what is done to images that are not read as they are, and what is passed over. */
    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        FolderListing all = FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES);
        TrainingRecipe.Data data = withSize(all, options).data();
        return Stream.of(
                        ImageSurvey.of(all.files()).line(data.imageSize(), data.height()),
                        all.deeper(),
                        all.passedOver())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Chooses the size of the first image, shrunk to a larger side of 64 pixels. */
    @Override
    public TrainingRecipe.Data sized(String input, TrainingRecipe.Data data) throws IOException {
        ImageHeader first = first(input);
        return sized(data, first.width(), first.height());
    }

    static TrainingRecipe.Data sized(TrainingRecipe.Data data, int width, int height) {
        int side = Math.max(width, height);
        return data.imageSize() > 0 || side <= LARGEST_SIDE
                ? data
                : data.withImageSize(shrunk(width, side), shrunk(height, side));
    }

    private static int shrunk(int size, int side) {
        return Math.max(1, Math.round((float) size * LARGEST_SIDE / side));
    }
}
