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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
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

    private static final int SHOWN = 50; // local steps of the one that others stand beside
    private static final double MOMENTUM =
            Double.parseDouble(System.getProperty("rounds.speed.momentum", "0"));
    private static final Path CHART = Path.of("target/rounds.png");

    @TempDir private Path folder;

    /**
     * A fit that is measured.
     *
     * @param batchSize of each step of each executor
     */
    private record Trial(int executors, int localSteps, int batchSize) {

        String name() {
            return executors == 1 ? "one" : "%s x %s".formatted(localSteps, batchSize);
        }
    }

    /** What a fit came to; seconds are those of the jobs before the first round too. */
    private record Fit(
            Trial trial, TrainingHistory history, double seconds, long sent, long parameters) {

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

        NamedCurves.Curve curve() {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            double samples = 0;
            for (TrainingHistory.Epoch each : history.epochs()) {
                samples += each.seconds() * each.samplesPerSecond();
                x.add(samples);
                y.add(each.validation().total());
            }
            return new NamedCurves.Curve(trial.name(), x, y);
        }
    }

    /** Images of a file, else the recipe's, or sprites where there is no network. */
    private static Samples images(TrainingRecipe recipe, int count) throws IOException {
        String file = System.getProperty("rounds.speed.data", "");
        if (!file.isEmpty()) {
            return DataSource.of(Path.of(file)).load().first(count);
        }
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

    /** Counts bytes that rounds send: results of their tasks, and what is fetched of broadcasts. */
    private static final class Counting extends SparkListener {

        private final Set<Integer> stages = new HashSet<>();
        private final AtomicLong sent = new AtomicLong();

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            if (stage.stageInfo().name().contains("SparkWorkers")) { // and not RoundTraining
                stages.add(stage.stageInfo().stageId());
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            sent.addAndGet(stages.contains(end.stageId()) ? end.taskMetrics().resultSize() : 0);
        }

        @Override
        public void onBlockUpdated(SparkListenerBlockUpdated block) {
            BlockUpdatedInfo what = block.blockUpdatedInfo();
            if (what.blockId().isBroadcast() && !what.blockManagerId().isDriver()) {
                boolean piece = what.blockId().name().contains("_piece");
                sent.addAndGet(piece ? what.memSize() : 0);
            }
        }
    }

    private Fit fit(Trial trial, Samples samples) throws IOException {
        SparkSession spark = LocalSpark.cluster(trial.executors());
        Counting counting = new Counting();
        spark.sparkContext().addSparkListener(counting);
        Path run = folder.resolve(trial.name() + trial.executors());
        long begin = System.nanoTime();
        AutoencoderModel model =
                new AutoencoderEstimator()
                        .setRecipe("vae-fashion-mnist")
                        .setEpochs(Integer.getInteger("rounds.speed.epochs", 8))
                        .setImageCol("image")
                        .setWorkers(trial.executors())
                        .setLocalSteps(trial.localSteps())
                        .setOuterMomentum(MOMENTUM)
                        .setBatchSize(trial.batchSize())
                        .setCheckpointDir(run.toString())
                        .fit(rows(spark, samples));
        double seconds = (System.nanoTime() - begin) / 1e9;
        spark.sparkContext().removeSparkListener(counting);
        return new Fit(
                trial,
                RunFolder.open(run).history(),
                seconds,
                counting.sent.get(),
                parameters(model));
    }

    private static long parameters(AutoencoderModel model) {
        return NetworkSummary.of(model.config().newBlock()).parameters();
    }

    // Of two executors: as the recipe says, and with half batches, as many steps as one takes, and
    // as many samples a round.
    private static List<Trial> trials(int batchSize) {
        List<Trial> trials = new ArrayList<>();
        for (String steps :
                System.getProperty("rounds.speed.steps", "1,10,50,250").split(",", -1)) {
            trials.add(new Trial(2, Integer.parseInt(steps), batchSize));
        }
        trials.add(new Trial(2, 2 * SHOWN, batchSize / 2));
        return trials;
    }

    @Test
    void twoExecutorsBesideOne() throws IOException {
        TrainingRecipe recipe = Recipes.named("vae-fashion-mnist");
        Samples samples = images(recipe, Integer.getInteger("rounds.speed.samples", 0));
        Fit one = fit(new Trial(1, SHOWN, recipe.batchSize()), samples);
        System.out.print(
                "\n| executors | local steps | samples of a step | samples a second | validation"
                        + " loss | sent, MB | fewer than with each step | seconds in all |\n"
                        + "|---|---|---|---|---|---|---|---|\n"
                        + row(one, one));
        List<NamedCurves.Curve> curves = new ArrayList<>(List.of(one.curve()));
        for (Trial trial : trials(recipe.batchSize())) {
            Fit two = fit(trial, samples);
            System.out.print(row(two, one)); // each when it is known: they take long
            curves.add(two.curve());
            Png.write(
                    new NamedCurves("samples", "validation loss, nats", curves)
                            .draw("vae-fashion-mnist: one executor; two, local steps x samples"),
                    CHART);
        }
        System.out.println("\nloss over samples: spark/" + CHART);
        LocalSpark.threads();
    }

    private static String row(Fit fit, Fit one) {
        Trial trial = fit.trial();
        double updates = fit.samples() / trial.batchSize(); // of all executors
        double each = updates * 2 * Float.BYTES * fit.parameters();
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %.0f, %.2f x | %.2f, %+.2f %% | %.1f | %.1f x | %.0f |%n",
                trial.executors(),
                trial.localSteps(),
                trial.batchSize(),
                fit.rate(),
                fit.rate() / one.rate(),
                fit.loss(),
                100 * (fit.loss() / one.loss() - 1),
                fit.sent() / 1e6,
                each / fit.sent(),
                fit.seconds());
    }
}
