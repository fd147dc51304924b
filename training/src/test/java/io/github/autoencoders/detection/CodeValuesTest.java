package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CodeValuesTest {

    @Test
    void aCodeThatFitsIsTakenAsItIs() {
        CodeValues values = CodeValues.of(3, 3);
        float[][] codes = {{1, 2, 3}};
        assertSame(codes, values.of(codes));
        assertEquals(List.of("z1", "z2", "z3"), values.names());
        assertEquals("3 values", values.toString());
    }

    /** Of 600 values, each its number: means of three, as 600 are more than 256 * 2. */
    @Test
    void ofALargerOneNeighboursAreJoined() {
        CodeValues values = CodeValues.of(601, 600);
        float[] code = new float[601];
        IntStream.range(0, code.length).forEach(i -> code[i] = i);
        float[] means = values.of(new float[][] {code})[0];
        assertEquals(201, means.length);
        assertArrayEquals(new float[] {1, 4, 7}, new float[] {means[0], means[1], means[2]});
        assertEquals(600, means[200], "the last has one value");
        assertEquals(201, values.names().size());
        assertEquals("z1 to z3", values.names().get(0));
        assertEquals("z601 to z601", values.names().get(200));
        assertEquals("601 values (means of 3 each)", values.toString());
    }
}
