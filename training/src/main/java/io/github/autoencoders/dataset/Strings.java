package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
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
 * <p>A {@code .txt} file is read whole lines by single characters, letters with their accents. A
 * {@code .smi} file is read to the first blank of each line, behind which names stand, and its
 * symbols are {@code Cl}, {@code Br}, {@code @@} and else single characters.
 */
public final class Strings {

    /** The name of the strings that {@link ToyMolecules} makes. */
    static final String TOY = "smiles-toy";

    private static final Pattern CHARACTER = Pattern.compile("\\X");
    private static final Pattern SMILES_SYMBOL = Pattern.compile("Cl|Br|@@|.", Pattern.DOTALL);

    private Strings() {}

    /** Returns whether a data set's name or path is one of SMILES strings. */
    public static boolean areSmiles(String data) {
        return data.equals(TOY) || data.matches("(?i).*\\.smi(\\.gz)?");
    }

    /**
     * Returns the strings of a set.
     *
     * @throws IllegalArgumentException if its samples are no strings
     */
    public static List<String> texts(Samples samples) {
        if (!areSamplesOf(samples.format())) {
            throw new IllegalArgumentException(
                    "%s must hold strings, but holds samples of shape %s"
                            .formatted(samples.name(), samples.format().shape()));
        }
        return texts(samples.format(), samples.samples());
    }

    /** Returns the strings of samples of a format that has symbols. */
    public static List<String> texts(SampleFormat format, List<float[]> samples) {
        Scaling.OneHot symbols = (Scaling.OneHot) format.scaling();
        return samples.stream().map(symbols::text).toList();
    }

    /** Returns whether a data set's name or path is one of strings. */
    public static boolean areNamed(String data) {
        return areSmiles(data) || data.matches("(?i).*\\.txt(\\.gz)?");
    }

    /** Returns whether samples of a format are strings. */
    public static boolean areSamplesOf(SampleFormat format) {
        return format.scaling() instanceof Scaling.OneHot;
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
        Scaling symbols = new Scaling.OneHot(alphabet);
        return Samples.ofTexts(name, new SampleFormat(new Shape(1, longest), 0, symbols), strings);
    }
}
