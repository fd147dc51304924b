package io.github.autoencoders.benchmark;

import io.github.autoencoders.summary.Layer;
import io.github.autoencoders.summary.NetworkSummary;
import java.util.List;

/**
 * How near a step comes to what bounds it: the roofline model of <a
 * href="https://doi.org/10.1145/1498765.1498785">Williams, Waterman and Patterson (2009)</a>. A
 * step of so many operations and bytes can be done no sooner than the machine does either; the
 * later of the two bounds it.
 *
 * @param operations of the step
 * @param bytes of the step
 * @param peak of the machine
 */
public record Roofline(long operations, long bytes, MachinePeak peak) {

    private static final long FLOAT = 4; // bytes

    /** Returns the step of a batch. */
    public static Roofline of(NetworkSummary network, int batch, MachinePeak peak) {
        return new Roofline(network.operations(batch), bytes(network, batch), peak);
    }

    /**
     * Returns the bytes of a training step that go between memory and processor if each array is
     * read or written once wherever a layer uses it. Forward and for each of the two gradients, a
     * layer with weights uses three arrays: input, weights and output, or their gradients. An
     * activation reads one and writes one, and for its gradient reads two and writes one; the loss
     * reads samples and decoder's output and writes a gradient; Adam reads a weight, its gradient
     * and two means, and writes three of them.
     */
    public static long bytes(NetworkSummary network, int batch) {
        List<Layer> layers = network.layers();
        long arrays = 3L * batch * layers.get(0).input().size() + 7 * network.parameters();
        for (Layer layer : layers) {
            long input = layer.input().size();
            if (layer.parameters() > 0) {
                arrays += 3 * (batch * (input + layer.output().size()) + layer.parameters());
            } else if (layer.output().equals(layer.input())) { // else the values stay in place
                arrays += 5L * batch * input;
            }
        }
        return FLOAT * arrays;
    }

    /** Returns the least seconds that the arithmetic takes. */
    public double arithmeticSeconds() {
        return operations / peak.operationsPerSecond();
    }

    /** Returns the least seconds that reading and writing memory takes. */
    public double memorySeconds() {
        return bytes / peak.bytesPerSecond();
    }

    /** Returns operations for each byte: the arithmetic intensity. */
    public double intensity() {
        return (double) operations / bytes;
    }

    /** Returns what is nearer to bounding the step, in words: arithmetic or memory. */
    public String bound() {
        return arithmeticSeconds() >= memorySeconds() ? "arithmetic" : "memory";
    }
}
