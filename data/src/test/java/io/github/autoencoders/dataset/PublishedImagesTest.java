package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a cache of DJL's form that holds few images; nothing is downloaded. */
class PublishedImagesTest {

    private final Path cache;

    PublishedImagesTest(@TempDir Path cache) {
        this.cache = cache;
    }

    @BeforeEach
    void pointDjlToTheCache() {
        assumeTrue(
                System.getenv("DJL_CACHE_DIR") == null && System.getenv("DJL_OFFLINE") == null,
                "DJL_CACHE_DIR or DJL_OFFLINE is set, which a test cannot replace");
        Engine.getInstance(); // so that the engine's libraries come from the usual cache
        System.setProperty("DJL_CACHE_DIR", cache.toString());
        System.setProperty("ai.djl.offline", "true");
    }

    @AfterEach
    void pointDjlBack() {
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty("ai.djl.offline");
    }

    @Test
    void imagesAndLabelsAreReadByteForByte() throws IOException {
        seed("mnist", 1_203, 5);
        DataSplit split = PublishedImages.mnist().split();
        assertEquals(1_203, split.training().size());
        assertEquals(5, split.validation().size());
        assertEquals(new Shape(1, 28, 28), split.training().format().shape());
        for (int i : new int[] {0, 999, 1_000, 1_202}) {
            assertArrayEquals(pixels(i), split.training().sample(i));
            assertEquals(i % 10, split.training().label(i));
        }
        assertArrayEquals(pixels(4), split.validation().sample(4));
    }

    @Test
    void everythingIsLearntFromWhereOneWantsIt() throws IOException {
        seed("mnist", 12, 5);
        DataSplit split = DataSource.of("mnist-all", DataOptions.ofSeed(0)).split();
        assertEquals(17, split.training().size());
        assertEquals(5, split.validation().size());
        assertArrayEquals(pixels(4), split.training().sample(16));
        assertArrayEquals(pixels(4), split.validation().sample(4));
        assertEquals(17, DataSource.of("mnist-all", DataOptions.ofSeed(0)).load().size());
    }

    @Test
    void trainingImagesAreDrawnAnewAndThoseForValidationOnce() throws IOException {
        seed("mnist", 12, 5);
        DataSplit split = DataSource.of("binarized-mnist-anew", DataOptions.ofSeed(0)).split();
        assertEquals(Scaling.UnitInterval.BYTES, split.training().format().scaling());
        assertArrayEquals(pixels(7), split.training().sample(7));
        Samples first = split.training().drawn(1);
        assertEquals(first.sha256(), split.training().drawn(1).sha256());
        assertTrue(!first.sha256().equals(split.training().drawn(2).sha256()));
        DataSplit again = DataSource.of("binarized-mnist-anew", DataOptions.ofSeed(5)).split();
        assertEquals(split.validation().sha256(), again.validation().sha256());
        for (Samples set : List.of(first, split.validation())) {
            for (float[] sample : set.samples()) {
                for (float value : sample) {
                    assertTrue(value == 0 || value == 255, "value " + value);
                }
            }
        }
        assertEquals(
                17, DataSource.of("binarized-mnist-anew", DataOptions.ofSeed(0)).load().size());
    }

    /** As many white pixels as the sum of all brightness, within four standard deviations. */
    @Test
    void pixelsAreMadeBlackOrWhiteWithTheirBrightness() throws IOException {
        seed("mnist", 120, 5);
        DataSplit split = DataSource.of("binarized-mnist", DataOptions.ofSeed(0)).split();
        assertEquals(100, split.training().size());
        assertEquals(20, split.validation().size());
        assertEquals(new Scaling.UnitInterval(0, 1), split.training().format().scaling());
        double surplus = 0;
        double variance = 0;
        for (int i = 0; i < 120; i++) {
            Samples part = i < 100 ? split.training() : split.validation();
            float[] binary = part.sample(i % 100);
            float[] grey = pixels(i);
            for (int j = 0; j < 784; j++) {
                assertTrue(binary[j] == 0 || binary[j] == 1);
                double p = grey[j] / 255;
                surplus += binary[j] - p;
                variance += p * (1 - p);
            }
        }
        assertTrue(Math.abs(surplus) < 4 * Math.sqrt(variance), "surplus " + surplus);
        DataSplit again = DataSource.of("binarized-mnist", DataOptions.ofSeed(9)).split();
        assertEquals(split.training().sha256(), again.training().sha256());
    }

