package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.engine.Placement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HotPathsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final Placement HERE = Placement.of(ENGINE);

    static Stream<HotPath> paths() throws Exception {
        return HotPaths.of(2, HERE).stream();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyPathIsTimedAndKeepsNothing(HotPath path) throws Exception {
        HotPath.Timing timing = path.time(new Stopwatch(1, 0, 2), HERE);
        assertEquals(path.name(), timing.name());
        if (path.name().startsWith("transposed djl") && !timing.failure().isEmpty()) {
            return; // DJL's block, which each engine refuses in its own words
        }
        assertEquals("", timing.failure(), path.name());
        assertEquals(2, timing.repetitions());
        assertTrue(timing.milliseconds().median() > 0, path.name());
        assertTrue(timing.imagesPerSecond() > 0, path.name());
        try (Model model = Model.newInstance("tests", HERE.device(), ENGINE);
                TimedWork work = path.opening().open(model.getNDManager())) {
            NDManager manager = model.getNDManager();
            Stopwatch once = new Stopwatch(0, 0, 1);
            once.seconds(work, manager);
            int kept = manager.getManagedArrays().size();
            once.seconds(work, manager);
            once.seconds(work, manager);
            assertEquals(kept, manager.getManagedArrays().size(), path.name());
        }
    }

    @Test
    void everyGroupHasPathsWithNamesOfTheirOwn() throws Exception {
        List<String> names = paths().map(HotPath::name).toList();
        assertEquals(names.size(), new LinkedHashSet<>(names).size());
        for (String group : HotPaths.GROUPS) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(group + " ")), group);
        }
    }

    @Test
    void aPathThatFailsSaysWhy() throws Exception {
        HotPath broken =
                new HotPath(
                        "broken",
                        1,
                        1,
                        manager -> {
                            throw new IllegalStateException("no such thing\nat all");
                        });
        HotPath.Timing timing = broken.time(new Stopwatch(0, 0, 1), HERE);
        assertEquals("no such thing", timing.failure());
        assertEquals(0, timing.repetitions());
    }

    @Test
    void pathsAreChosenByTheirBeginnings() throws Exception {
        List<HotPath> all = HotPaths.of(2, HERE);
        List<HotPath> chosen = HotPaths.only(all, List.of("loss", "data batch, ae"));
        assertEquals(3, chosen.size());
        assertEquals(all, HotPaths.only(all, List.of()));
        assertNotEquals(all, chosen);
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> HotPaths.only(all, List.of("loss", "lost")));
        assertEquals(
                "only must be what a path's name begins with, as transposed, loss, optimizer,"
                        + " translator, data, training, inference, but is \"lost\"",
                error.getMessage());
    }

    @Test
    void anEmptyBatchIsRefused() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> HotPaths.of(0, HERE));
        assertEquals("batch must be at least 1, but is 0", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Stopwatch(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Stopwatch(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Stopwatch(0, Double.NaN, 1));
    }
}
