package io.github.autoencoders.picture;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Moving pictures that are written a frame at a time, as an animated GIF that begins again at its
 * end. Frames of at most 256 colours, as grey ones, keep them; of others each has 256 of its own.
 */
public final class Gif implements Closeable {

    private static final double USUAL = 0.1; // seconds

    private final ImageWriter writer;
    private final ImageOutputStream file;
    private @Nullable BufferedImage waiting; // until it is known how long it is seen
    private double start; // of the one that waits
    private double seen = USUAL;
    private boolean begun;

    private Gif(ImageWriter writer, ImageOutputStream file) {
        this.writer = writer;
        this.file = file;
    }

    /** Begins a file. */
    public static Gif create(Path path) throws IOException {
        ImageOutputStream file = ImageIO.createImageOutputStream(path.toFile());
        if (file == null) {
            throw new IOException(path + " cannot be written");
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        writer.setOutput(file);
        writer.prepareWriteSequence(null);
        return new Gif(writer, file);
    }

    /** Adds a frame that is seen for a tenth of a second. */
    public void add(BufferedImage frame) throws IOException {
        add(frame, start + USUAL);
    }

    /**
     * Adds a frame; the last is seen as long as the one before it.
     *
     * @param frame of the size of the first
     * @param seconds from the beginning, when it is first seen
     */
    public void add(BufferedImage frame, double seconds) throws IOException {
        if (waiting != null) {
            seen = seconds > start ? seconds - start : USUAL;
            write(waiting);
        }
        waiting = frame;
        start = seconds;
    }

    private void write(BufferedImage frame) throws IOException {
        ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(frame);
        IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
        describe(metadata, (int) Math.max(2, Math.min(65_535, Math.round(100 * seen))));
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
        begun = true;
    }

    private void describe(IIOMetadata metadata, int hundredths) throws IIOInvalidTreeException {
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        if (!begun) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            loop.setUserObject(new byte[] {1, 0, 0}); // for ever
            child(root, "ApplicationExtensions").appendChild(loop);
        }
        metadata.setFromTree(format, root);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        if (root.getElementsByTagName(name).getLength() > 0) {
            return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
        }
        IIOMetadataNode made = new IIOMetadataNode(name);
        root.appendChild(made);
        return made;
    }

    /** Ends the file. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (waiting != null) {
                write(waiting);
                writer.endWriteSequence();
            }
        } finally {
            writer.dispose();
        }
    }
}
