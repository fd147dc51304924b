package io.github.autoencoders.picture;

import io.github.autoencoders.file.AtomicWrite;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures on disk, either whole or not at all. */
public final class Png {

    private Png() {}

    /**
     * Writes a picture as PNG, replacing a file of that name.
     *
     * @throws IOException whose message names the file
     */
    public static void write(BufferedImage picture, Path file) throws IOException {
        byte[] bytes = bytes(picture);
        AtomicWrite.file(file, partial -> Files.write(partial, bytes));
    }

    /** Returns what stands in the file of a picture. */
    public static byte[] bytes(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "png", bytes)) {
            throw new IOException("this Java has no PNG writer");
        }
        return bytes.toByteArray();
    }
}