    @Test
    void garmentsHaveNames() throws IOException {
        seed("fashmnist", 12, 10);
        Samples training = DataSource.of("fashion-mnist", DataOptions.ofSeed(0)).split().training();
        assertEquals("Ankle boot", training.labelNames().get(training.label(9)));
        assertEquals(10, training.labelNames().size());
    }

    @Test
    void withoutNetworkAndCacheOneLineSaysWhatToDo() throws IOException {
        Exception thrown =
                assertThrows(IOException.class, () -> PublishedImages.fashionMnist().split());
        Path missing = cache.resolve("cache/repo/dataset/cv/ai/djl/basicdataset/fashmnist/1.0");
        assertEquals(
                "fashion-mnist cannot be loaded ("
                        + missing
                        + " does not exist and DJL_OFFLINE is true): fill DJL's cache where there"
                        + " is a network and set DJL_CACHE_DIR and DJL_OFFLINE=true, or take an"
                        + " IDX file of your own, or the embedded sprites",
                thrown.getMessage());
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void damagedCachesAreNamed() throws IOException {
        seed("mnist", 12, 10);
        Path folder = cache.resolve("cache/repo/dataset/cv/ai/djl/basicdataset/mnist/1.0");
        Files.write(folder.resolve("train-images-idx3-ubyte"), new byte[100]);
        Exception thrown = assertThrows(IOException.class, () -> PublishedImages.mnist().split());
        String message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.startsWith("mnist cannot be loaded (DJL cannot read " + folder + ": "),
                message);
        assertEquals(1, message.lines().count());
    }

    // Image i, pixel j.
    private static float[] pixels(int i) {
        float[] pixels = new float[784];
        for (int j = 0; j < 784; j++) {
            pixels[j] = (i * 31 + j * 7) & 0xFF;
        }
        return pixels;
    }

    private void seed(String artifact, int train, int test) throws IOException {
        seed(cache, artifact, train, test);
    }

    /** Writes a cache of few images. */
    static void seed(Path cache, String artifact, int train, int test) throws IOException {
        Path folder = cache.resolve("cache/repo/dataset/cv/ai/djl/basicdataset/" + artifact);
        Files.createDirectories(folder.resolve("1.0"));
        Files.writeString(
                folder.resolve("metadata.json"),
                """
                {"metadataVersion": "0.2", "resourceType": "dataset", "application": "cv",
                 "groupId": "ai.djl.basicdataset", "artifactId": "%s", "name": "few",
                 "artifacts": [{"version": "1.0", "snapshot": false, "files": {
                  "train_data": {"uri": "1.0/train-images-idx3-ubyte.gz"},
                  "train_labels": {"uri": "1.0/train-labels-idx1-ubyte.gz"},
                  "test_data": {"uri": "1.0/t10k-images-idx3-ubyte.gz"},
                  "test_labels": {"uri": "1.0/t10k-labels-idx1-ubyte.gz"}}}]}
                """
                        .formatted(artifact));
        write(folder, "train", train);
        write(folder, "t10k", test);
    }

    private static void write(Path folder, String part, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
        images.putInt(0x803).putInt(count).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            float[] pixels = pixels(i);
            IntStream.range(0, 784).forEach(j -> images.put((byte) pixels[j]));
            labels.put((byte) (i % 10));
        }
        Files.write(folder.resolve("1.0/" + part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve("1.0/" + part + "-labels-idx1-ubyte"), labels.array());
    }
}
