package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class PartsTest {

    private static Samples samples(int size) {
        return Samples.of(new float[size][1], SampleFormat.unfitted(new Shape(1)));
    }

    @Test
    void windowsOfOneFileAreHeldOutTogether() {
        List<String> files = Stream.of("aaabbccddeefgghhiijj".split("")).toList();
        int[] things = Parts.Apart.things(samples(20).withKeys("file", files));
        assertArrayEquals(
                new int[] {0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10}, things);
        int[] order = IntStream.range(0, 20).map(i -> i * 7 % 20).toArray();
        Parts parts = Parts.Apart.of(IntStream.range(0, 20).toArray(), order, things, 5);
        for (int one = 0; one < 20; one++) {
            assertFalse(parts.learns(one, parts.of(one)));
            for (int other = 0; other < 20; other++) {
                assertEquals(things[one] == things[other], parts.same(one, other));
                assertTrue(!parts.same(one, other) || parts.of(one) == parts.of(other));
            }
        }
        assertEquals(5, IntStream.range(0, 20).map(parts::of).distinct().count());
    }

    @Test
    void otherRowsAreDealtOneByOne() {
        int[] things = Parts.Apart.things(samples(20));
        assertArrayEquals(IntStream.range(0, 20).toArray(), things);
        int[] drawn = {19, 3, 5, 7, 9, 11, 13, 15, 17, 1};
        int[] order = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
        Parts parts = Parts.Apart.of(drawn, order, things, 5);
        assertArrayEquals(
                new int[] {4, 3, 2, 1, 0, 4, 3, 2, 1, 0},
                IntStream.range(0, 10).map(parts::of).toArray());
    }

    @Test
    void rowsOfATableWithFilesInItAreOneByOneToo() {
        List<String> same = List.of("a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a");
        List<String> numbers = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        Samples rows = samples(12).withKeys("file", same).withKeys("row", numbers);
        assertArrayEquals(IntStream.range(0, 12).toArray(), Parts.Apart.things(rows));
    }
}
