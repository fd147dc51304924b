package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.testing.ArrayAssertions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AugmentationTest {

    private static final int HEIGHT = 4;
    private static final int WIDTH = 5;
    private static final int SIZE = 2 * HEIGHT * WIDTH;
    private static final int IMAGES = 300;

    // Two planes each, no two values of an image alike; all images the same.
    private static Samples images(int first) {
        byte[] values = new byte[IMAGES * SIZE];
        IntStream.range(0, values.length).forEach(i -> values[i] = (byte) (first + i % SIZE * 3));
        SampleFormat format =
                new SampleFormat(new Shape(2, HEIGHT, WIDTH), 0, Scaling.UnitInterval.BYTES);
        return Samples.ofBytes("images", format, values, new int[0], List.of());
    }

    private static double[] raw(Samples samples, int... indices) {
        try (NDManager manager = NDManager.newBaseManager()) {
            return ArrayAssertions.doubles(samples.raw(manager, indices));
        }
    }

    // Every crop of an image whose edges were repeated, and of its mirror image.
    private static List<double[]> crops(double[] image, int shift, boolean flip) {
        List<double[]> crops = new ArrayList<>();
        for (int mirrored = 0; mirrored < (flip ? 2 : 1); mirrored++) {
            for (int top = -shift; top <= shift; top++) {
                for (int left = -shift; left <= shift; left++) {
                    double[] crop = new double[SIZE];
                    for (int i = 0; i < SIZE; i++) {
                        int row = Math.min(HEIGHT - 1, Math.max(0, i / WIDTH % HEIGHT + top));
                        int column = Math.min(WIDTH - 1, Math.max(0, i % WIDTH + left));
                        int from = mirrored == 1 ? WIDTH - 1 - column : column;
                        crop[i] = image[(i / (HEIGHT * WIDTH) * HEIGHT + row) * WIDTH + from];
                    }
                    crops.add(crop);
                }
            }
        }
        return crops;
    }

    @Test
    void allCropsAndMirrorImagesComeAndNoOthers() {
        for (Augmentation augmentation :
                List.of(
                        new Augmentation(true, 2),
                        new Augmentation(false, 1),
                        new Augmentation(true, 0))) {
            Samples images = images(1);
            List<double[]> crops = crops(raw(images, 0), augmentation.shift(), augmentation.flip());
            double[] all = raw(images.moved(augmentation, 7), IntStream.range(0, IMAGES).toArray());
            Set<Integer> found = new TreeSet<>();
            for (int i = 0; i < IMAGES; i++) {
                double[] image = Arrays.copyOfRange(all, i * SIZE, (i + 1) * SIZE);
                int crop =
                        IntStream.range(0, crops.size())
                                .filter(c -> Arrays.equals(crops.get(c), image))
                                .findFirst()
                                .orElse(-1);
                assertTrue(crop >= 0, "image " + i + " is none of the crops");
                found.add(crop);
            }
            assertEquals(crops.size(), found.size(), augmentation::toString);
        }
    }

    @Test
    void theSeedAndTheIndexDecideAlone() {
        Augmentation augmentation = new Augmentation(true, 2);
        Samples images = images(1);
        double[] both = raw(images.moved(augmentation, 3), 4, 9);
        double[] turned = raw(images.moved(augmentation, 3), 9, 4);
        assertArrayEquals(
                Arrays.copyOfRange(both, 0, SIZE), Arrays.copyOfRange(turned, SIZE, 2 * SIZE));
        int[] all = IntStream.range(0, IMAGES).toArray();
        assertTrue(
                !Arrays.equals(
                        raw(images.moved(augmentation, 3), all),
                        raw(images.moved(augmentation, 4), all)));
    }

    @Test
    void whatGoesInMovesAsItsTarget() {
        Samples pairs = images(10).withInputs(images(1)).moved(new Augmentation(true, 1), 5);
        int[] all = IntStream.range(0, IMAGES).toArray();
        double[] target = raw(pairs, all);
        double[] input = raw(pairs.inputs(), all);
        assertArrayEquals(Arrays.stream(input).map(value -> value + 9).toArray(), target);
    }

    // Of two sounds behind each other, whose values are their places: windows of 8 points.
    private static final int[] STARTS = {0, 4, 8, 16, 20, 28};
    private static final int LENGTH = 8;

    private static Samples windows(int first) {
        double[] places = IntStream.range(first, first + 36).asDoubleStream().toArray();
        return Samples.ofWindows("windows", List.of(places), STARTS, LENGTH, new int[0], List.of());
    }

    /** The first sound ends where the second begins, and of the last window no other is near. */
    @Test
    @Tag("no-engine")
    void windowsAreMovedOverTheirSoundAsFarAsTheirNeighbours() {
        List<Set<Integer>> everywhere =
                List.of(
                        places(0, 4),
                        places(0, 8),
                        places(4, 8),
                        places(16, 20),
                        places(16, 20),
                        places(28, 28));
        assertEquals(everywhere, found(windows(0), new Augmentation(false, 7)));
        assertEquals(places(3, 5), found(windows(0), new Augmentation(false, 1)).get(1));
        // The first two alone show nothing that only the others do.
        assertEquals(
                List.of(places(0, 4), places(0, 4)),
                found(windows(0).first(2), new Augmentation(false, 7)));
        Samples held = windows(0).subset(new int[] {2, 1});
        assertEquals(List.of(places(4, 8), places(4, 8)), found(held, new Augmentation(false, 7)));
    }

    private static Set<Integer> places(int from, int to) {
        return new TreeSet<>(IntStream.rangeClosed(from, to).boxed().toList());
    }

    // Where each window was found in 200 passes, each a piece of the series as it is.
    private static List<Set<Integer>> found(Samples windows, Augmentation augmentation) {
        List<Set<Integer>> found = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Set<Integer> places = new TreeSet<>();
            for (int seed = 0; seed < 200; seed++) {
                double[] window = windows.moved(augmentation, seed).numbers(i);
                int start = (int) window[0];
                double[] piece = IntStream.range(start, start + LENGTH).asDoubleStream().toArray();
                assertArrayEquals(piece, window);
                places.add(start);
            }
            found.add(places);
        }
        return found;
    }

    @Test
    @Tag("no-engine")
    void noisyWindowsMoveAsTheCleanOnesThatTheyBecome() {
        Samples pairs = windows(100).withInputs(windows(0)).moved(new Augmentation(false, 4), 5);
        Set<Double> beginnings = new HashSet<>();
        for (int i = 0; i < STARTS.length; i++) {
            double[] input = pairs.inputs().numbers(i);
            beginnings.add(input[0] - STARTS[i]);
            assertArrayEquals(
                    Arrays.stream(input).map(value -> value + 100).toArray(), pairs.numbers(i));
        }
        assertTrue(beginnings.size() > 1, beginnings::toString);
        // What comes behind each window overlaps with nothing: a window that moved would be
        // another's past.
        int[] behind = IntStream.of(STARTS).map(start -> start + LENGTH).limit(3).toArray();
        double[] places = IntStream.range(0, 36).asDoubleStream().toArray();
        Samples targets =
                Samples.ofWindows("next", List.of(places), behind, 2, new int[0], List.of());
        Samples forecasts =
                targets.withInputs(windows(0).first(3)).moved(new Augmentation(false, 1), 5);
        for (int i = 0; i < 3; i++) {
            assertEquals(STARTS[i], forecasts.inputs().numbers(i)[0]);
            assertEquals(STARTS[i] + LENGTH, forecasts.numbers(i)[0]);
        }
    }

    /** A sequence by itself repeats its edges. */
    @Test
    @Tag("no-engine")
    void sequencesRepeatTheirEdges() {
        SampleFormat format = new SampleFormat(new Shape(2, 3), 0, new Scaling.UnitInterval(0, 6));
        Samples samples =
                Samples.ofFloats(
                        "signal", format, new float[] {1, 2, 3, 4, 5, 6}, new int[0], List.of());
        Set<List<Double>> found = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            double[] moved = samples.moved(new Augmentation(false, 1), seed).numbers(0);
            found.add(Arrays.stream(moved).boxed().toList());
        }
        assertEquals(
                Set.of(
                        List.of(1d, 2d, 3d, 4d, 5d, 6d),
                        List.of(1d, 1d, 2d, 4d, 4d, 5d),
                        List.of(2d, 3d, 3d, 5d, 6d, 6d)),
                found);
    }

    @Test
    @Tag("no-engine")
    void whatCannotBeMovedIsRefused() {
        Samples images = images(1);
        assertSame(images, images.moved(Augmentation.NONE, 1));
        assertRefused("shift must not be negative, but is -1", () -> new Augmentation(true, -1));
        assertRefused(
                "shift must be less than the least size of the samples of shape (2, 4, 5), but is"
                        + " 4",
                () -> images.moved(new Augmentation(false, 4), 1));
        Samples rows = Samples.of(new float[][] {{1, 2}});
        assertSame(rows, rows.moved(Augmentation.NONE, 1));
        assertRefused(
                "augmentation must be of images, [C, H, W], or sequences, [C, L], but samples have"
                        + " shape (2)",
                () -> rows.moved(new Augmentation(true, 0), 1));
        assertRefused(
                "flip must be false where samples are no images, but have shape (1, 8)",
                () -> windows(0).moved(new Augmentation(true, 1), 1));
    }

    @Test
    @Tag("no-engine")
    void stringsAreNotMoved() {
        Scaling symbols = new OneHot(List.of("", "C", "O"));
        SampleFormat strings = new SampleFormat(new Shape(1, 3), 0, symbols);
        assertRefused(
                "augmentation must be of images or sequences of numbers, but samples are strings",
                () -> new Augmentation(false, 1).requireFits(strings));
    }

    private static void assertRefused(String message, Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
