package io.github.autoencoders.argument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What somebody may have meant who wrote what is not known. */
public final class Spelling {

    private static final int MOST_FILES = 10_000; // a guess must not take long
    private static final int MOST_LISTED = 20;

    private static final int LEAST_BEGINNING = 3;

    private Spelling() {}

    /**
     * Returns the end of a message, as {@code "; did you mean vae-mnist?"}, or nothing if nothing
     * known is like what was given: ends alike behind a dot, differs in a third of its letters at
     * most, or alone begins so. Capitals do not count.
     */
    public static String suggestion(String given, Collection<String> known) {
        return nearest(given, known).map(Spelling::question).orElse("");
    }

    /**
     * Returns the message that refuses what is not known.
     *
     * @param what it is, as {@code engine}
     */
    public static String refusal(String what, String given, Collection<String> known) {
        return "%s must be one of %s, but is \"%s\"%s"
                .formatted(what, String.join(", ", known), given, suggestion(given, known));
    }

    /**
     * Returns the end of a message likewise about what may be a name, or else the path of a file or
     * folder that is not there: something like it may be in the same folder.
     */
    public static String suggestion(Path given, Collection<String> names) {
        Path name = given.getFileName();
        Optional<String> near = nearest(given.toString(), names);
        if (near.isPresent() || name == null) {
            return near.map(Spelling::question).orElse("");
        }
        try (Stream<Path> files = Files.list(given.resolveSibling(""))) {
            List<String> there =
                    files.limit(MOST_FILES).map(file -> file.getFileName().toString()).toList();
            return nearest(name.toString(), there)
                    .map(file -> question(given.resolveSibling(file).toString()))
                    .orElse("");
        } catch (IOException | UncheckedIOException e) { // no folder to look into: nothing is near
            return "";
        }
    }

    /**
     * Returns names as a message has them that may be told of any number: {@code [a, b]}, and of
     * many the first alone, with how many more there are.
     */
    public static String listed(List<String> names) {
        return "[" + first(MOST_LISTED, names) + "]";
    }

    /** Returns the first of what may be too much to say it all, and how many more there are. */
    public static String first(int shown, List<String> all) {
        String more = all.size() > shown ? " and " + (all.size() - shown) + " more" : "";
        return String.join(", ", all.subList(0, Math.min(shown, all.size()))) + more;
    }

    private static Optional<String> nearest(String given, Collection<String> known) {
        String plain = given.toLowerCase(Locale.ROOT);
        ToIntFunction<String> distance = each -> distance(plain, each.toLowerCase(Locale.ROOT));
        return known.stream()
                .filter(each -> distance.applyAsInt(each) <= Math.max(1, plain.length() / 3))
                .min(Comparator.comparingInt(distance))
                .or(() -> begun(plain, known));
    }

    private static Optional<String> begun(String plain, Collection<String> known) {
        List<String> all =
                known.stream()
                        .filter(each -> each.toLowerCase(Locale.ROOT).startsWith(plain))
                        .distinct()
                        .toList();
        return plain.length() >= LEAST_BEGINNING && all.size() == 1
                ? Optional.of(all.get(0))
                : Optional.empty();
    }

    private static String question(String meant) {
        return "; did you mean " + meant + "?";
    }

    // Letters to insert, delete, replace or exchange with the next; none if one is the other's end.
    private static int distance(String a, String b) {
        if (b.endsWith("." + a)) {
            return 0;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean exchanged =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (exchanged) {
                    d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
