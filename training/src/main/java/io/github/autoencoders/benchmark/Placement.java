package io.github.autoencoders.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;

/**
 * Where work is done.
 *
 * @param engine by name, already the process's default
 * @param device of the arrays
 */
public record Placement(String engine, Device device) {

    /** Returns the engine with its version. */
    public String name() {
        return engine + " " + Engine.getEngine(engine).getVersion();
    }
}
