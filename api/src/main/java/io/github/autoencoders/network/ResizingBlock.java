package io.github.autoencoders.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;

/**
 * Other sizes of the same picture: [B, C, L] or [B, C, H, W] to [B, C, ...size]. Along an axis that
 * shrinks, each value is the mean of what it covers; along one that grows, what lies on the line
 * between the two nearest values, whose places are the middles of what they cover.
 */
final class ResizingBlock extends ArrayBlock {

    private final Shape size;

    /** Makes a block of a size, [L] or [H, W]. */
    ResizingBlock(Shape size) {
        this.size = size;
    }

    @Override
    NDArray of(NDArray x) {
        int axes = size.dimension();
        NDArray y = x;
        for (int d = axes - 1; d >= 0; d--) {
            y = lastAxisResized(y, size.get(d));
            if (axes == 2) {
                y = y.transpose(0, 1, 3, 2); // the other axis is the last, then all is as it was
            }
        }
        return y;
    }

    private static NDArray lastAxisResized(NDArray x, long to) {
        Shape shape = x.getShape();
        int last = shape.dimension() - 1;
        int from = Math.toIntExact(shape.get(last));
        NDArray matrix = Numbers.like(x, weights(from, Math.toIntExact(to)), from, to);
        Shape given = shape.slice(0, last);
        return x.reshape(given.size(), from).matMul(matrix).reshape(given.add(to));
    }

    /**
     * Returns what each of {@code from} values counts in each of {@code to}: [from, to], in rows.
     */
    static double[] weights(int from, int to) {
        double[] weights = new double[from * to];
        double width = (double) from / to;
        for (int place = 0; place < to; place++) {
            if (to <= from) {
                for (int i = 0; i < from; i++) {
                    double covered =
                            Math.min(i + 1, (place + 1) * width) - Math.max(i, place * width);
                    weights[i * to + place] = Math.max(0, covered) / width;
                }
            } else {
                double at = Math.min(from - 1, Math.max(0, (place + 0.5) * width - 0.5));
                int before = Math.min((int) at, Math.max(0, from - 2));
                int behind = Math.min(before + 1, from - 1);
                weights[before * to + place] += 1 - (at - before);
                weights[behind * to + place] += at - before;
            }
        }
        return weights;
    }

    @Override
    public String description() {
        return "resized to " + size;
    }

    @Override
    Shape of(Shape x) {
        return x.slice(0, 2).addAll(size);
    }
}
