package io.github.autoencoders.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.network.TransposedConvolution;
import io.github.autoencoders.network.TransposedGeometry;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ways to compute one transposed convolution of images, kernel 3, stride 2, padding 1 and output
 * padding 1, which doubles height and width: that of every layer of the decoder of {@code
 * vae-fashion-mnist}. All but DJL's take [B, C, H, W], a weight [C, filters, 3, 3] and a bias
 * [filters], and give the same.
 */
enum TransposedForm {

    /** Ours: a convolution for each output phase with the taps that it needs, interleaved. */
    PHASES(TransposedForm::phases),

    /**
     * One convolution gives all four phases as channels, with zeros for the taps that a phase does
     * not have, and a transpose of six axes moves them to their places: the sub-pixel convolution
     * of <a href="https://arxiv.org/abs/1609.05158">Shi et al. (2016)</a>, Sec. 3.2.
     */
    SUBPIXEL(filters -> new Form(filters, TransposedForm::subPixel)),

    /**
     * Zeros between the input's values, then a convolution with the mirrored kernel: Sec. 4.3 of <a
     * href="https://arxiv.org/abs/1603.07285">Dumoulin and Visin (2016)</a>. Three of four products
     * are with zeros.
     */
    ZEROS(filters -> new Form(filters, TransposedForm::insertedZeros)),

    /**
     * DJL's own block: PyTorch has none, and MXNet's wants as many filters as channels. With an
     * output padding of its own, its weight laid out otherwise.
     */
    DJL(TransposedForm::own);

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape THREE = new Shape(3, 3);

    private final IntFunction<Block> newBlock;

    TransposedForm(IntFunction<Block> newBlock) {
        this.newBlock = newBlock;
    }

    /** Returns a new block: [B, C, H, W] to [B, filters, 2 H, 2 W]. */
    Block newBlock(int filters) {
        return newBlock.apply(filters);
    }

    private static Block phases(int filters) {
        return TransposedConvolution.of(TransposedGeometry.of(THREE, TWO, ONE, ONE), filters);
    }

    private static Block own(int filters) {
        return Conv2dTranspose.builder()
                .setKernelShape(THREE)
                .setFilters(filters)
                .optStride(TWO)
                .optPadding(ONE)
                .optOutPadding(ONE)
                .build();
    }

    // Output 2m of an axis is x[m] w[1]; output 2m + 1 is x[m] w[2] + x[m + 1] w[0].
    private static NDArray subPixel(NDArray x, NDArray w, NDArray b) {
        long batch = x.getShape().get(0);
        long filters = w.getShape().get(1);
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        NDArray taps = w.swapAxes(0, 1); // [filters, C, 3, 3]
        taps.attach(x.getManager());
        NDArray rows = phaseTaps(taps, 2); // [2, filters, C, 2, 3]
        NDArray kernel = phaseTaps(rows, 4).reshape(-1, x.getShape().get(1), 2, 2);
        NDArray bias = NDArrays.concat(new NDList(b, b, b, b)); // [2 * 2 * filters]
        bias.attach(x.getManager());
        NDArray phases =
                x.getNDArrayInternal()
                        .convolution(x, kernel, bias, ONE, ONE, ONE, 1)
                        .singletonOrThrow() // [B, 2 * 2 * filters, H + 1, W + 1]
                        .get(":,:,1:,1:");
        return phases.reshape(batch, 2, 2, filters, height, width) // column phase first
                .transpose(0, 3, 4, 2, 5, 1)
                .reshape(batch, filters, 2 * height, 2 * width);
    }

    // Two taps for each of the two phases of an axis, stacked at the front.
    private static NDArray phaseTaps(NDArray taps, int axis) {
        String before = ":,".repeat(axis);
        NDArray middle = taps.get(before + "1:2");
        NDArray even = NDArrays.concat(new NDList(middle, middle.zerosLike()), axis);
        NDArray odd =
                NDArrays.concat(
                        new NDList(taps.get(before + "2:3"), taps.get(before + "0:1")), axis);
        return NDArrays.stack(new NDList(even, odd));
    }

    private static NDArray insertedZeros(NDArray x, NDArray w, NDArray b) {
        Shape shape = x.getShape();
        long height = shape.get(2);
        long width = shape.get(3);
        NDArray columns = NDArrays.stack(new NDList(x, x.zerosLike()), 4); // [B, C, H, W, 2]
        NDArray wide = columns.reshape(shape.get(0), shape.get(1), height, 2 * width);
        NDArray rows = NDArrays.stack(new NDList(wide, wide.zerosLike()), 3);
        NDArray spread = rows.reshape(shape.get(0), shape.get(1), 2 * height, 2 * width);
        NDArray taps = w.swapAxes(0, 1);
        taps.attach(x.getManager());
        NDArray mirrored = taps.flip(2).flip(3);
        return x.getNDArrayInternal()
                .convolution(spread, mirrored, b, ONE, ONE, ONE, 1)
                .singletonOrThrow();
    }

    /** Computes a form from the input, the weight and the bias. */
    @FunctionalInterface
    private interface Formula {
        NDArray of(NDArray x, NDArray w, NDArray b);
    }

    /** A form with its parameters. */
    private static final class Form extends AbstractBlock {

        private final int filters;
        private final Formula formula;
        private final Parameter weight;
        private final Parameter bias;

        Form(int filters, Formula formula) {
            this.filters = filters;
            this.formula = formula;
            weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
            bias = addParameter(parameter("bias", Parameter.Type.BIAS));
        }

        private static Parameter parameter(String name, Parameter.Type type) {
            return Parameter.builder().setName(name).setType(type).build();
        }

        @Override
        protected void prepare(Shape[] inputShapes) {
            weight.setShape(new Shape(inputShapes[0].get(1), filters).addAll(THREE));
            bias.setShape(new Shape(filters));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape x = inputShapes[0];
            return new Shape[] {new Shape(x.get(0), filters, 2 * x.get(2), 2 * x.get(3))};
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            NDArray x = inputs.singletonOrThrow();
            NDArray w = parameterStore.getValue(weight, x.getDevice(), training);
            NDArray b = parameterStore.getValue(bias, x.getDevice(), training);
            return new NDList(formula.of(x, w, b));
        }
    }
}
