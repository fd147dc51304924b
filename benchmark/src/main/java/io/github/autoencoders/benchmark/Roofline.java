package io.github.autoencoders.benchmark;

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

    /** Returns the step of a batch. */
    public static Roofline of(StepCost cost, int batch, MachinePeak peak) {
        return new Roofline(cost.operations(batch), cost.bytes(batch), peak);
    }

    /** Returns the least seconds that the arithmetic takes. */
    public double arithmeticSeconds() {
        return operations / peak.operationsPerSecond();
    }

    /** Returns the least seconds that reading and writing memory takes. */
    public double memorySeconds() {
        return bytes / peak.bytesPerSecond();
    }

    /** Returns the least seconds of the step. */
    public double leastSeconds() {
        return Math.max(arithmeticSeconds(), memorySeconds());
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
