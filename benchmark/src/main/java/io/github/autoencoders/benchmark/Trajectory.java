package io.github.autoencoders.benchmark;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the first run of a comparison computed in its steps, in a folder of a file for each; with
 * large models for each second, third or so, so that all take no more than about a gigabyte.
 *
 * @param folder of the files
 */
record Trajectory(Path folder) {

    private static final long MOST_BYTES = 1L << 30;

    Path file(int step) {
        return folder.resolve(String.format(Locale.ROOT, "step-%05d.values", step));
    }

    /** Writes the steps of a training. */
    void lead(SteppedTraining training, int steps) throws IOException, TranslateException {
        Files.createDirectories(folder);
        int every = 1;
        for (int step = 1; step <= steps; step++) {
            StepValues values = training.step();
            if ((step - 1) % every == 0) {
                values.write(file(step));
            }
            if (step == 1) {
                every = (int) Math.max(1, (steps * Files.size(file(1)) - 1) / MOST_BYTES + 1);
            }
        }
    }

    /** Returns what the model was before the first step. */
    Map<String, float[]> first() throws IOException {
        return StepValues.read(file(1)).of(StepValues.Kind.PARAMETERS);
    }

    /** Returns how far each step is apart from the first run's, from the same parameters. */
    List<Differences.Step> followPinned(SteppedTraining training, int steps)
            throws IOException, TranslateException {
        return follow(training, steps, true);
    }

    /** Returns how far a training that began with the first parameters is apart. */
    List<Differences.Step> followFree(SteppedTraining training, int steps)
            throws IOException, TranslateException {
        return follow(training, steps, false);
    }

    private List<Differences.Step> follow(SteppedTraining training, int steps, boolean pinned)
            throws IOException, TranslateException {
        List<Differences.Step> differences = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            if (Files.exists(file(step))) {
                StepValues first = StepValues.read(file(step));
                if (pinned) {
                    training.set(first.of(StepValues.Kind.PARAMETERS));
                } else {
                    training.setUntrained(first.of(StepValues.Kind.PARAMETERS));
                }
                differences.add(Differences.Step.of(step, first, training.step()));
            } else {
                training.step();
            }
        }
        return differences;
    }
}
