package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.translate.Task;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class LabelledCodesTest {

    private static AutoencoderConfig config(String... conditions) {
        return new AutoencoderConfig(
                new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1)),
                List.of(conditions),
                new Architecture.Dense(List.of(), Activation.IDENTITY),
                new Bottleneck.Gaussian(1),
                new Likelihood.Gaussian(1));
    }

    private static void assertCode(long seed, int label, float[] code) {
        float value = Task.standardNormal(seed, 1)[0];
        assertArrayEquals(new float[] {value, label}, code);
    }

    @Test
    void labelsComeOneAfterTheOtherOrInTurn() {
        List<String> labels = List.of("c", "a");
        List<Long> seeds = List.of(5L, 6L, 7L);
        List<float[]> each = LabelledCodes.of(config("a", "b", "c"), labels, seeds);
        List<float[]> inTurn = LabelledCodes.inTurn(config("a", "b", "c"), labels, seeds);
        assertEquals(6, each.size());
        assertEquals(3, inTurn.size());
        for (int i = 0; i < 3; i++) {
            assertCode(seeds.get(i), 2, each.get(i));
            assertCode(seeds.get(i), 0, each.get(3 + i));
            assertCode(seeds.get(i), i == 1 ? 0 : 2, inTurn.get(i));
        }
    }

    @Test
    void codesTakeTheLabelsOfTheirSamples() {
        List<float[]> codes = List.of(new float[] {0.5f}, new float[] {-1});
        List<float[]> samples = List.of(new float[] {7, 8, 1}, new float[] {9, 9, 0});
        List<float[]> labelled = LabelledCodes.ofSamples(config("a", "b"), samples, codes);
        assertArrayEquals(new float[] {0.5f, 1}, labelled.get(0));
        assertArrayEquals(new float[] {-1, 0}, labelled.get(1));
        assertSame(codes, LabelledCodes.ofSamples(config(), samples, codes));
    }
}
