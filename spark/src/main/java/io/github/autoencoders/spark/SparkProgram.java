package io.github.autoencoders.spark;

import io.github.autoencoders.argument.Spelling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains and scores by {@code spark-submit}, without code: {@code train} fits an {@link
 * AutoencoderEstimator} to data and saves the model, {@code score} writes data with the columns
 * that a model adds. Of names with two dashes before them, each with a value, {@code data}, {@code
 * out} and {@code model} are paths, as Spark takes them; every other one is a Param of the stage.
 */
public final class SparkProgram {

    private static final Logger LOG = LoggerFactory.getLogger(SparkProgram.class);

    private static final String DATA = "data";
    private static final String OUT = "out";
    private static final String MODEL = "model";
    private static final Pattern FORMAT =
            Pattern.compile("(?i).*\\.(parquet|csv|json|jsonl|ndjson|orc)(\\.\\w+)?/*");

    private final String command;
    private final Map<String, String> values; // by name, less the dashes

    private SparkProgram(String command, Map<String, String> values) {
        this.command = command;
        this.values = values;
    }

    /** Does what the arguments say, in the session of whoever submits; ends with 1 if it cannot. */
    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder().appName("autoencoders").getOrCreate()) {
            run(spark, arguments);
        } catch (Exception e) { // whatever it is, one line tells it
            LOG.error("{}", message(e));
            LOG.debug("Failed", e);
            System.exit(1);
        }
    }

    // Of a job that failed, what was wrong in its task.
    private static String message(Throwable failure) {
        Throwable told = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            told = each instanceof IllegalArgumentException ? each : told;
        }
        return Optional.ofNullable(told.getMessage()).orElse(told.toString());
    }

    /**
     * Does what arguments say.
     *
     * @throws IllegalArgumentException if they are none that the program takes
     * @throws IOException if a model cannot be read or written
     */
    static void run(SparkSession spark, String... arguments) throws IOException {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (!List.of("train", "score").contains(command)) {
            throw new IllegalArgumentException(
                    "first argument must be train or score, but is \"" + command + '"');
        }
        SparkProgram program = new SparkProgram(command, values(arguments));
        if (command.equals("train")) {
            program.train(spark);
        } else {
            program.score(spark);
        }
    }

    private static Map<String, String> values(String[] arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            boolean named = arguments[i].startsWith("--") && i + 1 < arguments.length;
            if (!named || values.put(arguments[i].substring(2), arguments[i + 1]) != null) {
                throw new IllegalArgumentException(
                        "arguments must be names with two dashes before them, each once and with a"
                                + " value behind it, but there is \""
                                + arguments[i]
                                + '"');
            }
        }
        return values;
    }

    private void train(SparkSession spark) throws IOException {
        AutoencoderEstimator estimator = set(new AutoencoderEstimator(), List.of(DATA, OUT));
        String out = path(OUT);
        requireNew(spark, out);
        estimator.fit(read(spark)).write().save(out);
        LOG.info("The model is in {}", out);
    }

    private void score(SparkSession spark) throws IOException {
        String model = path(MODEL);
        AutoencoderModel opened =
                exists(spark, new Path(model, "metadata"))
                        ? AutoencoderModel.load(model)
                        : AutoencoderModel.open(model);
        set(opened, List.of(DATA, MODEL, OUT));
        String out = path(OUT);
        requireNew(spark, out);
        boolean csv = format(out).equals("csv");
        opened.transform(read(spark)).write().format(format(out)).option("header", csv).save(out);
        LOG.info("The scores are in {}", out);
    }

    // The last sentence of a long day's work must not be that its place is taken.
    private static void requireNew(SparkSession spark, String out) throws IOException {
        if (exists(spark, new Path(out))) {
            throw new IllegalArgumentException(
                    "out must be a new path, but there is a " + out + " already");
        }
    }

    private static boolean exists(SparkSession spark, Path path) throws IOException {
        try {
            return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
        } catch (FileNotFoundException e) { // as some systems say it
            return false;
        }
    }

    private String path(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s must be given to %s, but is not".formatted(name, command));
        }
        return value;
    }

    private Dataset<Row> read(SparkSession spark) {
        String data = path(DATA);
        String format = format(data);
        return spark.read()
                .format(format)
                .option("header", format.equals("csv"))
                .option("inferSchema", format.equals("csv"))
                .load(data);
    }

    // Parquet, which Spark writes by itself, where the name says nothing.
    private static String format(String path) {
        Matcher named = FORMAT.matcher(path);
        if (!named.matches()) {
            return "parquet";
        }
        String ending = named.group(1).toLowerCase(Locale.ROOT);
        return ending.endsWith("jsonl") || ending.equals("ndjson") ? "json" : ending;
    }

    private <S extends Params> S set(S stage, List<String> paths) {
        for (Map.Entry<String, String> each : values.entrySet()) {
            String name = each.getKey();
            if (paths.contains(name)) {
                continue;
            }
            if (!stage.hasParam(name)) {
                List<String> known = new ArrayList<>(paths);
                Stream.of(stage.params()).map(Param::name).forEach(known::add);
                throw new IllegalArgumentException(
                        "%s must be given what it takes, but there is a %s%s"
                                .formatted(command, name, Spelling.suggestion(name, known)));
            }
            stage.set(name, value(stage.getParam(name), each.getValue()));
        }
        return stage;
    }

    private static Object value(Param<?> param, String text) {
        try {
            if (param instanceof IntParam) {
                return Integer.valueOf(text);
            }
            if (param instanceof LongParam) {
                return Long.valueOf(text);
            }
            if (param instanceof DoubleParam) {
                return Double.valueOf(text);
            }
            return param instanceof StringArrayParam ? text.split(",") : text;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s must be a number, but is \"%s\"".formatted(param.name(), text), e);
        }
    }
}
