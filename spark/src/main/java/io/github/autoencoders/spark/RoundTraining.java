package io.github.autoencoders.spark;

import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A fit by workers that are partitions. The driver looks at some of the rows: it finds their
 * scaling and their words, and judges by a share of them; the workers learn from all others.
 *
 * @param columns that the samples stand in
 * @param recipe that is fit
 * @param settings of the rounds; how many make an epoch is found here
 * @param rounds how many, or 0 for the recipe's epochs as passes through the data
 * @param driverRows how many rows the driver looks at, at most
 */
record RoundTraining(
        FeatureColumns columns,
        TrainingRecipe recipe,
        RoundSettings settings,
        int rounds,
        int driverRows) {

    // A pass through data of any size would be long to wait for.
    private static final int MOST_ROUNDS_PER_EPOCH = 20;

    RoundTraining {
        if (recipe.data().limit() > 0) {
            throw new IllegalArgumentException(
                    "limit must be 0 for several workers, as a Dataset has one of its own, but is "
                            + recipe.data().limit());
        }
    }

    /**
     * Fits.
     *
     * @param data whose rows come in the same order whenever they are read
     * @param trainer of the recipe, for the driver
     * @param place where the driver computes
     */
    TrainedAutoencoder fit(Dataset<Row> data, AutoencoderTrainer trainer, Placement place)
            throws IOException {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
        JavaPairRDD<Row, Long> numbered = data.javaRDD().zipWithIndex();
        long count = numbered.count();
        if (count == 0) {
            throw new IllegalArgumentException("data must have rows to learn from, but have none");
        }
        long stride = (count + driverRows - 1) / driverRows;
        List<Row> seen = numbered.filter(each -> each._2() % stride == 0).keys().collect();
        DataSplit split = trainer.split(columns.data(seen, recipe));
        var unused = trainer.config(split); // or why they do not fit, before the rows are dealt out
        long[] heldOut =
                IntStream.of(DataSplit.heldOut(seen.size(), recipe.data().heldOut(), recipe.seed()))
                        .mapToLong(row -> row * stride)
                        .toArray();
        long learnt = count - heldOut.length;
        if (settings.workers() > learnt) {
            throw new IllegalArgumentException(
                    "workers must be at most %s, the rows to learn from, but is %s"
                            .formatted(learnt, settings.workers()));
        }
        JavaRDD<Row> dealt =
                DealtRows.of(numbered, heldOut, settings.workers())
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            PartReading reading = new PartReading(UUID.randomUUID().toString(), columns);
            SparkWorkers workers =
                    new SparkWorkers(
                            spark, dealt, reading, split.training().format(), place.engine());
            return inEpochs(trainer, learnt).fit(split, workers);
        } finally {
            dealt.unpersist(false);
        }
    }

    // An epoch, after which is judged, is a pass, or a part of one of which there are as many as
    // keep its rounds few. So many rounds as are asked for are divided evenly.
    private AutoencoderTrainer inEpochs(AutoencoderTrainer trainer, long learnt) {
        long part = (learnt + settings.workers() - 1) / settings.workers();
        long batches = (part + recipe.batchSize() - 1) / recipe.batchSize();
        int steps = settings.localSteps();
        double perPass = steps == 0 ? 1 : (double) batches / steps;
        double parts = Math.max(1, Math.ceil(perPass / MOST_ROUNDS_PER_EPOCH));
        int most = (int) Math.max(1, Math.round(perPass / parts));
        int asked = rounds == 0 ? (int) Math.ceil(recipe.epochs() * perPass) : rounds;
        int epochs = (asked + most - 1) / most;
        int each = rounds == 0 ? Math.min(most, asked) : (asked + epochs - 1) / epochs;
        return trainer.withEpochs(epochs).inRounds(settings.withRoundsPerEpoch(each));
    }
}
