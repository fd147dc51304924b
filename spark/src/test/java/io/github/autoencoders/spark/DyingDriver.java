package io.github.autoencoders.spark;

import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.spark.RoundFits.Misfortune;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;

/** A process whose training ends, with the process, after its first epoch. */
final class DyingDriver {

    static final int STATUS = 9;

    private DyingDriver() {}

    static TrainingRecipe recipe(Path run) throws IOException {
        return RoundFits.unlucky(Misfortune.NONE, run.resolveSibling("mark"));
    }

    static OwnClasses own() {
        return OwnClasses.of(RoundFits.Unlucky.class);
    }

    /**
     * Trains in the folder that is given, and dies; or with the name of a second one, trains to the
     * end and leaves the model there.
     */
    public static void main(String[] arguments) throws IOException {
        Path run = Path.of(arguments[0]);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(recipe(run)).into(run);
        if (arguments.length > 1) {
            RoundFits.parameters(
                    RoundFits.fit(LocalSpark.threads(), recipe(run), trainer),
                    Path.of(arguments[1]));
            Runtime.getRuntime().halt(0);
        }
        RoundFits.fit(
                        LocalSpark.threads(),
                        recipe(run),
                        trainer.withListener(progress -> Runtime.getRuntime().halt(STATUS)))
                .close();
    }
}
