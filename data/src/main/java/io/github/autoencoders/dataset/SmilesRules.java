package io.github.autoencoders.dataset;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of SMILES strings, after the <a href="http://opensmiles.org/opensmiles.html">
 * OpenSMILES specification</a>: atoms are known letters or in brackets, branches are closed and not
 * empty, ring numbers open and close on two atoms that are not bonded otherwise, and bonds stand
 * between atoms. Not checked: valences, aromaticity, or whether such a molecule could exist.
 */
public final class SmilesRules {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<atom>\\[\\d{0,3}(?:\\*|[A-Z][a-z]?|se|as|[bcnops])@{0,2}(?:H\\d?)?"
                            + "(?:\\+{1,3}|-{1,3}|[+-]\\d{1,2})?(?::\\d{1,4})?\\]"
                            + "|Cl|Br|[BCNOPSFI*bcnops])"
                            + "|(?<bond>[-=#$:/\\\\~])"
                            + "|(?<ring>\\d|%\\d\\d)"
                            + "|(?<open>\\()|(?<close>\\))|(?<dot>\\.)");

    /** What stands before the place that is read. */
    private enum Before {
        NOTHING,
        ATOM,
        /** A ring number, or an atom's bond to one. */
        RING,
        BOND,
        OPEN,
        CLOSE
    }

    private static final Set<Before> WHOLE = Set.of(Before.ATOM, Before.RING, Before.CLOSE);

    private final Deque<Integer> branches = new ArrayDeque<>();
    private final Map<String, Integer> rings = new HashMap<>();
    private final Set<List<Integer>> bonds = new HashSet<>();
    private Before before = Before.NOTHING;
    private boolean ringMayFollow;
    private int atoms;
    private int current = -1; // the atom that the next one is bonded to

    private SmilesRules() {}

    /** Returns whether a string is well-formed. */
    public static boolean hold(String string) {
        SmilesRules rules = new SmilesRules();
        Matcher token = TOKEN.matcher(string);
        int from = 0;
        while (token.find() && token.start() == from && rules.accept(token)) {
            from = token.end();
        }
        return from == string.length() && rules.complete();
    }

    private boolean complete() {
        return WHOLE.contains(before) && branches.isEmpty() && rings.isEmpty();
    }

    private boolean accept(Matcher token) {
        if (token.group("atom") != null) {
            return atom();
        }
        if (token.group("bond") != null) {
            return bond();
        }
        if (token.group("ring") != null) {
            return ring(token.group().replaceFirst("^%0?", ""));
        }
        if (token.group("open") != null) {
            return open();
        }
        return token.group("close") != null ? close() : dot();
    }

    private boolean atom() {
        int atom = atoms++;
        boolean fits = before == Before.NOTHING || join(current, atom);
        current = atom;
        return fits && now(Before.ATOM, true);
    }

    private boolean bond() {
        boolean fits = WHOLE.contains(before) || before == Before.OPEN;
        return fits && now(Before.BOND, ringMayFollow);
    }

    private boolean ring(String number) {
        Integer other = rings.remove(number);
        if (other == null) {
            rings.put(number, current);
        }
        return ringMayFollow
                && (other == null || (other != current && join(other, current)))
                && now(Before.RING, true);
    }

    private boolean open() {
        branches.push(current);
        return WHOLE.contains(before) && now(Before.OPEN, false);
    }

    private boolean close() {
        if (branches.isEmpty() || !WHOLE.contains(before)) {
            return false;
        }
        current = branches.pop();
        return now(Before.CLOSE, false);
    }

    private boolean dot() {
        return WHOLE.contains(before) && branches.isEmpty() && now(Before.NOTHING, false);
    }

    private boolean now(Before place, boolean ring) {
        before = place;
        ringMayFollow = ring;
        return true;
    }

    private boolean join(int first, int second) {
        return bonds.add(List.of(Math.min(first, second), Math.max(first, second)));
    }
}
