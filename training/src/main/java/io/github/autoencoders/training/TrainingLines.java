package io.github.autoencoders.training;

import io.github.autoencoders.dataset.FarValue;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A training in lines of text: what the numbers are, an epoch, and what became of it.
 *
 * @param recipe what is trained
 */
public record TrainingLines(TrainingRecipe recipe) {

    private static final int MOST_FAR = 3;

    /**
     * Returns what the columns of samples are for, those of targets apart where they are others;
     * and which likelihood masks have, whatever the recipe says.
     *
     * @param training to learn from
     */
    public List<String> data(Samples training) {
        SampleFormat format = training.format();
        SampleFormat given = training.inputs().format();
        List<String> lines = new ArrayList<>();
        if (format.kind() == SampleKind.ROW && !given.equals(format)) {
            lines.addAll(given.schemaLines());
            lines.addAll(format.schema().lines("targets"));
        } else {
            lines.addAll(format.schemaLines());
        }
        String said = recipe.likelihood().getClass().getSimpleName();
        String learnt = recipe.likelihood().ofClasses().getClass().getSimpleName();
        if (format.kind() == SampleKind.MASK && !said.equals(learnt)) {
            lines.add("likelihood: %s, as masks have, in place of %s".formatted(learnt, said));
        }
        return lines;
    }

    /**
     * Returns what is so far from all else that it spoils the scaling of its column, a line for
     * each of the farthest.
     */
    public List<String> farOff(List<FarValue> values) {
        String advice =
                recipe.data().scaling() == ScalingKind.STANDARD
                        ? "; scaling must be robust for the others to be learnt none the less"
                        : "";
        Stream<String> lines =
                values.stream().limit(MOST_FAR).map(value -> "far off: " + value + advice);
        int more = values.size() - MOST_FAR;
        return Stream.concat(
                        lines,
                        Stream.of("far off too, in more columns: " + more).filter(line -> more > 0))
                .toList();
    }

    /** Returns what the numbers of an epoch are, and their units. */
    public String heading() {
        if (!isPenalized()) {
            return recipe.lossUnit() + " per sample: the reconstruction";
        }
        return recipe.lossUnit().equals("nats")
                ? "nats per sample: total (reconstruction + " + penalty() + ")"
                : "%s per sample: total (reconstruction in %s + %s)"
                        .formatted(recipe.lossUnit(), recipe.likelihood().unit(), penalty());
    }

    private boolean isPenalized() {
        return !recipe.regularizer().term().isEmpty();
    }

    // Weighted in the total, but shown as it is.
    private String penalty() {
        double weight = recipe.penaltyWeight().target();
        String times =
                weight == 1
                        ? ""
                        : new BigDecimal(Double.toString(weight))
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " * ";
        String unit = recipe.regularizer().unit();
        String in = recipe.lossUnit().equals(unit) || unit.isEmpty() ? "" : " in " + unit;
        return times + recipe.regularizer().term() + in;
    }

    /**
     * Returns the last epoch: a line of the training, and one of the validation.
     *
     * @param metrics of the model after it, by the names that its card has
     */
    public List<String> epoch(TrainingHistory history, Map<String, Double> metrics) {
        TrainingHistory.Epoch last = history.epochs().get(history.epochs().size() - 1);
        String epoch =
                String.format(
                        Locale.ROOT,
                        "epoch %" + String.valueOf(recipe.epochs()).length() + "d/%d",
                        last.epoch(),
                        recipe.epochs());
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s  training  %s %,7.0f samples/s  %5.1f s",
                        epoch,
                        terms(last.training()),
                        last.samplesPerSecond(),
                        last.seconds()),
                "%s  validation%s%s%s"
                        .formatted(
                                " ".repeat(epoch.length()),
                                terms(last.validation()),
                                error(metrics),
                                history.best().equals(last) ? "  best" : ""));
    }

    private static String error(Map<String, Double> metrics) {
        return Stream.of(
                        AutoencoderTrainer.HELD_OUT_RMSE,
                        AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED)
                .filter(metrics::containsKey)
                .map(name -> String.format(Locale.ROOT, "  RMSE %.4f", metrics.get(name)))
                .findFirst()
                .orElse("");
    }

    private String terms(LossSummary losses) {
        return isPenalized()
                ? String.format(
                        Locale.ROOT,
                        "%8.2f (%7.2f + %7.2f)",
                        losses.total(),
                        losses.reconstruction(),
                        losses.penalty())
                : String.format(Locale.ROOT, "%8.2f", losses.total());
    }

    /**
     * Returns what became of the model: its best epoch, and errors that it was measured by.
     *
     * @param metrics of that epoch's model, by the names that its card has
     */
    public Stream<String> best(TrainingHistory history, Map<String, Double> metrics) {
        TrainingHistory.Epoch best = history.best();
        String first =
                String.format(
                        Locale.ROOT,
                        "best: epoch %d, validation loss %.2f %s per sample",
                        best.epoch(),
                        best.validation().total(),
                        recipe.lossUnit());
        return Stream.of(
                        Stream.of(first),
                        measured(
                                metrics,
                                recipe.corruption().corrupts()
                                        ? "corrupted validation samples: PSNR %.2f dB, restored"
                                                + " %.2f dB"
                                        : "validation samples to their targets: inputs PSNR %.2f"
                                                + " dB, outputs %.2f dB",
                                "psnr_before",
                                "psnr_after"),
                        measured(
                                metrics,
                                recipe.corruption().corrupts()
                                        ? "                              SSIM %.4f, restored %.4f"
                                        : "                                            SSIM %.4f,"
                                                + " outputs %.4f",
                                "ssim_before",
                                "ssim_after"),
                        measured(
                                metrics,
                                "values held out: RMSE %.4f in the units of the data",
                                AutoencoderTrainer.HELD_OUT_RMSE),
                        measured(
                                metrics,
                                "values held out: RMSE %.4f in standard deviations of the columns",
                                AutoencoderTrainer.HELD_OUT_RMSE_STANDARDIZED))
                .flatMap(lines -> lines);
    }

    private static Stream<String> measured(
            Map<String, Double> metrics, String line, String... names) {
        Object[] values = Stream.of(names).map(metrics::get).toArray();
        return Stream.of(values).allMatch(Objects::nonNull)
                ? Stream.of(String.format(Locale.ROOT, line, values))
                : Stream.empty();
    }
}
