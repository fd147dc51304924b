package io.github.autoencoders.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
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
import io.github.autoencoders.testing.JavaProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Arrays of numbers beside a thread that collects garbage all the time. */
class HeldMemoryTest {

    /** In a process of its own, whose small heap is collected soon. */
    @Test
    void noGarbageCollectionChangesWhatArraysAreMadeOf() throws IOException, InterruptedException {
        List<String> options =
                List.of(
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-DOPT_OUT_TRACKING=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-Dai.djl.default_engine=" + Engine.getDefaultEngineName());
        String said = JavaProgram.said(JavaProgram.of(options, Collected.class));
        assertEquals(
                List.of(
                        "array of Java: 0 are wrong",
                        "buffer: 0 are wrong",
                        "array that is set: 0 are wrong",
                        "array that is read: 0 are wrong",
                        "Decoder: 0 are wrong",
                        "Encoder: 0 are wrong"),
                said.lines().filter(line -> line.endsWith("wrong")).toList());
    }

    /** What the process does. */
    static final class Collected {

        private static final int TIMES = 8_000;
        private static final long PAUSE = 1_000_000; // ns, in which arrays are made
        private static final Shape SHAPE = new Shape(4, 16);
        private static final float[] VALUES = values();

        private Collected() {}

        private static float[] values() {
            float[] values = new float[(int) SHAPE.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i + 1.5f;
            }
            return values;
        }

        public static void main(String[] arguments) throws IOException {
            Thread collector = new Thread(Collected::collect);
            collector.setDaemon(true);
            collector.start();
            tell("array of Java", manager -> Numbers.of(manager, VALUES, SHAPE));
            tell("buffer", Collected::ofBuffer);
            tell(
                    "array that is set",
                    manager -> {
                        NDArray array = manager.zeros(SHAPE);
                        Numbers.set(array, VALUES);
                        return array;
                    });
            byte[] list;
            try (NDManager manager = NDManager.newBaseManager()) {
                list = new NDList(Numbers.of(manager, VALUES, SHAPE)).encode();
            }
            tell(
                    "array that is read",
                    manager -> ArrayReading.decode(manager, new ByteArrayInputStream(list)).head());
            for (Block block : List.of(decoder(), encoder())) {
                byte[] written = written(block);
                tell(block.getClass().getSimpleName(), manager -> weight(block, written, manager));
            }
        }

        private static void collect() {
            while (true) {
                System.gc();
                LockSupport.parkNanos(PAUSE);
            }
        }

        private static void tell(String what, Function<NDManager, NDArray> making) {
            int wrong = 0;
            try (NDManager manager = NDManager.newBaseManager()) {
                for (int i = 0; i < TIMES; i++) {
                    try (NDArray array = making.apply(manager)) {
                        wrong += Arrays.equals(VALUES, array.toFloatArray()) ? 0 : 1;
                    }
                }
            }
            System.out.println(what + ": " + wrong + " are wrong");
        }

        private static NDArray ofBuffer(NDManager manager) {
            ByteBuffer buffer = manager.allocateDirect(VALUES.length * Float.BYTES);
            buffer.asFloatBuffer().put(VALUES);
            return Numbers.of(manager, buffer, SHAPE, DataType.FLOAT32);
        }

        private static Decoder decoder() {
            return Decoder.of(
                    (int) SHAPE.get(1),
                    Linear.builder().setUnits(SHAPE.get(0)).optBias(false).build());
        }

        private static Encoder encoder() {
            return Encoder.of(
                    SHAPE.slice(1),
                    Blocks.identityBlock(),
                    new Bottleneck.Deterministic((int) SHAPE.get(0), Activation.IDENTITY));
        }

        private static byte[] written(Block block) throws IOException {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            try (NDManager manager = NDManager.newBaseManager()) {
                block.initialize(manager, DataType.FLOAT32, new Shape(1, SHAPE.get(1)));
                Numbers.set(weight(block), VALUES);
                block.saveParameters(new DataOutputStream(written));
            }
            return written.toByteArray();
        }

        // The first parameter, as it is read.
        private static NDArray weight(Block block, byte[] written, NDManager manager) {
            try (NDManager own = manager.newSubManager()) {
                block.loadParameters(own, new DataInputStream(new ByteArrayInputStream(written)));
                NDArray weight = weight(block);
                weight.attach(manager);
                return weight;
            } catch (IOException | MalformedModelException e) {
                throw new IllegalStateException(e);
            }
        }

        private static NDArray weight(Block block) {
            return block.getParameters().get(0).getValue().getArray();
        }
    }
}
