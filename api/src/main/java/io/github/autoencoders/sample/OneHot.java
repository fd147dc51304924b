package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Maps indices of symbols, [B, 1, L], to vectors of zeros with a one at the index, [B, V, L]; on
 * the way back, the symbol of the greatest value at each place. Strings are raw samples of such
 * indices: the first symbol is the empty one, which ends a string and fills the places behind it.
 *
 * @param symbols V texts of one or more characters, all different, after a first empty one
 */
public record OneHot(List<String> symbols) implements Scaling {

    public OneHot {
        symbols = List.copyOf(symbols);
        if (symbols.size() < 2 || !symbols.get(0).isEmpty()) {
            throw new IllegalArgumentException(
                    "symbols must be an empty one and at least one other, but are " + symbols);
        }
        if (symbols.lastIndexOf("") > 0 || Set.copyOf(symbols).size() < symbols.size()) {
            throw new IllegalArgumentException("symbols must all differ, but are " + symbols);
        }
    }

    @Override
    public NDArray scale(NDArray raw) {
        return Numbers.oneHot(raw, 1, symbols.size()); // [B, V, L]
    }

    @Override
    public NDArray unscale(NDArray scaled) {
        return scaled.argMax(1).toType(scaled.getDataType(), false).expandDims(1);
    }

    @Override
    public NDArray perRawValue(NDArray terms) {
        return terms.sum(new int[] {1}, true); // [B, 1, L]
    }

    @Override
    public boolean isUnitInterval() {
        return true;
    }

    @Override
    public Optional<OneHot> symbolSet() {
        return Optional.of(this);
    }

    @Override
    public Shape modelShape(Shape padded) {
        return new Shape(symbols.size(), padded.get(1));
    }

    @Override
    public void requireFits(SampleFormat format) {
        if (format.shape().dimension() != 2 || format.shape().get(0) != 1) {
            throw new IllegalArgumentException(
                    "shape must be [1, L] for symbols, but is " + format.shape());
        }
        if (format.padding() != 0) {
            throw new IllegalArgumentException(
                    "padding must be 0 for symbols, but is " + format.padding());
        }
    }

    @Override
    public void requireRaw(float[] values) {
        for (float value : values) {
            if (!(value >= 0 && value < symbols.size() && value == Math.rint(value))) {
                throw new IllegalArgumentException(
                        "sample must hold whole numbers from 0 to %s, the indices of symbols, but holds %s"
                                .formatted(symbols.size() - 1, value));
            }
        }
    }

    /** Returns the string of a raw sample, up to the first symbol that ends it. */
    public String text(float[] raw) {
        requireRaw(raw);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length && raw[i] != 0; i++) {
            text.append(symbols.get((int) raw[i]));
        }
        return text.toString();
    }

    /**
     * Returns the raw sample of a string, at each place the longest symbol that fits. Letters with
     * accents are taken in either of Unicode's forms, composed or decomposed.
     *
     * @param string made of the symbols
     * @param length L, at least the number of the string's symbols
     * @throws IllegalArgumentException if the string has other symbols or too many
     */
    public float[] raw(String string, int length) {
        String text = inKnownForm(string);
        float[] raw = new float[length];
        int place = 0;
        for (int from = 0; from < text.length(); place++) {
            int index = longestAt(text, from);
            if (index == 0) {
                throw new IllegalArgumentException(
                        "\"%s\" must be made of the symbols %s, but has \"%s\""
                                .formatted(
                                        text,
                                        String.join(" ", symbols).strip(),
                                        Character.toString(text.codePointAt(from))));
            }
            if (place == length) {
                throw new IllegalArgumentException(
                        "\"%s\" must have at most %s symbols, but has more"
                                .formatted(text, length));
            }
            raw[place] = index;
            from += symbols.get(index).length();
        }
        return raw;
    }

    // As it is, where no form is made of the symbols.
    private String inKnownForm(String text) {
        if (isMadeOfSymbols(text)) {
            return text;
        }
        return Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                .map(form -> Normalizer.normalize(text, form))
                .filter(this::isMadeOfSymbols)
                .findFirst()
                .orElse(text);
    }

    private boolean isMadeOfSymbols(String text) {
        int from = 0;
        while (from < text.length()) {
            int index = longestAt(text, from);
            if (index == 0) {
                return false;
            }
            from += symbols.get(index).length();
        }
        return true;
    }

    // 0, the empty symbol, if no other fits.
    private int longestAt(String text, int from) {
        int longest = 0;
        for (int i = 1; i < symbols.size(); i++) {
            boolean longer = symbols.get(i).length() > symbols.get(longest).length();
            if (longer && text.startsWith(symbols.get(i), from)) {
                longest = i;
            }
        }
        return longest;
    }
}
