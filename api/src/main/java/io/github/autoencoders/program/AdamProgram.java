package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The update of many arrays by Adam (<a href="https://arxiv.org/abs/1412.6980">Kingma and Ba,
 * 2015</a>) in one call of the engine, which passes over each array once. As a dozen operations for
 * each array, it would pass over them a dozen times, and wait for its threads as often.
 *
 * <p>One thread at a time may use it.
 */
public final class AdamProgram implements AutoCloseable {

    private final int arrays;
    private final double secondDecay;
    private final Model model;

    private AdamProgram(int arrays, double secondDecay, Model model) {
        this.arrays = arrays;
        this.secondDecay = secondDecay;
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
        String code = code(arrays, firstDecay, secondDecay);
        return new AdamProgram(arrays, secondDecay, TorchScript.load(code, place));
    }

    // The first argument holds three numbers: the update's number, rate and epsilon. What is
    // returned, though nobody reads it, keeps the engine from leaving out the call.
    private static String code(int arrays, double firstDecay, double secondDecay) {
        String update =
                "torch._fused_adam_(%s, gradients, %s, %s, [], %s, lr=rate, beta1=%s, beta2=%s,"
                        + " weight_decay=0.0, eps=epsilon, amsgrad=False, maximize=False,"
                        + " grad_scale=None, found_inf=None)";
        List<String> lines = new ArrayList<>();
        lines.add("gradients = " + list(arrays, 1));
        lines.add("t = torch.select(a0, 0, 0)");
        lines.add("rate = float(torch.select(a0, 0, 1))");
        lines.add("epsilon = float(torch.select(a0, 0, 2))");
        lines.add(
                "done = "
                        + update.formatted(
                                list(arrays, 0),
                                list(arrays, 2),
                                list(arrays, 3),
                                Collections.nCopies(arrays, "t"),
                                firstDecay,
                                secondDecay));
        // PyTorch does not count that update among an array's writes, by which others see that it
        // has changed; this it does count, though nothing moves.
        for (int i = 0; i < arrays; i++) {
            lines.add("w%s = torch.transpose_(a%s, 0, 0)".formatted(i, i + 1));
        }
        return TorchScript.function(1 + 4 * arrays, "List[Tensor]", lines, "gradients");
    }

    private static String list(int arrays, int kind) {
        return IntStream.range(0, arrays)
                .mapToObj(i -> "a" + (1 + kind * arrays + i))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * Changes the weights and both means of each, in place. The epsilon is added to the root of the
     * uncorrected second moment, as the last lines of the paper's section 2 have it.
     *
     * @param weights the arrays that learn, float32
     * @param gradients of each, and of its shape
     * @param firsts the running means of the gradients
     * @param seconds those of their squares
     * @param t the number of this update, from 1
     * @param rate the paper's alpha
     * @param epsilon beside the root
     * @throws IllegalArgumentException if there are not as many as it was made for
     */
    public void update(
            NDList weights,
            NDList gradients,
            NDList firsts,
            NDList seconds,
            int t,
            double rate,
            double epsilon) {
        requireAll("weights", weights);
        requireAll("gradients", gradients);
        requireAll("firsts", firsts);
        requireAll("seconds", seconds);
        // The engine adds its epsilon to the root of the corrected one.
        double corrected = epsilon / Math.sqrt(1 - Math.pow(secondDecay, t));
        try (NDManager scope = model.getNDManager().newSubManager()) {
            float[] numbers = {t, (float) rate, (float) corrected};
            NDList all = new NDList(scope.create(numbers));
            all.addAll(weights);
            all.addAll(gradients);
            all.addAll(firsts);
            all.addAll(seconds);
            LoadedGraph.forward(model, all, false);
        }
    }

    private void requireAll(String name, NDList list) {
        if (list.size() != arrays) {
            throw new IllegalArgumentException(
                    "%s must be %s, but are %s".formatted(name, arrays, list.size()));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
