package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.SmilesRules;
import io.github.autoencoders.dataset.Strings;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is worth something among generated strings.
 *
 * @param format of the samples
 * @param smiles whether the strings have to be well-formed SMILES
 * @param known the strings that are not new, or null where none are known
 * @param knownName of these
 */
record GeneratedStrings(
        SampleFormat format, boolean smiles, @Nullable Set<String> known, String knownName) {

    /** Reads the strings that are not new, if any are named. */
    static GeneratedStrings of(SavedModel saved, @Nullable String against) throws IOException {
        SampleFormat format = saved.config().format();
        boolean smiles = Strings.areSmiles(saved.card().recipe().data().source());
        if (against == null) {
            return new GeneratedStrings(format, smiles, null, "");
        }
        if (!Strings.areNamed(against)) {
            throw new IllegalArgumentException(
                    "--against must be smiles-toy or a file of strings (.smi, .txt), but is "
                            + against);
        }
        DataOptions options = DataOptions.ofSeed(saved.card().recipe().seed());
        Samples data = DatasetCatalog.loadAll(against, options);
        Set<String> known = new HashSet<>(Strings.texts(data));
        return new GeneratedStrings(format, smiles, known, against);
    }

    /** Returns what is said of the samples, as "812 well-formed, 790 of these distinct". */
    String count(List<float[]> samples) {
        List<String> strings = Strings.texts(format, samples);
        List<String> good =
                smiles
                        ? strings.stream().filter(SmilesRules::hold).toList()
                        : strings.stream().filter(string -> !string.isEmpty()).toList();
        Set<String> distinct = new HashSet<>(good);
        String said =
                String.format(
                        Locale.ROOT,
                        "%,d %s, %,d of these distinct",
                        good.size(),
                        smiles ? "well-formed" : "not empty",
                        distinct.size());
        if (known == null) {
            return said;
        }
        long fresh = distinct.stream().filter(string -> !known.contains(string)).count();
        return said + String.format(Locale.ROOT, ", %,d of these not in %s", fresh, knownName);
    }

    /** Returns what is said of reconstructions, as "12.0 % of the strings come back exactly". */
    static String compare(
            SampleFormat format, List<float[]> originals, List<float[]> reconstructions) {
        List<String> before = Strings.texts(format, originals);
        List<String> after = Strings.texts(format, reconstructions);
        int exact = 0;
        int symbols = 0;
        int equal = 0;
        for (int i = 0; i < originals.size(); i++) {
            exact += before.get(i).equals(after.get(i)) ? 1 : 0;
            float[] original = originals.get(i);
            for (int place = 0; place < original.length && original[place] != 0; place++) {
                symbols++;
                equal += original[place] == reconstructions.get(i)[place] ? 1 : 0;
            }
        }
        return String.format(
                Locale.ROOT,
                "%.1f %% of the strings come back exactly, and %.1f %% of their symbols",
                100.0 * exact / originals.size(),
                100.0 * equal / symbols);
    }
}
