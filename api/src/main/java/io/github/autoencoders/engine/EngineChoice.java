package io.github.autoencoders.engine;

import io.github.autoencoders.argument.Require;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
    private static final String NO_OTHER_ENGINE = "ai.djl.onnx.disable_alternative";
    private static final String MXNET_ENGINE_TYPE = "MXNET_ENGINE_TYPE";
    private static final String NAIVE = "NaiveEngine";

    // An engine is one for the process, and so is who calls it.
    private static final ReadWriteLock SEVERAL_CALLERS = new ReentrantReadWriteLock();

    /** Returns where arrays are then computed, after the engine was made the default and loaded. */
    public Placement start() {
        return start(1);
    }

    /**
     * Returns where arrays are then computed, after the engine was made the default and loaded,
     * where so many threads of the program call it at once. PyTorch has threads of its own for each
     * of them: the number is divided, so that all together are as many as was asked for. MXNet has
     * one team for all.
     */
    public Placement start(int callers) {
        String name = Placement.spelled(engine);
        if (threads != null) {
            Require.atLeast(1, "threads", threads);
        }
        System.setProperty(Placement.DEFAULT_ENGINE, name);
        setThreads(name, callers);
        return Placement.of(name, device);
    }

    /**
     * Makes ONNX Runtime the process's default engine, which alone runs files of ONNX then; unless
     * another was started before, beside which it is loaded. Like {@link #start}, to be called
     * before anything else of DJL.
     *
     * @return how many threads are to compute
     * @throws IllegalArgumentException if the engine is not on the class path, or not for the
     *     device
     */
    public int startOnnxRuntime() {
        Placement.requireOnnxRuntime();
        if (!device.equalsIgnoreCase("cpu")) {
            throw new IllegalArgumentException(
                    "device must be cpu for %s, but is %s"
                            .formatted(Placement.ONNX_RUNTIME, device));
        }
        if (threads != null) {
            Require.atLeast(1, "threads", threads);
        }
        if (System.getProperty(Placement.DEFAULT_ENGINE) == null) {
            System.setProperty(Placement.DEFAULT_ENGINE, Placement.ONNX_RUNTIME);
        }
        System.setProperty(NO_OTHER_ENGINE, "true"); // none of its arrays computes anything
        return threadsOfEach(1, threads, System.getenv("OMP_NUM_THREADS"));
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
                    "threads must be given as OMP_NUM_THREADS for MXNet, before Java starts,"
                            + " but OMP_NUM_THREADS is "
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

    /**
     * Returns a lock that whoever calls an engine holds meanwhile, shared by the whole process.
     * MXNet is not let be called by several threads at once: of it, results were seen to be spoiled
     * now and then, with its threaded engine too.
     *
     * @param engine by its own spelling
     */
    public static Lock callerLock(String engine) {
        boolean one = !engine.equals("PyTorch") && !engine.equals(Placement.ONNX_RUNTIME);
        return one ? SEVERAL_CALLERS.writeLock() : SEVERAL_CALLERS.readLock();
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
                    "%s must be unset where several threads call MXNet, but is %s with %s threads"
                            .formatted(MXNET_ENGINE_TYPE, NAIVE, callers));
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
}
