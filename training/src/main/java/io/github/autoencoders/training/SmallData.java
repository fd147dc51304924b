package io.github.autoencoders.training;

import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A recipe for few samples. The library's recipes count in epochs, which of 50 samples are a few
 * steps, of which no model learns anything: below {@value #FEW} samples, batches are smaller and
 * epochs are more, so that there are about {@value #STEPS} steps; below {@value #VERY_FEW} the
 * layers of a dense network are half as wide; and of images the divergence counts up to {@value
 * #MOST_WEIGHT} times, without which thousands of pixels would learn the few by heart. With more
 * samples a recipe stays as it is.
 *
 * <pre>{@code
 * SmallData small = SmallData.of(Recipes.forData(samples), samples, Set.of());
 * AutoencoderTrainer.of(small.recipe()).fit(samples).close();  // small.lines() says what changed
 * }</pre>
 *
 * @param recipe for that many samples
 * @param lines what is not as it was, in one line; none if nothing is
 */
public record SmallData(TrainingRecipe recipe, List<String> lines) {

    private static final int FEW = 300;
    private static final int VERY_FEW = 200;
    private static final int STEPS = 1500;
    private static final int LEAST_BATCH = 4;
    private static final int MOST_WEIGHT = 8;
    private static final int LEAST_UNITS = 8;

    public SmallData {
        lines = List.copyOf(lines);
    }

    /**
     * Returns a recipe for samples.
     *
     * @param recipe for as many samples as it was written for
     * @param training to learn from
     * @param said the keys of the recipe that somebody has chosen, as {@code epochs}; they stay
     */
    public static SmallData of(TrainingRecipe recipe, Samples training, Set<String> said) {
        int samples = training.size();
        if (samples >= FEW) {
            return new SmallData(recipe, List.of());
        }
        List<String> changes = new ArrayList<>();
        TrainingRecipe small = recipe;
        int batch = Math.min(recipe.batchSize(), batch(samples));
        if (!said.contains("batchSize") && batch < recipe.batchSize()) {
            small = small.withBatchSize(batch);
            changes.add("batch " + batch);
        }
        int epochs = epochs(samples, small.batchSize());
        if (!said.contains("epochs") && epochs > recipe.epochs()) {
            small = small.withEpochs(epochs);
            changes.add(epochs + " epochs");
            if (!said.contains("patience") && recipe.patience() > 0) { // of as many steps
                small = small.withPatience(Math.max(recipe.patience(), epochs / 10));
            }
        }
        boolean sized = said.stream().anyMatch(key -> key.startsWith("architecture"));
        if (!sized && samples < VERY_FEW && recipe.architecture() instanceof Architecture.Dense d) {
            List<Integer> units = d.units().stream().map(SmallData::half).toList();
            small = small.withArchitecture(new Architecture.Dense(units, d.activation()));
            changes.add("layers of " + units);
        }
        boolean weighted = said.stream().anyMatch(key -> key.matches("(penaltyW|regularizer).*"));
        double weight = Math.min(MOST_WEIGHT, Math.floor(MOST_WEIGHT * 50.0 / samples));
        if (!weighted
                && weight > 1
                && training.format().kind() == SampleKind.IMAGE
                && recipe.regularizer() instanceof Regularizer.KlDivergence
                && recipe.penaltyWeight().equals(new Schedule.Constant(1))) {
            small = small.withPenaltyWeight(new Schedule.Constant(weight));
            changes.add("a divergence that counts " + (int) weight + " times");
        }
        return new SmallData(
                small, changes.isEmpty() ? List.of() : List.of(line(changes, samples)));
    }

    // A power of 2 of which there are about 8 in the samples.
    private static int batch(int samples) {
        int eighth = Math.max(1, (samples + 7) / 8);
        return Math.max(LEAST_BATCH, Integer.highestOneBit(2 * eighth - 1));
    }

    private static int epochs(int samples, int batch) {
        int batches = (samples + batch - 1) / batch;
        return (STEPS / batches + 9) / 10 * 10;
    }

    private static int half(int units) {
        return Math.max(Math.min(units, LEAST_UNITS), units / 2);
    }

    private static String line(List<String> changes, int samples) {
        int last = changes.size() - 1;
        String all =
                last == 0
                        ? changes.get(0)
                        : String.join(", ", changes.subList(0, last)) + " and " + changes.get(last);
        return "%s: %s samples are few".formatted(all, samples);
    }
}
