package io.github.autoencoders.sample;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.NamedNodeMap;

/**
 * Moving pictures in a file: the frames of an animated GIF as they are seen. A frame of the file
 * may be a part of the picture, or leave parts of it as they were; what is transparent in the end
 * lies on white.
 *
 * @param width in pixels
 * @param height in pixels
 * @param frames how many, at least 2
 */
public record MovingImage(int width, int height, int frames) {

    private static final String FORMAT = "gif";
    private static final int LEAST_DELAY = 2; // hundredths of a second; less is shown as USUAL
    private static final int USUAL_DELAY = 10;
    private static final long MOST_PIXELS = 1L << 33; // of all frames: a film of minutes

    /** Takes frames in their order. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a frame.
         *
         * @param seconds from the beginning, when it is first seen
         */
        void take(RgbImage frame, double seconds) throws IOException;
    }

    /**
     * Returns what a file has, as far as it says before its pixels are read.
     *
     * @throws IOException if it is no GIF, or a single picture, with one line that says which file
     */
    public static MovingImage of(Path path) throws IOException {
        return ImageDecoder.read(path, (reader, turn) -> new Frames(reader).header());
    }

    /**
     * Gives all frames of a file to a sink, one at a time.
     *
     * @throws IOException if the file is no GIF, a single picture, or damaged, or the sink throws
     *     it
     */
    public static void read(Path path, Sink sink) throws IOException {
        ImageDecoder.read(path, (reader, turn) -> new Frames(reader).readAll(sink));
    }

    /**
     * Returns the first frame, as it is seen.
     *
     * @throws IOException as {@link #read} does
     */
    public static RgbImage first(Path path) throws IOException {
        return ImageDecoder.read(path, (reader, turn) -> new Frames(reader).first());
    }

    /** What one frame of a file says of itself. */
    private record Part(Rectangle place, String disposal, int delay) {

        static Part of(ImageReader reader, int index) throws IOException {
            IIOMetadataNode said = tree(reader.getImageMetadata(index));
            NamedNodeMap place = attributes(said, "ImageDescriptor");
            NamedNodeMap control = attributes(said, "GraphicControlExtension");
            int delay = number(control, "delayTime");
            int width = reader.getWidth(index);
            int height = reader.getHeight(index);
            ImageDecoder.requireSize(width, height, RgbImage.maxPixelsOfAFile());
            return new Part(
                    new Rectangle(
                            number(place, "imageLeftPosition"),
                            number(place, "imageTopPosition"),
                            width,
                            height),
                    control.getNamedItem("disposalMethod").getNodeValue(),
                    delay < LEAST_DELAY ? USUAL_DELAY : delay);
        }
    }

    private static IIOMetadataNode tree(IIOMetadata metadata) {
        return (IIOMetadataNode) metadata.getAsTree(metadata.getNativeMetadataFormatName());
    }

    private static NamedNodeMap attributes(IIOMetadataNode root, String node) {
        return root.getElementsByTagName(node).getLength() == 0
                ? new IIOMetadataNode(node).getAttributes()
                : root.getElementsByTagName(node).item(0).getAttributes();
    }

    private static int number(NamedNodeMap attributes, String name) {
        return attributes.getNamedItem(name) == null
                ? 0
                : Integer.parseInt(attributes.getNamedItem(name).getNodeValue());
    }

    /** The frames of an open file, drawn on each other. */
    private static final class Frames {

        private final ImageReader reader;
        private final MovingImage header;

        Frames(ImageReader reader) throws IOException {
            if (!reader.getFormatName().equalsIgnoreCase(FORMAT)) {
                throw new IOException(
                        "it must be an animated GIF, but is " + reader.getFormatName());
            }
            this.reader = reader;
            reader.setInput(reader.getInput(), false, false); // where frames lie is metadata
            NamedNodeMap screen =
                    attributes(tree(reader.getStreamMetadata()), "LogicalScreenDescriptor");
            int width = number(screen, "logicalScreenWidth");
            int height = number(screen, "logicalScreenHeight");
            int frames = reader.getNumImages(true);
            if (frames < 2) {
                throw new IOException(
                        "it must have two frames or more, but has %s; a single picture goes into"
                                        .formatted(frames)
                                + " a folder of images");
            }
            header =
                    new MovingImage(
                            width == 0 ? reader.getWidth(0) : width,
                            height == 0 ? reader.getHeight(0) : height,
                            frames);
            ImageDecoder.requireSize(header.width, header.height, RgbImage.maxPixelsOfAFile());
            long pixels = (long) header.width * header.height * frames;
            if (pixels > MOST_PIXELS) {
                throw new IOException(
                        "its frames must have at most %s pixels together, but %s of %s x %s have %s"
                                .formatted(
                                        MOST_PIXELS, frames, header.width, header.height, pixels));
            }
        }

        MovingImage header() {
            return header;
        }

        RgbImage first() throws IOException {
            BufferedImage screen = empty();
            Part part = Part.of(reader, 0);
            draw(reader.read(0), screen, part.place.x, part.place.y);
            return RgbImage.of(screen);
        }

        MovingImage readAll(Sink sink) throws IOException {
            BufferedImage screen = empty();
            int hundredths = 0;
            for (int i = 0; i < header.frames; i++) {
                Part part = Part.of(reader, i);
                BufferedImage before = part.disposal.equals("restoreToPrevious") ? empty() : screen;
                if (before != screen) {
                    draw(screen, before, 0, 0);
                }
                draw(reader.read(i), screen, part.place.x, part.place.y);
                sink.take(RgbImage.of(screen), hundredths / 100.0);
                hundredths += part.delay;
                if (part.disposal.equals("restoreToBackgroundColor")) {
                    clear(screen, part.place);
                }
                screen = before;
            }
            return header;
        }

        private BufferedImage empty() {
            return new BufferedImage(header.width, header.height, BufferedImage.TYPE_INT_ARGB);
        }

        private static void draw(BufferedImage image, BufferedImage on, int x, int y) {
            Graphics2D graphics = on.createGraphics();
            graphics.drawImage(image, x, y, null);
            graphics.dispose();
        }

        // What browsers do, whatever colour the file calls that of the ground.
        private static void clear(BufferedImage screen, Rectangle place) {
            Graphics2D graphics = screen.createGraphics();
            graphics.setComposite(AlphaComposite.Clear);
            graphics.fill(place);
            graphics.dispose();
        }
    }
}
