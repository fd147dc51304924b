package io.github.autoencoders.report;

import io.github.autoencoders.evaluation.CodeUnits;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.picture.Axis;
import io.github.autoencoders.picture.CodePoints;
import io.github.autoencoders.picture.SvgPlot;
import io.github.autoencoders.picture.SvgPlot.Scale;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.training.TrainingHistory.Epoch;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The charts of runs. */
final class RunCharts {

    /** How many colours there are; what is beyond has the one after. */
    static final int COLOURS = 12;

    private static final int BINS = 40;
    private static final int FEW_LABELS = 3; // whose scores are told apart
    private static final int MANY_UNITS = 64;

    private RunCharts() {}

    /**
     * A chart with its caption.
     *
     * @param key what the colours are
     */
    record Chart(String title, String unit, List<Key> key, String svg, String note) {}

    /**
     * What a colour or a stroke means.
     *
     * @param mark the class of its mark in the page
     */
    record Key(String mark, String name) {}

    private static final List<Key> STAGES =
            List.of(new Key("solid s0", "training"), new Key("broken s1", "validation"));

    /** Returns the curves of the total, and of the two terms where there are two. */
    static List<Chart> curves(RunReport run) {
        List<Chart> charts = new ArrayList<>();
        if (run.history().epochs().isEmpty()) {
            return charts;
        }
        Regularizer regularizer = run.recipe().regularizer();
        boolean penalized = !regularizer.term().isEmpty();
        charts.add(
                curve(
                        run,
                        penalized ? "Loss" : "Reconstruction",
                        run.recipe().lossUnit(),
                        LossSummary::total));
        if (penalized) {
            String unit = run.recipe().likelihood().unit();
            charts.add(curve(run, "Reconstruction", unit, LossSummary::reconstruction));
            charts.add(curve(run, regularizer.term(), regularizer.unit(), LossSummary::penalty));
        }
        return charts;
    }

    private static Chart curve(
            RunReport run, String name, String unit, ToDoubleFunction<LossSummary> term) {
        TrainingHistory history = run.history();
        double[] epochs = epochs(history);
        double[] training = values(history, epoch -> term.applyAsDouble(epoch.training()));
        double[] validation = values(history, epoch -> term.applyAsDouble(epoch.validation()));
        double[] both =
                DoubleStream.concat(DoubleStream.of(training), DoubleStream.of(validation))
                        .toArray();
        int best = history.best().epoch();
        SvgPlot plot =
                new SvgPlot(
                                name + " over the epochs",
                                Scale.ofWhole("epoch", epochs),
                                Scale.of(unit, both))
                        .mark(best, "best epoch, " + best)
                        .line(0, false, "training, epoch", epochs, training)
                        .line(1, true, "validation, epoch", epochs, validation);
        return new Chart(capital(name), each(unit), STAGES, plot.svg(), "");
    }

