package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.loss.LossTerms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Running sums of the three terms over samples. They stay on the device, so that adding a batch
 * waits for nothing; only {@link #mean} does.
 */
final class LossSums implements AutoCloseable {

    private final Map<Device, NDArray> sums = new LinkedHashMap<>(); // [3], float64
    private long samples;

    void add(NDManager manager, LossTerms terms, NDArray total) {
        NDArray reconstruction = terms.reconstruction();
        long batch = reconstruction.getShape().get(0);
        add(manager, total, reconstruction.sum(), terms.penalty().sum(), batch);
    }

    /** Adds a loss whose terms are not known. */
    void add(NDManager manager, NDArray total, long batch) {
        NDArray mean = total.mean();
        NDArray unknown = mean.zerosLike().add(Float.NaN);
        add(manager, mean, unknown, unknown, batch);
    }

    private void add(
            NDManager manager, NDArray total, NDArray reconstruction, NDArray penalty, long batch) {
        NDArray threeSums =
                NDArrays.stack(new NDList(total.mul(batch), reconstruction, penalty))
                        .toType(DataType.FLOAT64, false)
                        .stopGradient();
        sums.computeIfAbsent(
                        total.getDevice(),
                        device -> manager.zeros(new Shape(3), DataType.FLOAT64, device))
                .addi(threeSums);
        samples += batch;
    }

    boolean isEmpty() {
        return samples == 0;
    }

    LossSummary mean() {
        double[] totals = totals();
        return new LossSummary(totals[0] / samples, totals[1] / samples, totals[2] / samples);
    }

    /** Returns the three sums; it waits for the device. */
    double[] totals() {
        double[] totals = new double[3];
        for (NDArray sum : sums.values()) {
            double[] values = sum.toDoubleArray();
            for (int i = 0; i < totals.length; i++) {
                totals[i] += values[i];
            }
        }
        return totals;
    }

    /** Returns how many samples the sums are over. */
    long samples() {
        return samples;
    }

    @Override
    public void close() {
        sums.values().forEach(NDArray::close);
        sums.clear();
        samples = 0;
    }
}
