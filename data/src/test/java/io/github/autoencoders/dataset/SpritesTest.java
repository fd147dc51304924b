package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Sprites.Factors;
import io.github.autoencoders.dataset.Sprites.Outline;
import io.github.autoencoders.sample.Samples;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("no-engine")
class SpritesTest {

    @Test
    void trainingAndValidationShareNeitherFactorsNorPictures() {
        Sprites sprites = Sprites.of(7, 6_000, 1_000);
        Set<Factors> factors = new HashSet<>(sprites.trainingFactors());
        factors.retainAll(sprites.validationFactors());
        assertEquals(Set.of(), factors);
        DataSplit split = sprites.split();
        Set<String> pictures = new HashSet<>();
        for (int i = 0; i < 6_000; i++) {
            pictures.add(Arrays.toString(split.training().sample(i)));
        }
        for (int i = 0; i < 1_000; i++) {
            assertFalse(pictures.contains(Arrays.toString(split.validation().sample(i))));
        }
    }

    /** A golden value: a change of it means that saved models were trained on other pictures. */
    @Test
    void aSeedGivesTheSamePicturesEverywhere() {
        DataSplit split = Sprites.of(0, 300, 100).split();
        assertEquals(
                "6e8a06f5c9286b273ce6ff674e1f92038bf46e391f42cd72799b8482568fee4e",
                split.training().sha256());
        assertEquals(split.training().sha256(), Sprites.of(0, 300, 7).split().training().sha256());
        assertNotEquals(
                split.training().sha256(), Sprites.of(1, 300, 7).split().training().sha256());
    }

    @Test
    void samplesAreTheDrawingsOfTheirFactorsLabelledByOutline() {
        Sprites sprites = Sprites.of(3, 50, 20);
        Samples validation = sprites.split().validation();
        assertEquals(List.of("square", "ellipse", "heart"), validation.labelNames());
        for (int i = 0; i < 20; i++) {
            Factors factors = sprites.validationFactors().get(i);
            assertArrayEquals(levels(factors.draw()), ints(validation.sample(i)));
            assertEquals(
                    factors.outline().name(),
                    validation
                            .labelNames()
                            .get(validation.label(i))
                            .toUpperCase(java.util.Locale.ROOT));
        }
    }

    /**
     * Red, green and blue have the ratios of the outline's colour, and the coloured picture in grey
     * is the grey one in one of ten brightnesses of 140 / 255 at most, whatever the outline.
     */
    @Test
    void coloursTellTheOutlineButBrightnessDoesNot() {
        Map<Outline, Set<Long>> brightest = new EnumMap<>(Outline.class);
        for (Factors factors : Sprites.of(5, 3_000, 1).trainingFactors()) {
            int[] grey = levels(factors.draw());
            int[] planes = levels(factors.drawInColour());
            int inside = IntStream.range(0, 1024).filter(i -> grey[i] == 255).findAny().orElse(-1);
            if (inside < 0) {
                continue;
            }
            int[] rgb = {planes[inside], planes[1024 + inside], planes[2048 + inside]};
            int strongest = List.of(Outline.values()).indexOf(factors.outline());
            for (int channel = 0; channel < 3; channel++) {
                assertTrue(rgb[strongest] >= 1.4 * rgb[channel] || channel == strongest);
            }
            double level = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
            brightest
                    .computeIfAbsent(factors.outline(), key -> new HashSet<>())
                    .add(Math.round(level / 7));
            for (int i = 0; i < 1024; i++) {
                assertEquals(rgb[0] * grey[i] / 255.0, planes[i], 1.01);
            }
        }
        Set<Long> levels = LongStream.rangeClosed(11, 20).boxed().collect(Collectors.toSet());
        assertEquals(3, brightest.size());
        brightest.forEach((outline, found) -> assertEquals(levels, found, outline.name()));
    }

    /** Closed forms: 10^2; pi a b; and a square of side s with two half discs on it. */
    @ParameterizedTest
    @EnumSource
    void coveredAreaIsThatOfTheOutline(Outline outline) {
        double full =
                switch (outline) {
                    case SQUARE -> 100;
                    case ELLIPSE -> Math.PI * 7.5 * 3.75;
                    case HEART -> 7.5 * 7.5 * (1 + Math.PI / 4);
                };
        for (int scale = 0; scale < Factors.SCALES; scale++) {
            double mean = 0; // over orientations and positions, which evens out the 16 points
            for (int i = 0; i < 400; i++) {
                Factors factors = new Factors(outline, scale, i % 40, i % 32, i % 29);
                mean += IntStream.of(levels(factors.draw())).sum() / 255.0 / 400;
            }
            double area = full * Math.pow(0.5 + 0.1 * scale, 2);
            assertEquals(area, mean, 0.005 * area);
        }
    }

    /** Centres are at least 8 pixels from the border. */
    @ParameterizedTest
    @EnumSource
    void noSpriteIsCutOffByTheBorder(Outline outline) {
        for (double u = -12; u <= 12; u += 0.05) {
            for (double v = -12; v <= 12; v += 0.05) {
                assertTrue(Math.hypot(u, v) < 8 || !outline.contains(u, v));
            }
        }
    }

