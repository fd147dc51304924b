package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Images in a folder, or in its sub-folders, whose names are then the labels. Read in the order of
 * their names; hidden files and files of other kinds are passed over.
 */
final class ImageFolder implements DataKind {

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif");

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("folder of images", "");
    }

    @Override
    public boolean takes(String input) {
        return InputFile.path(input).filter(Files::isDirectory).isPresent();
    }

    /** Returns all images, of one size and with the same channels. */
    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        Listing all = Listing.of(Path.of(input));
        return all.samples(0, all.files.size(), options, Optional.empty());
    }

    /** Without a size in the options, all images have that of the first. */
    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return Optional.of(Listing.of(Path.of(input)).stream(options, portion));
    }

    /** The files of a folder, and of each the label, or none. */
    private record Listing(
            Path folder, List<Path> files, List<Integer> labels, List<String> labelNames) {

        static Listing of(Path folder) throws IOException {
            List<Path> files = new ArrayList<>(images(folder));
            List<Integer> labels = new ArrayList<>();
            List<String> labelNames = new ArrayList<>();
            for (Path labelled : entries(folder, Files::isDirectory)) {
                List<Path> ofLabel = images(labelled);
                if (!ofLabel.isEmpty()) {
                    ofLabel.forEach(file -> labels.add(labelNames.size()));
                    labelNames.add(String.valueOf(labelled.getFileName()));
                    files.addAll(ofLabel);
                }
            }
            if (files.isEmpty()) {
                throw new IOException(
                        folder + " must hold images (png, jpg, jpeg, bmp or gif), but holds none");
            }
            if (!labels.isEmpty() && labels.size() < files.size()) {
                throw new IOException(
                        "%s must hold images either itself or in sub-folders, but holds %s and %s"
                                .formatted(folder, files.size() - labels.size(), labels.size()));
            }
            return new Listing(folder, files, labels, labelNames);
        }

        /** Returns the images of some files, of the size of one that was read before, if any. */
        Samples samples(int from, int to, DataOptions options, Optional<Shape> size)
                throws IOException {
            int[] part =
                    labels.stream().skip(from).limit(to - from).mapToInt(label -> label).toArray();
            List<RgbImage> images = decoded(files.subList(from, to), options, size);
            return ImageFolder.samples(folder.toString(), images, options, part, labelNames);
        }

        SampleStream stream(DataOptions options, int portion) {
            AtomicReference<Shape> size = new AtomicReference<>(); // of the first portion
            return new CountedStream(
                    folder.toString(),
                    files.size(),
                    portion,
                    labelNames,
                    (from, to) -> {
                        Samples samples =
                                samples(from, to, options, Optional.ofNullable(size.get()));
                        size.set(samples.format().shape());
                        return samples;
                    },
                    () -> {});
        }
    }

    private static List<RgbImage> decoded(
            List<Path> files, DataOptions options, Optional<Shape> known) throws IOException {
        List<RgbImage> decoded = new ArrayList<>();
        for (Path file : files) {
            RgbImage image = RgbImage.read(file);
            RgbImage first = decoded.isEmpty() ? image : decoded.get(0);
            int size = options.data().imageSize();
            int width = known.map(shape -> (int) shape.get(2)).orElse(first.width());
            int height = known.map(shape -> (int) shape.get(1)).orElse(first.height());
            decoded.add(image.scaled(size > 0 ? size : width, size > 0 ? size : height));
        }
        return decoded;
    }

    private static Samples samples(
            String name,
            List<RgbImage> images,
            DataOptions options,
            int[] labels,
            List<String> labelNames) {
        boolean grey =
                switch (options.color()) {
                    case AUTO -> images.stream().allMatch(RgbImage::isGrey);
                    case GREY -> true;
                    case RGB -> false;
                };
        RgbImage first = images.get(0);
        Shape shape = new Shape(grey ? 1 : 3, first.height(), first.width());
        SampleFormat format = new SampleFormat(shape, 0, Scaling.UnitInterval.BYTES);
        byte[] values = new byte[Math.multiplyExact(images.size(), format.size())];
        for (int i = 0; i < images.size(); i++) {
            byte[] planes = grey ? images.get(i).brightness() : images.get(i).planes();
            System.arraycopy(planes, 0, values, i * format.size(), format.size());
        }
        return Samples.ofBytes(name, format, values, labels, labelNames);
    }

    private static List<Path> images(Path folder) throws IOException {
        return entries(folder, file -> Files.isRegularFile(file) && ENDINGS.contains(ending(file)));
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static List<Path> entries(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted)
                    .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
