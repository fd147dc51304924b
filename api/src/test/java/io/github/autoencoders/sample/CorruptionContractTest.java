package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("no-engine")
class CorruptionContractTest {

    private static final Shape COLOUR = new Shape(3, 20, 30);

    static List<Corruption> corruptions() {
        return List.of(
                new Corruption.None(),
                new Corruption.GaussianNoise(0.5),
                new Corruption.WhiteNoise(-5, 5),
                new Corruption.Masking(0.3),
                new Corruption.SaltAndPepper(0.3),
                new Corruption.Grey(),
                new Corruption.Patch(0.25),
                new Corruption.Watermark(0.5, 0.6));
    }

    @Test
    void everyMemberIsTested() {
        assertEquals(
                Set.of(Corruption.class.getPermittedSubclasses()),
                corruptions().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void sameStateGivesTheSameCopyAndTheSampleStaysClean(Corruption corruption) {
        float[] x = sample(7);
        float[] first = corruption.corrupt(x, COLOUR, new SplittableRandom(1));
        assertArrayEquals(sample(7), x);
        assertArrayEquals(first, corruption.corrupt(x, COLOUR, new SplittableRandom(1)));
        assertEquals(corruption.corrupts(), !Arrays.equals(x, first));
        boolean chance = corruption.corrupts() && !corruption.equals(new Corruption.Grey());
        float[] other = corruption.corrupt(x, COLOUR, new SplittableRandom(2));
        assertEquals(chance, !Arrays.equals(first, other));
        first[0]++;
        assertArrayEquals(sample(7), x);
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void corruptionsAreReadFromJson(Corruption corruption) {
        String text = Json.write(corruption, Corruption.class);
        assertEquals(corruption, Json.read(text, Corruption.class));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void imagesInColourCanBeCorruptedInEveryWay(Corruption corruption) {
        corruption.requireFits(new SampleFormat(COLOUR, 2, Scaling.UnitInterval.BYTES));
    }

    /** The moments of N(0, 0.25) by 180,000 draws, to five standard errors. */
    @Test
    void gaussianNoiseHasItsMoments() {
        Corruption noise = new Corruption.GaussianNoise(0.5);
        double[] added =
                IntStream.range(0, 100)
                        .boxed()
                        .flatMapToDouble(i -> differences(noise, sample(i), i))
                        .toArray();
        double root = Math.sqrt(added.length);
        double mean = Arrays.stream(added).average().orElseThrow();
        double square = Arrays.stream(added).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(added).map(v -> v * v * v * v).average().orElseThrow();
        assertEquals(0, mean, 5 * 0.5 / root);
        assertEquals(0.25, square, 5 * 0.25 * Math.sqrt(2) / root);
        assertEquals(3 * 0.0625, fourth, 5 * 0.0625 * Math.sqrt(96) / root);
        double neighbours = 0;
        for (int i = 1; i < added.length; i++) {
            neighbours += added[i] * added[i - 1] / added.length;
        }
        assertEquals(0, neighbours, 5 * 0.25 / root);
    }

    /** The ratios of 2,000 samples, each measured in 1,800 values, are spread evenly. */
    @Test
    void whiteNoiseIsAsLoudAsTheSampleAsks() {
        Corruption noise = new Corruption.WhiteNoise(-3, 9);
        double[] ratios = new double[2_000];
        for (int seed = 0; seed < ratios.length; seed++) {
            float[] x = sample(seed);
            for (int i = 0; i < x.length; i++) {
                x[i] *= 1 + seed % 5; // louder, and so is the noise
            }
            double power = 0;
            for (float value : x) {
                power += value * value;
            }
            double added = differences(noise, x, seed).map(v -> v * v).sum();
            ratios[seed] = 10 * Math.log10(power / added);
        }
        Arrays.sort(ratios);
        for (int tenth = 1; tenth < 10; tenth++) {
            // a quantile of so many is known to 0.013 of the range; five times that
            assertEquals(-3 + 1.2 * tenth, ratios[200 * tenth], 5 * 12 * 0.0112 + 0.2);
        }
        assertEquals(-3, ratios[0], 0.5);
        assertEquals(9, ratios[1_999], 0.5);
        float[] silent = new float[8];
        assertArrayEquals(silent, noise.corrupt(silent, new Shape(1, 8), new SplittableRandom(1)));
    }

    private static java.util.stream.DoubleStream differences(
            Corruption corruption, float[] x, int seed) {
        float[] noisy = corruption.corrupt(x, COLOUR, new SplittableRandom(seed));
        return IntStream.range(0, x.length).mapToDouble(i -> (double) noisy[i] - x[i]);
    }

    /** The share is of each sample, not of their average: nu d values, as in the paper. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5, 0.999})
    void maskedAreAsManyAsTheShareSays(double share) {
        Corruption masking = new Corruption.Masking(share);
        for (int seed = 0; seed < 20; seed++) {
            float[] x = sample(seed);
            float[] masked = masking.corrupt(x, COLOUR, new SplittableRandom(seed));
            int zeros = 0;
            for (int i = 0; i < x.length; i++) {
                zeros += masked[i] == 0 ? 1 : 0;
                assertTrue(masked[i] == 0 || masked[i] == x[i]);
            }
            assertEquals(Math.round(share * 1800), zeros);
        }
    }

    /** Each of 4,000 samples masks 3 of 10 values: every value about 1,200 times. */
    @Test
    void everyValueIsMaskedAsOften() {
        int[] counts = new int[10];
        float[] ones = new float[10];
        Arrays.fill(ones, 1);
        for (int seed = 0; seed < 4_000; seed++) {
            float[] masked =
                    new Corruption.Masking(0.3)
                            .corrupt(ones, new Shape(10), new SplittableRandom(seed * 7919L));
            for (int i = 0; i < 10; i++) {
                counts[i] += masked[i] == 0 ? 1 : 0;
            }
        }
        for (int count : counts) {
            assertEquals(1_200, count, 145); // five times the root of 4,000 * 0.3 * 0.7
        }
    }

    @Test
    void saltAndPepperAreAsManyAndInTheShare() {
        int salt = 0;
        int pepper = 0;
        for (int seed = 0; seed < 100; seed++) {
            float[] x = sample(seed);
            float[] noisy =
                    new Corruption.SaltAndPepper(0.3)
                            .corrupt(x, COLOUR, new SplittableRandom(seed));
            int changed = 0;
            for (int i = 0; i < x.length; i++) {
                salt += noisy[i] == 1 ? 1 : 0;
                pepper += noisy[i] == 0 ? 1 : 0;
                changed += noisy[i] == x[i] ? 0 : 1;
            }
            assertEquals(540, changed);
        }
        assertEquals(54_000, salt + pepper);
        assertEquals(27_000, salt, 582); // five times the root of 54,000 / 4
    }

    @Test
    void greyIsTheBrightnessOfThePixelInAllChannels() {
        float[] x = {1, 0, 0, 0.5f, 0, 1, 0, 0.5f, 0, 0, 1, 0.5f}; // red, green, blue, grey
        float[] grey =
                new Corruption.Grey().corrupt(x, new Shape(3, 2, 2), new SplittableRandom(0));
        assertArrayEquals(
                new float[] {
                    0.299f, 0.587f, 0.114f, 0.5f, 0.299f, 0.587f, 0.114f, 0.5f, 0.299f, 0.587f,
                    0.114f, 0.5f
                },
                grey,
                1e-7f);
    }

    /** A quarter of 20 x 30 is 10 x 15; places 0 to 10 and 0 to 15 all come. */
    @Test
    void patchIsARectangleOfItsAreaAtAnyPlaceInAllChannels() {
        boolean[][] places = new boolean[11][16];
        float[] x = sample(1);
        for (int seed = 0; seed < 4_000; seed++) {
            float[] patched =
                    new Corruption.Patch(0.25)
                            .corrupt(x, COLOUR, new SplittableRandom(seed * 7919L));
            int first = 0;
            while (patched[first] != 0) {
                first++;
            }
            int top = first / 30;
            int left = first % 30;
            places[top][left] = true;
            for (int i = 0; i < patched.length; i++) {
                int row = i / 30 % 20;
                int column = i % 30;
                boolean inside =
                        row >= top && row < top + 10 && column >= left && column < left + 15;
                assertEquals(inside ? 0 : x[i], patched[i]);
            }
        }
        for (boolean[] row : places) {
            for (boolean place : row) {
                assertTrue(place);
            }
        }
    }

    @Test
    void watermarkIsACrossInAFrameThroughWhichTheImageShows() {
        float[] x = new float[25];
        Arrays.fill(x, 0.5f);
        float[] marked =
                new Corruption.Watermark(0.999, 0.8)
                        .corrupt(x, new Shape(1, 5, 5), new SplittableRandom(0));
        String[] rows = {"#####", "##.##", "#.#.#", "##.##", "#####"};
        for (int i = 0; i < 25; i++) {
            boolean mark = rows[i / 5].charAt(i % 5) == '#';
            assertEquals(mark ? 0.9f : 0.5f, marked[i], 1e-7f);
        }
        float[] wide = new float[1800];
        float[] placed =
                new Corruption.Watermark(0.5, 1).corrupt(wide, COLOUR, new SplittableRandom(3));
        for (int i = 0; i < 600; i++) {
            assertEquals(placed[i], placed[i + 600]);
            assertEquals(placed[i], placed[i + 1200]);
        }
        long marks = IntStream.range(0, 600).filter(i -> placed[i] == 1).count();
        assertEquals(36 + 16 - 4 + 4, marks); // the frame of 10 x 10, two diagonals inside of it
    }

    @ParameterizedTest
    @CsvSource({
        "GaussianNoise, 'standardDeviation must be positive and finite, but is 0.0'",
        "Masking, 'share must be between 0 and 1, but is 0.0'",
        "SaltAndPepper, 'share must be between 0 and 1, but is 0.0'",
        "Patch, 'share must be between 0 and 1, but is 0.0'"
    })
    void nothingIsNoAmount(String type, String message) {
        String key = type.equals("GaussianNoise") ? "standardDeviation" : "share";
        String text = "{\"type\": \"%s\", \"%s\": 0}".formatted(type, key);
        assertRefused("$: " + message, () -> Json.read(text, Corruption.class));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertRefused(
                "share must be between 0 and 1, but is NaN",
                () -> new Corruption.Masking(Double.NaN));
        assertRefused(
                "share must be between 0 and 1, but is 1.0", () -> new Corruption.SaltAndPepper(1));
        assertRefused(
                "standardDeviation must be positive and finite, but is NaN",
                () -> new Corruption.GaussianNoise(Double.NaN));
        assertRefused(
                "leastRatio must be finite and at most greatestRatio, but they are 1.0 and 0.0",
                () -> new Corruption.WhiteNoise(1, 0));
        assertRefused(
                "leastRatio must be finite and at most greatestRatio, but they are NaN and 0.0",
                () -> new Corruption.WhiteNoise(Double.NaN, 0));
        assertRefused(
                "opacity must be above 0 and at most 1, but is 1.5",
                () -> new Corruption.Watermark(0.5, 1.5));
        assertRefused(
                "opacity must be above 0 and at most 1, but is NaN",
                () -> new Corruption.Watermark(0.5, Double.NaN));
    }

    @Test
    void samplesThatDoNotFitAreRefused() {
        SampleFormat rows =
                new SampleFormat(
                        new Shape(4), 0, new Scaling.Standardized(List.of(0.0), List.of(1.0)));
        assertRefused(
                "corruption must not be SaltAndPepper for Standardized samples, which have no"
                        + " least and no greatest value",
                () -> new Corruption.SaltAndPepper(0.1).requireFits(rows));
        assertRefused(
                "corruption must not be SaltAndPepper for Standardized samples, which have no"
                        + " least and no greatest value",
                () -> new Corruption.SaltAndPepper(0.1).requireFits(rows.withMissing()));
        assertRefused(
                "corruption Grey must be of images in colour, [3, H, W], but samples have shape"
                        + " (4)",
                () -> new Corruption.Grey().requireFits(rows));
        assertRefused(
                "shape must be [1, H, W] or [3, H, W] for an image, but is (4)",
                () -> new Corruption.Patch(0.1).requireFits(rows));
        assertRefused(
                "shape must be [1, H, W] or [3, H, W] for an image, but is (4)",
                () -> new Corruption.Watermark(0.1, 1).requireFits(rows));
        new Corruption.GaussianNoise(1).requireFits(rows);
        new Corruption.Masking(0.5).requireFits(rows);
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable e) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, e).getMessage());
    }

    /** Values from 0.1 to 0.9, none of which is 0 or 1. */
    private static float[] sample(int seed) {
        SplittableRandom random = new SplittableRandom(1000 + seed);
        float[] x = new float[1800];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (0.1 + 0.8 * random.nextDouble());
        }
        return x;
    }
}
