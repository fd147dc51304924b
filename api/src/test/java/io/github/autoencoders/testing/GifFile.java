package io.github.autoencoders.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Animated GIFs, frame by frame as a test says. */
public final class GifFile {

    private GifFile() {}

    /**
     * A frame as it stands in the file.
     *
     * @param x from the left of the picture
     * @param y from its top
     * @param disposal what becomes of it, as the JDK calls it: none, doNotDispose,
     *     restoreToBackgroundColor or restoreToPrevious
     * @param delay in hundredths of a second
     */
    public record Frame(BufferedImage image, int x, int y, String disposal, int delay) {

        /** A whole picture of a tenth of a second. */
        public static Frame of(BufferedImage image) {
            return new Frame(image, 0, 0, "none", 10);
        }
    }

    /** Writes frames; the picture is as large as the first. */
    public static Path write(Path file, List<Frame> frames) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (Frame frame : frames) {
                writer.writeToSequence(
                        new IIOImage(frame.image, null, metadata(writer, frame)), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return file;
    }

    private static IIOMetadata metadata(ImageWriter writer, Frame frame) throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(
                        ImageTypeSpecifier.createFromRenderedImage(frame.image), null);
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = new IIOMetadataNode(format);
        IIOMetadataNode place = new IIOMetadataNode("ImageDescriptor");
        place.setAttribute("imageLeftPosition", Integer.toString(frame.x));
        place.setAttribute("imageTopPosition", Integer.toString(frame.y));
        place.setAttribute("imageWidth", Integer.toString(frame.image.getWidth()));
        place.setAttribute("imageHeight", Integer.toString(frame.image.getHeight()));
        place.setAttribute("interlaceFlag", "FALSE");
        root.appendChild(place);
        boolean transparent = frame.image.getColorModel().hasAlpha();
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", frame.disposal);
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", transparent ? "TRUE" : "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(frame.delay));
        root.appendChild(control);
        metadata.mergeTree(format, root);
        return metadata;
    }
}
