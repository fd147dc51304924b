package io.github.autoencoders.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class DecimalTest {

    @ParameterizedTest
    @CsvSource({"7, 7", "-0.5, -0.5", "+3., 3", ".25, 0.25", "1e-3, 0.001", "2E+2, 200"})
    void decimalDigitsAreRead(String text, double expected) {
        assertEquals(expected, Decimal.parse(text));
    }

    @Test
    void whatIsTooLargeIsInfiniteAndWhatIsNoneIsLeft() {
        assertEquals(Double.NEGATIVE_INFINITY, Decimal.parse("-1e999"));
        assertEquals(Double.POSITIVE_INFINITY, Decimal.parse("Infinity"));
        assertEquals(Double.NaN, Decimal.parse("NaN"));
    }

    /** All but the last six are numbers for Java, or digits for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5f", "1d", "2.5F", "1e3D", "0x1p3", "nan", " 1", "1\n", "\u0663", "", "1e", ".",
                "1,5", "1_000", "--1"
            })
    void nothingElseIs(String text) {
        Exception e = assertThrows(NumberFormatException.class, () -> Decimal.parse(text));
        assertEquals("must be a number in decimal digits, but is \"" + text + '"', e.getMessage());
    }
}
