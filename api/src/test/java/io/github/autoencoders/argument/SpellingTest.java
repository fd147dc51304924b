package io.github.autoencoders.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SpellingTest {

    @Test
    void ofManyNamesTheFirstAreListed() {
        List<String> names = IntStream.range(0, 60_000).mapToObj(i -> "L" + i).toList();
        assertEquals("[L0, L1]", Spelling.listed(names.subList(0, 2)));
        assertEquals(names.subList(0, 20).toString(), Spelling.listed(names.subList(0, 20)));
        assertEquals(
                "[L0, L1, L2, L3, L4, L5, L6, L7, L8, L9, L10, L11, L12, L13, L14, L15, L16, L17,"
                        + " L18, L19 and 59980 more]",
                Spelling.listed(names));
    }
}
