package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.summary.NetworkSummary;
import io.github.autoencoders.training.Recipes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RooflineTest {

    private static final MachinePeak PEAK = new MachinePeak(100e9, 10e9);

    private static ScalePoint point(int value, double seconds) {
        return new ScalePoint(
                value,
                50,
                Quartiles.of(seconds),
                new Roofline(20_000_000_000L, 1_000_000_000L, PEAK));
    }

    /** 20 operations for a byte, where the machine does 10 in the time of one. */
    @Test
    void theLaterOfTheTwoBounds() {
        Roofline arithmetic = new Roofline(20_000_000_000L, 1_000_000_000L, PEAK);
        assertEquals(0.2, arithmetic.arithmeticSeconds(), 1e-12);
        assertEquals(0.1, arithmetic.memorySeconds(), 1e-12);
        assertEquals(20, arithmetic.intensity(), 1e-12);
        assertEquals("arithmetic", arithmetic.bound());
        Roofline memory = new Roofline(5_000_000_000L, 1_000_000_000L, PEAK);
        assertEquals("memory", memory.bound());
    }

    /** 784 to 128, ReLU, to 32 (the code), to 128, ReLU, to 784. */
    @Test
    void bytesAreThoseOfArraysUsed() throws Exception {
        NetworkSummary network =
                NetworkSummary.of(
                        TrainingWork.config(
                                Recipes.read("ae-mnist", Map.of()), MadeImages.of(1, 28, 0)));
        long values = 784 + 128 + 128 + 32 + 32 + 128 + 128 + 784;
        long weights = 209_968;
        long elementwise = 128 + 128; // the code's is the bottleneck's own
        assertEquals(weights, network.parameters());
        assertEquals(
                4
                        * (3 * (10 * values + weights)
                                + 5 * 10 * elementwise
                                + 3 * 10 * 784
                                + 7 * weights),
                Roofline.bytes(network, 10));
        Roofline roofline = Roofline.of(network, 256, PEAK);
        assertEquals(6 * 256 * 208_896, roofline.operations());
    }

    @Test
    void sharesOfThePeakAreThoseOfTheMedian() {
        ScalePoint point = point(1, 0.5);
        assertEquals(0.4, point.arithmeticShare(), 1e-12);
        assertEquals(0.2, point.memoryShare(), 1e-12);
        assertEquals(100, point.imagesPerSecond(), 1e-9);
    }

    @Test
    void pointsOnALineAreStraightAndOthersAreSaidHowFar() {
        List<ScalePoint> straight =
                IntStream.range(1, 5).mapToObj(i -> point(100 * i, 0.5 + i)).toList();
        StraightLine line = StraightLine.of(straight);
        assertEquals(0.01, line.slope(), 1e-12);
        assertEquals(0.5, line.intercept(), 1e-12);
        assertEquals(0, line.farthest(), 1e-12);
        // Residuals of y = x^2 at 1, 2, 3 from its line 4x - 10/3: 1/3, -2/3, 1/3.
        StraightLine bent = StraightLine.of(List.of(point(1, 1), point(2, 4), point(3, 9)));
        assertEquals(4, bent.slope(), 1e-12);
        assertTrue(Math.abs(bent.farthest() - (1 / 3.0) / (2 / 3.0)) < 1e-12, bent.toString());
    }
}
