package io.github.autoencoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.testing.ResidualNetwork;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes of a user's own in JSON: written by name, read only where the caller names them too. */
@Tag("no-engine")
class OwnClassesTest {

    private static final String NAME = "io.github.autoencoders.testing.ResidualNetwork";
    private static final Architecture OWN = new ResidualNetwork(8, 2);
    private static final String TEXT =
            """
            {
              "type": "%s",
              "filters": 8,
              "blocks": 2
            }
            """
                    .formatted(NAME);

    /** Says whether a class that nobody named was touched. */
    static final class Touched {
        static boolean touched;

        private Touched() {}
    }

    /** A network that must not be made. */
    record Hostile() implements Architecture.Custom {
        static {
            Touched.touched = true;
        }

        @Override
        public Block encoder(Shape sample) {
            throw new IllegalStateException();
        }

        @Override
        public Block decoder(Shape sample, int parametersPerValue) {
            throw new IllegalStateException();
        }
    }

    private static String message(Executable action) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void aMemberOfOnesOwnIsWrittenByItsWholeName() {
        assertEquals(TEXT, Json.write(OWN, Architecture.class));
        assertEquals(
                OWN, Json.read(TEXT, Architecture.class, OwnClasses.of(ResidualNetwork.class)));
        assertEquals(OWN, Json.read(TEXT, Architecture.class, OwnClasses.named(NAME)));
    }

    @Test
    void itsKeysAreReadAsStrictlyAsOurs() {
        OwnClasses own = OwnClasses.of(ResidualNetwork.class);
        assertEquals(
                "ResidualNetwork at $ must have the keys [filters, blocks], but has \"depth\"",
                message(() -> Json.read(TEXT.replace("blocks", "depth"), Architecture.class, own)));
        assertEquals(
                "$.blocks must be a number, but is \"2\"",
                message(() -> Json.read(TEXT.replace(": 2", ": \"2\""), Architecture.class, own)));
    }

    @Test
    void aClassThatTheCallerDoesNotNameIsNotTouched() {
        String text = "{\"type\": \"" + Hostile.class.getName() + "\"}";
        for (OwnClasses own : List.of(OwnClasses.NONE, OwnClasses.of(ResidualNetwork.class))) {
            assertEquals(
                    "Architecture at $ must be of a class that the caller names, but is "
                            + Hostile.class.getName()
                            + "; if you trust it, name it with OwnClasses.of or OwnClasses.named",
                    message(() -> Json.read(text, Architecture.class, own)));
        }
        assertFalse(Touched.touched);
    }

    /** Named or not: no network is a likelihood, no schedule is open, and no text is a class. */
    @Test
    void aClassOfAnotherKindIsRefused() {
        OwnClasses own = OwnClasses.of(ResidualNetwork.class);
        assertEquals(
                "Schedule at $ must have a type among [Constant, LinearWarmup, Cyclical], but has"
                        + " \""
                        + NAME
                        + '"',
                message(() -> Json.read(TEXT, Schedule.class, own)));
        assertEquals(
                "Regularizer at $ must be of a class that the caller names, but is "
                        + NAME
                        + "; if you trust it, name it with OwnClasses.of or OwnClasses.named",
                message(() -> Json.read(TEXT, io.github.autoencoders.loss.Regularizer.class, own)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Custom\"", "\"a.b\\u001b[31m\"", "1.5", "\".\"", "\"a..b\""})
    void whatIsNoNameIsRefusedAsIsAnyOther(String type) {
        String message = message(() -> Json.read("{\"type\": " + type + "}", Architecture.class));
        assertEquals(
                "Architecture at $ must have a type among "
                        + Json.memberNames(Architecture.class)
                        + ", but has "
                        + type,
                message);
    }

    @Test
    void whatIsNoRecordInAPackageCannotBeNamed() {
        assertEquals(
                "class must be on the class path, but com.acme.Missing is not",
                message(() -> OwnClasses.named("com.acme.Missing")));
        assertEquals(
                "class must be a record in a package, but is java.lang.String",
                message(() -> OwnClasses.named("java.lang.String")));
    }

    @Test
    void usedAreThoseOfTheUserAloneHoweverDeep() {
        Architecture dense = new Architecture.Dense(List.of(2), Activation.RELU);
        Record paired = new Architecture.Paired(dense, OWN);
        assertEquals(
                new OwnClasses(Set.of(ResidualNetwork.class)),
                OwnClasses.usedBy(paired, (Record) dense));
        assertEquals(OwnClasses.NONE, OwnClasses.usedBy((Record) dense));
        Architecture anonymous =
                new Architecture.Custom() {
                    @Override
                    public Block encoder(Shape sample) {
                        throw new IllegalStateException();
                    }

                    @Override
                    public Block decoder(Shape sample, int parametersPerValue) {
                        throw new IllegalStateException();
                    }
                };
        assertEquals(
                "Architecture must be a record to be written, but is of " + anonymous.getClass(),
                message(() -> OwnClasses.usedBy(new Architecture.Paired(dense, anonymous))));
    }
}
