package io.github.autoencoders.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.ModelCard;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class CardCheckTest {

    private static final Samples SAMPLES = Samples.of(new float[][] {{1, 2}, {3, 4}});

    private static ModelCard card(String sha256, Map<String, Double> metrics) throws IOException {
        ModelCard.Data data = new ModelCard.Data("rows", sha256, 2);
        return new ModelCard(
                Recipes.read("vae-table", Map.of()),
                data,
                data,
                "",
                new ModelCard.Environment("", "", "", "", "", 0),
                "",
                "",
                1,
                "",
                metrics);
    }

    @Test
    void numbersMayDifferByATenThousandthOfTheirSize() throws IOException {
        ModelCard card =
                card(SAMPLES.sha256(), Map.of("large", 2000.0, "small", 0.01, "alone", 1.0));
        Map<String, Double> now = new LinkedHashMap<>();
        now.put("large", 2000.19);
        now.put("small", 0.01009);
        now.put("unknown", 7.0);
        CardCheck check = CardCheck.of(card, SAMPLES, now);
        assertTrue(check.holds());
        assertEquals(
                List.of("large", "small"),
                check.rows().stream().map(CardCheck.Row::metric).toList());
        now.put("large", 2000.21);
        assertFalse(CardCheck.of(card, SAMPLES, now).holds());
        now.put("large", Double.NaN);
        assertFalse(CardCheck.of(card, SAMPLES, now).holds());
        now.put("large", 2000.0);
        now.put("small", 0.01011);
        assertFalse(CardCheck.of(card, SAMPLES, now).rows().get(1).holds());
        String table =
                """
                METRIC                                 CARD            NOW
                large                           2000.000000    2000.000000
                small                              0.010000       0.010110  differs
                """;
        assertEquals(table.lines().toList(), CardCheck.of(card, SAMPLES, now).lines());
    }

    @Test
    void otherDataAndOtherNumbersAreRefused() throws IOException {
        ModelCard other = card("00", Map.of("large", 1.0));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CardCheck.of(other, SAMPLES, Map.of("large", 1.0)));
        assertEquals(
                "data must be those of the card, with the sha256 00, but %s has %s"
                        .formatted(SAMPLES.name(), SAMPLES.sha256()),
                e.getMessage());
        ModelCard unknown = card("", Map.of("large", 1.0)); // as of format 1
        e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CardCheck.of(unknown, SAMPLES, Map.of("small", 1.0)));
        assertEquals("card must have one of the metrics [small], but has [large]", e.getMessage());
    }
}
