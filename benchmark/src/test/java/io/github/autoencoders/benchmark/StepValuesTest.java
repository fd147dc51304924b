package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.benchmark.StepValues.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class StepValuesTest {

    private static StepValues values(float[] a, float[] b) {
        return new StepValues(
                Map.of(
                        Kind.PARAMETERS, Map.of("w", new float[] {1, -2.5f}),
                        Kind.OUTPUTS, Map.of("a", a, "b", b),
                        Kind.LOSSES, Map.of("losses", new float[] {3, 2, 1}),
                        Kind.GRADIENTS, Map.of()));
    }

    /** Of the first array |4 - 3| / 5, of the second |-1 - -2| / 2. */
    @Test
    void differenceIsTheLargestOfTheArraysAndSymmetric() {
        StepValues one = values(new float[] {4, -5}, new float[] {-1, 0.5f});
        StepValues other = values(new float[] {3, -5}, new float[] {-2, 0.5f});
        assertEquals(0.5, one.differenceFrom(other, Kind.OUTPUTS), 1e-15);
        assertEquals(0.5, other.differenceFrom(one, Kind.OUTPUTS), 1e-15);
        assertEquals(0, one.differenceFrom(other, Kind.LOSSES));
        assertEquals(0, one.differenceFrom(other, Kind.GRADIENTS));
        StepValues small = values(new float[] {4, -5}, new float[] {-1, 0.5f});
        StepValues smaller = values(new float[] {4, -4}, new float[] {-1, 0.5f});
        assertEquals(0.2, small.differenceFrom(smaller, Kind.OUTPUTS), 1e-15);
    }

    @Test
    void arraysOfZerosAreTheSameAndOppositeOnesTwoApart() {
        StepValues zero = values(new float[2], new float[1]);
        assertEquals(0, zero.differenceFrom(values(new float[2], new float[1]), Kind.OUTPUTS));
        StepValues one = values(new float[] {1, 0}, new float[1]);
        assertEquals(1, one.differenceFrom(zero, Kind.OUTPUTS));
        StepValues opposite = values(new float[] {-1, 0}, new float[1]);
        assertEquals(2, one.differenceFrom(opposite, Kind.OUTPUTS));
    }

    @Test
    void whatIsNotFiniteOrNotTheSameArrayIsRefused() {
        StepValues one = values(new float[] {1, Float.NaN}, new float[1]);
        StepValues other = values(new float[] {1, 2}, new float[1]);
        Exception e =
                assertThrows(
                        IllegalStateException.class, () -> one.differenceFrom(other, Kind.OUTPUTS));
        assertEquals("a must be finite in both runs, but value 1 is NaN and 2.0", e.getMessage());
        StepValues shorter = values(new float[] {1}, new float[1]);
        e =
                assertThrows(
                        IllegalStateException.class,
                        () -> shorter.differenceFrom(other, Kind.OUTPUTS));
        assertEquals("a must have 2 values, but has 1", e.getMessage());
    }

    @Test
    void aFileGivesTheSameNumbers(@TempDir Path folder) throws IOException {
        StepValues written = values(new float[] {1e-38f, -0.1f, Float.MAX_VALUE}, new float[] {3});
        written.write(folder.resolve("values"));
        StepValues read = StepValues.read(folder.resolve("values"));
        assertEquals(written.arrays().keySet(), read.arrays().keySet());
        for (Kind kind : Kind.values()) {
            assertEquals(written.of(kind).keySet(), read.of(kind).keySet());
            written.of(kind)
                    .forEach((name, values) -> assertArrayEquals(values, read.of(kind).get(name)));
        }
    }
}
