package io.github.autoencoders.dataset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The samples of a set as a model is to see them: corrupted, each by a random source of its own.
 *
 * @param samples the clean ones
 * @param corruption what is done to each
 * @param seed decides what chance does, together with the index of the sample
 */
record CorruptedSamples(Samples samples, Corruption corruption, long seed) {

    /**
     * Returns what a model is to see.
     *
     * @param indices of B samples
     * @param x these samples, clean: shape [B, ...modelShape], in model units
     * @return the same shape; x itself if nothing is done
     */
    NDArray of(int[] indices, NDArray x) {
        if (!corruption.corrupts()) {
            return x;
        }
        SampleFormat format = samples.inputs().format();
        SampleFormat bare = format.withPadding(0);
        Shape shape = bare.modelShape();
        int size = Math.toIntExact(shape.size());
        NDManager manager = x.getManager();
        ByteBuffer buffer = manager.allocateDirect(indices.length * size * Float.BYTES);
        float[] clean = clean(manager, bare, indices);
        for (int i = 0; i < indices.length; i++) {
            float[] one = Arrays.copyOfRange(clean, i * size, (i + 1) * size);
            float[] corrupted =
                    corruption.corrupt(one, shape, RandomStreams.apart(seed, indices[i]));
            bare.scaling().clip(corrupted);
            buffer.asFloatBuffer().put(corrupted);
            buffer.position(buffer.position() + size * Float.BYTES);
        }
        Shape batch = new Shape(indices.length).addAll(shape);
        NDArray corrupted = Numbers.of(manager, buffer.rewind(), batch, DataType.FLOAT32);
        return format.pad(corrupted);
    }

    // On the processor: reading from another device would wait for the work that it has to do.
    private float[] clean(NDManager manager, SampleFormat bare, int[] indices) {
        try (NDManager scratch = manager.newSubManager(Device.cpu())) {
            return bare.toModel(samples.inputs().raw(scratch, indices)).toFloatArray();
        }
    }
}