    @Test
    void thePositionIsThatOfTheCentreOfMass() {
        for (int position = 0; position < 32; position++) {
            Factors factors = new Factors(Outline.ELLIPSE, 5, 7, position, 31 - position);
            int[] levels = levels(factors.draw());
            double mass = IntStream.of(levels).sum();
            double x = 0;
            double y = 0;
            for (int i = 0; i < levels.length; i++) {
                int column = i % 32;
                int row = i / 32;
                x += (column + 0.5) * levels[i] / mass;
                y += (row + 0.5) * levels[i] / mass;
            }
            assertEquals(8 + 16.0 / 31 * position, x, 0.03); // of a pixel
            assertEquals(24 - 16.0 / 31 * position, y, 0.03);
        }
    }

    /** Filled and outlined by turns, each in its own look: the whole of it, or its edge. */
    @Test
    void looksAreTheLabelsAndLeaveTheFactorsAsTheyAre() {
        Sprites sprites = Sprites.of(1, 40, 20);
        Samples both = sprites.splitStyled().training();
        assertEquals(List.of("filled", "outlined"), both.labelNames());
        List<Sprites.Style> styles = List.of(Sprites.Style.values());
        for (Sprites.Style style : styles) {
            Samples one = Sprites.styled(sprites.trainingFactors(), style);
            for (int i = styles.indexOf(style); i < 40; i += 2) {
                assertEquals(one.labelName(i), both.labelName(i));
                assertArrayEquals(one.sample(i), both.sample(i));
            }
        }
        for (Factors factors : sprites.trainingFactors()) {
            int[] filled = levels(Sprites.Style.FILLED.draw(factors));
            int[] outlined = levels(Sprites.Style.OUTLINED.draw(factors));
            assertArrayEquals(levels(factors.draw()), filled);
            int inside = 0;
            for (int i = 0; i < filled.length; i++) {
                assertTrue(outlined[i] <= filled[i], "an edge outside");
                inside += filled[i] == 255 && outlined[i] == 0 ? 1 : 0;
            }
            // Of half the size little is left but the edge.
            assertTrue(factors.scale() < 3 || inside >= 4, factors + " has " + inside);
        }
    }

    @Test
    void aQuarterTurnTurnsThePictureCounterclockwise() {
        int[] upright = levels(new Factors(Outline.HEART, 5, 3, 0, 31).draw());
        int[] turned = levels(new Factors(Outline.HEART, 5, 13, 31, 31).draw());
        for (int i = 0; i < 1024; i++) { // about the picture's centre, so the position turns too
            int row = i / 32;
            int column = i % 32;
            assertEquals(upright[i], turnedBack(turned, row, column), 16); // one of 16 points
        }
    }

    // Counterclockwise about the middle takes (column, row) to (row, 31 - column).
    private static int turnedBack(int[] turned, int row, int column) {
        return turned[(31 - column) * 32 + row];
    }

    @Test
    void equalPicturesHaveTheSameLeastTurn() {
        Factors square = new Factors(Outline.SQUARE, 2, 37, 4, 5);
        assertEquals(new Factors(Outline.SQUARE, 2, 7, 4, 5), square.leastTurned());
        Factors ellipse = new Factors(Outline.ELLIPSE, 2, 37, 4, 5);
        assertEquals(new Factors(Outline.ELLIPSE, 2, 17, 4, 5), ellipse.leastTurned());
        Factors heart = new Factors(Outline.HEART, 2, 37, 4, 5);
        assertEquals(heart, heart.leastTurned());
    }

    @Test
    void everyFactorTakesAllItsValuesEvenly() {
        List<Factors> drawn = Sprites.of(0).trainingFactors();
        assertEquals(12_000, drawn.size());
        for (int scale = 0; scale < Factors.SCALES; scale++) {
            int wanted = scale;
            double count = drawn.stream().filter(factors -> factors.scale() == wanted).count();
            assertEquals(2_000, count, 200); // five standard deviations of a binomial draw
        }
        for (Outline outline : Outline.values()) {
            double count = drawn.stream().filter(factors -> factors.outline() == outline).count();
            assertEquals(4_000, count, 400); // squares repeat themselves a little more often
        }
        assertTrue(drawn.stream().map(Factors::x).distinct().count() == Factors.POSITIONS);
        assertTrue(drawn.stream().map(Factors::y).distinct().count() == Factors.POSITIONS);
        assertTrue(
                drawn.stream().map(Factors::orientation).distinct().count()
                        == Factors.ORIENTATIONS);
    }

    @Test
    void factorsOutOfRangeAreRefused() {
        assertRefused(
                "scale must be from 0 to 5, but is 6",
                () -> new Factors(Outline.HEART, 6, 0, 0, 0));
        assertRefused(
                "orientation must be from 0 to 39, but is -1",
                () -> new Factors(Outline.HEART, 0, -1, 0, 0));
        assertRefused(
                "x must be from 0 to 31, but is 32", () -> new Factors(Outline.HEART, 0, 0, 32, 0));
        assertRefused(
                "y must be from 0 to 31, but is 32", () -> new Factors(Outline.HEART, 0, 0, 0, 32));
        assertRefused(
                "training and validation must be at least 1 and together at most 100000, but are"
                        + " 100000 and 1",
                () -> Sprites.of(0, 100_000, 1));
    }

    private static void assertRefused(String message, Runnable attempt) {
        Exception thrown = assertThrows(IllegalArgumentException.class, attempt::run);
        assertEquals(message, thrown.getMessage());
    }

    private static int[] levels(byte[] pixels) {
        return IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xFF).toArray();
    }

    private static int[] ints(float[] values) {
        return IntStream.range(0, values.length).map(i -> (int) values[i]).toArray();
    }
}
