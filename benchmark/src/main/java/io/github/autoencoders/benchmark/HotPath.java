package io.github.autoencoders.benchmark;

import io.github.autoencoders.argument.Require;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * One thing that is done for every batch, measured by itself.
 *
 * @param name begins with the group, as in {@code loss Bernoulli + KL}
 * @param images of one call
 * @param benchmark the class of the benchmark
 * @param method of the class
 * @param parameters of the benchmark
 */
public record HotPath(
        String name,
        int images,
        Class<?> benchmark,
        String method,
        Map<String, Object> parameters) {

    /** Columns of a name in the table; a longer one has a line to itself. */
    static final int NAME = 38;

    public HotPath {
        parameters = Map.copyOf(parameters);
    }

    /**
     * How long JMH measures.
     *
     * @param repetitions whose times are taken, at least 1, with a third as many before them, at
     *     least three
     * @param seconds of each, in which a path is called again and again, at least once
     * @param forks processes of Java, one after the other, each with so many repetitions
     */
    public record Effort(int repetitions, double seconds, int forks) {

        public Effort {
            Require.atLeast(1, "repetitions", repetitions);
            Require.positive("seconds", seconds);
            Require.atLeast(1, "forks", forks);
        }
    }

    /**
     * What was measured of a path.
     *
     * @param name of the path
     * @param images of one call
     * @param milliseconds of one call, on average over each repetition
     * @param errorMilliseconds half the width of the interval that the mean lies in with a
     *     confidence of 99.9 %, if repetitions are normally distributed; 0 of fewer than three
     * @param repetitions that were timed, 0 where it failed
     * @param failure why it could not be measured, or empty
     */
    public record Timing(
            String name,
            int images,
            Quartiles milliseconds,
            double errorMilliseconds,
            int repetitions,
            String failure) {

        /** Returns the images in a second, at the median. */
        public double imagesPerSecond() {
            return 1000 * images / milliseconds.median();
        }

        /** Returns a row of a table below {@link HotPathReport#head}. */
        @Override
        public String toString() {
            String end = name.length() > NAME ? System.lineSeparator() + " ".repeat(NAME) : "";
            return ("%-" + NAME + "s%s %s")
                    .formatted(name, end, failure.isEmpty() ? figures() : failure);
        }

        private String figures() {
            return String.format(
                    Locale.ROOT,
                    "%7.3f ms %6.1f %% %7.3f ms %,10.0f",
                    milliseconds.median(),
                    100 * milliseconds.spread(),
                    errorMilliseconds,
                    imagesPerSecond());
        }
    }

    /**
     * Returns the path's times; of a path that the engine cannot run, the reason. JMH starts its
     * processes with the Java, the options, the class path and the environment of this one.
     */
    public Timing time(Effort effort) {
        Require.uninterrupted("measuring");
        OptionsBuilder options = new OptionsBuilder();
        options.include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .warmupIterations(Math.max(3, effort.repetitions / 3))
                .warmupTime(time(effort.seconds))
                .measurementIterations(effort.repetitions)
                .measurementTime(time(effort.seconds))
                .forks(effort.forks)
                .shouldFailOnError(true);
        parameters.forEach((key, value) -> options.param(key, value.toString()));
        try {
            // What the processes print, as MXNet which of its engines it takes, is no row.
            OutputFormat none =
                    OutputFormatFactory.createFormatInstance(
                            new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
            return timing(new Runner(options.build(), none).runSingle().getPrimaryResult());
        } catch (RunnerException e) {
            Throwable first = first(e);
            if (first instanceof InterruptedException) { // which JMH takes for a failure
                Thread.currentThread().interrupt();
            }
            Require.uninterrupted("measuring");
            return new Timing(name, images, new Quartiles(0, 0, 0), 0, 0, reason(first));
        }
    }

    private static TimeValue time(double seconds) {
        return TimeValue.microseconds(Math.max(1, Math.round(1e6 * seconds)));
    }

    private Timing timing(Result<?> result) {
        Statistics each = result.getStatistics();
        Quartiles quartiles =
                new Quartiles(
                        each.getPercentile(25), each.getPercentile(50), each.getPercentile(75));
        double error = each.getN() > 2 ? each.getMeanErrorAt(0.999) : 0;
        return new Timing(name, images, quartiles, error, Math.toIntExact(each.getN()), "");
    }

    // JMH wraps what happened in a process.
    private static Throwable first(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null || first.getSuppressed().length > 0) {
            first = first.getCause() != null ? first.getCause() : first.getSuppressed()[0];
        }
        return first;
    }

    private static String reason(Throwable first) {
        String text = first.getMessage();
        return text == null || text.isBlank()
                ? first.getClass().getSimpleName()
                : text.lines().findFirst().orElse(text);
    }
}
