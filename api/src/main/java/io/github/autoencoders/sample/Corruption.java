package io.github.autoencoders.sample;

import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;

/** What is done to a sample before the encoder sees it, while the clean one stays the target. */
public sealed interface Corruption {

    /**
     * Returns a corrupted copy.
     *
     * @param x one sample in model units, flattened
     * @param shape of the sample in model units
     * @param random the only source of chance: the same state gives the same copy on every engine
     */
    float[] corrupt(float[] x, Shape shape, RandomGenerator random);

    /** Nothing is done. */
    record None() implements Corruption {

        @Override
        public float[] corrupt(float[] x, Shape shape, RandomGenerator random) {
            return x.clone();
        }
    }
}
