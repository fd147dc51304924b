package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.ReferenceScore;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A model to whether it is what its card says. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Computes what a model's card says of it again, on all samples that it was judged by.",
            "",
            "The data must be those of the card, byte for byte. A number that differs by more than"
                    + " a ten-thousandth is marked, and the exit code is then 1."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final double TOLERANCE = 1e-4;

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "Where the data are now (default: where they were in training).")
    private @Nullable String data;

    @Override
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        ModelCard card = saved.card();
        Samples samples = model.split(data, saved).validation();
        requireSame(card.validation(), samples);
        Map<String, Double> metrics = new LinkedHashMap<>(model.validate(saved, samples));
        model.check(saved).ifPresent(score -> metrics.put(ReferenceScore.METRIC, score));
        PrintWriter text = model.text();
        text.printf(Locale.ROOT, "%,d samples of %s%n", samples.size(), samples.name());
        text.printf(Locale.ROOT, "%-28s %14s %14s%n", "METRIC", "CARD", "NOW");
        boolean same = true;
        int compared = 0;
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            Double told = card.metrics().get(metric.getKey());
            if (told != null) {
                double now = metric.getValue();
                boolean close = Math.abs(now - told) <= TOLERANCE * Math.max(1, Math.abs(told));
                same &= close;
                compared++;
                text.printf(
                        Locale.ROOT,
                        "%-28s %14.6f %14.6f%s%n",
                        metric.getKey(),
                        told,
                        now,
                        close ? "" : "  differs");
            }
        }
        text.flush();
        if (compared == 0) {
            throw new IllegalArgumentException(
                    "card must have one of the metrics %s, but has %s"
                            .formatted(metrics.keySet(), card.metrics().keySet()));
        }
        return same ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void requireSame(ModelCard.Data known, Samples samples) {
        if (!known.sha256().isEmpty() && !known.sha256().equals(samples.sha256())) {
            throw new IllegalArgumentException(
                    "data must be those of the card, with the sha256 "
                            + known.sha256()
                            + ", but "
                            + samples.name()
                            + " has "
                            + samples.sha256());
        }
    }
}
