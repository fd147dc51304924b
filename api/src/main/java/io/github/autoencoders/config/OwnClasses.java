package io.github.autoencoders.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The classes of a user's own that a JSON text may name where it describes a member of an interface
 * that is open to them, such as {@code Architecture.Custom}. No other class is ever made from what
 * stands in a file, and none is looked for by a name in it.
 *
 * <pre>{@code
 * OwnClasses own = OwnClasses.named("com.acme.ResidualNetwork"); // or of(ResidualNetwork.class)
 * TrainedAutoencoder model = TrainedAutoencoder.open("runs/mine", Placement.ofDefault(), own);
 * }</pre>
 *
 * @param classes records, each in a package
 */
public record OwnClasses(Set<Class<?>> classes) {

    /** None: what a text describes is made of the library's own classes. */
    public static final OwnClasses NONE = new OwnClasses(Set.of());

    public OwnClasses {
        classes = Set.copyOf(classes);
        for (Class<?> each : classes) {
            if (!each.isRecord() || each.getPackageName().isEmpty()) {
                throw new IllegalArgumentException(
                        "class must be a record in a package, but is " + each.getName());
            }
        }
    }

    /**
     * Returns these classes.
     *
     * @throws IllegalArgumentException if one is no record, or in no package
     */
    public static OwnClasses of(Class<?>... classes) {
        return new OwnClasses(Set.copyOf(Arrays.asList(classes)));
    }

    /**
     * Returns the classes of these names, as a program takes them from its user.
     *
     * @param names as {@link Class#getName} has them: {@code com.acme.ResidualNetwork}
     * @throws IllegalArgumentException if one is not on the class path, or is no record
     */
    public static OwnClasses named(String... names) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (String name : names) {
            try {
                classes.add(
                        Class.forName(name, false, Thread.currentThread().getContextClassLoader()));
            } catch (ClassNotFoundException | LinkageError e) {
                throw new IllegalArgumentException(
                        "class must be on the class path, but " + name + " is not", e);
            }
        }
        return new OwnClasses(classes);
    }

    /** Returns the classes that {@link Json#write} names for values, as of a recipe. */
    public static OwnClasses usedBy(Record... values) {
        JsonWriting writing = new JsonWriting();
        for (Record value : values) {
            writing.tree(value, value.getClass());
        }
        return new OwnClasses(writing.ownClasses());
    }

    /** Returns the class of a name, if it is among these and of a kind. */
    Optional<Class<?>> find(String name, Class<?> kind) {
        return classes.stream()
                .filter(each -> each.getName().equals(name) && kind.isAssignableFrom(each))
                .findFirst();
    }

    /** Returns whether a closed interface has a member that users may implement. */
    static boolean isOpen(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .anyMatch(member -> member.isInterface() && !member.isSealed());
    }
}
