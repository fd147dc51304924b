package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.evaluation.CardCheck;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Validation;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
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

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "Where the data are now (default: where they were in training).")
    private @Nullable String data;

    @Override
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        Samples samples = model.split(data, saved).validation();
        CardCheck.requireSame(saved.card().validation(), samples);
        CardCheck check =
                CardCheck.of(
                        saved.card(), samples, Validation.metrics(saved, samples, model.place()));
        model.say("%,d samples of %s", samples.size(), samples.name());
        model.output().say(check.lines());
        return check.holds() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
