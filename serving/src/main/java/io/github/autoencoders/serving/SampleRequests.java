package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SampleScorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for samples that a {@link SampleScorer} judges: images, sounds, rows.
 *
 * <p>A request holds them as one for the encoder of the scorer's model does, see {@link
 * AutoencoderServingTranslator}; of a sound, each window is judged.
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
    byte[] judged(Input request) throws RefusedException, IOException {
        WindowPlaces places = new WindowPlaces(scorer.windowStep(), 0); // none are joined
        Optional<SoundRequest> sound =
                SoundRequest.of(request, Task.ENCODE, scorer.config(), places);
        if (sound.isPresent()) {
            return judged(sound.get());
        }
        ServingRequest asked = ServingRequest.read(request, Task.ENCODE, scorer.config());
        return asked.form().ofRows(asked.batch()).write(scores(() -> scorer.score(samples(asked))));
    }

    // Each window, with the second at which it begins.
    private byte[] judged(SoundRequest sound) throws RefusedException, IOException {
        AnswerForm form = Accept.form(sound.input(), new AnswerForm.Json(), Optional.empty());
        List<Map<String, Object>> rows = scores(() -> windows(sound));
        List<Map<String, Object>> placed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>(rows.get(i));
            row.put("second", sound.second(i));
            placed.add(row);
        }
        return form.ofRows(true).write(placed);
    }

    private List<Map<String, Object>> windows(SoundRequest sound) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        sound.cut(
                windows -> {
                    AwaitedInput.requireAwaited(sound.input());
                    Samples samples = Samples.of(windows, scorer.config().format());
                    rows.addAll(scorer.score(labelled(samples, sound.label())));
                });
        return rows;
    }

    private Samples samples(ServingRequest asked) {
        double[][] rows =
                asked.inputs().stream().map(input -> input.get(0)).toArray(double[][]::new);
        return labelled(Samples.of(rows, scorer.config().format()), asked.label());
    }

    private static Samples labelled(Samples samples, @Nullable String label) {
        return label == null
                ? samples
                : samples.withLabels(Collections.nCopies(samples.size(), label));
    }
}
