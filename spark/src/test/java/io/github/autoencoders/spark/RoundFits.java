package io.github.autoencoders.spark;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.loss.TrainingState;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Fits in rounds for tests, some of which meet with misfortune. */
final class RoundFits {

    static final RoundSettings ROUNDS =
            RoundSettings.of(2).withLocalSteps(2).withOuterStep(0.7, 0.5);

    private RoundFits() {}

    /** What may go wrong in a task. */
    enum Misfortune {
        /** Nothing does. */
        NONE {
            @Override
            void happen() {}
        },
        /** The task throws. */
        EXCEPTION {
            @Override
            void happen() {
                throw new IllegalStateException("misfortune");
            }
        },
        /** The executor's process ends at once. */
        KILLED {
            @Override
            void happen() {
                Runtime.getRuntime().halt(1);
            }
        };

        abstract void happen();
    }

    /**
     * The KL divergence, which meets with misfortune once: in a step of the third round of worker
     * 1.
     *
     * @param misfortune what happens
     * @param mark a file that tells that it did
     */
    public record Unlucky(Misfortune misfortune, String mark) implements Regularizer.Custom {

        @Override
        public NDArray penalty(
                AutoencoderOutput output, NDArray reconstruction, TrainingState state) {
            if (TaskContext.get() != null
                    && TaskContext.getPartitionId() == 1
                    && state.step() >= 10
                    && marked()) {
                misfortune.happen();
            }
            return new Regularizer.KlDivergence().penalty(output, reconstruction, state);
        }

        private boolean marked() {
            try {
                Files.createFile(Path.of(mark));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static TrainingRecipe recipe() throws IOException {
        return Recipes.parse(Rows.RECIPE).withEpochs(3).withSeed(7).withBatchSize(8);
    }

    static TrainingRecipe unlucky(Misfortune misfortune, Path mark) throws IOException {
        return recipe().withRegularizer(
                        new Unlucky(misfortune, mark.toString()), new Schedule.Constant(1));
    }

    /** Fits rows of vectors by two workers. */
    static TrainedAutoencoder fit(
            SparkSession spark, TrainingRecipe recipe, AutoencoderTrainer trainer)
            throws IOException {
        Dataset<Row> rows = Rows.vectors(spark);
        FeatureColumns columns =
                FeatureColumns.of(Rows.estimator(), rows.schema(), Optional.empty());
        return new RoundTraining(columns, recipe, ROUNDS, 0, 1000)
                .fit(rows, trainer, Placement.ofDefault());
    }

    static byte[] parameters(TrainedAutoencoder model, Path folder) throws IOException {
        try (model) {
            model.save(folder);
            return Files.readAllBytes(folder.resolve("autoencoder-0000.params"));
        }
    }
}
