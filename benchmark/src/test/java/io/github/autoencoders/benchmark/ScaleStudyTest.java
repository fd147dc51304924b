package io.github.autoencoders.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.Recipes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleStudyTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final MachinePeak PEAK = new MachinePeak(1e9, 1e9);

    private static ScaleStudy study(String recipe) throws Exception {
        return new ScaleStudy(
                Recipes.read(recipe, Map.of()), 4, new Stopwatch(0, 0, 1), Placement.of(ENGINE));
    }

    /** Dense layers between F values, 128 units and a code of D: 2 * 128 * (F + D) products. */
    @Test
    void eachAxisChangesOneThing() throws Exception {
        ScaleStudy study = study("ae-mnist");
        long base = 2 * 128 * (28 * 28 + 32);
        assertEquals(base, study.network().multiplyAdds());
        ScalePoint epoch = study.point(ScaleAxis.IMAGES, 10, PEAK); // batches of 4, 4 and 2
        assertEquals(6 * 10 * base, epoch.roofline().operations());
        assertEquals(
                2 * Roofline.bytes(study.network(), 4) + Roofline.bytes(study.network(), 2),
                epoch.roofline().bytes());
        assertEquals(10, epoch.images());
        ScalePoint size = study.point(ScaleAxis.SIZE, 8, PEAK);
        assertEquals(6 * 4 * 2 * 128 * (8 * 8 + 32), size.roofline().operations());
        ScalePoint batch = study.point(ScaleAxis.BATCH, 3, PEAK);
        assertEquals(6 * 3 * base, batch.roofline().operations());
        assertEquals(3, batch.images());
        ScalePoint code = study.point(ScaleAxis.CODE, 5, PEAK);
        assertEquals(6 * 4 * 2 * 128 * (28 * 28 + 5), code.roofline().operations());
        assertEquals(4, code.images());
        assertTrue(code.seconds().median() > 0, code.toString());
    }

    @Test
    void imagesArePaddedAsTheRecipeHasThem() throws Exception {
        assertEquals(14_536_704, study("vae-fashion-mnist").network().multiplyAdds());
    }

    @Test
    void nothingIsNoPlaceOfAnAxis() throws Exception {
        ScaleStudy study = study("ae-mnist");
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> study.point(ScaleAxis.CODE, 0, PEAK));
        assertEquals("numbers in a code must be at least 1, but is 0", error.getMessage());
    }

    @Test
    void theMachineDoesSomething() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Stopwatch once = new Stopwatch(1, 0, 2);
            assertTrue(MachinePeak.products(16, once, manager)[0] > 0);
            assertTrue(MachinePeak.bytes(1000, once, manager) > 0);
            assertEquals(0, manager.getManagedArrays().size());
        }
    }
}
