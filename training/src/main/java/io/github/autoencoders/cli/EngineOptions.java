package io.github.autoencoders.cli;

import ai.djl.Device;
import io.github.autoencoders.benchmark.Placement;
import io.github.autoencoders.program.EngineChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the arithmetic is done. {@link #start} must come before any other call of DJL: it makes the
 * chosen engine the process's default, so that no other is loaded on the way.
 */
final class EngineOptions {

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "PyTorch or MXNet (default: ${DEFAULT-VALUE}).")
    private String engine = "PyTorch";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu, gpu0, gpu1 and so on (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads for the arithmetic (default: one for each core).")
    private @Nullable Integer threads;

    /** Returns the engine by its own spelling, after it was made the default and loaded. */
    String start() {
        return new EngineChoice(engine, device, threads).start();
    }

    static List<String> names() {
        return EngineChoice.names();
    }

    /** Returns the device; only after {@link #start}. */
    Device device() {
        return Device.fromName(device);
    }

    /** Starts the engine, and returns where it computes. */
    Placement place() {
        return new Placement(start(), device());
    }

    /** Returns the engine by its own spelling; it is not loaded. */
    String name() {
        return new EngineChoice(engine, device, threads).engineName();
    }

    /** Returns how many threads were asked for, or 0 for one for each core. */
    int threads() {
        return threads == null ? 0 : threads;
    }

    /** Returns the device by the option's name. */
    @Override
    public String toString() {
        return device;
    }
}
