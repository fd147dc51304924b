package io.github.autoencoders.dataset;

import io.github.autoencoders.zoo.TextForm;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number in a cell of a table, as people and their spreadsheets write it: with a true minus,
 * with that of accounts, (12.50) or 12.50-, a sign of a currency, a percent sign (12.5% is 0.125),
 * thousands or lakhs set apart, or the digits of another script.
 *
 * @param decimalComma whether 1,5 is one and a half; a point is a decimal point then too, unless a
 *     comma follows, as in 1.234,50, or another point. Otherwise commas set thousands apart
 * @param strict whether points then always set thousands apart
 */
record CellNumber(boolean decimalComma, boolean strict) {

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
                    "(?![+-]\\p{Sc}?\\s*[+-])([+-]?)\\p{Sc}?\\s*([+-]?)((?:\\d{1,3}(?:[,']\\d{3})+(?:\\.\\d*)?|\\d{1,2}(?:[,']\\d{2})+[,']\\d{3}(?:\\.\\d*)?|\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+(?!\\s*%))?)(\\s*%)?\\s*\\p{Sc}?");
    private static final String BLANKS = "\\s\\u00a0\\u202f\\u2007\\u2009\\u200b\\u2060\\ufeff";
    private static final Pattern ACCOUNTED = // (1.50) and 1.50-, as accounts have what is owed
            Pattern.compile("\\(([^()+-]*\\d[.,]?\\d[^()+-]*)\\)|([^()+-]*\\d[.,]\\d[^()+-]*)-");
    private static final Pattern MINUS = Pattern.compile("[\\u2212\\u2012\\u2013]");
    private static final Pattern BLANK = Pattern.compile("[" + BLANKS + "]");
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d) (?=\\d{3})");
    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
    private static final int LONGEST = 100; // of what is looked at
    private static final Pattern AROUND = Pattern.compile("^[%1$s]+|[%1$s]+$".formatted(BLANKS));

    /** Returns how numbers are written in a text whose separator is known. */
    static CellNumber of(TextForm form) {
        return form.decimal().isEmpty()
                ? new CellNumber(form.separator().equals(";"), false)
                : new CellNumber(form.decimal().equals(","), true);
    }

    /** Returns how numbers are written with the other decimal point. */
    CellNumber other() {
        return new CellNumber(!decimalComma, true);
    }

    /** Returns what stands before decimals. */
    String decimal() {
        return decimalComma ? "," : ".";
    }

    /** Returns whether a stripped cell is a number with the other decimal point alone. */
    boolean isOther(String cell) {
        return !isNumber(cell) && other().isNumber(cell);
    }

    /** Returns what is to be said where cells have the other decimal point on some condition. */
    String advice(String condition) {
        return "; decimal must be %s if %s".formatted(other().decimal(), condition);
    }

    /** Returns a cell without the spaces around it, also those that do not break a line. */
    static String strip(String cell) {
        return cell.isEmpty()
                        || (isPlain(cell.charAt(0)) && isPlain(cell.charAt(cell.length() - 1)))
                ? cell
                : AROUND.matcher(cell).replaceAll("");
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
        return isPlain(cell) || written(cell).matches();
    }

    // As programs write it.
    private boolean isPlain(String cell) {
        boolean thousands = decimalComma && strict && cell.indexOf('.') >= 0;
        return !thousands && PLAIN.matcher(cell).matches();
    }

    /** Returns the number in a stripped cell; NaN if no float is as large, or there is none. */
    double parse(String cell) {
        if (isPlain(cell)) {
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
        if (cell.length() > LONGEST || !DIGIT.matcher(cell).find()) {
            return WRITTEN.matcher("");
        }
        String text = MINUS.matcher(ascii(cell)).replaceAll("-");
        text = BLANK.matcher(text).replaceAll(" ").replace('\u2019', '\'');
        text = THOUSANDS.matcher(text).replaceAll("'");
        Matcher accounted = ACCOUNTED.matcher(text);
        if (accounted.matches()) {
            boolean brackets = accounted.group(1) != null;
            text = '-' + (brackets ? accounted.group(1) : accounted.group(2)).strip();
        }
        return WRITTEN.matcher(decimalComma ? withDecimalPoint(text) : text);
    }

    // Digits of another script, as Arabic has its own, and points.
    private String ascii(String cell) {
        if (cell.chars().allMatch(c -> c < 0x600)) {
            return cell;
        }
        StringBuilder text = new StringBuilder();
        cell.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case 0x66b -> text.append(decimal());
                                case 0x66c -> text.append('\'');
                                default ->
                                        text.appendCodePoint(
                                                Character.isDigit(c)
                                                        ? '0' + Character.digit(c, 10)
                                                        : c);
                            }
                        });
        return text.toString();
    }

    private String withDecimalPoint(String text) {
        int point = text.lastIndexOf('.');
        int comma = text.lastIndexOf(',');
        if (!strict && comma >= 0 && point > comma) { // 1,234.50
            return text;
        }
        boolean thousands = strict || comma > point || text.indexOf('.') < point;
        return (thousands ? text.replace('.', '\'') : text).replace(',', '.');
    }
}
