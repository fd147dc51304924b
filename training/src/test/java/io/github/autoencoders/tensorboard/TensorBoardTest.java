package io.github.autoencoders.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.optimizer.Adam;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {

    private final Path folder;

    TensorBoardTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static TrainingRecipe recipe(int epochs) {
        return TrainingRecipe.of(
                        new Architecture.Dense(List.of(16), Activation.TANH),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli())
                .withEpochs(epochs)
                .withBatchSize(8);
    }

    // 40 images of 4 x 4, each with one bright row; labelled by it.
    private static Samples images() {
        SampleFormat format = new SampleFormat(new Shape(1, 4, 4), 0, Scaling.UnitInterval.BYTES);
        byte[] pixels = new byte[40 * 16];
        int[] rows = IntStream.range(0, 40).map(i -> i % 4).toArray();
        for (int i = 0; i < 40; i++) {
            Arrays.fill(pixels, 16 * i + 4 * rows[i], 16 * i + 4 * rows[i] + 4, (byte) 255);
        }
        return Samples.ofBytes("rows", format, pixels, rows, List.of("first", "2 nd", "3", "4"));
    }

    private TrainingHistory fit(AutoencoderTrainer trainer) throws IOException {
        List<TrainingHistory> told = new ArrayList<>();
        FitListener noting = progress -> told.add(progress.history());
        trainer.withListener(noting).fit(images()).close();
        return told.get(told.size() - 1);
    }

    private List<Events.Value> values(String part, String tag) throws IOException {
        return Events.in(folder.resolve(part)).stream()
                .filter(value -> value.tag().equals(tag))
                .toList();
    }

    private List<Double> numbers(String part, String tag) throws IOException {
        return values(part, tag).stream().map(Events.Value::number).toList();
    }

    private static List<Double> floats(List<Double> values) {
        return values.stream().map(value -> (double) value.floatValue()).toList();
    }

    @Test
    void theLossesOfEachEpochAreWritten() throws IOException {
        TrainingHistory history;
        try (TensorBoard board = new TensorBoard(folder)) {
            history = fit(AutoencoderTrainer.of(recipe(3)).withListener(board));
        }
        List<TrainingHistory.Epoch> epochs = history.epochs();
        assertEquals(
                floats(epochs.stream().map(epoch -> epoch.training().total()).toList()),
                numbers("training", "loss/total"));
        assertEquals(
                floats(epochs.stream().map(epoch -> epoch.validation().reconstruction()).toList()),
                numbers("validation", "loss/reconstruction"));
        assertEquals(
                floats(epochs.stream().map(epoch -> epoch.validation().penalty()).toList()),
                numbers("validation", "loss/penalty"));
        assertEquals(List.of(1.0, 1.0, 1.0), numbers("training", "training/penalty weight"));
        assertEquals(3, numbers("training", "training/samples per second").size());
        assertEquals(
                List.of(1L, 2L, 3L),
                values("training", "loss/total").stream().map(Events.Value::step).toList());
    }

    @Test
    void picturesHistogramsAndCodesAreWritten() throws IOException {
        try (TensorBoard board = new TensorBoard(folder)) {
            fit(AutoencoderTrainer.of(recipe(2)).withListener(board));
        }
        assertEquals(2, values("validation", "reconstructions").size());
        assertEquals(2, values("validation", "samples").size());
        Events.Value codes = values("validation", "codes/z2").get(1);
        assertEquals(4.0, codes.message().at(3)); // a tenth of 40 is held out
        assertEquals(8.0, values("validation", "codes/all").get(1).message().at(3));
        List<String> rows = Files.readAllLines(folder.resolve("validation/codes.tsv"));
        assertEquals(4, rows.size());
        double least = (Double) codes.message().at(1);
        assertEquals(
                least,
                rows.stream()
                        .mapToDouble(
                                row -> Double.parseDouble(row.substring(row.indexOf('\t') + 1)))
                        .min()
                        .orElseThrow(),
                1e-6);
        List<String> labels = Files.readAllLines(folder.resolve("validation/labels.tsv"));
        assertEquals(4, labels.size());
        assertTrue(List.of("first", "2 nd", "3", "4").containsAll(labels), labels::toString);
        assertEquals(
                """
                embeddings {
                  tensor_name: "codes"
                  tensor_path: "codes.tsv"
                  metadata_path: "labels.tsv"
                  sprite {
                    image_path: "sprite.png"
                    single_image_dim: 32
                    single_image_dim: 32
                  }
                }
                """,
                Files.readString(folder.resolve("validation/projector_config.pbtxt")));
        BufferedImage sprite = ImageIO.read(folder.resolve("validation/sprite.png").toFile());
        assertEquals(64, sprite.getWidth());
        for (int i = 0; i < 4; i++) { // the bright row of each
            int row = List.of("first", "2 nd", "3", "4").indexOf(labels.get(i));
            int x = i % 2 * 32 + 16;
            int y = i / 2 * 32 + 8 * row + 4;
            assertEquals(0xFFFFFFFF, sprite.getRGB(x, y));
            assertEquals(0xFF000000, sprite.getRGB(x, i / 2 * 32 + 8 * ((row + 1) % 4) + 4));
        }
    }

    @Test
    void nothingElseIsLearnt() throws IOException {
        TrainingHistory watched;
        try (TensorBoard board = new TensorBoard(folder)) {
            watched = fit(AutoencoderTrainer.of(recipe(3)).withListener(board));
        }
        TrainingHistory alone = fit(AutoencoderTrainer.of(recipe(3)));
        assertEquals(
                alone.epochs().stream().map(TrainingHistory.Epoch::validation).toList(),
                watched.epochs().stream().map(TrainingHistory.Epoch::validation).toList());
    }

    @Test
    void aFitThatGoesOnGoesOnWithItsCurves() throws IOException {
        for (int epochs : new int[] {1, 3}) {
            try (TensorBoard board = new TensorBoard(folder.resolve("board"))) {
                fit(
                        AutoencoderTrainer.of(recipe(epochs))
                                .into(folder.resolve("run"))
                                .withListener(board));
            }
        }
        assertEquals(
                List.of(1L, 2L, 3L),
                values("board/training", "loss/total").stream().map(Events.Value::step).toList());
    }

    @Test
    void tablesAndPlainAutoencodersAreShownToo() throws IOException {
        float[][] rows = new float[60][3];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i, i % 7, i % 5 == 0 ? Float.NaN : 1f / (1 + i)};
        }
        TrainingRecipe plain =
                TrainingRecipe.of(
                                new Architecture.Dense(List.of(8), Activation.TANH),
                                new Bottleneck.Deterministic(2, Activation.IDENTITY),
                                new Likelihood.Gaussian(1))
                        .withRegularizer(new Regularizer.None(), new Schedule.Constant(0))
                        .withEpochs(2);
        try (TensorBoard board = new TensorBoard(folder)) {
            AutoencoderTrainer.of(plain).withListener(board).fit(rows).close();
            assertEquals(2, numbers("validation", "loss/total").size());
            assertEquals(2, values("validation", "codes/z1").size());
            assertFalse(numbers("validation", "metrics/validation_rmse_standardized").isEmpty());
            assertTrue(values("validation", "samples").isEmpty());
            assertFalse(Files.exists(folder.resolve("validation/labels.tsv")));
            assertFalse(Files.exists(folder.resolve("validation/sprite.png")));
        }
    }

    @Test
    void aTrainerOfOnesOwnIsShown() throws Exception {
        try (TensorBoardListener board = new TensorBoardListener(folder)) {
            train(board, true);
            assertEquals(
                    floats(
                            board.losses().epochs().stream()
                                    .map(epoch -> epoch.validation().orElseThrow().penalty())
                                    .toList()),
                    numbers("validation", "loss/penalty"));
            assertEquals(2, numbers("training", "loss/total").size());
        }
    }

    @Test
    void aListenerThatHearsNoLossesSaysSo() throws Exception {
        try (TensorBoardListener board = new TensorBoardListener(folder)) {
            Exception e = assertThrows(IllegalStateException.class, () -> train(board, false));
            assertEquals(
                    "losses() must be among the trainer's listeners before this one, but is not",
                    e.getMessage());
        }
    }

    private static void train(TensorBoardListener board, boolean heard) throws Exception {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        images().format(),
                        List.of(),
                        new Architecture.Dense(List.of(8), Activation.TANH),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli());
        Dataset data = ReconstructionDataset.of(images(), 8).withOrder(1);
        DefaultTrainingConfig how =
                new DefaultTrainingConfig(AutoencoderLoss.negativeElbo(new Likelihood.Bernoulli()))
                        .optOptimizer(Adam.builder().build());
        if (heard) {
            how.addTrainingListeners(board.losses());
        }
        how.addTrainingListeners(board);
        try (Model model = Model.newInstance("vae")) {
            model.setBlock(config.newBlock());
            try (Trainer trainer = model.newTrainer(how)) {
                trainer.initialize(new Shape(8, 1, 4, 4));
                EasyTrain.fit(trainer, 2, data, data);
            }
        }
    }
}
