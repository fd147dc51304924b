package io.github.autoencoders.benchmark;

import io.github.autoencoders.benchmark.Comparison.Row;
import io.github.autoencoders.training.LossSummary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** A comparison as text: figures, losses and agreement, one below the other. */
public final class ComparisonTable {

    private static final String FIGURES = " %9s %9s %9s %9s %7s %8s%n";

    private static final String EXPORTED = "  %-6s %5s %13s %13s %6s%n";

    private static final String LOSSES = "  %-10s  %s%n";

    private static final String DIFFERENCES = "  %-16s %-18s %-18s %s%n";

    private static final int MOST_MEGABYTES = 10_000;

    private final Comparison comparison;
    private final int width;

    private ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
        width =
                comparison.rows().stream()
                        .mapToInt(row -> row.setup().toString().length())
                        .max()
                        .orElse(0);
    }

    /** Returns the text, in lines. */
    public static String of(Comparison comparison) {
        ComparisonTable table = new ComparisonTable(comparison);
        return table.figures() + table.exported() + table.losses() + table.agreement();
    }

    private String figures() {
        StringBuilder text = new StringBuilder();
        text.append(name("samples/s"));
        text.append(
                FIGURES.formatted("training", "encoding", "decoding", "scoring", "first", "peak"));
        text.append(name("")).append(FIGURES.formatted("", "", "", "", "batch", "memory"));
        for (Row row : comparison.rows()) {
            text.append(name(row.setup().toString()));
            Optional<Measured> measured = row.measured();
            if (measured.isPresent()) {
                text.append(figures(measured.get()));
            } else if (row.figures() instanceof Comparison.Failed failed) {
                text.append("  failed: ").append(failed.reason()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private String exported() {
        StringBuilder text = new StringBuilder();
        for (Row row : comparison.rows()) {
            for (ExportedSpeed speed : row.figures().exported()) {
                text.append(name(row.setup().toString()))
                        .append(
                                EXPORTED.formatted(
                                        speed.task().key(),
                                        speed.batch(),
                                        milliseconds(speed.seconds()),
                                        milliseconds(speed.exportedSeconds()),
                                        String.format(Locale.ROOT, "%.2f", speed.ratio())));
            }
        }
        return text.isEmpty()
                ? ""
                : "%nmedians of calls, by turns with the model exported to ONNX%n".formatted()
                        + name("")
                        + EXPORTED.formatted("", "batch", "here", "ONNX Runtime", "ratio")
                        + text;
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f ms", 1e3 * seconds);
    }

    private static String figures(Measured m) {
        return FIGURES.formatted(
                rate(m.training()),
                rate(m.encoding()),
                rate(m.decoding()),
                rate(m.scoring()),
                String.format(Locale.ROOT, "%.2f s", m.firstBatchSeconds()),
                m.peakBytes() == 0 ? "unknown" : memory(m.peakBytes() / 1e6));
    }

    private static String memory(double megabytes) {
        return megabytes < MOST_MEGABYTES
                ? String.format(Locale.ROOT, "%,.0f MB", megabytes)
                : String.format(Locale.ROOT, "%.1f GB", megabytes / 1e3);
    }

    private static String rate(double rate) {
        return rate == 0 ? "-" : String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%,.0f", rate);
    }

    private String losses() {
        StringBuilder text = new StringBuilder();
        for (Row row : comparison.rows()) {
            String name = name(row.setup().toString());
            row.measured()
                    .ifPresent(
                            m ->
                                    text.append(name)
                                            .append(losses("training", m.trainingLoss()))
                                            .append(name)
                                            .append(losses("validation", m.validationLoss())));
        }
        String unit = comparison.recipe().lossUnit();
        return text.isEmpty()
                ? ""
                : "%n%s per sample after the last epoch: total (reconstruction + penalty)%n"
                                .formatted(unit)
                        + text;
    }

    private static String losses(String of, LossSummary loss) {
        return LOSSES.formatted(of, loss(loss));
    }

    private static String loss(LossSummary loss) {
        return String.format(
                Locale.ROOT,
                "%.4f (%.4f + %.4f)",
                loss.total(),
                loss.reconstruction(),
                loss.penalty());
    }

    private String agreement() {
        StringBuilder text = new StringBuilder();
        String first = "";
        for (Row row : comparison.rows()) {
            if (row.agreement() instanceof Comparison.Compared compared) {
                first = compared.first().toString();
                Differences found = compared.differences();
                text.append("%s%n".formatted(row.setup()))
                        .append(differences("same parameters", found.sameParameters()))
                        .append(differences("free-running", found.freeRunning()));
            } else if (row.agreement() instanceof Comparison.NotCompared not) {
                text.append(name(row.setup().toString()))
                        .append("  not compared: ")
                        .append(not.reason())
                        .append(System.lineSeparator());
            }
        }
        if (text.isEmpty()) {
            return "";
        }
        return String.format(
                        Locale.ROOT,
                        "%nlargest relative difference from %s over %,d steps,%n"
                                + "and in brackets the median of the steps%n",
                        first.isEmpty() ? "the first run" : first,
                        comparison.agreementSteps())
                + DIFFERENCES.formatted("", "outputs", "losses", "gradients")
                + text
                + """
                same parameters: each step from those that the first run had before it.
                free-running: from its first parameters on alone.
                Batches and noise are the same, drawn in Java, without dropout. The relative
                difference of arrays a and b is max |a - b| / max(|a|, |b|) over their values;
                of the outputs, and of the gradients of all parameters, the largest; the three
                losses are one array.
                """;
    }

    private String differences(String kind, List<Differences.Step> steps) {
        String few =
                steps.size() < comparison.agreementSteps()
                        ? String.format(Locale.ROOT, "  (at %,d of the steps)%n", steps.size())
                        : "";
        return DIFFERENCES.formatted(
                        kind,
                        difference(steps, Differences.Step::outputs),
                        difference(steps, Differences.Step::losses),
                        difference(steps, Differences.Step::gradients))
                + few;
    }

    private static String difference(
            List<Differences.Step> steps, ToDoubleFunction<Differences.Step> number) {
        return String.format(
                Locale.ROOT,
                "%.1e (%.1e)",
                Differences.largest(steps, number),
                Differences.median(steps, number));
    }

    private String name(String name) {
        return ("%-" + Math.max(width, 20) + "s").formatted(name);
    }
}