    /** Returns the validation losses of several runs in one chart. */
    static Chart together(List<RunReport> runs) {
        double[] epochs =
                runs.stream()
                        .flatMapToDouble(run -> DoubleStream.of(epochs(run.history())))
                        .toArray();
        double[] losses =
                runs.stream()
                        .flatMapToDouble(run -> DoubleStream.of(validation(run.history())))
                        .toArray();
        String unit = runs.get(0).recipe().lossUnit();
        SvgPlot plot =
                new SvgPlot(
                        "Validation losses over the epochs",
                        Scale.ofWhole("epoch", epochs),
                        Scale.of(unit, losses));
        List<Key> key = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunReport run = runs.get(i);
            int colour = Math.min(i, COLOURS);
            plot.line(
                    colour,
                    false,
                    run.name() + ", epoch",
                    epochs(run.history()),
                    validation(run.history()));
            key.add(new Key("solid s" + colour, run.name()));
        }
        return new Chart("Validation loss", each(unit), key, plot.svg(), "");
    }

    private static double[] validation(TrainingHistory history) {
        return values(history, epoch -> epoch.validation().total());
    }

    private static double[] epochs(TrainingHistory history) {
        return values(history, Epoch::epoch);
    }

    private static double[] values(TrainingHistory history, ToDoubleFunction<Epoch> value) {
        return history.epochs().stream().mapToDouble(value).toArray();
    }

    private static String each(String unit) {
        return unit.isEmpty() ? "per sample" : unit + " per sample";
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Returns what each number of the code is used for; those used most stand first. */
    static Chart units(CodeUnits all, boolean stochastic) {
        ToDoubleFunction<CodeUnits.Unit> value =
                stochastic ? CodeUnits.Unit::divergence : CodeUnits.Unit::variance;
        List<Integer> order =
                IntStream.range(0, all.units().size())
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        d -> -value.applyAsDouble(all.units().get(d))))
                        .toList();
        List<Integer> shown = order.subList(0, Math.min(MANY_UNITS, order.size()));
        double[] heights =
                shown.stream().mapToDouble(d -> value.applyAsDouble(all.units().get(d))).toArray();
        String unit = stochastic ? "nats" : "";
        SvgPlot plot =
                new SvgPlot(
                        stochastic ? "KL divergence of each unit" : "Variance of each unit",
                        new Scale(
                                "units of the code, the most used first",
                                0.4,
                                heights.length + 0.6,
                                true),
                        Scale.fromZero(unit, heights));
        for (int i = 0; i < heights.length; i++) {
            CodeUnits.Unit one = all.units().get(shown.get(i));
            String said =
                    "z%s: %s %s, variance %s"
                            .formatted(
                                    shown.get(i) + 1,
                                    Axis.text(heights[i]),
                                    stochastic ? "nats" : "",
                                    Axis.text(one.variance()));
            plot.bar(one.isActive() ? 0 : COLOURS, said, i + 0.62, i + 1.38, heights[i]);
        }
        String note =
                "%s of %s units are active (variance above 0.01)%s"
                        .formatted(
                                all.active(),
                                all.units().size(),
                                order.size() > shown.size()
                                        ? "; the first " + shown.size() + " are shown"
                                        : "");
        return new Chart(
                stochastic ? "KL divergence of each unit" : "Variance of each unit",
                stochastic ? "nats, on average" : "over the samples",
                List.of(),
                plot.svg(),
                note);
    }

    /** Returns the histogram of the scores, of each label where there are few. */
    static Chart scores(RunReport run, RunMeasures measures) {
        Samples samples = measures.samples();
        double[] scores = measures.scores().stream().mapToDouble(score -> score).toArray();
        boolean labelled = samples.labelled() && samples.labelNames().size() <= FEW_LABELS;
        List<String> names = labelled ? samples.labelNames() : List.of("samples");
        Scale x = Scale.ofMost("score, " + Task.scoreUnit(run.config()), scores);
        double[][] shares = new double[names.size()][BINS];
        int[] counts = new int[names.size()];
        int far = 0;
        for (int i = 0; i < scores.length; i++) {
            int kind = labelled ? samples.label(i) : 0;
            counts[kind]++;
            if (x.holds(scores[i])) {
                double part = (scores[i] - x.minimum()) / (x.maximum() - x.minimum());
                shares[kind][(int) Math.min(BINS - 1, BINS * part)]++;
            } else {
                far++;
            }
        }
        for (int kind = 0; kind < shares.length; kind++) {
            for (int bin = 0; bin < BINS; bin++) {
                shares[kind][bin] *= 100.0 / Math.max(1, counts[kind]);
            }
        }
        SvgPlot plot = bars(x, shares, names);
        List<Key> key =
                labelled
                        ? IntStream.range(0, names.size())
                                .mapToObj(kind -> new Key("square s" + kind, names.get(kind)))
                                .toList()
                        : List.of();
        String outside =
                far == 0 ? "" : far + (far == 1 ? " score lies" : " scores lie") + " outside";
        return new Chart("Scores", "% of the samples", key, plot.svg(), outside);
    }

    private static SvgPlot bars(Scale x, double[][] shares, List<String> names) {
        double[] all = Stream.of(shares).flatMapToDouble(DoubleStream::of).toArray();
        SvgPlot plot = new SvgPlot("Histogram of the scores", x, Scale.fromZero("%", all));
        double width = (x.maximum() - x.minimum()) / BINS;
        double each = 0.9 * width / shares.length;
        for (int kind = 0; kind < shares.length; kind++) {
            for (int bin = 0; bin < BINS; bin++) {
                double from = x.minimum() + bin * width;
                String said =
                        "%s, %s to %s: %s %%"
                                .formatted(
                                        names.get(kind),
                                        Axis.text(from),
                                        Axis.text(from + width),
                                        Axis.text(shares[kind][bin], 2));
                if (shares[kind][bin] > 0) { // those of several labels side by side
                    double left = from + kind * each;
                    plot.bar(kind, said, left, left + each, shares[kind][bin]);
                }
            }
        }
        return plot;
    }

    /** Returns the codes as points, which stand in the order of the samples. */
    static Chart codes(RunMeasures measures) {
        Samples samples = measures.samples();
        CodePoints points = CodePoints.of(measures.codes().toArray(float[][]::new));
        Scale x = Scale.ofMost(points.x(), points.column(0));
        Scale y = Scale.ofMost(points.y(), points.column(1));
        SvgPlot plot = new SvgPlot("Codes as points", x, y, 470);
        int shown = 0;
        for (int i = 0; i < points.places().size(); i++) {
            double[] place = points.places().get(i);
            if (x.holds(place[0]) && y.holds(place[1])) {
                plot.dot(colour(samples, i), place[0], place[1]);
                shown++;
            } else {
                plot.dot(COLOURS, clamp(place[0], x), clamp(place[1], y));
            }
        }
        int far = points.places().size() - shown;
        String note =
                far == 0
                        ? ""
                        : far
                                + (far == 1 ? " code lies" : " codes lie")
                                + " outside, at the edge here";
        return new Chart("", "upwards: " + points.y(), labels(samples), plot.svg(), note);
    }

    private static double clamp(double value, Scale scale) {
        return Math.max(scale.minimum(), Math.min(scale.maximum(), value));
    }

    /** Returns the number of the colour of a sample's label. */
    private static int colour(Samples samples, int index) {
        return samples.labelled() ? Math.min(samples.label(index), COLOURS) : 0;
    }

    private static List<Key> labels(Samples samples) {
        List<Key> key = new ArrayList<>();
        List<String> names = samples.labelled() ? samples.labelNames() : List.of();
        for (int i = 0; i < Math.min(COLOURS, names.size()); i++) {
            key.add(new Key("round s" + i, names.get(i)));
        }
        if (names.size() > COLOURS) {
            key.add(new Key("round s" + COLOURS, (names.size() - COLOURS) + " others"));
        }
        return key;
    }
}
