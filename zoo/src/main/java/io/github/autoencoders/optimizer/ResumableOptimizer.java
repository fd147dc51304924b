package io.github.autoencoders.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import io.github.autoencoders.array.ArrayReading;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.program.LossGraph;
import io.github.autoencoders.program.LossProgram;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer that keeps two arrays for each parameter, running means of its gradient and of the
 * gradient's square. DJL's own optimizers keep theirs to themselves, so that a training cannot be
 * resumed as if it had not been interrupted; this one saves them. For one device.
 */
public abstract sealed class ResumableOptimizer extends Optimizer
        permits ResumableAdam, ResumableRmsProp {

    private static final int UPDATES_BETWEEN_SWEEPS = 100;

    // A hundred times 0.9 takes it to 2.7e-37, and normal numbers end at 1.2e-38. Its root, 1e-16,
    // is a quarter of what rounding leaves out at an epsilon of 1e-8.
    private static final double NOTHING = 1e-32;

    private float learningRate;
    private final NDManager manager;
    private final Map<String, Moments> moments = new LinkedHashMap<>();

    ResumableOptimizer(double learningRate, NDManager manager) {
        super(new Builder());
        this.learningRate = (float) learningRate;
        this.manager = manager;
    }

    /** Returns the step size from now on. */
    final float learningRate() {
        return learningRate;
    }

    /** Sets the step size from now on. */
    public final void setLearningRate(double learningRate) {
        this.learningRate = (float) learningRate;
    }

    /**
     * Changes a parameter and its two running means, in place.
     *
     * @param t the number of this update, from 1
     */
    abstract void update(NDArray weight, NDArray gradient, NDArray first, NDArray second, int t);

    /**
     * Returns the steps down a loss, whose program has been called as often as it takes until the
     * engine has settled how it computes it. The caller closes it.
     *
     * @param loss whose parameters are those of a block
     * @param learning those that learn, float32, as the loss names them
     * @param place an engine that has programs
     * @param batch how many samples most steps learn from
     * @throws IllegalArgumentException if the engine has no programs, or an operation has no form
     *     in them
     * @throws IOException if no temporary file can be written
     */
    public Descent descent(LossGraph loss, List<Parameter> learning, Placement place, long batch)
            throws IOException {
        LossProgram program = LossProgram.of(loss, place, batch);
        try {
            program.warmUp(manager, batch);
            return new Parts(program, jointUpdate(learning, place));
        } catch (IOException | RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** Gradients by one program, then the update by what there is. */
    private record Parts(LossProgram program, JointUpdate update) implements Descent {

        @Override
        public NDList step(NDList arrays) {
            LossProgram.Result made = program.run(arrays);
            try (NDList gradients = made.gradients()) {
                update.step(gradients);
            }
            return made.outputs();
        }

        @Override
        public void close() {
            update.close();
            program.close();
        }
    }

    /**
     * Returns the update of all parameters at once, as {@link #update(String, NDArray, NDArray)}
     * makes it one by one but for rounding.
     *
     * @param parameters those that learn, float32
     * @param place an engine that has programs
     * @throws IOException if no temporary file can be written
     */
    JointUpdate jointUpdate(List<Parameter> parameters, Placement place) throws IOException {
        return new JointUpdate() {
            @Override
            public void step(NDList gradients) {
                int next = 0;
                for (Parameter parameter : parameters) {
                    change(parameter.getId(), parameter.getArray(), gradients.get(next++));
                }
            }

            @Override
            public void close() {}
        };
    }

    /** Returns where the running means live. */
    final NDManager manager() {
        return manager;
    }

    // Moments of one parameter and the number of its updates.
    static final class Moments {

        final NDArray first;
        final NDArray second;
        int updates;

        Moments(NDArray first, NDArray second, int updates) {
            this.first = first;
            this.second = second;
            this.updates = updates;
        }
    }

    @Override
    public final void update(String parameterId, NDArray weight, NDArray grad) {
        change(parameterId, weight, grad);
        forgetGradient(weight);
    }

    /** Sets a parameter's own gradient to 0, where {@link #update} does not. */
    void forgetGradient(NDArray weight) {}

    private void change(String parameterId, NDArray weight, NDArray grad) {
        Moments m = moments(parameterId, weight);
        update(weight, grad, m.first, m.second, ++m.updates);
        sweep(m);
    }

    /** Returns the moments of a parameter. */
    final Moments moments(String parameterId, NDArray weight) {
        return moments.computeIfAbsent(parameterId, id -> zeros(weight));
    }

    /** Does after an update what is due now and then. */
    final void sweep(Moments m) {
        if (m.updates % UPDATES_BETWEEN_SWEEPS == 0) {
            sweep(m.first);
            sweep(m.second);
        }
    }

    // A mean of gradients that have become 0, as those of a unit that is never active any more,
    // shrinks until it is below float32's normal numbers, which many processors are slow with, and
    // stays there. It is nothing beside the epsilon of the division long before.
    private void sweep(NDArray means) {
        try (NDManager scope = manager.newSubManager()) {
            means.tempAttach(scope);
            means.muli(means.abs().gte(NOTHING).toType(means.getDataType(), false));
        }
    }

    private Moments zeros(NDArray weight) {
        return new Moments(
                manager.zeros(weight.getShape(), weight.getDataType(), weight.getDevice()),
                manager.zeros(weight.getShape(), weight.getDataType(), weight.getDevice()),
                0);
    }

    /** Writes the moments, in the order of the block's parameters. */
    public final void save(Block block, Path file) throws IOException {
        try (NDManager scope = manager.newSubManager();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            state(block, scope).encode(out);
        }
    }

    /**
     * Returns copies of the moments, in the order of the block's parameters: of each that was
     * updated the first, the second, of its shape, and the number of its updates, shape [1].
     *
     * @param scope of the copies
     */
    public final NDList state(Block block, NDManager scope) {
        NDList list = new NDList();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            @Nullable Moments m = moments.get(parameter.getValue().getId());
            if (m == null) {
                continue;
            }
            list.add(named(parameter.getKey() + ".first", m.first, scope));
            list.add(named(parameter.getKey() + ".second", m.second, scope));
            NDArray updates = Numbers.of(scope, new int[] {m.updates}, new Shape(1));
            updates.setName(parameter.getKey() + ".updates");
            list.add(updates);
        }
        return list;
    }

    private static NDArray named(String name, NDArray array, NDManager scope) {
        NDArray copy = array.duplicate();
        copy.attach(scope);
        copy.setName(name);
        return copy;
    }

    /** Takes up the moments that {@link #save} wrote for a block of the same structure. */
    public final void load(Block block, Path file) throws IOException {
        Map<String, NDArray> saved = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            ArrayReading.decode(manager, in).forEach(array -> saved.put(array.getName(), array));
        }
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            if (!parameter.getValue().requiresGradient()) {
                continue; // frozen: never updated
            }
            @Nullable NDArray first = saved.get(parameter.getKey() + ".first");
            @Nullable NDArray second = saved.get(parameter.getKey() + ".second");
            @Nullable NDArray updates = saved.get(parameter.getKey() + ".updates");
            if (first == null || second == null || updates == null) {
                throw new IOException(
                        file
                                + ": moments must be there for each parameter, but "
                                + parameter.getKey()
                                + " has none");
            }
            first.setName(""); // with a dot in it, PyTorch's programs take an array for an entry
            second.setName("");
            moments.put(
                    parameter.getValue().getId(),
                    new Moments(first, second, updates.toIntArray()[0]));
            updates.close();
        }
    }

    /**
     * Takes up moments in place of those that there are.
     *
     * @param values the first and the second of each parameter of the block that is trained, in the
     *     order of {@link #state}
     * @param updates of each
     */
    public final void load(Block block, List<float[]> values, int updates) {
        Iterator<float[]> next = values.iterator();
        for (Pair<String, Parameter> each : block.getParameters()) {
            Parameter parameter = each.getValue();
            if (!parameter.requiresGradient()) {
                continue; // frozen: never updated
            }
            Device device = parameter.getArray().getDevice();
            Shape shape = parameter.getArray().getShape();
            @Nullable Moments before =
                    moments.put(
                            parameter.getId(),
                            new Moments(
                                    array(next.next(), shape, device),
                                    array(next.next(), shape, device),
                                    updates));
            if (before != null) {
                before.first.close();
                before.second.close();
            }
        }
    }

    private NDArray array(float[] values, Shape shape, Device device) {
        return Numbers.of(manager, values, shape).toDevice(device, false);
    }

    private static final class Builder extends OptimizerBuilder<Builder> {

        @Override
        protected Builder self() {
            return this;
        }
    }
}
