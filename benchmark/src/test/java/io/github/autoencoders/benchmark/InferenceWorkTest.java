package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class InferenceWorkTest {

    private static int[] starts(int samples, int batch) {
        return InferenceWork.starts(samples, batch).limit(5).toArray();
    }

    @Test
    void behindTheLastBatchComesTheFirst() {
        assertArrayEquals(new int[] {0, 4, 8, 0, 4}, starts(10, 4));
        assertArrayEquals(new int[] {0, 5, 0, 5, 0}, starts(10, 5));
        assertArrayEquals(new int[] {0, 0, 0, 0, 0}, starts(3, 4));
    }
}
