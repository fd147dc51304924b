package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Strings as samples: each a row of indices of symbols, filled up to the longest with the symbol
 * that ends it. Files hold one string a line; empty lines are passed over.
 *
 * <pre>{@code
 * Samples words = Strings.of(strings);
 * List<String> again = model.reconstruct(words).texts();
 * }</pre>
 *
 * <p>A {@code .txt} file is read whole lines by single characters, letters with their accents. A
 * {@code .smi} file is read to the first blank, comma or semicolon of each line, behind which names
 * stand, and its symbols are {@code Cl}, {@code Br}, {@code @@} and else single characters; a
 * title, as {@code smiles}, is passed over.
 */
public final class Strings {

    /** The name of the strings that {@link ToyMolecules} makes. */
    static final String TOY = "smiles-toy";

    /** The name of the recipe that suits strings that are to become others. */
    static final String PAIR_RECIPE = "translate-strings";

    private static final Pattern CHARACTER = Pattern.compile("\\X");
    private static final Pattern SMILES_SYMBOL = Pattern.compile("Cl|Br|@@|.", Pattern.DOTALL);

    private Strings() {}

    /** Returns whether a data set's name or path is one of SMILES strings. */
    public static boolean areSmiles(String data) {
        return data.equals(TOY) || data.matches("(?i).*\\.smi(\\.gz)?");
    }

    /** Returns whether a data set's name or path is one of strings. */
    public static boolean areNamed(String data) {
        return areSmiles(data) || data.matches("(?i).*\\.txt(\\.gz)?");
    }

    /**
     * Returns strings as samples, as those of a {@code .txt} file: the symbols are the characters
     * that occur, in order. A model that knows other symbols, or other lengths, takes them in its
     * own.
     *
     * @param strings at least one, none empty
     */
    public static Samples of(List<String> strings) {
        return checked(strings, false);
    }

    /**
     * Returns SMILES strings as samples, as those of a {@code .smi} file.
     *
     * @param strings at least one, none empty
     */
    public static Samples ofSmiles(List<String> strings) {
        return checked(strings, true);
    }

    private static Samples checked(List<String> strings, boolean smiles) {
        if (strings.isEmpty() || strings.contains("")) {
            throw new IllegalArgumentException(
                    "strings must be at least one, none empty, but "
                            + (strings.isEmpty()
                                    ? "are none"
                                    : "string " + strings.indexOf("") + " is"));
        }
        return of("strings", strings, smiles);
    }

    /**
     * Returns strings as samples; the symbols are those that occur, in order.
     *
     * @param name how messages call the set
     * @param strings at least one, none empty
     * @param smiles whether symbols of two characters are known
     */
    static Samples of(String name, List<String> strings, boolean smiles) {
        TreeSet<String> found = new TreeSet<>();
        int longest = 0;
        for (String string : strings) {
            int length = 0;
            Matcher symbols = (smiles ? SMILES_SYMBOL : CHARACTER).matcher(string);
            while (symbols.find()) {
                found.add(symbols.group());
                length++;
            }
            longest = Math.max(longest, length);
        }
        List<String> alphabet = new ArrayList<>(List.of(""));
        alphabet.addAll(found);
        Scaling symbols = new OneHot(alphabet);
        SampleFormat format = new SampleFormat(new Shape(1, longest), 0, symbols);
        return Samples.ofTexts(name, format, strings).withKeys("string", strings);
    }
}
