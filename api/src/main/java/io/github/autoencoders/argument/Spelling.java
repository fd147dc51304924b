package io.github.autoencoders.argument;

import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant who wrote what is not known. */
public final class Spelling {

    private Spelling() {}

    /**
     * Returns the end of a message, as {@code "; did you mean vae-mnist?"}, or nothing if nothing
     * known is like what was given: ends alike behind a dot, or differs in a third of its letters
     * at most.
     */
    public static String suggestion(String given, Collection<String> known) {
        return known.stream()
                .filter(each -> distance(given, each) <= Math.max(1, given.length() / 3))
                .min(Comparator.comparingInt(each -> distance(given, each)))
                .map(each -> "; did you mean " + each + "?")
                .orElse("");
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
