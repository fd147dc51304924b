package io.github.autoencoders.testing;

import ai.djl.engine.Engine;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives the engine the same seed before each test, whatever ran before it in the process: a test
 * that trains ends as it ended yesterday. Found by JUnit as a service, for all tests of all modules
 * but those that touch no engine.
 */
public final class SeededEngine implements BeforeAllCallback, BeforeEachCallback {

    private static final int SEED = 42;

    @Override
    public void beforeAll(ExtensionContext context) {
        seed(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        seed(context);
    }

    private static void seed(ExtensionContext context) {
        if (!context.getTags().contains("no-engine")) {
            Engine.getInstance().setRandomSeed(SEED);
        }
    }
}
