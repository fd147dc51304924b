package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SetupTest {

    @Test
    void allCombinationsAreThereOnce() {
        assertEquals(
                List.of(
                        "A cpu, 1 thread",
                        "A cpu, 2 threads",
                        "A gpu0, 1 thread",
                        "A gpu0, 2 threads",
                        "B cpu, 1 thread",
                        "B cpu, 2 threads",
                        "B gpu0, 1 thread",
                        "B gpu0, 2 threads"),
                Setup.all(List.of("A", "B", "A"), List.of("cpu", "gpu0"), List.of(1, 2)).stream()
                        .map(Setup::toString)
                        .toList());
    }

    @Test
    void whatIsNotSaidIsAsHere() {
        List<String> engines = Placement.engines();
        int threads = EngineChoice.computingThreads();
        assertEquals(
                engines.stream().map(engine -> new Setup(engine, "cpu", threads)).toList(),
                Setup.all(List.of(), List.of("cpu"), List.of()));
        assertEquals(
                List.of(new Setup(engines.get(0), "cpu", 3), new Setup("none", "cpu", 3)),
                Setup.all(
                        List.of(engines.get(0).toUpperCase(Locale.ROOT), "none"),
                        List.of("cpu"),
                        List.of(3)));
    }

    @Test
    void wrongOnesAreRefused() {
        assertEquals(
                "device must be cpu, gpu0, gpu1 and so on, but is \"tpu\"",
                assertThrows(IllegalArgumentException.class, () -> new Setup("A", "tpu", 1))
                        .getMessage());
        assertEquals(
                "threads must be at least 1, but is 0",
                assertThrows(IllegalArgumentException.class, () -> new Setup("A", "cpu", 0))
                        .getMessage());
        assertEquals(
                "engine must not be empty",
                assertThrows(IllegalArgumentException.class, () -> new Setup(" ", "cpu", 1))
                        .getMessage());
    }
}
