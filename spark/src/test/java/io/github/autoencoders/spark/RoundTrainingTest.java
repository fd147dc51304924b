package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training in rounds, by tasks that are threads of this process. */
class RoundTrainingTest {

    private static SparkSession spark;

    @BeforeAll
    static void begin() {
        spark = LocalSpark.threads();
    }

    private static TrainingRecipe recipe() throws IOException {
        return Recipes.parse(Rows.RECIPE).withEpochs(2).withSeed(7).withBatchSize(16);
    }

    private static double[] scores(AutoencoderTrainer trainer) throws IOException {
        try (TrainedAutoencoder model = trainer.fit(Rows.all())) {
            return model.score(Rows.all());
        }
    }

    private static AutoencoderModel fit(AutoencoderEstimator estimator) {
        return estimator.fit(Rows.vectors(spark));
    }

    private static double[] scored(AutoencoderEstimator estimator) {
        return fit(estimator)
                .transform(Rows.vectors(spark))
                .select("score")
                .collectAsList()
                .stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    // Scores of one model in batches of other sizes, which MXNet rounds otherwise; parameters are
    // compared by RoundClusterTest.
    private static void assertSame(double[] expected, double[] actual) {
        if (System.getProperty("ai.djl.default_engine", "PyTorch").equals("PyTorch")) {
            assertArrayEquals(expected, actual);
        } else {
            assertArrayEquals(expected, actual, 1e-5);
        }
    }

    @Test
    void oneWorkerInRoundsOfAPassIsTheTrainerBitForBit() throws IOException {
        AutoencoderEstimator estimator = Rows.estimator().setWorkers(1).setLocalSteps(0);
        assertSame(scores(AutoencoderTrainer.of(recipe())), scored(estimator));
    }

    @Test
    void workersThatArePartitionsDoAsThoseOfOneProcessBitForBit() throws IOException {
        RoundSettings rounds =
                RoundSettings.of(3).withLocalSteps(1).withRoundsPerEpoch(2).withOuterStep(0.7, 0.9);
        AutoencoderEstimator estimator =
                Rows.estimator()
                        .setWorkers(3)
                        .setLocalSteps(1)
                        .setRounds(4)
                        .setOuterRate(0.7)
                        .setOuterMomentum(0.9);
        assertSame(scores(AutoencoderTrainer.of(recipe()).inRounds(rounds)), scored(estimator));
    }

    /** Which task ends first is chance; what they add up to is not. */
    @Test
    void manyResultsAreAddedUpInOneOrder() throws IOException {
        AutoencoderEstimator estimator = Rows.estimator().setWorkers(7).setLocalSteps(1);
        double[] once = scored(estimator);
        assertArrayEquals(once, scored(estimator));
        // Seven have 10 or 11 rows each: a step is a pass.
        RoundSettings rounds = RoundSettings.of(7).withLocalSteps(1);
        assertArrayEquals(scores(AutoencoderTrainer.of(recipe()).inRounds(rounds)), once, 1e-4);
    }

    @Test
    void aDriverThatSeesFewOfTheRowsLearnsFromAll() {
        AutoencoderModel model = fit(Rows.estimator().setWorkers(2).setDriverRows(20));
        assertEquals(78, model.card().training().samples()); // 20 are seen, 2 of them held out
        assertEquals(2, model.card().validation().samples());
    }

    private static String refused(AutoencoderEstimator estimator, Dataset<Row> rows) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> estimator.fit(rows))
                        .getMessage());
    }

    @Test
    void whatCannotBeDividedIsRefusedOnTheDriver() {
        AutoencoderEstimator estimator = Rows.estimator().setWorkers(73);
        assertEquals(
                "workers must be at most 72, the rows to learn from, but is 73",
                refused(estimator, Rows.vectors(spark)));
        assertEquals(
                "data must have rows to learn from, but have none",
                refused(estimator, Rows.vectors(spark).limit(0)));
        Dataset<Row> odd =
                Rows.column(
                        spark,
                        SQLDataTypes.VectorType(),
                        i -> Vectors.dense(i == 79 ? new double[3] : Rows.values(i)));
        assertEquals(
                "row 26 of partition 0 must hold 4 values, as the model takes, but holds 3",
                refused(Rows.estimator().setWorkers(3).setDriverRows(10), odd));
    }

    /** Rows that are few, and in few of many partitions. */
    @Test
    void emptyPartitionsOfTheDataMatterNot() {
        Dataset<Row> rows = Rows.vectors(spark).repartition(200);
        AutoencoderModel model = Rows.estimator().setWorkers(2).fit(rows);
        assertEquals(72, model.card().training().samples());
    }
}
