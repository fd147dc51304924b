package io.github.autoencoders.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    @Test
    void mxnetsNaiveEngineAloneTakesNoSecondCaller() {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> EngineChoice.requireTakes("MXNet", 2, "NaiveEngine"));
        assertEquals(
                "MXNET_ENGINE_TYPE must be unset where several threads call MXNet, but is"
                        + " NaiveEngine with 2 threads",
                refused.getMessage());
        EngineChoice.requireTakes("MXNet", 1, "NaiveEngine");
        EngineChoice.requireTakes("MXNet", 2, "ThreadedEngine");
        EngineChoice.requireTakes("MXNet", 2, null);
        EngineChoice.requireTakes("PyTorch", 2, "NaiveEngine");
    }

    /** PyTorch's threads are those of its property, if it was started with any. */
    @Test
    void threadsThatComputeAreThoseThatTheEngineWasStartedWith() {
        String before = System.getProperty("ai.djl.pytorch.num_threads");
        try {
            System.setProperty("ai.djl.pytorch.num_threads", "7");
            assertEquals(7, EngineChoice.computingThreads());
            System.clearProperty("ai.djl.pytorch.num_threads");
            assertEquals(
                    EngineChoice.threadsOfEach(1, null, System.getenv("OMP_NUM_THREADS")),
                    EngineChoice.computingThreads());
        } finally {
            if (before != null) {
                System.setProperty("ai.djl.pytorch.num_threads", before);
            }
        }
    }
}
