package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.benchmark.HotPaths;
import org.junit.jupiter.api.Test;

/** The rules of {@link DependencyRulesTest} for the classes of this module. */
class DependencyRulesOfBenchmarkTest extends DependencyRulesTest {

    @Test
    void classesOfThisModuleAreLookedAt() {
        assertTrue(CLASSES.contain(HotPaths.class));
    }
}
