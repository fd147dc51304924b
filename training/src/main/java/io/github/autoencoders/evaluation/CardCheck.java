package io.github.autoencoders.evaluation;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a model's card says of it, beside the same numbers computed again.
 *
 * <pre>{@code
 * CardCheck check = CardCheck.of(card, samples, Validation.metrics(saved, samples, place));
 * boolean sound = check.holds();
 * }</pre>
 *
 * @param rows of the metrics that the card has
 */
public record CardCheck(List<Row> rows) {

    /** How far a number may be from the card's: relative, or absolute for those below 1. */
    public static final double TOLERANCE = 1e-4;

    /**
     * One metric.
     *
     * @param told what the card says
     * @param now what was computed
     */
    public record Row(String metric, double told, double now) {

        /** Returns whether the numbers are within the tolerance. */
        public boolean holds() {
            return Math.abs(now - told) <= TOLERANCE * Math.max(1, Math.abs(told));
        }

        private String line() {
            String differs = holds() ? "" : "  differs";
            return String.format(Locale.ROOT, "%-28s %14.6f %14.6f%s", metric, told, now, differs);
        }
    }

    public CardCheck {
        rows = List.copyOf(rows);
    }

    /**
     * Compares a card with numbers that were computed again.
     *
     * @param card of the model
     * @param samples that they were computed of
     * @param now the numbers, by the names that cards have for them
     * @throws IllegalArgumentException if the samples are not those that the card names, or the
     *     card has none of the numbers
     */
    public static CardCheck of(ModelCard card, Samples samples, Map<String, Double> now) {
        requireSame(card.validation(), samples);
        List<Row> rows = new ArrayList<>();
        now.forEach(
                (metric, value) -> {
                    Double told = card.metrics().get(metric);
                    if (told != null) {
                        rows.add(new Row(metric, told, value));
                    }
                });
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "card must have one of the metrics %s, but has %s"
                            .formatted(now.keySet(), card.metrics().keySet()));
        }
        return new CardCheck(rows);
    }

    /**
     * Checks, before any work is done, that samples are those that a card names.
     *
     * @throws IllegalArgumentException if they are others
     */
    public static void requireSame(ModelCard.Data known, Samples samples) {
        String there = samples.sha256();
        if (!known.sha256().isEmpty() && !known.sha256().equals(there)) {
            throw new IllegalArgumentException(
                    "data must be those of the card, with the sha256 %s, but %s has %s"
                            .formatted(known.sha256(), samples.name(), there));
        }
    }

    /** Returns the table as lines of text, in which numbers that differ are marked. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%-28s %14s %14s".formatted("METRIC", "CARD", "NOW"));
        rows.forEach(row -> lines.add(row.line()));
        return lines;
    }

    /** Returns whether all numbers are within the tolerance. */
    public boolean holds() {
        return rows.stream().allMatch(Row::holds);
    }
}
