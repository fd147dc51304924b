package io.github.autoencoders.dataset;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows of a Parquet file, or of all those in a folder, one after the other in the natural order
 * of their paths, as Spark and others write them. A folder inside that is called {@code KEY=VALUE}
 * makes a column, behind those of the files. What is called {@code _...} or {@code ....} is passed
 * over.
 */
final class ParquetTable implements RowText.Rows {

    /** The form of the names of Parquet files. */
    static final String NAMED = ".*\\.(parquet|parq|pq)";

    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /**
     * A file of the table.
     *
     * @param name how messages call it; nothing where it is all
     * @param keys the columns of its folders, and their values
     */
    private record Part(Path file, String name, Map<String, String> keys) {}

    private final Iterator<Part> parts; // that are still to be read
    private final String decimal;
    private final List<String> names;
    private final List<String> leftOut; // lines
    private Part part;
    private ParquetRows rows; // of the part
    private int[] order; // of the part's columns

    private ParquetTable(List<Part> all, String decimal) throws IOException {
        parts = all.iterator();
        this.decimal = decimal;
        part = parts.next();
        rows = open(part, decimal);
        leftOut = rows.leftOut();
        names = columns();
        order = order();
    }

    // Those of the part.
    private List<String> columns() {
        return Stream.concat(rows.names().stream(), part.keys.keySet().stream()).toList();
    }

    /**
     * Opens a file or folder.
     *
     * @param decimal what stands before the decimals of numbers in the table
     * @throws IOException if a file is no Parquet file, or the files have different columns
     */
    static ParquetTable open(Path path, String decimal) throws IOException {
        return new ParquetTable(parts(path), decimal);
    }

    /** Returns whether a name is that of a Parquet file, or a folder of some. */
    static boolean isNamed(String input) {
        return InputFile.isNamed(input, NAMED) || isFolder(input);
    }

    /**
     * Returns whether a name is that of a folder with Parquet files, and not one of images or
     * sounds, beside which a table may say more of them.
     */
    static boolean isFolder(String input) {
        Optional<Path> folder = InputFile.path(input).filter(Files::isDirectory);
        try {
            return folder.isPresent() && holdsParts(folder.get());
        } catch (IOException e) {
            return false; // whoever reads the folder says why it cannot be
        }
    }

    // Of a large folder of images the first one tells.
    private static boolean holdsParts(Path folder) throws IOException {
        boolean parts = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isHidden(entry)) {
                    continue;
                }
                if (isOfOthers(entry)) {
                    return false;
                }
                parts = parts || isPart(entry) || (isKey(entry) && holdsParts(entry));
            }
        }
        return parts;
    }

    private static boolean isOfOthers(Path entry) {
        return Files.isDirectory(entry)
                ? !isKey(entry)
                : FolderListing.Wanted.IMAGES.takes(entry)
                        || FolderListing.Wanted.SOUNDS.takes(entry);
    }

    private static boolean isPart(Path entry) {
        return Files.isRegularFile(entry) && entry.toString().matches("(?is)" + NAMED);
    }

    private static boolean isKey(Path entry) {
        return Files.isDirectory(entry) && name(entry).matches("(?s)[^=]+=.*");
    }

    private static boolean isHidden(Path entry) {
        return name(entry).matches("(?s)[._].*");
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private static List<Part> parts(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(new Part(path, "", Map.of()));
        }
        List<Part> parts = new ArrayList<>();
        add(path, path, Map.of(), parts);
        if (parts.isEmpty()) {
            throw new TextFormatException("the folder must hold a Parquet file, but holds none");
        }
        return parts;
    }

    private static void add(Path all, Path folder, Map<String, String> keys, List<Part> parts)
            throws IOException {
        for (Path entry : FolderListing.entries(folder)) {
            if (isHidden(entry)) {
                continue;
            }
            String said = all.relativize(entry).toString().replace('\\', '/');
            if (isPart(entry)) {
                parts.add(new Part(entry, said, keys));
            } else if (isKey(entry)) {
                add(all, entry, with(keys, name(entry)), parts);
            } else {
                throw new TextFormatException(
                        "the folder must hold Parquet files and folders called KEY=VALUE, but holds"
                                + " "
                                + said);
            }
        }
    }

    // Values are written as in addresses, but for plus signs.
    private static Map<String, String> with(Map<String, String> keys, String folder)
            throws TextFormatException {
        Map<String, String> more = new LinkedHashMap<>(keys);
        String[] sides = folder.split("=", 2);
        String value = sides[1].equals(NULL) ? "" : unescaped(sides[1]);
        if (more.put(unescaped(sides[0]), value) != null) {
            throw new TextFormatException(
                    "folders must make a column once, but make %s twice".formatted(sides[0]));
        }
        return more;
    }

    private static String unescaped(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static ParquetRows open(Part part, String decimal) throws IOException {
        return named(part, () -> ParquetRows.open(part.file, decimal));
    }

    private static <T> T named(Part part, ParquetRows.Question<T> question) throws IOException {
        try {
            return question.answer();
        } catch (TextFormatException e) {
            throw part.name.isEmpty()
                    ? e
                    : new TextFormatException(part.name + ": " + e.getMessage(), e);
        }
    }

    // By their names, in which files that different programs wrote may differ.
    private int[] order() throws IOException {
        List<String> own = columns();
        if (own.size() != names.size() || !new HashSet<>(own).equals(new HashSet<>(names))) {
            throw new TextFormatException(
                    "%s: the columns must be those of the files before it, %s, but are %s"
                            .formatted(
                                    part.name, String.join(", ", names), String.join(", ", own)));
        }
        return names.stream().mapToInt(own::indexOf).toArray();
    }

    /** Returns the names of the columns. */
    List<String> names() {
        return names;
    }

    /** Returns a line that says which columns are left out; none where all are read. */
    List<String> leftOut() {
        return leftOut;
    }

    @Override
    public Optional<List<String>> next() throws IOException {
        Optional<List<String>> row = named(part, rows::next);
        while (row.isEmpty() && parts.hasNext()) {
            rows.close();
            part = parts.next();
            rows = open(part, decimal);
            order = order();
            row = named(part, rows::next);
        }
        return row.map(this::ordered);
    }

    private List<String> ordered(List<String> cells) {
        List<String> all = new ArrayList<>(cells);
        all.addAll(part.keys.values());
        List<String> ordered = new ArrayList<>(all.size());
        for (int column : order) {
            ordered.add(all.get(column));
        }
        return ordered;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
