package io.github.autoencoders.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("no-engine")
class RequireTest {

    @Test
    void whatHoldsIsReturned() {
        assertEquals(1, Require.atLeast(1, "count", 1));
        assertEquals(1L << 40, Require.atLeast(1L, "count", 1L << 40));
        assertEquals(9, Require.atMost(9, "port", 9));
        assertEquals(1, Require.within(1, 16, "bits", 1));
        assertEquals(16, Require.within(1, 16, "bits", 16));
        assertEquals(4, Require.exactly(4, "formatVersion", 4));
        assertEquals(Double.MIN_VALUE, Require.positive("rate", Double.MIN_VALUE));
        assertEquals(0, Require.notNegative("weight", 0));
        assertEquals(1, Require.share("quantile", 1));
    }

    @Test
    void whatDoesNotHoldIsSaidWithItsNameItsRuleAndItsValue() {
        assertRefused("count must be at least 1, but is 0", () -> Require.atLeast(1, "count", 0));
        assertRefused(
                "count must be at least 1, but is -1099511627776",
                () -> Require.atLeast(1L, "count", -(1L << 40)));
        assertRefused("port must be at most 9, but is 10", () -> Require.atMost(9, "port", 10));
        assertRefused(
                "bits must be from 1 to 16, but is 0", () -> Require.within(1, 16, "bits", 0));
        assertRefused(
                "bits must be from 1 to 16, but is 17", () -> Require.within(1, 16, "bits", 17));
        assertRefused(
                "formatVersion must be 4, but is 5", () -> Require.exactly(4, "formatVersion", 5));
        assertRefused(
                "rate must be positive and finite, but is 0.0", () -> Require.positive("rate", 0));
        assertRefused(
                "weight must be finite and not negative, but is -0.5",
                () -> Require.notNegative("weight", -0.5));
        assertRefused(
                "limit must not be negative, but is -1", () -> Require.notNegative("limit", -1));
        assertRefused(
                "quantile must be above 0 and at most 1, but is 1.5",
                () -> Require.share("quantile", 1.5));
    }

    @Test
    void infinityAndWhatIsNoNumberHoldNowhere() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Require.positive("rate", value));
            assertThrows(
                    IllegalArgumentException.class, () -> Require.notNegative("weight", value));
            assertThrows(IllegalArgumentException.class, () -> Require.share("quantile", value));
        }
    }

    private static void assertRefused(String message, Executable check) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, check).getMessage());
    }
}
