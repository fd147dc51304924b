package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataSource;
import org.junit.jupiter.api.Test;

/** The rules of {@link DependencyRulesTest} for the classes of this module. */
class DependencyRulesOfDataTest extends DependencyRulesTest {

    @Test
    void classesOfThisModuleAreLookedAt() {
        assertTrue(CLASSES.contain(DataSource.class));
    }
}
