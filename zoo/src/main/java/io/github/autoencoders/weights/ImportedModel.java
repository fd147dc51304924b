package io.github.autoencoders.weights;

import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of foreign weights: which parameter took which tensor, how far the model is from the
 * golden values, and, if it is not, the model.
 */
public final class ImportedModel implements AutoCloseable {

    private final WeightMapping mapping;
    private final boolean golden;
    private final Map<String, Double> differences;
    private final TrainedAutoencoder model;

    ImportedModel(
            WeightMapping mapping,
            boolean golden,
            Map<String, Double> differences,
            TrainedAutoencoder model) {
        this.mapping = mapping;
        this.golden = golden;
        this.differences = differences;
        this.model = model;
    }

    /** Returns which parameter took which tensor. */
    public WeightMapping mapping() {
        return mapping;
    }

    /**
     * Returns the greatest differences from the golden values by their names, each divided by the
     * value where that is above 1; none where a parameter has no tensor, or nothing was compared.
     */
    public Map<String, Double> differences() {
        return differences;
    }

    /**
     * Returns what is to be said, a line for each thing: which parameter took which tensor, how far
     * the model is from the golden values, and which weights no parameter takes, if each parameter
     * has one.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(mapping.lines());
        differences.forEach(
                (what, off) ->
                        lines.add("%-16s differs by at most %s".formatted(what, rounded(off))));
        if (mapping.missing().isEmpty()) { // else model() says which
            mapping.unused().forEach(tensor -> lines.add("not used: " + tensor));
        }
        return lines;
    }

    /**
     * Returns the model, which is closed with this.
     *
     * @throws IllegalArgumentException if a parameter has no tensor, the model differs from the
     *     golden values by more than {@link Golden#TOLERANCE}, or was compared with none and leaves
     *     weights unused
     */
    public TrainedAutoencoder model() {
        mapping.requireComplete();
        if (!far().isEmpty()) {
            throw new IllegalArgumentException(
                    "weights must give the golden values to 1e-5, but differ by "
                            + far().entrySet().stream()
                                    .map(far -> rounded(far.getValue()) + " in " + far.getKey())
                                    .collect(Collectors.joining(", ")));
        }
        if (!golden && !mapping.unused().isEmpty()) {
            throw new IllegalArgumentException(
                    "weights that are compared with no golden values must all be used, but are not:"
                            + " "
                            + String.join(", ", mapping.unused()));
        }
        return model;
    }

    // What is not a number is far off too.
    private Map<String, Double> far() {
        Map<String, Double> far = new LinkedHashMap<>(differences);
        far.values().removeIf(difference -> difference <= Golden.TOLERANCE);
        return far;
    }

    /** Returns whether each parameter has a tensor, and all golden values come out. */
    boolean isSound() {
        return mapping.missing().isEmpty() && far().isEmpty();
    }

    /** Returns whether it is right, or at least complete, where another is not. */
    boolean isNearerThan(ImportedModel other) {
        return nearness() > other.nearness();
    }

    private int nearness() {
        return isSound() ? 2 : mapping.missing().isEmpty() ? 1 : 0;
    }

    private static String rounded(double difference) {
        return String.format(Locale.ROOT, "%.1e", difference);
    }

    @Override
    public void close() {
        model.close();
    }
}
