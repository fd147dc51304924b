package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Images that become samples one after the other, each scaled as it comes, so that no more than one
 * is in memory as it was. Of 16 bits the upper eight are kept; all of them where a model learnt
 * from such, or where nothing is known and all images together use less than a quarter of their
 * range, as those of a camera of 12 bits do: they would be nearly of one colour.
 */
public final class ImageStack {

    private static final String IMAGES = "images"; // the name of those in memory
    private static final int NARROW = 1 << 14; // of 16 bits
    private static final int COLOURS = 3;
    private static final int MOST_VALUES = Integer.MAX_VALUE - 8; // of an array

    private final String name;
    private final int channels; // 1, 3, or 0 for what they turn out to be
    private final boolean deep;
    private final int width;
    private final int height;
    private final byte[] bytes; // of three planes, unless it is known that one will do
    private char[] exact; // likewise in 16 bits, as long as they may be wanted
    private boolean grey = true;
    private int lowest = Character.MAX_VALUE;
    private int highest;
    private int count;

    /** Returns images of the first one's size: in colour where one of them is, else grey. */
    static ImageStack of(List<BufferedImage> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images must be at least one, but are none");
        }
        RgbImage first = pixels(0, images.get(0));
        return new ImageStack(IMAGES, images.size(), 0, false, first.width(), first.height())
                .with(images);
    }

    /** Returns images of the channels and the size of a format. */
    static ImageStack of(List<BufferedImage> images, SampleFormat format) {
        Shape shape = format.shape();
        ImagePixels.requireImage(shape);
        boolean deep = ImagePixels.keepsDepth(format);
        return new ImageStack(
                        IMAGES,
                        images.size(),
                        (int) shape.get(0),
                        deep,
                        (int) shape.get(2),
                        (int) shape.get(1))
                .with(images);
    }

    private ImageStack with(List<BufferedImage> images) {
        for (int i = 0; i < images.size(); i++) {
            add(pixels(i, images.get(i)));
        }
        return this;
    }

    private static RgbImage pixels(int index, BufferedImage image) {
        RowValues.requireThere("image", index, image);
        return RgbImage.of(image);
    }

    /**
     * Begins with none.
     *
     * @param name how messages call the samples
     * @param images how many there will be, at least 1
     * @param channels 1 for brightness, 3 for colours, or 0 for one if no image has a colour
     * @param deep whether 16 bits are kept
     * @param width of each sample
     * @param height of each sample
     * @throws IllegalArgumentException if they cannot be held in memory
     */
    public ImageStack(String name, int images, int channels, boolean deep, int width, int height) {
        this.name = name;
        this.channels = channels;
        this.deep = deep;
        this.width = width;
        this.height = height;
        requireRoom(images);
        bytes = new byte[images * planes() * width * height];
        exact = new char[0];
    }

    private int planes() {
        return channels == 1 ? 1 : COLOURS;
    }

    // Once as they come, and once more as they are divided.
    private void requireRoom(int images) {
        double values = (double) images * planes() * width * height;
        double room = Runtime.getRuntime().maxMemory();
        if (values > MOST_VALUES || 2 * values > room) {
            throw new IllegalArgumentException(
                    "%s must fit into the %s MB of memory that Java may take, and into %s values, but its %s images of %s x %s need %s MB for %s values; take fewer, or a smaller size"
                            .formatted(
                                    name,
                                    (long) room >> 20,
                                    MOST_VALUES,
                                    images,
                                    width,
                                    height,
                                    ((long) values) >> 19,
                                    (long) values));
        }
    }

    /** Adds the next image. */
    public void add(RgbImage image) {
        RgbImage scaled = image.scaled(width, height);
        byte[] planes = channels == 1 ? scaled.brightness() : scaled.planes();
        System.arraycopy(planes, 0, bytes, count * planes.length, planes.length);
        grey &= scaled.isGrey();
        addExact(scaled, planes.length);
        count++;
    }

    private void addExact(RgbImage image, int size) {
        boolean first = exact.length == 0;
        if (deep ? first && !image.isDeep() : !mayBeNarrow(image, first)) {
            exact = deep ? exact : new char[0];
            return;
        }
        if (first) {
            exact = new char[bytes.length];
            for (int i = 0; i < count * size; i++) {
                exact[i] = (char) ((bytes[i] & 0xFF) << Byte.SIZE);
            }
        }
        float[] values = image.values(channels == 1);
        for (int i = 0; i < size; i++) {
            char value = (char) Math.round(values[i] * 256);
            exact[count * size + i] = value;
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
    }

    // Where nothing is known, and all images so far have 16 bits.
    private boolean mayBeNarrow(RgbImage image, boolean first) {
        return channels == 0 && image.isDeep() && (count == 0 || !first);
    }

    /** Returns the samples, when all images are there. */
    public Samples samples() {
        boolean one = channels == 1 || (channels == 0 && grey);
        SampleFormat format =
                new SampleFormat(
                        new Shape(one ? 1 : COLOURS, height, width), 0, Scaling.UnitInterval.BYTES);
        boolean keep = exact.length > 0 && (deep || highest - lowest < NARROW);
        SampleStorage values =
                keep ? new SampleStorage.Floats(floats()) : new SampleStorage.Bytes(bytes);
        boolean first = planes() == COLOURS && one; // of three equal planes
        SampleStorage chosen =
                first ? values.rearranged(new int[] {0}, count, COLOURS, width * height) : values;
        return Samples.of(name, format, chosen, new int[0], List.of());
    }

    private float[] floats() {
        float[] floats = new float[exact.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = exact[i] / 256f;
        }
        return floats;
    }
}
