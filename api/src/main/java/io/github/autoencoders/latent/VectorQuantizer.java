package io.github.autoencoders.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.github.autoencoders.array.Scaled;
import io.github.autoencoders.network.Described;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each of a sample's P vectors by the nearest of K entries of a codebook, \(e_k\) with \(k
 * = \operatorname{argmin}_j \lVert z_e(x) - e_j \rVert_2\): Eq. 1 and 2 of <a
 * href="https://arxiv.org/abs/1711.00937">van den Oord et al. (2017)</a>. Features [B, D], the P
 * vectors lying in them as a map does, channels before places, become the code [B, D], and the
 * {@link Quantization} follows. The gradient of the code passes to the features as it is, as if
 * nothing had been replaced.
 *
 * <p>The entries are no weights that an optimizer changes: {@link #update} moves them to where the
 * vectors are, once for each batch that is learnt from. They are saved with the model, and so are
 * the averages they come from.
 */
public final class VectorQuantizer extends AbstractBlock implements Described {

    private static final double SMOOTHING = 1e-5;
    private static final double DEAD = 0.1; // of an entry's fair share of the vectors

    private final Bottleneck.VectorQuantized shape;
    private final Parameter codebook; // [K, V]
    private final Parameter counts; // [K]
    private final Parameter sums; // [K, V]

    VectorQuantizer(Bottleneck.VectorQuantized shape) {
        this.shape = shape;
        Shape entries = new Shape(shape.entries(), shape.dimension());
        codebook = addState("codebook", entries);
        counts = addState("counts", new Shape(shape.entries()));
        sums = addState("sums", entries);
    }

    // Zeros do not matter: as long as no vector was counted, no entry is alive.
    private Parameter addState(String name, Shape size) {
        return addParameter(
                Parameter.builder()
                        .setName(name)
                        .setType(Parameter.Type.OTHER)
                        .optRequiresGrad(false)
                        .optInitializer(Initializer.ZEROS)
                        .optShape(size)
                        .build());
    }

    // A model that was loaded lets go of all its parameters when a trainer is made for it; the
    // trainer initializes the block after that.
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        freezeParameters(true);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray features = inputs.singletonOrThrow(); // [B, D]
        NDArray values = features.stopGradient();
        NDArray entries = parameterStore.getValue(codebook, features.getDevice(), training);
        NDArray nearest = nearest(vectors(values), entries); // [B P]
        NDArray replaced = oneHot(nearest, features).matMul(entries); // [B P, V]
        long batch = features.getShape().get(0);
        NDArray code =
                replaced.reshape(batch, shape.codes(), shape.dimension())
                        .transpose(0, 2, 1)
                        .reshape(batch, shape.codeSize()); // [B, D]
        NDArray zero = features.sub(values); // in value, but not in its gradient
        NDList output = new NDList(code.add(zero));
        new Quantization(features, nearest.reshape(batch, shape.codes())).addTo(output);
        return output;
    }

    // [B, D] to [B P, V]
    private NDArray vectors(NDArray features) {
        long batch = features.getShape().get(0);
        return features.reshape(batch, shape.dimension(), shape.codes())
                .transpose(0, 2, 1)
                .reshape(batch * shape.codes(), shape.dimension());
    }

    // |z - e|^2 is least where z e - |e|^2 / 2 is greatest.
    private static NDArray nearest(NDArray vectors, NDArray entries) {
        NDManager manager = vectors.getManager(); // else the arrays would live as long as the model
        NDArray transposed = entries.transpose();
        transposed.attach(manager);
        NDArray squares = entries.square();
        squares.attach(manager);
        NDArray halfNorms = Scaled.by(0.5, squares.sum(new int[] {1})); // [K]
        return vectors.matMul(transposed).sub(halfNorms).argMax(1);
    }

    // [N] to [N, K], of the type of the features
    private NDArray oneHot(NDArray indices, NDArray features) {
        return indices.oneHot(shape.entries(), features.getDataType());
    }

    /**
     * Moves the entries to exponential moving averages of the vectors that they replaced, Appendix
     * A.1 of <a href="https://arxiv.org/abs/1711.00937">van den Oord et al. (2017)</a>, with
     * Laplace smoothing of the counts. Entries that replaced less than a tenth of their fair share,
     * as all do at first, begin anew at vectors of this batch, drawn by the engine's random
     * numbers, with just that share: one that is not used at once begins anew at the next batch.
     *
     * <p>For a model on one device, outside of any gradient's recording.
     *
     * @param batch what {@link #forward} gave in training
     */
    public void update(Quantization batch) {
        NDArray vectors = vectors(batch.features().stopGradient()); // [N, V]
        NDArray assigned = oneHot(batch.indices().flatten(), vectors); // [N, K]
        NDArray count = average(assigned.sum(new int[] {0}), counts); // [K]
        NDArray sum = average(assigned.transpose().matMul(vectors), sums); // [K, V]
        NDArray total = count.sum();
        NDArray share = count.add(SMOOTHING).div(total.add(shape.entries() * SMOOTHING)); // [K]
        NDArray mean = sum.div(share.mul(total).expandDims(1)); // [K, V]

        double least = DEAD * vectors.getShape().get(0) / shape.entries();
        NDArray alive = count.gte(least).toType(vectors.getDataType(), false); // [K]
        NDArray dead = alive.zerosLike().add(1).sub(alive);
        NDArray drawn = draw(vectors); // [K, V]
        set(counts, select(alive, count, dead, count.zerosLike().add(least)));
        NDArray aliveRow = alive.expandDims(1);
        NDArray deadRow = dead.expandDims(1);
        set(sums, select(aliveRow, sum, deadRow, Scaled.by(least, drawn)));
        set(codebook, select(aliveRow, mean, deadRow, drawn));
    }

    /** Returns how many vectors of a batch each entry replaced: shape [K]. */
    public NDArray usage(Quantization batch) {
        return oneHot(batch.indices().flatten(), batch.features()).sum(new int[] {0});
    }

    private NDArray average(NDArray now, Parameter before) {
        NDArray kept = now.zerosLike().add(shape.decay()).mul(before.getArray());
        return kept.add(Scaled.by(1 - shape.decay(), now));
    }

    private static NDArray select(NDArray alive, NDArray old, NDArray dead, NDArray begun) {
        return alive.mul(old).add(dead.mul(begun));
    }

    // K vectors of the batch, with replacement.
    private NDArray draw(NDArray vectors) {
        long n = vectors.getShape().get(0);
        NDArray chosen =
                vectors.getManager()
                        .randomUniform(
                                0,
                                (float) n,
                                new Shape(shape.entries()),
                                DataType.FLOAT32,
                                vectors.getDevice())
                        .floor()
                        .minimum(n - 1) // float32 may round up to n
                        .toType(DataType.INT64, false);
        return chosen.oneHot(Math.toIntExact(n), vectors.getDataType()).matMul(vectors);
    }

    // A parameter's array cannot be exchanged, as the trainer holds it too.
    private static void set(Parameter parameter, NDArray values) {
        NDArray array = parameter.getArray();
        array.subi(array).addi(values);
    }

    @Override
    public String description() {
        return "nearest of %s vectors of %s".formatted(shape.entries(), shape.dimension());
    }

    /** Returns P K V twice: for the distances, and to replace each vector by the nearest. */
    @Override
    public long multiplyAdds(Shape input) {
        return 2L * shape.codeSize() * shape.entries();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        FeatureMapHead.requireCodeSize(shape.codeSize(), inputShapes[0]);
        Shape features = inputShapes[0];
        return new Shape[] {features, features, new Shape(features.get(0), shape.codes())};
    }
}
