package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SampleScorer;
import java.io.IOException;
import java.util.Collections;

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
        return asked.form().ofRows(asked.batch()).write(scores(() -> scorer.score(samples(asked))));
    }

    private Samples samples(ServingRequest asked) {
        double[][] rows =
                asked.inputs().stream().map(input -> input.get(0)).toArray(double[][]::new);
        Samples samples = Samples.of(rows, scorer.config().format());
        String label = asked.label();
        return label == null
                ? samples
                : samples.withLabels(Collections.nCopies(rows.length, label));
    }
}
