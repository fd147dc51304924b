package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SampleScorer;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers requests for samples that a {@link SampleScorer} judges: images, sounds, rows.
 *
 * <p>A request holds them as one for the encoder of the scorer's model does, see {@link
 * AutoencoderServingTranslator}.
 */
public final class SampleRequests extends ScoreRequests {

    private final SampleScorer scorer;

    /** Makes what answers by a scorer. */
    public SampleRequests(SampleScorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public ModelSummary summary() {
        return ModelSummary.ofScorer(scorer.config());
    }

    @Override
    String judged(Input request) throws RefusedException, IOException {
        ServingRequest asked = ServingRequest.read(request, Task.ENCODE, scorer.config());
        return RowAnswerForm.of(asked).write(scores(() -> scorer.score(samples(asked.inputs()))));
    }

    private Samples samples(List<List<double[]>> inputs) {
        AutoencoderConfig config = scorer.config();
        double[][] rows = inputs.stream().map(input -> input.get(0)).toArray(double[][]::new);
        List<String> label =
                config.conditions().isEmpty() ? List.of() : label(inputs.get(0).get(1));
        Samples samples = Samples.of(rows, config.format());
        return label.isEmpty()
                ? samples
                : samples.withLabels(Collections.nCopies(rows.length, label.get(0)));
    }

    // That of all, as a request has one; none where the encoder needs none, and none was given.
    private List<String> label(double[] oneHot) {
        return IntStream.range(0, oneHot.length)
                .filter(i -> oneHot[i] == 1)
                .mapToObj(scorer.config().conditions()::get)
                .toList();
    }
}
