package io.github.autoencoders.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The update of many arrays by Adam (<a href="https://arxiv.org/abs/1412.6980">Kingma and Ba,
 * 2015</a>) in TorchScript, which passes over each array once. As a dozen operations for each
 * array, it would pass over them a dozen times, and wait for its threads as often.
 *
 * @param firstDecay the paper's beta 1
 * @param secondDecay its beta 2
 */
record AdamUpdate(double firstDecay, double secondDecay) {

    /** What a program with these lines must return, or PyTorch would leave out the update. */
    static final String KEPT = "kept";

    /**
     * Returns the lines of the update, in place.
     *
     * @param numbers the variable that holds {@link #numbers}
     * @param weights variables of what learns
     * @param gradients of each
     * @param firsts the running means of the gradients
     * @param seconds those of their squares
     */
    List<String> lines(
            String numbers,
            List<String> weights,
            List<String> gradients,
            List<String> firsts,
            List<String> seconds) {
        String update =
                "torch._fused_adam_(%s, gradients, %s, %s, [], %s, lr=rate, beta1=%s, beta2=%s,"
                        + " weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False,"
                        + " grad_scale=None, found_inf=None)";
        List<String> lines = new ArrayList<>();
        lines.add("gradients = " + gradients);
        lines.add("t = torch.select(%s, 0, 0)".formatted(numbers));
        lines.add("rate = float(torch.select(%s, 0, 1))".formatted(numbers));
        lines.add("epsilon = float(torch.select(%s, 0, 2))".formatted(numbers));
        List<String> counts = Collections.nCopies(weights.size(), "t");
        lines.add(
                "done = "
                        + update.formatted(
                                weights, firsts, seconds, counts, firstDecay, secondDecay));
        // PyTorch does not count that update among an array's writes, by which others see that it
        // has changed; this it does count, though nothing moves.
        for (int i = 0; i < weights.size(); i++) {
            lines.add("w%s = torch.transpose_(%s, 0, 0)".formatted(i, weights.get(i)));
        }
        lines.add(KEPT + " = gradients[0]");
        return lines;
    }

    /**
     * Returns what an update is told. PyTorch adds its epsilon to the root of the corrected second
     * moment.
     *
     * @param owner of what is returned
     */
    NDArray numbers(NDManager owner, AdamState state) {
        double corrected = state.epsilon() / Math.sqrt(1 - Math.pow(secondDecay, state.t()));
        float[] numbers = {state.t(), (float) state.rate(), (float) corrected};
        return Numbers.of(owner, numbers, new Shape(numbers.length));
    }
}
