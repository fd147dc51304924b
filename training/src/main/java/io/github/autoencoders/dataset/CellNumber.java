package io.github.autoencoders.dataset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number in a cell of a table, as people and their spreadsheets write it: with a true minus, a
 * sign of a currency, a percent sign (12.5% is 0.125), or thousands set apart.
 *
 * @param decimalComma whether 1,5 is one and a half; a point is a decimal point then too, unless a
 *     comma follows, as in 1.234,50. Otherwise commas set thousands apart
 */
record CellNumber(boolean decimalComma) {

    private static final Pattern PLAIN =
            Pattern.compile(
                    "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?(nan|inf|infinity)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern MISSING =
            Pattern.compile("|#?n/?a|[+-]?nan|null|none|\\?", Pattern.CASE_INSENSITIVE);
    // Digits, perhaps in thousands, and decimals behind a point; what else may be around a number.
    // The sign may stand on either side of the currency's, but is one.
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "(?!.*[+-].*[+-])([+-]?)\\p{Sc}?\\s*([+-]?)(\\d{1,3}(?:%1$s\\d{3})+(?:\\.\\d*)?|\\d+\\.?\\d*|\\.\\d+)(\\s*%%)?\\s*\\p{Sc}?"
                            .formatted("[,']"));

    /** Returns a cell without the spaces around it, also those that do not break a line. */
    static String strip(String cell) {
        return cell.isEmpty()
                        || (isPlain(cell.charAt(0)) && isPlain(cell.charAt(cell.length() - 1)))
                ? cell
                : cell.replaceAll("^[\\s\\u00a0\\u202f\\u2007]+|[\\s\\u00a0\\u202f\\u2007]+$", "");
    }

    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f;
    }

    /** Returns whether a stripped cell says that its value is not known. */
    static boolean isMissing(String cell) {
        return MISSING.matcher(cell).matches();
    }

    /** Returns whether a stripped cell is a number, which may be infinite or none. */
    boolean isNumber(String cell) {
        return PLAIN.matcher(cell).matches() || written(cell).matches();
    }

    /** Returns the number in a stripped cell; NaN if no float is as large, or there is none. */
    double parse(String cell) {
        if (PLAIN.matcher(cell).matches()) {
            char last = Character.toLowerCase(cell.charAt(cell.length() - 1));
            return last == 'n' || last == 'f' || last == 'y'
                    ? Double.NaN
                    : finite(Double.parseDouble(cell));
        }
        Matcher written = written(cell);
        if (!written.matches()) {
            return Double.NaN;
        }
        String digits = written.group(3).replaceAll("[,']", "");
        double number = Double.parseDouble(written.group(1) + written.group(2) + digits);
        return finite(written.group(4) == null ? number : number / 100);
    }

    // Models compute with 32-bit floats.
    private static double finite(double number) {
        return Float.isInfinite((float) number) ? Double.NaN : number;
    }

    // In the form of a decimal point, with ' between thousands.
    private Matcher written(String cell) {
        String text =
                cell.replace('\u2212', '-')
                        .replaceAll("(?<=\\d)[\\u00a0\\u202f\\u2007 ](?=\\d{3})", "'");
        if (decimalComma) {
            boolean both = text.indexOf('.') >= 0 && text.indexOf(',') > text.lastIndexOf('.');
            text = (both ? text.replace('.', '\'') : text).replace(',', '.');
        }
        return WRITTEN.matcher(text);
    }
}
