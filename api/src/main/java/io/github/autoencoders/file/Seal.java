package io.github.autoencoders.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a folder's files, in the file {@value #FILE} beside them, which {@code sha256sum
 * -c} checks too. A folder without it is one of before there were seals, or one whose files were
 * changed on purpose, and passes.
 */
public final class Seal {

    /** The name of the file. */
    public static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]+)");
    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_BYTES_OF_TEXT = 1 << 24;
    private static final String CONVERTED =
            " must end its lines as it was written, but has the line ends of Windows, as git makes"
                    + " them (core.autocrlf): have git leave it as it is, by a line \"* -text\" in"
                    + " .gitattributes, and check it out again";

    private Seal() {}

    /** Seals those of a folder's files that are there; the seal appears whole. */
    public static void write(Path folder, Collection<String> names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(names)) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                text.append(Digest.SHA_256.of(file)).append("  ").append(name).append('\n');
            }
        }
        AtomicWrite.text(folder.resolve(FILE), text);
    }

    /** Changes files. */
    @FunctionalInterface
    public interface Change {
        /** Changes them. */
        void make() throws IOException;
    }

    /**
     * Changes files of a folder, and seals them anew. Meanwhile there is no seal: who is ended in
     * between leaves none that is broken.
     *
     * @param names of all that are to be sealed
     */
    public static void around(Path folder, Collection<String> names, Change change)
            throws IOException {
        AtomicWrite.delete(folder.resolve(FILE));
        change.make();
        write(folder, names);
    }

    /**
     * Checks files of a folder; of those that are not there nothing is said.
     *
     * @throws IOException if one is not as it was sealed, or the seal itself is damaged
     */
    public static void require(Path folder, Collection<String> names) throws IOException {
        Optional<byte[]> seal = read(folder);
        while (seal.isPresent()) {
            Optional<String> problem = problem(folder, names, seal.get());
            if (problem.isEmpty()) {
                return;
            }
            Optional<byte[]> now = read(folder); // whoever writes may have sealed anew meanwhile
            if (now.isPresent() && Arrays.equals(now.get(), seal.get())) {
                throw new IOException(problem.get());
            }
            seal = now;
        }
    }

    private static Optional<byte[]> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            FileSize.requireAtMost(MOST_BYTES, file);
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    // Of a file of ASCII; any other byte is one character too, and found.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Optional<String> problem(Path folder, Collection<String> names, byte[] seal)
            throws IOException {
        Path file = folder.resolve(FILE);
        Map<String, String> sums = new LinkedHashMap<>();
        String text = text(seal);
        if (text.contains("\r\n")) {
            return Optional.of(file + CONVERTED);
        }
        for (String line : text.split("(?<=\n)", -1)) {
            Matcher match = LINE.matcher(line.replaceFirst("\n$", ""));
            if (match.matches() && line.endsWith("\n")) {
                sums.put(match.group(2), match.group(1));
            } else if (!line.isEmpty()) {
                return Optional.of(
                        "%s must have lines of a sha256, two blanks and a name, but line %s is none: it is damaged"
                                .formatted(file, sums.size() + 1));
            }
        }
        for (String name : names) {
            Path sealed = folder.resolve(name);
            if (!Files.isRegularFile(sealed)) {
                continue;
            }
            String sum = sums.get(name);
            if (sum == null) {
                return Optional.of(
                        "%s must name %s, but does not: it is damaged; if it was changed on purpose, delete it"
                                .formatted(file, name));
            }
            String there = Digest.SHA_256.of(sealed);
            if (!there.equals(sum) && unconverted(sealed).equals(sum)) {
                return Optional.of(sealed + CONVERTED);
            }
            if (!there.equals(sum)) {
                return Optional.of(
                        "%s must have the sha256 %s as %s says, but has %s: it is damaged, or was replaced; if it was changed on purpose, delete %s"
                                .formatted(sealed, sum, FILE, there, file));
            }
        }
        return Optional.empty();
    }

    // The digest that a text had before its line ends were changed.
    private static String unconverted(Path file) throws IOException {
        return Files.size(file) > MOST_BYTES_OF_TEXT
                ? ""
                : Digest.SHA_256.of(
                        text(Files.readAllBytes(file))
                                .replace("\r\n", "\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
    }
}
