package io.github.autoencoders.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.model.Decoder;
import io.github.autoencoders.model.Encoder;
import io.github.autoencoders.network.Activation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Arrays of numbers beside a thread that collects garbage all the time. */
class HeldMemoryTest {

    private static final int TIMES = 8_000;
    private static final long PAUSE = 1_000_000; // ns, in which arrays are made
    private static final Shape SHAPE = new Shape(4, 16);
    private static final float[] VALUES = values();

    private static float[] values() {
        float[] values = new float[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1.5f;
        }
        return values;
    }

    private static void assertHolds(Function<NDManager, NDArray> making) {
        AtomicBoolean done = new AtomicBoolean();
        Thread collector =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                System.gc();
                                LockSupport.parkNanos(PAUSE);
                            }
                        });
        collector.start();
        int wrong = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < TIMES; i++) {
                try (NDArray array = making.apply(manager)) {
                    wrong += Arrays.equals(VALUES, array.toFloatArray()) ? 0 : 1;
                }
            }
        } finally {
            done.set(true);
        }
        assertEquals(0, wrong);
    }

    @Test
    void arraysOfJavaAreCopiedWhole() {
        assertHolds(manager -> Numbers.of(manager, VALUES, SHAPE));
    }

    @Test
    void buffersAreCopiedWhole() {
        assertHolds(
                manager -> {
                    ByteBuffer buffer = manager.allocateDirect(VALUES.length * Float.BYTES);
                    buffer.asFloatBuffer().put(VALUES);
                    return Numbers.of(manager, buffer, SHAPE, DataType.FLOAT32);
                });
    }

    @Test
    void arraysAreSetWhole() {
        assertHolds(
                manager -> {
                    NDArray array = manager.zeros(SHAPE);
                    Numbers.set(array, VALUES);
                    return array;
                });
    }

    @Test
    void arraysAreReadWhole() {
        byte[] written;
        try (NDManager manager = NDManager.newBaseManager()) {
            written = new NDList(Numbers.of(manager, VALUES, SHAPE)).encode();
        }
        assertHolds(
                manager -> ArrayReading.decode(manager, new ByteArrayInputStream(written)).head());
    }

    @Test
    void parametersAreReadWhole() throws IOException {
        Shape inputs = new Shape(1, SHAPE.get(1));
        Linear layer = Linear.builder().setUnits(SHAPE.get(0)).optBias(false).build();
        Decoder decoder = Decoder.of((int) SHAPE.get(1), layer);
        Encoder encoder =
                Encoder.of(
                        SHAPE.slice(1),
                        Blocks.identityBlock(),
                        new Bottleneck.Deterministic((int) SHAPE.get(0), Activation.IDENTITY));
        for (Block block : List.of(decoder, encoder)) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try (NDManager manager = NDManager.newBaseManager()) {
                block.initialize(manager, DataType.FLOAT32, inputs);
                Numbers.set(weight(block), VALUES);
                block.saveParameters(new DataOutputStream(written));
            }
            assertHolds(
                    manager -> {
                        NDManager own = manager.newSubManager();
                        try {
                            block.loadParameters(
                                    own,
                                    new DataInputStream(
                                            new ByteArrayInputStream(written.toByteArray())));
                        } catch (IOException | MalformedModelException e) {
                            throw new IllegalStateException(e);
                        }
                        NDArray weight = weight(block);
                        weight.attach(manager);
                        own.close();
                        return weight;
                    });
        }
    }

    private static NDArray weight(Block block) {
        return block.getParameters().get(0).getValue().getArray();
    }
}
