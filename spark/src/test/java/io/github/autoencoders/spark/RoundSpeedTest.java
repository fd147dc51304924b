package io.github.autoencoders.spark;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.picture.NamedCurves;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.summary.NetworkSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples a second that one executor and two learn from, what they come to, and what is sent, where
 * somebody asks for it.
 */
@EnabledIfSystemProperty(named = "rounds.speed.samples", matches = "\\d+")
class RoundSpeedTest {

    private static final List<Integer> LOCAL_STEPS = List.of(1, 10, 50, 250);
    private static final int SHOWN = 50; // of these, the one that the table is of
    private static final Path CHART = Path.of("target/rounds.png");

    @TempDir private Path folder;

    /** What a fit came to. */
    private record Fit(TrainingHistory history, long sent, long parameters) {

        // The first epoch has an engine to load.
        double rate() {
            double seconds = 0;
            double samples = 0;
            for (TrainingHistory.Epoch epoch : rest()) {
                seconds += epoch.seconds();
                samples += epoch.seconds() * epoch.samplesPerSecond();
            }
            return samples / seconds;
        }

        private List<TrainingHistory.Epoch> rest() {
            return history.epochs().size() == 1
                    ? history.epochs()
                    : history.epochs().subList(1, history.epochs().size());
        }

        double loss() {
            return history.epochs().get(history.epochs().size() - 1).validation().total();
        }

        double samples() {
            return history.epochs().stream()
                    .mapToDouble(each -> each.seconds() * each.samplesPerSecond())
                    .sum();
        }

        NamedCurves.Curve curve(String name) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            double samples = 0;
            for (TrainingHistory.Epoch each : history.epochs()) {
                samples += each.seconds() * each.samplesPerSecond();
                x.add(samples);
                y.add(each.validation().total());
            }
            return new NamedCurves.Curve(name, x, y);
        }
    }

    /** The recipe's images, or sprites where there is no network. */
    private static Samples images(TrainingRecipe recipe, int count) throws IOException {
        try {
            return DataSource.of(recipe).split().training().first(count);
        } catch (IOException e) {
            System.out.println("sprites instead of " + recipe.data().source() + ": " + e);
            TrainingRecipe sprites = Recipes.named("vae-sprites");
            return DataSource.of(sprites).split().training().first(count);
        }
    }

    private static Dataset<Row> rows(SparkSession spark, Samples samples) {
        List<BufferedImage> images = samples.images();
        List<Row> rows =
                IntStream.range(0, samples.size())
                        .mapToObj(i -> RowFactory.create(image(images.get(i))))
                        .toList();
        return spark.createDataFrame(rows, ImageSchema.imageSchema());
    }

    private static Row image(BufferedImage image) {
        byte[] grey = new byte[image.getWidth() * image.getHeight()];
        int[] pixels =
                image.getRaster()
                        .getSamples(
                                0, 0, image.getWidth(), image.getHeight(), 0, new int[grey.length]);
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) pixels[i];
        }
        return RowFactory.create("", image.getHeight(), image.getWidth(), 1, 0, grey);
    }

    private Fit fit(int executors, int localSteps, Samples samples) throws IOException {
        SparkSession spark = LocalSpark.cluster(executors);
        AtomicLong sent = new AtomicLong();
        SparkListener counting =
                new SparkListener() {
                    @Override
                    public void onTaskEnd(SparkListenerTaskEnd end) {
                        sent.addAndGet(end.taskMetrics().resultSize());
                    }

                    // What an executor fetches of a broadcast.
                    @Override
                    public void onBlockUpdated(SparkListenerBlockUpdated block) {
                        BlockUpdatedInfo what = block.blockUpdatedInfo();
                        if (what.blockId().isBroadcast() && !what.blockManagerId().isDriver()) {
                            boolean piece = what.blockId().name().contains("_piece");
                            sent.addAndGet(piece ? what.memSize() : 0);
                        }
                    }
                };
        spark.sparkContext().addSparkListener(counting);
        Path run = folder.resolve(executors + "-" + localSteps);
        AutoencoderModel model =
                new AutoencoderEstimator()
                        .setRecipe("vae-fashion-mnist")
                        .setEpochs(Integer.getInteger("rounds.speed.epochs", 8))
                        .setImageCol("image")
                        .setWorkers(executors)
                        .setLocalSteps(localSteps)
                        .setCheckpointDir(run.toString())
                        .fit(rows(spark, samples));
        spark.sparkContext().removeSparkListener(counting);
        return new Fit(RunFolder.open(run).history(), sent.get(), parameters(model));
    }

    private static long parameters(AutoencoderModel model) {
        return NetworkSummary.of(model.config().newBlock()).parameters();
    }

    @Test
    void twoExecutorsBesideOne() throws IOException {
        TrainingRecipe recipe = Recipes.named("vae-fashion-mnist");
        Samples samples = images(recipe, Integer.getInteger("rounds.speed.samples", 0));
        Fit one = fit(1, SHOWN, samples);
        StringBuilder table =
                new StringBuilder(
                        "\n| executors | local steps | samples a second | validation loss | sent,"
                                + " MB | fewer than with each step |\n|---|---|---|---|---|---|\n");
        List<NamedCurves.Curve> curves = new ArrayList<>(List.of(one.curve("one executor")));
        table.append(row(1, SHOWN, one, one, recipe));
        for (int steps : LOCAL_STEPS) {
            Fit two = fit(2, steps, samples);
            table.append(row(2, steps, two, one, recipe));
            curves.add(two.curve(steps + " local steps"));
        }
        System.out.println(table);
        BufferedImage chart =
                new NamedCurves("samples", "validation loss, nats", curves)
                        .draw(recipe.data().source() + ", " + samples.name());
        Png.write(chart, CHART);
        System.out.println("loss over samples: spark/" + CHART);
        LocalSpark.threads();
    }

    private static String row(int executors, int steps, Fit fit, Fit one, TrainingRecipe recipe) {
        double updates = fit.samples() / recipe.batchSize(); // of all executors
        double each = updates * 2 * Float.BYTES * fit.parameters();
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.0f, %.2f x | %.2f, %+.2f %% | %.1f | %.1f x |%n",
                executors,
                steps,
                fit.rate(),
                fit.rate() / one.rate(),
                fit.loss(),
                100 * (fit.loss() / one.loss() - 1),
                fit.sent() / 1e6,
                each / fit.sent());
    }
}
