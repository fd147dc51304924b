package io.github.autoencoders.cli;

import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Where the arithmetic is done. {@link #start} must come before any other call of DJL: it makes the
 * chosen engine the process's default, so that no other is loaded on the way.
 */
final class EngineOptions {

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            completionCandidates = Candidates.OfEngines.class,
            description = "PyTorch or MXNet (default: ${DEFAULT-VALUE}).")
    private String engine = "PyTorch";

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            completionCandidates = Candidates.OfDevices.class,
            description = "cpu, gpu0, gpu1 and so on (default: ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads for the arithmetic (default: one for each core).")
    private @Nullable Integer threads;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Returns where arrays are then computed, after the engine was made the default and loaded. */
    Placement start() {
        return start(1);
    }

    /** Returns the same where so many threads of the program call the engine at once. */
    Placement start(int callers) {
        return choice().start(callers);
    }

    /** Returns what was asked for; no engine is loaded. */
    EngineChoice choice() {
        return new EngineChoice(engine, device, threads);
    }

    /** Returns whether the engine that runs files of ONNX alone was asked for. */
    boolean isOnnxRuntime() {
        return engine.equalsIgnoreCase(Placement.ONNX_RUNTIME);
    }

    /** Returns whether an engine that runs models was asked for, by its name. */
    boolean isOtherGiven() {
        return !isOnnxRuntime()
                && command != null
                && command.commandLine().getParseResult().hasMatchedOption("--engine");
    }

    /** Returns the same with the engine that models are exported on. */
    EngineChoice forExport() {
        return new EngineChoice(Placement.engines().get(0), device, threads);
    }

    /** Returns the engine by its own spelling; it is not loaded. */
    String name() {
        return Placement.spelled(engine);
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
