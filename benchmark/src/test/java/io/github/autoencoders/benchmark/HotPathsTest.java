package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.EngineChoice;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

class HotPathsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final EngineChoice HERE = new EngineChoice(ENGINE, "cpu", null);
    private static final HotPath.Effort SHORT = new HotPath.Effort(2, 1e-3, 1);

    /** Tests may run beside others of theirs. */
    @BeforeAll
    static void doNotWaitForOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    static Stream<HotPath> paths() {
        return HotPaths.of(2, HERE).stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"loss Bernoulli + KL, vae-fashion-mnist", "training step, ae-mnist"})
    void aPathIsTimedInAProcessOfItsOwn(String name) {
        HotPath path = HotPaths.only(HotPaths.of(2, HERE), List.of(name)).get(0);
        HotPath.Timing timing = path.time(SHORT);
        assertEquals(name, timing.name());
        assertEquals("", timing.failure());
        assertEquals(2, timing.repetitions());
        assertTrue(timing.milliseconds().median() > 0);
        assertEquals(2000 / timing.milliseconds().median(), timing.imagesPerSecond(), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyPathRunsAndKeepsNoArrays(HotPath path) throws Exception {
        Workplace place = new Workplace();
        Object benchmark = path.benchmark().getConstructor().newInstance();
        path.parameters().forEach((key, value) -> set(key, value, place, benchmark));
        place.open();
        try {
            call(benchmark, "open", place);
            assertTrue(call(benchmark, path.method(), place));
            int kept = place.manager().getManagedArrays().size();
            call(benchmark, path.method(), place);
            call(benchmark, path.method(), place);
            assertEquals(kept, place.manager().getManagedArrays().size(), path.name());
            call(benchmark, "close", place);
        } catch (InvocationTargetException e) {
            if (!path.name().startsWith("transposed djl")) {
                throw e;
            } // DJL's block, which each engine refuses in its own words
        } finally {
            place.close();
        }
    }

    // As JMH does.
    private static void set(String name, Object value, Object... states) {
        List<Field> fields =
                Stream.of(states)
                        .flatMap(state -> Stream.of(state.getClass().getFields()))
                        .filter(field -> field.getName().equals(name))
                        .toList();
        assertEquals(1, fields.size(), name);
        assertTrue(fields.get(0).isAnnotationPresent(Param.class), name);
        for (Object state : states) {
            if (fields.get(0).getDeclaringClass() == state.getClass()) {
                assertDoesNotThrow(() -> fields.get(0).set(state, value), name);
            }
        }
    }

    // Returns whether it is a benchmark.
    private static boolean call(Object state, String name, Workplace place) throws Exception {
        boolean benchmark = false;
        for (Method method : state.getClass().getMethods()) {
            if (method.getName().equals(name)) {
                method.invoke(
                        state,
                        method.getParameterCount() == 0 ? new Object[0] : new Object[] {place});
                benchmark = method.isAnnotationPresent(Benchmark.class);
            }
        }
        return benchmark;
    }

    @Test
    void everyGroupHasPathsWithNamesOfTheirOwn() {
        List<String> names = paths().map(HotPath::name).toList();
        assertEquals(names.size(), new LinkedHashSet<>(names).size());
        for (String group : HotPaths.GROUPS) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(group + " ")), group);
        }
    }

    @Test
    void aPathThatFailsSaysWhy() {
        HotPath broken =
                new HotPath(
                        "broken",
                        1,
                        TransposedBenchmark.class,
                        "transposed",
                        Map.of("engine", ENGINE, "batch", 2, "form", "NONE"));
        HotPath.Timing timing = broken.time(SHORT);
        assertEquals(
                "No enum constant io.github.autoencoders.benchmark.TransposedForm.NONE",
                timing.failure());
        assertEquals(0, timing.repetitions());
        assertTrue(timing.toString().endsWith(" " + timing.failure()), timing.toString());
    }

    @Test
    void rowsFitATerminal() {
        List<String> lines = new ArrayList<>(List.of(HotPathReport.head()));
        for (HotPath path : HotPaths.of(100, HERE)) {
            Quartiles times = new Quartiles(123.4, 123.4, 123.4);
            lines.addAll(
                    new HotPath.Timing(path.name(), 1000, times, 12.345, 20, "")
                            .toString()
                            .lines()
                            .toList());
        }
        assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList());
        assertTrue(
                lines.contains("transposed phases, 128 x 4 x 4 to 128 filters"), lines::toString);
        assertTrue(
                lines.contains(
                        "optimizer step, ae-mnist               123.400 ms    0.0 %  "
                                + "12.345 ms      8,104"),
                lines::toString);
    }

    @Test
    void pathsAreChosenByTheirBeginnings() {
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
        assertThrows(IllegalArgumentException.class, () -> new HotPath.Effort(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new HotPath.Effort(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new HotPath.Effort(1, 1, 0));
    }
}
