package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.util.List;

/**
 * The update of many arrays by Adam (<a href="https://arxiv.org/abs/1412.6980">Kingma and Ba,
 * 2015</a>) in one call of the engine, for gradients that the engine itself took; where they are
 * part of a program, the update is too.
 *
 * <p>One thread at a time may use it.
 *
 * @see AdamStepProgram
 */
public final class AdamProgram implements AutoCloseable {

    private final int arrays;
    private final AdamUpdate adam;
    private final Model model;

    private AdamProgram(int arrays, AdamUpdate adam, Model model) {
        this.arrays = arrays;
        this.adam = adam;
        this.model = model;
    }

    /** Returns whether an engine has such an update. */
    public static boolean isKnownTo(String engine) {
        return Language.of(engine).filter(Language.TORCH_SCRIPT::equals).isPresent();
    }

    /**
     * Loads the update of so many arrays.
     *
     * @param arrays how many are changed
     * @param firstDecay the paper's beta 1
     * @param secondDecay its beta 2
     * @throws IllegalArgumentException if the engine has none
     * @throws IOException if no temporary file can be written
     */
    public static AdamProgram of(int arrays, double firstDecay, double secondDecay, Placement place)
            throws IOException {
        if (!isKnownTo(place.engine())) {
            throw new IllegalArgumentException(
                    "engine must be PyTorch for an update of all arrays, but is " + place.engine());
        }
        AdamUpdate adam = new AdamUpdate(firstDecay, secondDecay);
        return new AdamProgram(arrays, adam, TorchScript.load(code(arrays, adam), place));
    }

    // The first argument holds the numbers.
    private static String code(int arrays, AdamUpdate adam) {
        List<String> lines =
                adam.lines(
                        "a0",
                        TorchScript.arguments(1, arrays),
                        TorchScript.arguments(1 + arrays, arrays),
                        TorchScript.arguments(1 + 2 * arrays, arrays),
                        TorchScript.arguments(1 + 3 * arrays, arrays));
        return TorchScript.function(1 + 4 * arrays, "Tensor", lines, AdamUpdate.KEPT);
    }

    /**
     * Changes the weights and both means of each, in place.
     *
     * @param weights the arrays that learn, float32
     * @param gradients of each, and of its shape
     * @throws IllegalArgumentException if there are not as many as it was made for
     */
    public void update(NDList weights, NDList gradients, AdamState state) {
        AdamState.requireAll(arrays, "weights", weights);
        AdamState.requireAll(arrays, "gradients", gradients);
        state.requireOf(arrays);
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList all = new NDList(adam.numbers(scope, state));
            all.addAll(weights);
            all.addAll(gradients);
            all.addAll(state.firsts());
            all.addAll(state.seconds());
            LoadedGraph.forward(model, all, false);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
