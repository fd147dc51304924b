package io.github.autoencoders.zoo;

import io.github.autoencoders.config.RecordCopy;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What somebody says of how a file of text is written; what is not said is recognized.
 *
 * @param separator a character that stands between cells; empty where it is not said
 * @param decimal the point or the comma before decimals, the other of which may then set thousands
 *     apart; empty where it is not said
 * @param noHeader whether the first line names no columns, which are called c0, c1 and so on
 * @param encoding the character set's name, as windows-1252; empty for UTF-8. Byte-order marks of
 *     UTF-8 and UTF-16 come before it
 */
public record TextForm(String separator, String decimal, boolean noHeader, String encoding) {

    /** Nothing is said. */
    public static final TextForm RECOGNIZED = new TextForm("", "", false, "");

    public TextForm {
        if (!separator.matches("(?s)|[^\\p{Alnum}\"'.\\r\\n+-]")) {
            throw new IllegalArgumentException(
                    "separator must be one character that is no part of words and numbers, as ; but"
                            + " is \""
                            + separator
                            + '"');
        }
        if (!List.of("", ".", ",").contains(decimal)) {
            throw new IllegalArgumentException("decimal must be . or , but is \"" + decimal + '"');
        }
        if (!encoding.isEmpty() && !isKnown(encoding)) {
            throw new IllegalArgumentException(
                    "encoding must be a character set that Java knows, as windows-1252 or"
                            + " ISO-8859-1, but is \""
                            + encoding
                            + '"');
        }
    }

    private static boolean isKnown(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    /** Returns the character set of text without a byte-order mark. */
    public Charset charset() {
        return encoding.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    }

    /** Returns the form with another separator. */
    public TextForm withSeparator(String newSeparator) {
        return RecordCopy.with(this, "separator", newSeparator);
    }

    /** Returns the form with another decimal point. */
    public TextForm withDecimal(String newDecimal) {
        return RecordCopy.with(this, "decimal", newDecimal);
    }

    /** Returns the form with or without names in the first line. */
    public TextForm withNoHeader(boolean newNoHeader) {
        return RecordCopy.with(this, "noHeader", newNoHeader);
    }

    /** Returns the form with another encoding. */
    public TextForm withEncoding(String newEncoding) {
        return RecordCopy.with(this, "encoding", newEncoding);
    }
}
