package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class StringQualityTest {

    /** C1CC is a ring that never closes, and CC( a branch. */
    @Test
    void wellFormedMoleculesAreCountedOnceAndThenThoseThatAreNew() {
        StringQuality quality =
                StringQuality.ofSmiles(List.of("CCO", "CCO", "C1CC", "C1CC1", "CC(", ""));
        assertEquals(3, quality.valid());
        assertEquals(0.5, quality.validity(), 1e-12);
        assertEquals(2 / 3.0, quality.uniqueness(), 1e-12);
        assertEquals(0.5, quality.novelty(List.of("CCO", "N")), 1e-12);
        assertEquals(Set.of("C1CC1"), quality.novel(List.of("CCO", "N")));
        assertEquals("3 well-formed, 2 of these distinct", quality.toString());
    }

    @Test
    void otherStringsMustNotBeEmpty() {
        StringQuality quality = StringQuality.of(List.of("C1CC", "", "C1CC", "x"));
        assertEquals("3 not empty, 2 of these distinct", quality.toString());
        assertEquals(0.75, quality.validity(), 1e-12);
        assertEquals(Double.NaN, StringQuality.of(List.of("")).novelty(List.of()));
    }

    /** Of abc, ab and b: ab comes back, of abc two symbols, and of b none. */
    @Test
    void symbolsAreComparedInTheirPlaces() {
        Scaling symbols = new OneHot(List.of("", "a", "b", "c"));
        SampleFormat format = new SampleFormat(new Shape(1, 3), 0, symbols);
        Samples before = Samples.ofTexts("before", format, List.of("abc", "ab", "b"));
        Samples after = Samples.ofTexts("after", format, List.of("abb", "ab", ""));
        StringAccuracy accuracy = StringAccuracy.of(before, after);
        assertEquals(1 / 3.0, accuracy.exact(), 1e-12);
        assertEquals(4 / 6.0, accuracy.symbols(), 1e-12);
        assertEquals(
                "33.3 % of the strings come back exactly, and 66.7 % of their symbols",
                accuracy.toString());
    }
}
