package io.github.autoencoders.translate;

import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import io.github.autoencoders.model.AutoencoderConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a model that takes and gives raw units, as an exported one does: its translators check
 * inputs as those of the model do, and compute with no array, which some engines cannot.
 *
 * @param config of the model
 * @param task that the part does
 * @param place of the task's output among those of the part
 * @param zeros shapes of what else the part takes of each input, behind its condition
 */
public record RawPart(AutoencoderConfig config, Task task, int place, List<Shape> zeros) {

    public RawPart {
        zeros = List.copyOf(zeros);
    }

    private Computation computation() {
        return task.computation().inRawUnits(place);
    }

    /**
     * Returns a translator.
     *
     * @param label one of the model's conditions, which is that of every input, or null
     * @param input one of {@link Task#types} but an NDList, of which an engine takes what it takes
     * @param output that stands beside it there
     * @throws IllegalArgumentException if the model cannot be used for the task, or the types are
     *     others
     */
    public <I, O> Translator<I, O> translator(
            @Nullable String label, Class<I> input, Class<O> output) {
        task.requireTypes(input, output, false);
        return Task.items(config, computation(), zeros, label, input, output);
    }

    /** Returns a translator as {@link Task#ofArrays} does. */
    public Translator<List<double[]>, double[]> ofArrays() {
        return Task.arrays(config, computation(), zeros);
    }
}
