package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class DigitsTest {

    @ParameterizedTest
    @CsvSource({
        "8589934592, 8589934592",
        "-0.25, -0.25",
        "0.1, 0.1",
        "1000000003.329267, 1000000003.329267",
        "0.000123, 0.000123",
        "1e-9, 1.0E-9",
        "12000000000000000000000, 1.2E22",
        "0, 0",
        "NaN, NaN"
    })
    void tablesHaveNumbersAsPeopleWriteThem(double value, String written) {
        assertEquals(written, Digits.plain(value));
    }

    @Test
    void floatsHaveTheDigitsOfFloats() {
        assertEquals("0.1", Digits.plain(0.1f));
        assertEquals(0.1f, Digits.of(0.1f));
        assertEquals(0.1, Digits.of(0.1));
    }
}
