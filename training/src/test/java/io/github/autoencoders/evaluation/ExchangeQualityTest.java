package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.application.Exchange;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.dataset.Sprites.Factors;
import io.github.autoencoders.dataset.Sprites.Outline;
import io.github.autoencoders.dataset.Sprites.Style;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.optimizer.UpdateRule;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exchanged looks, on squares in 12 x 12 pixels: bright on black, or light on grey. */
class ExchangeQualityTest {

    private static final int SIDE = 12;
    private static final List<String> LOOKS = List.of("bright", "pale");

    // A square of a side of 2 to 5 pixels somewhere, in one of the looks.
    private static byte[] square(int look, int size, int x, int y) {
        byte[] pixels = new byte[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int column = i % SIDE - x;
            int row = i / SIDE - y;
            boolean inside = column >= 0 && column < size && row >= 0 && row < size;
            pixels[i] = (byte) (look == 0 ? (inside ? 250 : 5) : inside ? 180 : 70);
        }
        return pixels;
    }

    // Each square in both looks.
    private static Samples squares() {
        int[] looks = IntStream.range(0, 2 * 4 * 36).map(i -> i % 2).toArray();
        byte[] pixels = new byte[looks.length * SIDE * SIDE];
        for (int i = 0; i < looks.length; i++) {
            int factors = i / 2;
            byte[] square =
                    square(looks[i], 2 + factors / 36, 1 + factors % 6, 1 + factors / 6 % 6);
            System.arraycopy(square, 0, pixels, i * square.length, square.length);
        }
        SampleFormat format =
                new SampleFormat(new Shape(1, SIDE, SIDE), 0, Scaling.UnitInterval.BYTES);
        return Samples.ofBytes("squares", format, pixels, looks, LOOKS);
    }

    private static TrainingRecipe recipe(int epochs) {
        return Recipes.named("shared-sprites")
                .withArchitecture(
                        new Architecture.Shared(
                                new Architecture.Dense(List.of(64), Activation.RELU), true))
                .withBatchSize(16)
                .withEpochs(epochs);
    }

    @Test
    void anExchangeGivesTheOtherLookAndLeavesPlaceAndSize() throws Exception {
        Samples squares = squares();
        TrainingRecipe recipe =
                recipe(60)
                        .withRegularizer(new Regularizer.None(), new Schedule.Constant(0))
                        .withBottleneck(new Bottleneck.Deterministic(6, Activation.IDENTITY))
                        .withOptimizer(UpdateRule.Adam.of(0.01));
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(DataSource.of(squares))) {
            ExchangeQuality quality = ExchangeQuality.of(model, squares);
            assertEquals(1, quality.known());
            assertEquals(2, quality.directions().size());
            for (ExchangeQuality.Direction each : quality.directions()) {
                assertEquals(144, each.samples());
                assertTrue(each.look() > 0.95, each.toString());
                assertTrue(each.place() < each.anyPlace() / 3, each.toString());
                assertTrue(each.size() < each.anySize(), each.toString());
            }
            assertTrue(
                    quality.lines()
                            .get(0)
                            .matches(
                                    "bright as pale, 144: look [\\d.]+ %, place off by [\\d.]+"
                                        + " pixels \\(any two: [\\d.]+\\), size by [\\d.]+ % \\(any"
                                        + " two: [\\d.]+ %\\)"),
                    quality.lines().get(0));
            assertEquals(
                    "the look is judged by a classifier that knows 100.0 % of the images as they"
                            + " are",
                    quality.lines().get(2));
        }
    }

    @Test
    void anExchangeIsTheCodeDecodedByTheOther() throws Exception {
        Samples squares = squares();
        try (TrainedAutoencoder model =
                AutoencoderTrainer.of(recipe(1)).fit(DataSource.of(squares))) {
            Samples some = squares.first(5);
            Exchange exchange = Exchange.of(model, some, "pale");
            float[][] codes = model.encode(some.withLabels(List.of())); // whose labels nobody asks
            assertArrayEquals(
                    model.decode(codes, Collections.nCopies(5, "pale")).toArrays(),
                    exchange.exchanged().toArrays());
            float[][] whole = model.reconstruct(some).toArrays();
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(whole[i], exchange.own().orElseThrow().sample(i), 1e-3f);
            }
            assertTrue(Exchange.of(model, some.withLabels(List.of()), "pale").own().isEmpty());
            try (SampleStream few = DataSource.of(some).stream(3);
                    SampleStream relabelled = Exchange.codes(model, few, "pale")) {
                Samples first = relabelled.next().orElseThrow();
                assertEquals(List.of("pale", "pale", "pale"), first.labels());
                assertArrayEquals(codes[2], first.sample(2), 1e-5f);
            }
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class, () -> Exchange.of(model, some, "red"));
            assertEquals("label must be one of bright, pale, but is \"red\"", e.getMessage());
        }
    }

    /** The middle of a square is its centre, and its side what its scale says, in both looks. */
    @Tag("no-engine")
    @Test
    void boxesAreThoseOfTheFactors() {
        for (Style style : Style.values()) {
            for (int scale = 0; scale < Factors.SCALES; scale++) {
                Factors factors = new Factors(Outline.SQUARE, scale, 0, 3 + 5 * scale, 29 - scale);
                Samples drawn = Sprites.styled(List.of(factors), style);
                ImageLook.Box box = ImageLook.box(drawn, drawn.sample(0));
                assertEquals(8 + 16.0 * factors.x() / 31, box.x(), 0.3, style + " " + factors);
                assertEquals(8 + 16.0 * factors.y() / 31, box.y(), 0.3, style + " " + factors);
                assertEquals(5 + scale, box.side(), 0.6, style + " " + factors);
            }
        }
    }

    @Tag("no-engine")
    @Test
    void whereNothingStandsOutTheBoxIsTheImage() {
        Samples plain =
                Samples.of(
                        new float[2][24],
                        new SampleFormat(new Shape(1, 4, 6), 0, Scaling.UnitInterval.BYTES));
        assertEquals(new ImageLook.Box(3, 2, Math.sqrt(24)), ImageLook.box(plain, plain.sample(0)));
    }
}
