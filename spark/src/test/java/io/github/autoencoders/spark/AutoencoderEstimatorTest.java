package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is learnt from a Dataset. */
class AutoencoderEstimatorTest {

    private static SparkSession spark;

    @BeforeAll
    static void begin() {
        spark = LocalSpark.threads();
    }

    private static TrainingRecipe recipe() throws IOException {
        return Recipes.parse(Rows.RECIPE).withEpochs(2).withSeed(7).withBatchSize(16);
    }

    private static double[] scores(Dataset<Row> scored) {
        return scored.select("score").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    private static double[] byTrainer() throws IOException {
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe()).fit(Rows.all())) {
            return model.score(Rows.all());
        }
    }

    @Test
    void vectorsGiveWhatTheTrainerMakesOfTheirValuesBitForBit() throws IOException {
        Dataset<Row> rows = Rows.vectors(spark).coalesce(1);
        assertArrayEquals(byTrainer(), scores(Rows.estimator().fit(rows).transform(rows)));
    }

    @Test
    void arraysOfDoublesAreVectorsOfTheirValues() throws IOException {
        Dataset<Row> rows =
                Rows.column(
                                spark,
                                DataTypes.createArrayType(DataTypes.DoubleType),
                                i -> DoubleStream.of(Rows.values(i)).boxed().toList())
                        .coalesce(1);
        assertArrayEquals(byTrainer(), scores(Rows.estimator().fit(rows).transform(rows)));
    }
}
