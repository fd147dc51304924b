package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class SmilesRulesTest {

    /**
     * Water, benzene, caffeine, L-alanine, a salt, norbornane and others, by their common SMILES.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "O",
                "[H][H]",
                "[2H]O",
                "c1ccccc1",
                "C%10CCCC%10",
                "C%01CCCC1",
                "C=1CCCCC=1",
                "CN1C=NC2=C1C(=O)N(C)C(=O)N2C",
                "C[C@@H](C(=O)O)N",
                "[Na+].[Cl-]",
                "[O-2]",
                "[13CH4]",
                "[Cu++]",
                "[CH3:1]C",
                "F/C=C/F",
                "F/C=C\\F",
                "C1CC2CCC1C2",
                "C12CCCCC1CCCC2",
                "CC(C)(C)c1ccc(Cl)cc1",
                "N#CC(Br)=O",
                "C1CC1C1CC1",
                "c1cc[nH]c1",
                "C[n+]1ccccc1",
                "C1.C1" // two parts that a ring number joins
            })
    void stringsByTheRulesAreWellFormed(String string) {
        assertTrue(SmilesRules.hold(string), string);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "C C",
                "c1ccccc", // a ring that is not closed
                "C1CC2CC1",
                "C11", // an atom in a ring with itself
                "C1C1", // two bonds between two atoms
                "C12CC12",
                "C%1CCC%1",
                "1CCC1",
                "C(C)1CC1", // the number belongs before the branch
                "C(1CC1)",
                "C(", // branches
                "CC)",
                "C()C",
                "C((C)C)C",
                "C(C",
                "(C)C",
                "C(=)C",
                "C=(O)",
                "C=", // bonds
                "=C",
                "C==C",
                "C=.C",
                "C.",
                ".C",
                "C..C",
                "C(C.C)",
                "[C", // brackets
                "C]",
                "[]",
                "[C[N]]",
                "[cl]",
                "[C@@@H]",
                "[C+H]",
                "X", // letters that are atoms in brackets only, or nowhere
                "Na",
                "Cr",
                "l",
                "@",
                "H",
                "C-+C"
            })
    void brokenStringsAreNot(String string) {
        assertFalse(SmilesRules.hold(string), string);
    }
}
