package io.github.autoencoders.cli;

import io.github.autoencoders.zoo.TextForm;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a file of text is written, where that is not recognized. */
final class TextOptions {

    private static final Map<String, String> NAMED = Map.of("tab", "\t", "\\t", "\t");

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description =
                    "What separates the cells of a CSV file, as ';' or tab (default: the comma,"
                            + " semicolon, tab or | that the first line has most of).")
    private @Nullable String separator;

    @Option(
            names = "--decimal",
            paramLabel = "CHAR",
            description =
                    "The . or , before decimals; the other may set thousands apart (default: the"
                            + " point, but the comma where semicolons separate cells).")
    private @Nullable String decimal;

    @Option(
            names = "--no-header",
            description =
                    "The first line of a CSV file names no columns: they are called c0, c1 and so"
                            + " on.")
    private boolean noHeader;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description =
                    "The character set of a file of text, as windows-1252 (default: UTF-8, or"
                            + " UTF-16 where the file begins with its mark).")
    private @Nullable String encoding;

    /** Returns a form with what was given in its place. */
    TextForm on(TextForm form) {
        TextForm changed = noHeader ? form.withNoHeader(true) : form;
        changed = separator == null ? changed : changed.withSeparator(character(separator));
        changed = decimal == null ? changed : changed.withDecimal(decimal);
        return encoding == null ? changed : changed.withEncoding(encoding);
    }

    private static String character(String given) {
        return NAMED.getOrDefault(given, given);
    }

    /** Puts what was given by the path of the line of a recipe that it changes; or null. */
    void putInto(Map<String, @Nullable Object> lines) {
        lines.put("data.text.separator", separator == null ? null : character(separator));
        lines.put("data.text.decimal", decimal);
        lines.put("data.text.noHeader", noHeader ? true : null);
        lines.put("data.text.encoding", encoding);
    }
}
