package io.github.autoencoders.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.index.dim.NDIndexFixed;
import ai.djl.ndarray.index.dim.NDIndexSlice;
import java.util.ArrayList;
import java.util.List;

/** Parts of arrays, one axis after the other. */
final class Slicing {

    private Slicing() {}

    /** Notes an index of places, ranges and whole axes. */
    static Traced get(Call call) {
        NDIndex index = index(call);
        Traced x = call.self();
        for (int axis = 0; axis < index.getRank(); axis++) {
            x = sliced(call, x, axis, index.get(axis));
        }
        return call.trace().reshape(x, call.result()); // without the axes of single places
    }

    private static NDIndex index(Call call) {
        List<Object> arguments = call.arguments();
        int first = arguments.get(0) instanceof NDManager ? 1 : 0;
        Object given = arguments.get(first);
        if (given instanceof NDIndex index) {
            return index;
        }
        if (given instanceof long[] places) {
            return new NDIndex(places);
        }
        if (given instanceof String text) {
            return new NDIndex(text, (Object[]) arguments.get(first + 1));
        }
        throw new IllegalArgumentException("index must be of places and ranges, but is an array");
    }

    private static Traced sliced(Call call, Traced x, int axis, NDIndexElement element) {
        long size = x.shape().get(axis);
        if (element instanceof NDIndexAll) {
            return x;
        }
        if (element instanceof NDIndexFixed fixed) {
            long place = fromEnd(fixed.getIndex(), size);
            return part(call, x, axis, place, place + 1, 1);
        }
        if (element instanceof NDIndexSlice slice) {
            long step = slice.getStep() == null ? 1 : slice.getStep();
            long from = slice.getMin() == null ? 0 : fromEnd(slice.getMin(), size);
            long to = slice.getMax() == null ? size : fromEnd(slice.getMax(), size);
            return part(call, x, axis, from, Math.min(to, size), step);
        }
        throw new IllegalArgumentException(
                "index must be of places and ranges, but is " + element.getClass().getSimpleName());
    }

    private static long fromEnd(long place, long size) {
        return place < 0 ? place + size : place;
    }

    private static Traced part(Call call, Traced x, int axis, long from, long to, long step) {
        NDIndex index = new NDIndex();
        for (int before = 0; before < axis; before++) {
            index.addAllDim();
        }
        NDArray real = x.real().get(index.addSliceDim(from, to, step));
        return call.trace().slice(x, axis, from, to, step, real);
    }

    /** Notes parts of an array that lie one behind the other along an axis. */
    static List<Traced> split(Call call) {
        int axis = call.arguments().size() == 1 ? 0 : call.axis(call.integer(1));
        List<Traced> parts = new ArrayList<>();
        long from = 0;
        for (NDArray part : call.results()) {
            long to = from + part.getShape().get(axis);
            parts.add(call.trace().slice(call.self(), axis, from, to, 1, part));
            from = to;
        }
        return parts;
    }
}
