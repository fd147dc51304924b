package io.github.autoencoders.serving;

import io.github.autoencoders.serving.RefusedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kinds of images that bytes are known to be by how they begin. Only PNG and JPEG are taken:
 * each decoder more is one more that strangers' bytes reach.
 */
enum ImageKind {
    PNG(true, "\u0089PNG\r\n\u001a\n"),
    JPEG(true, "\u00ff\u00d8\u00ff"),
    GIF(false, "GIF8"),
    BMP(false, "BM"),
    TIFF(false, "II*\0", "MM\0*"),
    WEBP(false, "RIFF");

    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/jpg");

    private final boolean taken;
    private final String[] starts;

    ImageKind(boolean taken, String... starts) {
        this.taken = taken;
        this.starts = starts;
    }

    /** Returns the kind of an image; nothing if it is not known. */
    static Optional<ImageKind> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
        return Stream.of(values())
                .filter(kind -> Stream.of(kind.starts).anyMatch(start::startsWith))
                .findFirst();
    }

    /**
     * Refuses what is neither PNG nor JPEG.
     *
     * @param type of the content, as the request says it
     */
    static void require(String type, byte[] bytes) throws RefusedException {
        Optional<ImageKind> kind = of(bytes);
        if (kind.filter(known -> known.taken).isPresent()) {
            return;
        }
        boolean damaged = kind.isEmpty() && TYPES.contains(type);
        throw new RefusedException(
                damaged ? Reason.MALFORMED : Reason.UNSUPPORTED,
                "image must be a PNG or a JPEG, but is "
                        + kind.map(known -> "a " + known.name())
                                .orElse(damaged ? "neither, by its first bytes" : type));
    }
}
