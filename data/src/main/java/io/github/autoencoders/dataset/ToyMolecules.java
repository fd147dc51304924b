package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Strings that are written like SMILES: chains of atoms with branches and rings, well-formed by
 * {@link SmilesRules}. Drawn by a small grammar without knowledge of chemistry: many of the
 * molecules that they would stand for could not exist.
 */
final class ToyMolecules {

    private static final int TRAINING = 12_000;
    private static final int VALIDATION = 2_000;
    private static final int LONGEST = 24; // characters
    private static final List<String> ATOMS = List.of("C", "C", "C", "C", "N", "O", "S");
    private static final List<String> BRANCHES =
            List.of("C", "CC", "O", "F", "Cl", "Br", "=O", "OC", "C#N", "N(C)C");

    private final Random random;

    private ToyMolecules(long seed) {
        random = RandomStreams.ofJava(seed);
    }

    /** Returns strings that all differ. */
    static DataSplit split(long seed) {
        ToyMolecules molecules = new ToyMolecules(seed);
        Set<String> seen = new HashSet<>();
        List<String> strings = new ArrayList<>();
        while (strings.size() < TRAINING + VALIDATION) {
            String string = molecules.next();
            if (string.length() <= LONGEST && seen.add(string)) {
                strings.add(string);
            }
        }
        Samples all = Strings.of(Strings.TOY, strings, true);
        return new DataSplit(
                all.first(TRAINING), all.subset(IntStream.range(TRAINING, all.size()).toArray()));
    }

    private String next() {
        StringBuilder string = new StringBuilder();
        int units = 3 + random.nextInt(6);
        for (int unit = 0; unit < units; unit++) {
            int kind = random.nextInt(10);
            if (kind < 6) {
                string.append(of(ATOMS));
            } else if (kind < 8) {
                string.append("C(").append(of(BRANCHES)).append(')');
            } else {
                ring(string);
            }
        }
        return string.toString();
    }

    // One ring is open at a time, so that one digit is enough.
    private void ring(StringBuilder string) {
        boolean aromatic = random.nextBoolean();
        int size = 5 + random.nextInt(2);
        int other = random.nextInt(2 * size); // in half of the rings
        for (int i = 0; i < size; i++) {
            String atom = i == other ? "N" : "C";
            string.append(aromatic ? atom.toLowerCase(java.util.Locale.ROOT) : atom);
            if (i == 0 || i == size - 1) {
                string.append('1');
            }
        }
    }

    private String of(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
