package io.github.autoencoders.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Says that a file or folder did not fit on its disk, by its final name. What was written of it is
 * gone, and what stood there before still stands.
 */
public final class FullDiskException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Pattern FULL =
            Pattern.compile(
                    ".*(no space left on device|quota exceeded|not enough space on the disk)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final long LEAST_BYTES = 1 << 12;

    private FullDiskException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Returns what to throw where writing failed: such an exception if the disk is full, or else
     * the reason itself. For the moment when what was written is still there.
     *
     * @param place that was to appear
     * @param reason in the system's words, which name no file
     */
    public static IOException orElse(Path place, IOException reason) {
        IOException system = // a file of a folder that was being filled has no name of its own
                reason instanceof FullDiskException
                                && reason.getCause() instanceof IOException cause
                        ? cause
                        : reason;
        return isSaid(system) || (isUnknown(system) && isFull(place))
                ? new FullDiskException(
                        place + " must fit on its disk, but does not: " + words(system), system)
                : reason;
    }

    // Without the names of files that stood there for a moment.
    private static String words(IOException system) {
        return system instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(system.getMessage());
    }

    private static boolean isSaid(IOException reason) {
        return FULL.matcher(String.valueOf(reason.getMessage())).matches();
    }

    // Systems speak their users' languages. What they know to be of another kind has a class.
    private static boolean isUnknown(IOException reason) {
        return reason.getClass() == IOException.class
                || reason.getClass() == FileSystemException.class;
    }

    private static boolean isFull(Path place) {
        Path there = place.toAbsolutePath();
        while (there != null && Files.notExists(there)) {
            there = there.getParent();
        }
        try {
            FileStore store = Files.getFileStore(there == null ? place : there);
            return store.getTotalSpace() > 0 && store.getUsableSpace() < LEAST_BYTES;
        } catch (IOException e) {
            return false; // the reason alone is known
        }
    }
}
