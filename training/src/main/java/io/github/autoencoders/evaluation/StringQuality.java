package io.github.autoencoders.evaluation;

import io.github.autoencoders.dataset.SmilesRules;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is worth something among generated strings: how many are valid, different, and new, as in <a
 * href="https://doi.org/10.3389/fphar.2020.565644">Polykovskiy et al. (2020)</a>, section 4.
 *
 * <pre>{@code
 * StringQuality quality = StringQuality.ofSmiles(strings);
 * quality.validity();                        // 0.81
 * quality.novel(samples.texts());            // 590 of them
 * }</pre>
 *
 * @param strings how many there are
 * @param valid those that are well-formed
 * @param distinct these, each once
 * @param smiles whether well-formed means by the grammar of SMILES; else not empty
 */
public record StringQuality(int strings, int valid, Set<String> distinct, boolean smiles) {

    public StringQuality {
        distinct = Set.copyOf(distinct);
    }

    /** Judges SMILES strings, valid if they are {@linkplain SmilesRules well-formed}. */
    public static StringQuality ofSmiles(List<String> strings) {
        return of(strings, true);
    }

    /** Judges other strings, valid unless they are empty. */
    public static StringQuality of(List<String> strings) {
        return of(strings, false);
    }

    /**
     * Judges strings.
     *
     * @param smiles whether they have to be well-formed SMILES
     */
    public static StringQuality of(List<String> strings, boolean smiles) {
        List<String> valid =
                strings.stream()
                        .filter(string -> smiles ? SmilesRules.hold(string) : !string.isEmpty())
                        .toList();
        return new StringQuality(strings.size(), valid.size(), Set.copyOf(valid), smiles);
    }

    /** Returns the share of the strings that are valid, from 0 to 1. */
    public double validity() {
        return (double) valid / strings;
    }

    /** Returns the share of the valid ones that are different, from 0 to 1; NaN where none are. */
    public double uniqueness() {
        return (double) distinct.size() / valid;
    }

    /**
     * Returns the share of the different valid ones that are new, from 0 to 1; NaN where none are.
     *
     * @param known strings that are not new, as those learnt from
     */
    public double novelty(Collection<String> known) {
        return (double) novel(known).size() / distinct.size();
    }

    /** Returns those valid strings, each once, that are not among the known ones. */
    public Set<String> novel(Collection<String> known) {
        Set<String> all = new HashSet<>(known);
        return distinct.stream()
                .filter(string -> !all.contains(string))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns it in words, as "812 well-formed, 790 of these distinct". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d of these distinct",
                valid,
                smiles ? "well-formed" : "not empty",
                distinct.size());
    }
}
