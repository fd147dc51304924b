package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.ImageHeader;
import io.github.autoencoders.sample.MaskImage;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Masks in a folder, as {@link ImageFolder} finds them: grey images whose values are the classes of
 * pixels, or images with a palette. The classes are all values that stand in one of them; masks of
 * another size than the options say have of each new pixel the value in its middle.
 */
final class MaskFolder implements DataKind {

    /** The name of the recipe that suits images and their masks. */
    static final String RECIPE = "segment-sprites";

    private static final int MOST_PIXELS = Integer.MAX_VALUE - 8; // of an array of Java

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("folder of masks", "");
    }

    @Override
    public boolean takes(String input) {
        return new ImageFolder().takes(input);
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return RECIPE;
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        FolderListing all = FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES);
        List<Path> files = all.files();
        ImageHeader first = ImageHeader.read(files.get(0));
        boolean sized = options.data().imageSize() > 0;
        int width = sized ? options.data().imageSize() : first.width();
        int height = sized ? options.data().height() : first.height();
        Found found = new Found();
        byte[] values = new byte[length(all.name(), files.size(), width, height)];
        for (int i = 0; i < files.size(); i++) {
            byte[] mask = found.of(files.get(i)).scaled(width, height).bytes();
            System.arraycopy(mask, 0, values, i * mask.length, mask.length);
        }
        SampleFormat format =
                new SampleFormat(new Shape(1, height, width), 0, found.scaling(all.name()));
        return Samples.ofBytes(
                        all.name(), format, values, all.labels(0, files.size()), all.labelNames())
                .withKeys(DataSource.FILE, all.keys(0, files.size()));
    }

    private static int length(String name, int masks, int width, int height) {
        long length = (long) masks * width * height;
        if (length > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "%s must have at most %s pixels in all, but its %s masks of %s x %s have %s"
                            .formatted(name, MOST_PIXELS, masks, width, height, length));
        }
        return (int) length;
    }

    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        FolderListing all = FolderListing.of(Path.of(input), FolderListing.Wanted.IMAGES);
        return all.passedOver().stream().toList();
    }

    /** The values of masks, found one after the other. */
    static final class Found {

        private final Map<Integer, Integer> colours = new TreeMap<>(); // by value, or NONE
        private final Map<Integer, Path> files = new TreeMap<>(); // where a value stood first

        private static final int NONE = -1; // of grey masks

        /**
         * Returns the mask in a file, whose values are now among the classes.
         *
         * @throws IOException if it is none, or a value has another colour than in one before
         */
        MaskImage of(Path file) throws IOException {
            MaskImage mask = MaskImage.read(file);
            List<Integer> palette = mask.palette();
            boolean[] present = new boolean[256];
            for (byte value : mask.bytes()) {
                present[value & 0xFF] = true;
            }
            for (int value = 0; value < present.length; value++) {
                if (present[value]) {
                    add(value, palette.isEmpty() ? NONE : palette.get(value), file);
                }
            }
            return mask;
        }

        private void add(int value, int colour, Path file) throws IOException {
            int before = colours.getOrDefault(value, NONE);
            if (before != NONE && colour != NONE && before != colour) {
                throw new IOException(
                        String.format(
                                Locale.ROOT,
                                "%s: value %s must have the colour #%06x, as in %s, but has #%06x",
                                file,
                                value,
                                before,
                                files.get(value),
                                colour));
            }
            colours.put(value, colour == NONE ? before : colour);
            files.putIfAbsent(value, file);
            if (colours.size() > Classes.MOST) {
                throw new IOException(
                        "%s: masks must have at most %s different values, but have more"
                                .formatted(file, Classes.MOST));
            }
        }

        /** Returns the values, rising. */
        List<Integer> values() {
            return List.copyOf(colours.keySet());
        }

        /** Returns whether some have a palette. */
        boolean haveColours() {
            return colours.values().stream().anyMatch(colour -> colour != NONE);
        }

        /**
         * Returns what the values become.
         *
         * @param name how messages call the masks
         */
        Classes scaling(String name) throws IOException {
            if (colours.size() < 2) {
                throw new IOException(
                        "%s must hold masks of at least 2 values, but all pixels are %s"
                                .formatted(name, values().get(0)));
            }
            boolean all = !colours.containsValue(NONE);
            int[] chosen = colours.values().stream().mapToInt(colour -> colour).toArray();
            return new Classes(values(), all ? Arrays.stream(chosen).boxed().toList() : List.of());
        }
    }
}
