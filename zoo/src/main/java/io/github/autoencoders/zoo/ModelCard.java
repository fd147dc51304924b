package io.github.autoencoders.zoo;

import ai.djl.engine.Engine;
import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one needs to know of a model, and to train it again.
 *
 * @param recipe it was trained by
 * @param training the samples that it learnt from
 * @param validation the samples that it was judged by
 * @param dataLicense of both, an SPDX identifier; or empty if it is not known
 * @param environment where it was trained
 * @param version of this library
 * @param trained when training ended, ISO 8601, UTC
 * @param epoch the epoch whose parameters were kept, from 1
 * @param license of the model, an SPDX identifier; or empty as long as nobody gave it one
 * @param metrics by name, averaged over samples: totals in {@link TrainingRecipe#lossUnit},
 *     reconstructions in the {@link io.github.autoencoders.likelihood.Likelihood#unit} of the
 *     recipe's likelihood, the KL divergence in nats, others in what their names say
 */
public record ModelCard(
        TrainingRecipe recipe,
        Data training,
        Data validation,
        String dataLicense,
        Environment environment,
        String version,
        String trained,
        int epoch,
        String license,
        Map<String, Double> metrics) {

    /** What a card of format 1 lacks. */
    static final Map<String, ?> ADDED_AFTER_1 =
            Map.of(
                    "validation.name", "",
                    "validation.sha256", "",
                    "validation.samples", 0,
                    "dataLicense", "",
                    "environment.djl", "",
                    "environment.java", "",
                    "environment.system", "",
                    "environment.device", "",
                    "environment.threads", 0,
                    "license", "");

    /** Where a card of format 1 has what stands elsewhere now. */
    static final Map<String, String> MOVED_AFTER_1 =
            Map.of(
                    "dataName", "training.name",
                    "dataSha256", "training.sha256",
                    "samples", "training.samples",
                    "engine", "environment.engine");

    /** What a card of format 3 or before lacks. */
    static final Map<String, ?> ADDED_AFTER_3 =
            Map.of(
                    "recipe.data.imageHeight",
                    0,
                    "recipe.data.scaling",
                    "STANDARD",
                    "recipe.data.columns",
                    Map.of(
                            "features",
                            List.of(),
                            "label",
                            "",
                            "key",
                            List.of(),
                            "time",
                            "",
                            "group",
                            List.of()),
                    "recipe.data.text",
                    Map.of("separator", "", "decimal", "", "noHeader", false, "encoding", ""));

    /** What a card may lack whatever its format, and what that means. */
    static final Map<String, ?> OPTIONAL =
            Map.of(
                    "recipe.data.rate",
                    0,
                    "recipe.data.hop",
                    0,
                    "recipe.augmentation",
                    Map.of("flip", false, "shift", 0));

    public ModelCard {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * Returns the card of a model that was trained just now, here, and has no license yet.
     *
     * @param recipe it was trained by
     * @param training the samples that it learnt from
     * @param validation the samples that it was judged by
     * @param dataLicense of both, an SPDX identifier, or empty
     * @param place where it was trained
     * @param epoch whose parameters were kept, from 1
     * @param metrics by name
     */
    public static ModelCard of(
            TrainingRecipe recipe,
            Samples training,
            Samples validation,
            String dataLicense,
            Placement place,
            int epoch,
            Map<String, Double> metrics) {
        return new ModelCard(
                recipe,
                Data.of(training),
                Data.of(validation),
                dataLicense,
                Environment.of(place),
                LibraryVersion.current(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                epoch,
                "",
                metrics);
    }

    /** Returns the card with more metrics; they replace those of the same names. */
    public ModelCard withMetrics(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(metrics);
        all.putAll(more);
        return RecordCopy.with(this, "metrics", all);
    }

    /** Returns the card with other samples that the model learnt from. */
    public ModelCard withTraining(Data newTraining) {
        return RecordCopy.with(this, "training", newTraining);
    }

    /** Returns the card with another license of the model, an SPDX identifier. */
    public ModelCard withLicense(String newLicense) {
        return RecordCopy.with(this, "license", newLicense);
    }

    /**
     * Samples, by their name and their bytes.
     *
     * @param name as a command takes it, or the name of a file
     * @param sha256 of the samples and labels; or empty if it is not known
     * @param samples their number
     */
    public record Data(String name, String sha256, long samples) {

        static Data of(Samples samples) {
            return new Data(samples.name(), samples.sha256(), samples.size());
        }
    }

    /**
     * Where a model was trained. What is not known is empty, or 0.
     *
     * @param engine and its version
     * @param djl version of DJL
     * @param java version of Java, and whose it is
     * @param system operating system, its version, and the processor's kind
     * @param device as {@code cpu} or {@code gpu0}
     * @param threads of the arithmetic
     */
    public record Environment(
            String engine, String djl, String java, String system, String device, int threads) {

        /** Returns this process's. */
        public static Environment of(Placement place) {
            Engine engine = Engine.getEngine(place.engine());
            return new Environment(
                    place.engineWithVersion(),
                    Engine.getDjlVersion(),
                    System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                    "%s %s %s"
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.version"),
                                    System.getProperty("os.arch")),
                    place.deviceName(),
                    threads(engine));
        }

        // The engines do not tell; these are what they read when they are loaded.
        private static int threads(Engine engine) {
            String asked =
                    engine.getEngineName().equals("PyTorch")
                            ? System.getProperty("ai.djl.pytorch.num_threads")
                            : null;
            String number = asked == null ? System.getenv("OMP_NUM_THREADS") : asked;
            return number != null && number.matches("[1-9]\\d{0,5}")
                    ? Integer.parseInt(number)
                    : Runtime.getRuntime().availableProcessors();
        }
    }
}
