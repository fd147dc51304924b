package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorSamplesTest {

    /** Of codes that are the samples, to which the label adds 0 or 10. */
    @Test
    void theSameCodesAreDecodedWithEachLabel() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            PriorSamples drawn = PriorSamples.of(model, 3, 7, List.of("a", "b"), 0);
            assertEquals(List.of("a", "a", "a", "b", "b", "b"), drawn.labelOfEach());
            for (int i = 0; i < 3; i++) {
                float[] code = Task.standardNormal(7 + i, 2);
                assertArrayEquals(code, drawn.values().get(i), 1e-5f);
                float[] moved = {code[0] + 10, code[1] + 10};
                assertArrayEquals(moved, drawn.values().get(3 + i), 1e-5f);
            }
            Sheet sheet = drawn.sheet(SampleDrawing.of(model.format(), drawn.values()), 2);
            assertEquals(List.of("a", "b"), sheet.rows().stream().map(Sheet.Row::caption).toList());
            assertEquals("Samples from the prior, given the label", drawn.title());
        }
    }

    @Test
    void samplesOfOneLabelFillTheColumns() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain("a", "b")) {
            PriorSamples drawn = PriorSamples.of(model, 3, 7, List.of("b"), 0);
            Sheet sheet = drawn.sheet(SampleDrawing.of(model.format(), drawn.values()), 2);
            assertEquals(2, sheet.rows().size());
            assertEquals("Samples from the prior, given b", drawn.title());
        }
    }

    @Test
    void aModelWithoutConditionsHasNoLabels() throws Exception {
        try (TrainedAutoencoder model = IdentityModels.plain()) {
            PriorSamples drawn = PriorSamples.of(model, 2, 0, List.of(), 0);
            assertEquals(2, drawn.values().size());
            assertEquals(List.of(), drawn.labelOfEach());
            assertEquals("Samples from the prior", drawn.title());
        }
    }
}
