package io.github.autoencoders.dataset;

import io.github.autoencoders.sound.SoundFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of one kind in a folder, or in its sub-folders, whose names are then the labels, also
 * of those in folders deeper down; and what else is there and is passed over: hidden files, files
 * of other kinds, and deeper links to folders.
 */
final class FolderListing {

    /**
     * What files are looked for.
     *
     * @param name how messages call one of them
     * @param formats the endings of their names, as messages list them
     */
    record Wanted(String name, String formats) {

        /** Images that can be read. */
        static final Wanted IMAGES = new Wanted("image", "png, jpg, jpeg, bmp, gif, tif or tiff");

        /** Sounds that can be read. */
        static final Wanted SOUNDS = new Wanted("sound", SoundFile.FORMATS);

        boolean takes(Path file) {
            return List.of(formats.split(", | or ")).contains(ending(file)) && !isHidden(file);
        }
    }

    private static final int SHOWN = 4; // kinds of files

    private final Path folder;
    private final Wanted wanted;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>(); // of each file, or none
    private final List<String> labelNames = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>(); // files, by their endings
    private int hidden;
    private int deeper; // of the files, those below the folder of their label

    private FolderListing(Path folder, Wanted wanted) {
        this.folder = folder;
        this.wanted = wanted;
    }

    /**
     * Returns the files of a folder, in the natural order of their names.
     *
     * @throws IOException if there are none, or some are beside folders of others
     */
    static FolderListing of(Path folder, Wanted wanted) throws IOException {
        FolderListing listing = new FolderListing(folder, wanted);
        listing.read();
        return listing;
    }

    private void read() throws IOException {
        files.addAll(wanted(folder));
        for (Path labelled : entries(folder)) {
            if (Files.isDirectory(labelled)) {
                readLabelled(labelled);
            }
        }
        if (files.isEmpty()) {
            throw new IOException(
                    "%s must hold %ss (%s), but holds none%s"
                            .formatted(
                                    folder,
                                    wanted.name,
                                    wanted.formats,
                                    passedOver().map(line -> "; " + line).orElse("")));
        }
        if (!labels.isEmpty() && labels.size() < files.size()) {
            throw new IOException(
                    "%s must hold %ss either itself or in sub-folders, but holds %s and %s"
                            .formatted(
                                    folder,
                                    wanted.name,
                                    files.size() - labels.size(),
                                    labels.size()));
        }
    }

    private void readLabelled(Path labelled) throws IOException {
        List<Path> ofLabel = new ArrayList<>(wanted(labelled));
        int own = ofLabel.size();
        addDeeper(labelled, ofLabel);
        deeper += ofLabel.size() - own;
        if (!ofLabel.isEmpty()) {
            ofLabel.forEach(file -> labels.add(labelNames.size()));
            labelNames.add(String.valueOf(labelled.getFileName()));
            files.addAll(ofLabel);
        }
    }

    // Links are not followed, which may lead back.
    private void addDeeper(Path above, List<Path> ofLabel) throws IOException {
        for (Path inside : entries(above)) {
            if (Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS)) {
                ofLabel.addAll(wanted(inside));
                addDeeper(inside, ofLabel);
            }
        }
    }

    // Of one folder; what else is there is counted.
    private List<Path> wanted(Path of) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(of)) {
            hidden += (int) all.filter(FolderListing::isHidden).count();
        }
        for (Path entry : entries(of)) {
            if (Files.isRegularFile(entry)) {
                if (wanted.takes(entry)) {
                    found.add(entry);
                } else {
                    others.merge(ending(entry), 1, Integer::sum);
                }
            }
        }
        return found;
    }

    /** Returns what is in a folder and not hidden, in the natural order of names. */
    static List<Path> entries(Path of) throws IOException {
        try (Stream<Path> entries = Files.list(of)) {
            Map<String, Path> byName = new TreeMap<>(new NaturalOrder());
            entries.filter(entry -> !isHidden(entry))
                    .forEach(entry -> byName.put(String.valueOf(entry.getFileName()), entry));
            return List.copyOf(byName.values());
        }
    }

    private static boolean isHidden(Path entry) {
        return String.valueOf(entry.getFileName()).startsWith(".");
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Returns how messages call the files. */
    String name() {
        return folder.toString();
    }

    List<Path> files() {
        return files;
    }

    /** Returns the paths of some files below the folder, with slashes on every system. */
    List<String> keys(int from, int to) {
        return files.subList(from, to).stream()
                .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .toList();
    }

    /** Returns the label of each of some files, or none. */
    int[] labels(int from, int to) {
        return labels.stream().skip(from).limit(to - from).mapToInt(label -> label).toArray();
    }

    List<String> labelNames() {
        return labelNames;
    }

    /** Returns a line of the files that are not in the folder of their label itself, if any are. */
    Optional<String> deeper() {
        return deeper == 0
                ? Optional.empty()
                : Optional.of(
                        counted(deeper, wanted.name, "")
                                + " in deeper folders: the label is the first folder's name");
    }

    /** Returns a line of what is passed over, if anything is. */
    Optional<String> passedOver() {
        String kinds =
                others.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "))
                        + (others.size() > SHOWN ? ", ..." : "");
        int other = others.values().stream().mapToInt(count -> count).sum();
        String line =
                Stream.of(
                                counted(hidden, "hidden file", ""),
                                counted(other, "file", " of other kinds (" + kinds + ")"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "));
        return line.isEmpty() ? Optional.empty() : Optional.of("passed over: " + line);
    }

    private static String counted(int count, String what, String rest) {
        return count == 0
                ? ""
                : String.format(
                        Locale.ROOT, "%,d %s%s%s", count, what, count == 1 ? "" : "s", rest);
    }
}
