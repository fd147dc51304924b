package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeInterpolationTest {

    private static final float[][] ROWS = {{0, 4}, {9, 9}, {4, 0}};

    private static Samples between(TrainedAutoencoder model, Samples samples, Interpolation path) {
        return CodeInterpolation.of(model, samples, 0, 2, 5, path).decoded();
    }

    /** Of codes that are the samples: a quarter of the way each, and an arc of a circle. */
    @Test
    void samplesLieEvenlyOnTheWay() throws Exception {
        Samples samples = IdentityModels.samples(ROWS);
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples linear = between(model, samples, Interpolation.LINEAR);
            Samples arc = between(model, samples, Interpolation.SPHERICAL);
            for (int step = 0; step < 5; step++) {
                assertArrayEquals(new float[] {step, 4 - step}, linear.sample(step), 1e-5f);
                double angle = step * Math.PI / 8;
                float[] expected = {(float) (4 * Math.sin(angle)), (float) (4 * Math.cos(angle))};
                assertArrayEquals(expected, arc.sample(step), 1e-5f);
            }
        }
    }

    @Test
    void aConditionalDecoderIsToldTheLabelOfTheFirst() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            Samples samples = IdentityModels.samples(ROWS, "b", "a", "a");
            Samples linear = between(model, samples, Interpolation.LINEAR);
            for (int step = 0; step < 5; step++) {
                assertArrayEquals(new float[] {10 + step, 14 - step}, linear.sample(step), 1e-5f);
                assertEquals("b", linear.labels().get(step));
            }
        }
    }

    @Test
    void waysAreRowsOfASheet() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples samples = IdentityModels.samples(ROWS);
            Sheet sheet =
                    CodeInterpolation.sheet(
                            List.of(
                                    CodeInterpolation.of(
                                            model, samples, 0, 2, 3, Interpolation.LINEAR),
                                    CodeInterpolation.of(
                                            model, samples, 1, 0, 3, Interpolation.SPHERICAL)));
            assertEquals("0 to 2, linear", sheet.rows().get(0).caption());
            assertEquals("1 to 0, spherical", sheet.rows().get(1).caption());
            assertEquals(List.of("0.00", "0.50", "1.00"), sheet.columnCaptions());
            assertTrue(sheet.draw("").getWidth() > 100);
        }
    }

    @Test
    void whatIsNoSampleOrNoWayIsRefused() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            Samples samples = IdentityModels.samples(ROWS);
            Interpolation path = Interpolation.LINEAR;
            assertEquals(
                    "a sample's number must be from 0 to 2 in rows, but is 3",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> CodeInterpolation.of(model, samples, 0, 3, 5, path))
                            .getMessage());
            assertEquals(
                    "steps must be at least 2, but is 1",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> CodeInterpolation.of(model, samples, 0, 1, 1, path))
                            .getMessage());
        }
    }
}
