package io.github.autoencoders.dataset;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The order in which people number names: img2 before img10, whether letters are capitals or not.
 * Names that differ in that alone, or in zeros before a number, are in the order of their letters.
 */
final class NaturalOrder implements Comparator<String> {

    // Between a digit and what is none.
    private static final Pattern BORDER = Pattern.compile("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    @Override
    public int compare(String one, String other) {
        List<String> these = BORDER.splitAsStream(one).toList();
        List<String> those = BORDER.splitAsStream(other).toList();
        for (int i = 0; i < Math.min(these.size(), those.size()); i++) {
            int order = compareParts(these.get(i), those.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(these.size(), those.size());
        return order == 0 ? one.compareTo(other) : order;
    }

    private static int compareParts(String one, String other) {
        return NUMBER.matcher(one).matches() && NUMBER.matcher(other).matches()
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareToIgnoreCase(other);
    }
}
