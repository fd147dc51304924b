package io.github.autoencoders.testing;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Which members of a closed set there are among values; its open member stands for users' own. */
public final class ClosedSet {

    private ClosedSet() {}

    /** Returns the permitted subclasses of which there is a value. */
    public static Set<Class<?>> membersAmong(Class<?> sealed, Collection<?> values) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(member -> values.stream().anyMatch(member::isInstance))
                .collect(Collectors.toSet());
    }
}
