package io.github.autoencoders.program;

import java.util.Optional;

/**
 * What stands for an array in the text of a program.
 *
 * @param text the name of a variable, or a number
 * @param number the one that it is, where it is a constant without axes
 */
record Term(String text, Optional<Double> number) {

    static Term ofVariable(String name) {
        return new Term(name, Optional.empty());
    }

    boolean isNumber() {
        return number.isPresent();
    }
}
