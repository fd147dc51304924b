package io.github.autoencoders.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class EngineChoiceTest {

    @Test
    void threadsAreDividedAmongThoseThatCallTheEngine() {
        assertEquals(8, EngineChoice.threadsOfEach(1, 8, "2"));
        assertEquals(4, EngineChoice.threadsOfEach(2, 8, "2"));
        assertEquals(2, EngineChoice.threadsOfEach(3, 8, null));
        assertEquals(1, EngineChoice.threadsOfEach(9, 8, null));
        assertEquals(3, EngineChoice.threadsOfEach(2, null, "6"));
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(processors, EngineChoice.threadsOfEach(1, null, null));
        assertEquals(processors, EngineChoice.threadsOfEach(1, null, "4,2")); // for nested teams
        assertEquals(1, EngineChoice.threadsOfEach(processors, null, null));
    }
}
