package io.github.autoencoders.argument;

import java.util.regex.Pattern;

/**
 * Numbers in decimal digits, as people and their programs write them: {@code 0.5}, {@code -3},
 * {@code 1e-4}. What Java's own parsing takes besides, {@code 5f}, {@code 1d} and {@code 0x1p3}, is
 * a slip of the pen in a file or on a command line, and no number here. NaN and Infinity are left
 * to the checks of what a number must be.
 */
public final class Decimal {

    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|Infinity)");

    private Decimal() {}

    /**
     * Returns the number that a text is; infinite, if it is too large.
     *
     * @throws NumberFormatException if the text is none, or has blanks around it
     */
    public static double parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new NumberFormatException(
                    "must be a number in decimal digits, but is \"" + text + '"');
        }
        return Double.parseDouble(text);
    }
}
