package io.github.autoencoders.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import io.github.autoencoders.argument.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where arrays are computed: an engine, and one of its devices.
 *
 * <pre>{@code
 * Placement gpu = Placement.of("PyTorch", "gpu0");
 * }</pre>
 *
 * <p>With several engines on the class path, DJL loads its own default engine, MXNet, in many
 * places, and PyTorch has a single thread in a process that has loaded MXNet. So the first
 * placement that is made by one of the methods here becomes DJL's default engine, unless the
 * property {@code ai.djl.default_engine} or the variable {@code DJL_DEFAULT_ENGINE} names one: make
 * it before anything else of DJL is called.
 *
 * @param engine by its own spelling, as {@code PyTorch}
 * @param device of the arrays
 */
public record Placement(String engine, Device device) {

    static final String DEFAULT_ENGINE = "ai.djl.default_engine";

    /** The engine that runs files of ONNX alone, and no blocks. */
    public static final String ONNX_RUNTIME = "OnnxRuntime";

    // What else calls itself an engine: DJL's own, which computes nothing.
    private static final Set<String> NOT_FOR_BLOCKS = Set.of("RPC", ONNX_RUNTIME);

    private static final Pattern DEVICE = Pattern.compile("cpu|gpu(\\d{1,3})");

    /** Returns the default engine, PyTorch where it is there, and its default device. */
    public static Placement ofDefault() {
        String named = System.getProperty(DEFAULT_ENGINE, System.getenv("DJL_DEFAULT_ENGINE"));
        List<String> there = engines();
        if (named == null && there.isEmpty()) {
            throw new IllegalStateException(
                    "an engine must be on the class path, as ai.djl.pytorch:pytorch-engine, but"
                            + " none is");
        }
        return of(named == null ? there.get(0) : named);
    }

    /**
     * Returns an engine and its default device: the first GPU where it finds one.
     *
     * @param engine PyTorch or MXNet, in any case
     * @throws IllegalArgumentException if it is not on the class path
     */
    public static Placement of(String engine) {
        String name = spelled(engine);
        makeDefault(name);
        return new Placement(name, Engine.getEngine(name).defaultDevice());
    }

    /**
     * Returns an engine and one of its devices.
     *
     * @param engine PyTorch or MXNet, in any case
     * @param device cpu, gpu0, gpu1 and so on
     * @throws IllegalArgumentException if one of them is not there
     */
    public static Placement of(String engine, String device) {
        String name = spelled(engine);
        Matcher parsed = DEVICE.matcher(device.toLowerCase(Locale.ROOT));
        if (!parsed.matches()) {
            throw new IllegalArgumentException(
                    "device must be cpu, gpu0, gpu1 and so on, but is \"" + device + '"');
        }
        makeDefault(name);
        if (parsed.group(1) == null) {
            return new Placement(name, Device.cpu());
        }
        int gpu = Integer.parseInt(parsed.group(1));
        int gpus = Engine.getEngine(name).getGpuCount();
        if (gpu >= gpus) {
            throw new IllegalArgumentException(
                    "device must be one that %s finds, but is %s, and it finds %s GPUs; a GPU needs the engine's natives for it"
                            .formatted(name, device, gpus));
        }
        return new Placement(name, Device.gpu(gpu));
    }

    private static void makeDefault(String engine) {
        if (System.getProperty(DEFAULT_ENGINE, System.getenv("DJL_DEFAULT_ENGINE")) == null) {
            System.setProperty(DEFAULT_ENGINE, engine);
        }
    }

    /**
     * Returns an engine's own spelling; it is not loaded.
     *
     * @param engine in any case
     * @throws IllegalArgumentException if it is not on the class path, or runs no models
     */
    public static String spelled(String engine) {
        if (engine.equalsIgnoreCase(ONNX_RUNTIME)) {
            throw new IllegalArgumentException(
                    "engine must be one of %s, but is %s, which only runs files of ONNX"
                            .formatted(String.join(", ", engines()), ONNX_RUNTIME));
        }
        return engines().stream()
                .filter(engine::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        Spelling.refusal("engine", engine, engines())));
    }

    /** Returns whether files of ONNX can be run: their engine is on the class path. */
    public static boolean isOnnxRuntimeThere() {
        return names().anyMatch(ONNX_RUNTIME::equals);
    }

    /**
     * Checks, before any work, that files of ONNX can be run.
     *
     * @throws IllegalArgumentException if their engine is not on the class path
     */
    public static void requireOnnxRuntime() {
        if (!isOnnxRuntimeThere()) {
            throw new IllegalArgumentException(
                    "ai.djl.onnxruntime:onnxruntime-engine must be on the class path for files of"
                            + " ONNX, but is not");
        }
    }

    private static Stream<String> names() {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(provider -> provider.get().getEngineName());
    }

    /**
     * Returns the engines on the class path that models run on, the default one first. The
     * providers are asked, not the engines: an engine's class starts the default one.
     */
    public static List<String> engines() {
        return names().filter(name -> !NOT_FOR_BLOCKS.contains(name))
                .sorted(Comparator.reverseOrder()) // PyTorch first
                .toList();
    }

    /** Returns the engine with its version. */
    public String engineWithVersion() {
        return engine + " " + Engine.getEngine(engine).getVersion();
    }

    /** Returns the device as it is named: cpu, gpu0, gpu1 and so on. */
    public String deviceName() {
        return device.getDeviceType() + (device.isGpu() ? device.getDeviceId() : "");
    }
}
