package io.github.autoencoders.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the arithmetic is done. {@link #start} must come before any other call of DJL: it makes the
 * chosen engine the process's default, so that no other is loaded on the way.
 */
final class EngineOptions {

    private static final Pattern DEVICE = Pattern.compile("cpu|gpu(\\d{1,3})");

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
        String name = engineName();
        Matcher parsed = DEVICE.matcher(device);
        if (!parsed.matches()) {
            throw new IllegalArgumentException(
                    "--device must be cpu, gpu0, gpu1 and so on, but is \"" + device + '"');
        }
        if (threads != null && threads < 1) {
            throw new IllegalArgumentException("--threads must be at least 1, but is " + threads);
        }
        System.setProperty("ai.djl.default_engine", name);
        setThreads(name);
        requireDevice(name, parsed.group(1));
        return name;
    }

    private String engineName() {
        return names().stream()
                .filter(engine::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "--engine must be one of "
                                                + String.join(", ", names())
                                                + ", but is \""
                                                + engine
                                                + '"'));
    }

    // The providers are asked, not the engines: an engine's class starts the default one.
    static List<String> names() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(provider -> provider.get().getEngineName())
                .filter(name -> !name.equals("RPC")) // DJL's own, which computes nothing
                .sorted(Comparator.reverseOrder()) // PyTorch, the default, first
                .toList();
    }

    // PyTorch takes the number from a property; MXNet from OpenMP, which reads the environment
    // once, before Java can change it: the launcher sets it.
    private void setThreads(String name) {
        if (threads == null) {
            return;
        }
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        String environment = System.getenv("OMP_NUM_THREADS");
        if (name.equals("MXNet") && !String.valueOf(threads).equals(environment)) {
            throw new IllegalArgumentException(
                    "--threads must be given through bin/autoencoders, or as OMP_NUM_THREADS, for"
                            + " MXNet, but OMP_NUM_THREADS is "
                            + environment);
        }
    }

    private void requireDevice(String name, @Nullable String gpu) {
        int gpus = gpu == null ? 0 : Engine.getEngine(name).getGpuCount();
        if (gpu != null && Integer.parseInt(gpu) >= gpus) {
            throw new IllegalArgumentException(
                    "--device must be one that "
                            + name
                            + " finds, but is "
                            + device
                            + ", and it finds "
                            + gpus
                            + " GPUs; a GPU needs the natives of mvn package -Pcuda");
        }
    }

    /** Returns the device; only after {@link #start}. */
    Device device() {
        return Device.fromName(device);
    }

    /** Returns the device by the option's name. */
    @Override
    public String toString() {
        return device;
    }
}
