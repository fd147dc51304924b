package io.github.autoencoders.program;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the arithmetic is done, as the options of a command name it. {@link #start} must come
 * before any other call of DJL: it makes the chosen engine the process's default, so that no other
 * is loaded on the way.
 *
 * @param engine PyTorch or MXNet, in any case
 * @param device cpu, gpu0, gpu1 and so on
 * @param threads for the arithmetic, or null for one for each core
 */
public record EngineChoice(String engine, String device, @Nullable Integer threads) {

    private static final String PYTORCH_THREADS = "ai.djl.pytorch.num_threads";
    private static final String MXNET_ENGINE_TYPE = "MXNET_ENGINE_TYPE";
    private static final String NAIVE = "NaiveEngine";
    private static final Pattern DEVICE = Pattern.compile("cpu|gpu(\\d{1,3})");

    /** Returns the engine by its own spelling, after it was made the default and loaded. */
    public String start() {
        return start(1);
    }

    /**
     * Returns the engine by its own spelling, after it was made the default and loaded, where so
     * many threads of the program call it at once. PyTorch has threads of its own for each of them:
     * the number is divided, so that all together are as many as was asked for. MXNet has one team
     * for all.
     */
    public String start(int callers) {
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
        setThreads(name, callers);
        requireDevice(name, parsed.group(1));
        return name;
    }

    /** Returns the engine by its own spelling; it is not loaded. */
    public String engineName() {
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

    /**
     * Returns the engines that are there. The providers are asked, not the engines: an engine's
     * class starts the default one.
     */
    public static List<String> names() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(provider -> provider.get().getEngineName())
                .filter(name -> !name.equals("RPC")) // DJL's own, which computes nothing
                .sorted(Comparator.reverseOrder()) // PyTorch, the default, first
                .toList();
    }

    // PyTorch takes the number from a property; MXNet from OpenMP, which reads the environment
    // once, before Java can change it: the launcher sets it.
    private void setThreads(String name, int callers) {
        String environment = System.getenv("OMP_NUM_THREADS");
        if (threads != null || callers > 1) {
            System.setProperty(
                    PYTORCH_THREADS, String.valueOf(threadsOfEach(callers, threads, environment)));
        }
        if (threads != null
                && name.equals("MXNet")
                && !String.valueOf(threads).equals(environment)) {
            throw new IllegalArgumentException(
                    "--threads must be given through bin/autoencoders, or as OMP_NUM_THREADS, for"
                            + " MXNet, but OMP_NUM_THREADS is "
                            + environment);
        }
    }

    /**
     * Returns how many threads compute for each thread of the program that calls the engine: as it
     * was started, or as it will be where nothing else is asked for.
     */
    public static int computingThreads() {
        return threadsOfEach(
                1, Integer.getInteger(PYTORCH_THREADS), System.getenv("OMP_NUM_THREADS"));
    }

    /**
     * Returns whether an engine must not be called by two threads at once: MXNet where the
     * environment asks for its {@code NaiveEngine}, as bin/autoencoders does where a model is
     * trained. That computes in the thread that calls it, and what it knows of the operation that
     * it is doing, all threads share.
     *
     * @param engine by its own spelling
     */
    public static boolean takesOneCaller(String engine) {
        return takesOneCaller(engine, System.getenv(MXNET_ENGINE_TYPE));
    }

    private static boolean takesOneCaller(String engine, @Nullable String engineType) {
        return engine.equals("MXNet") && NAIVE.equals(engineType);
    }

    /**
     * Refuses several callers of an engine that {@linkplain #takesOneCaller takes one}.
     *
     * @param engine by its own spelling
     * @param callers threads that call it at once
     */
    public static void requireTakes(String engine, int callers) {
        requireTakes(engine, callers, System.getenv(MXNET_ENGINE_TYPE));
    }

    static void requireTakes(String engine, int callers, @Nullable String engineType) {
        if (callers > 1 && takesOneCaller(engine, engineType)) {
            throw new IllegalArgumentException(
                    MXNET_ENGINE_TYPE
                            + " must be unset where several threads call MXNet, but is "
                            + NAIVE
                            + " with "
                            + callers
                            + " threads");
        }
    }

    static int threadsOfEach(int callers, @Nullable Integer threads, @Nullable String environment) {
        int all = Runtime.getRuntime().availableProcessors();
        if (threads != null) {
            all = threads;
        } else if (environment != null && environment.matches("[1-9]\\d{0,3}")) {
            all = Integer.parseInt(environment);
        }
        return Math.max(1, all / callers);
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
}
