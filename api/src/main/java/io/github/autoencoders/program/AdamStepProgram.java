package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step of a training as one program of the engine's own: a loss, its gradients, and the update of
 * what learns by Adam (<a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, 2015</a>). Apart,
 * the engine would hand over each gradient and take it back, which is a twentieth of the step of a
 * network of a few dense layers.
 *
 * <p>One thread at a time may use it.
 *
 * @see LossProgram
 * @see AdamProgram
 */
public final class AdamStepProgram implements AutoCloseable {

    private final LossGraph loss;
    private final AdamUpdate adam;
    private final Model model;

    private AdamStepProgram(LossGraph loss, AdamUpdate adam, Model model) {
        this.loss = loss;
        this.adam = adam;
        this.model = model;
    }

    /**
     * Loads the steps down a loss, if the engine can have a whole step in a program.
     *
     * @param firstDecay the paper's beta 1
     * @param secondDecay its beta 2
     * @param batch how many samples most calls will have, for which it is made fast; it takes
     *     others as well
     * @throws IllegalArgumentException if an operation has no form in a program
     * @throws IOException if no temporary file can be written
     */
    public static Optional<AdamStepProgram> of(
            LossGraph loss, double firstDecay, double secondDecay, Placement place, long batch)
            throws IOException {
        if (!AdamProgram.isKnownTo(place.engine())) {
            return Optional.empty();
        }
        AdamUpdate adam = new AdamUpdate(firstDecay, secondDecay);
        Optional<TorchScript.Differentiated> differentiated =
                TorchScript.differentiated(loss, place, batch);
        return differentiated.isPresent()
                ? Optional.of(
                        new AdamStepProgram(
                                loss,
                                adam,
                                TorchScript.load(code(loss, adam, differentiated.get()), place)))
                : Optional.empty();
    }

    // Behind the graph's arrays come both means of each that learns, and the numbers.
    private static String code(
            LossGraph loss, AdamUpdate adam, TorchScript.Differentiated differentiated) {
        int given = differentiated.arguments();
        int learnt = loss.learnt().size();
        int numbers = given + 2 * learnt;
        List<String> lines = new ArrayList<>(differentiated.lines());
        lines.addAll(
                adam.lines(
                        "a" + numbers,
                        loss.learntAt().stream().map(at -> "a" + at).toList(),
                        differentiated.gradients(),
                        TorchScript.arguments(given, learnt),
                        TorchScript.arguments(given + learnt, learnt)));
        List<String> results = new ArrayList<>(differentiated.outputs());
        results.add(AdamUpdate.KEPT);
        return TorchScript.function(numbers + 1, lines, results);
    }

    /**
     * Calls it as often as should come before calls whose results are used, with zeros.
     *
     * @param manager of the device where it is used
     * @param batch how many samples
     * @see LossProgram#warmUp
     */
    public void warmUp(NDManager manager, long batch) {
        loss.warmUp(Language.TORCH_SCRIPT.callsBefore(), manager, batch, this::tryStep);
    }

    private void tryStep(NDList arrays) {
        NDList firsts = new NDList();
        NDList seconds = new NDList();
        for (int at : loss.learntAt()) {
            firsts.add(arrays.get(at).zerosLike());
            seconds.add(arrays.get(at).zerosLike());
        }
        step(arrays, new AdamState(firsts, seconds, 1, 1e-3, 1e-8));
    }

    /**
     * Computes the outputs, and changes what learns and both means of each, in place.
     *
     * @param arrays the graph's inputs in their order, then its parameters
     * @param state of the update, its means in the order in which what learns was named
     * @return the outputs in their order, of the parameters as they were, but where one is itself a
     *     parameter in another shape; they belong to the manager of the first input
     * @throws IllegalArgumentException if there are not as many means as it was made for
     */
    public NDList step(NDList arrays, AdamState state) {
        state.requireOf(loss.learnt().size());
        NDList all = new NDList(arrays);
        all.addAll(state.firsts());
        all.addAll(state.seconds());
        NDArray numbers = adam.numbers(arrays.getManager(), state);
        all.add(numbers.toDevice(arrays.head().getDevice(), false));
        NDList made = LoadedGraph.forward(model, all, false);
        made.remove(made.size() - 1).close(); // what kept the update
        return made;
    }

    @Override
    public void close() {
        model.close();
    }
}
