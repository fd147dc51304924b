package io.github.autoencoders.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.loss.LossTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Running sums of the three terms over samples. They stay on the device, so that adding a batch
 * waits for nothing; only {@link #mean} does. Those of many batches are added up at once: of a
 * small network, a step would take a tenth longer otherwise.
 */
final class LossSums implements AutoCloseable {

    private static final int BATCHES = 64;

    private final Map<Device, OfDevice> devices = new LinkedHashMap<>();
    private long samples;

    /** Losses of one device. */
    private static final class OfDevice implements AutoCloseable {

        private final NDManager manager;
        private final NDArray sums; // [3], float64
        private final NDList totals = new NDList(); // of batches that are not yet in the sums
        private final NDList reconstructions = new NDList();
        private final NDList penalties = new NDList();
        private final List<Double> batches = new ArrayList<>(); // their sizes

        OfDevice(NDManager manager, Device device) {
            this.manager = manager;
            sums = manager.zeros(new Shape(3), DataType.FLOAT64, device);
        }

        void add(NDArray total, NDArray reconstruction, NDArray penalty, long batch) {
            totals.add(kept(total));
            reconstructions.add(kept(reconstruction));
            penalties.add(kept(penalty));
            batches.add((double) batch);
            if (batches.size() == BATCHES) {
                fold();
            }
        }

        // Without what led to it, which is freed with the batch; a loss is computed, and so in
        // memory of the engine, not of Java.
        private NDArray kept(NDArray array) {
            NDArray alone = array.stopGradient();
            alone.attach(manager);
            return alone;
        }

        private void fold() {
            double[] sizes = batches.stream().mapToDouble(Double::doubleValue).toArray();
            try (NDManager scope = manager.newSubManager(sums.getDevice())) {
                NDArray total =
                        all(totals, scope)
                                .mul(Numbers.of(scope, sizes, new Shape(sizes.length)))
                                .sum();
                NDArray reconstruction = all(reconstructions, scope).sum();
                NDArray penalty = all(penalties, scope).sum();
                sums.addi(NDArrays.stack(new NDList(total, reconstruction, penalty)));
            }
            Stream.of(totals, reconstructions, penalties).forEach(OfDevice::forget);
            batches.clear();
        }

        // Numbers, or the losses of each sample of a batch, of which the last may have fewer.
        private static NDArray all(NDList arrays, NDManager scope) {
            boolean areNumbers = arrays.head().isScalar();
            NDArray all = areNumbers ? NDArrays.stack(arrays) : NDArrays.concat(arrays);
            all.attach(scope);
            return all.toType(DataType.FLOAT64, false);
        }

        private static void forget(NDList arrays) {
            arrays.forEach(NDArray::close);
            arrays.clear();
        }

        double[] sums() {
            if (!batches.isEmpty()) {
                fold();
            }
            return sums.toDoubleArray();
        }

        @Override
        public void close() {
            Stream.of(totals, reconstructions, penalties).forEach(OfDevice::forget);
            sums.close();
        }
    }

    void add(NDManager manager, LossTerms terms, NDArray total) {
        NDArray reconstruction = terms.reconstruction();
        long batch = reconstruction.getShape().get(0);
        add(manager, total, reconstruction, terms.penalty(), batch);
    }

    /** Adds a loss whose terms are not known. */
    void add(NDManager manager, NDArray total, long batch) {
        NDArray mean = total.mean();
        NDArray unknown = mean.zerosLike().add(Float.NaN);
        add(manager, mean, unknown, unknown, batch);
    }

    private void add(
            NDManager manager, NDArray total, NDArray reconstruction, NDArray penalty, long batch) {
        devices.computeIfAbsent(total.getDevice(), device -> new OfDevice(manager, device))
                .add(total, reconstruction, penalty, batch);
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
        for (OfDevice device : devices.values()) {
            double[] values = device.sums();
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
        devices.values().forEach(OfDevice::close);
        devices.clear();
        samples = 0;
    }
}
