package io.github.autoencoders.tensorboard;

import io.github.autoencoders.application.ShownSamples;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Writes what TensorBoard shows of a fit, after each epoch: the total loss, reconstruction and
 * penalty of training and validation, the penalty's weight, samples per second, all that the
 * model's card tells, pictures of reconstructions and samples, histograms of the codes, and the
 * files of the Embedding Projector.
 *
 * <pre>{@code
 * try (TensorBoard board = new TensorBoard(Path.of("logs/first"))) {
 *     AutoencoderTrainer.of(recipe).withListener(board).fit(rows).close();
 * } // then: tensorboard --logdir logs
 * }</pre>
 *
 * <p>The step of each is the number of the epoch. A fit that goes on in the same folder goes on
 * with its curves. It changes nothing of what is learnt. For one fit at a time.
 */
public final class TensorBoard implements FitListener, AutoCloseable {

    private static final int HISTOGRAMS = 32; // values of a code; more are only shown together

    private final LossEvents events;

    /**
     * Begins files in a folder, beside those that are there.
     *
     * @param folder of the run, in that which TensorBoard is given
     * @throws IOException if they cannot be written
     */
    public TensorBoard(Path folder) throws IOException {
        this(folder, Clock.systemUTC());
    }

    TensorBoard(Path folder, Clock clock) throws IOException {
        events = new LossEvents(folder, clock);
    }

    @Override
    public void epochDone(Progress progress) throws IOException {
        List<TrainingHistory.Epoch> epochs = progress.history().epochs();
        TrainingHistory.Epoch last = epochs.get(epochs.size() - 1);
        LossEvents.write(events.training(), last.epoch(), last.training());
        LossEvents.write(events.validation(), last.epoch(), last.validation());
        scalar("training/penalty weight", last.epoch(), last.penaltyWeight());
        scalar("training/samples per second", last.epoch(), last.samplesPerSecond());
        for (Map.Entry<String, Double> metric : progress.metrics().entrySet()) {
            if (!isOfTheLoss(metric.getKey())) {
                events.validation()
                        .scalar("metrics/" + metric.getKey(), last.epoch(), metric.getValue());
            }
        }
        try (TrainedAutoencoder model = progress.copy()) {
            shown(model, progress.data().validation(), last.epoch());
        }
    }

    private void scalar(String tag, int epoch, double value) throws IOException {
        events.training().scalar(tag, epoch, value);
    }

    private static boolean isOfTheLoss(String metric) {
        return metric.matches("(training|validation)_(total|reconstruction|penalty)");
    }

    private void shown(TrainedAutoencoder model, Samples samples, int epoch) throws IOException {
        SampleKind kind = model.format().kind();
        if (kind != SampleKind.TEXT && kind != SampleKind.PLANES) { // which are not drawn
            pictures(ShownSamples.of(model, samples), epoch);
        }
        if (model.config().bottleneck().canBeSampled()) { // no codebook's
            Samples few = samples.first(Projector.POINTS);
            float[][] codes = model.encode(few.inputs());
            histograms(codes, epoch);
            new Projector(few, codes).write(events.validationFolder());
        }
    }

    private void pictures(ShownSamples shown, int epoch) throws IOException {
        if (!shown.model().format().allowsMissing()) {
            events.validation().image("reconstructions", epoch, shown.reconstructions());
        }
        if (shown.model().config().bottleneck().isStochastic()) {
            events.validation().image("samples", epoch, shown.ofPrior());
        }
    }

    private void histograms(float[][] codes, int epoch) throws IOException {
        for (int d = 0; d < Math.min(HISTOGRAMS, codes[0].length); d++) {
            int axis = d;
            double[] values = Stream.of(codes).mapToDouble(code -> code[axis]).toArray();
            events.validation().histogram("codes/z" + (d + 1), epoch, values);
        }
        double[] all =
                Stream.of(codes)
                        .flatMapToDouble(code -> DoubleStream.of(Digits.widened(code)))
                        .toArray();
        events.validation().histogram("codes/all", epoch, all);
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
