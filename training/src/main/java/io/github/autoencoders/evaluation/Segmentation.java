package io.github.autoencoders.evaluation;

import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How well a model finds the classes of the pixels of images, of all pixels of all images together.
 *
 * <pre>{@code
 * Segmentation.of(model, samples).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param classes each class that a mask has or the model has found
 * @param meanOverlap the mean of their intersections over unions
 * @param accuracy the share of the pixels whose class was found
 */
public record Segmentation(List<Overlap> classes, double meanOverlap, double accuracy)
        implements OutputMeasure {

    private static final int PORTION = 500;

    /**
     * Of one class.
     *
     * @param value that stands for it in a mask
     * @param share of the pixels that are of it
     * @param overlap intersection over union: of the pixels that are of the class or were found to
     *     be, the share that is both
     */
    public record Overlap(int value, double share, double overlap) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-15s %9.4f intersection over union; %.1f %% of the pixels",
                    "class " + value,
                    overlap,
                    100 * share);
        }
    }

    public Segmentation {
        classes = List.copyOf(classes);
    }

    /**
     * Measures a model.
     *
     * @param model of images that become masks
     * @param samples images and their masks
     * @throws IllegalArgumentException if samples are to become no masks, or a pixel is of a class
     *     that the model does not know
     */
    public static Segmentation of(TrainedAutoencoder model, Samples samples) {
        if (samples.format().kind() != SampleKind.MASK) {
            throw new IllegalArgumentException(
                    "samples must become masks, but become " + samples.format().samples());
        }
        Samples fitting = model.config().fitting(samples);
        Classes known = fitting.format().scaling().pixelClasses().orElseThrow();
        int count = known.values().size();
        long[][] pixels = new long[count][count]; // of a class, by the class that was found
        for (int from = 0; from < fitting.size(); from += PORTION) {
            int to = Math.min(fitting.size(), from + PORTION);
            Samples some = fitting.subset(IntStream.range(from, to).toArray());
            Samples found = model.reconstruct(some.labelledInputs());
            for (int i = 0; i < some.size(); i++) {
                count(known, some.numbers(i), found.numbers(i), pixels);
            }
        }
        return of(known.values(), pixels);
    }

    private static void count(Classes known, double[] wanted, double[] found, long[][] pixels) {
        for (int j = 0; j < wanted.length; j++) {
            pixels[known.place(wanted[j])][known.place(found[j])]++;
        }
    }

    /**
     * Returns the numbers of a table of pixels.
     *
     * @param values of the classes
     * @param pixels of each class, by the class that was found
     */
    static Segmentation of(List<Integer> values, long[][] pixels) {
        List<Overlap> classes = new ArrayList<>();
        double all = 0;
        double right = 0;
        for (long[] row : pixels) {
            all += LongStream.of(row).sum();
        }
        for (int k = 0; k < pixels.length; k++) {
            long wanted = LongStream.of(pixels[k]).sum();
            long found = 0;
            for (long[] row : pixels) {
                found += row[k];
            }
            long both = pixels[k][k];
            right += both;
            if (wanted + found > 0) {
                double overlap = (double) both / (wanted + found - both);
                classes.add(new Overlap(values.get(k), wanted / all, overlap));
            }
        }
        double mean = classes.stream().mapToDouble(Overlap::overlap).average().orElseThrow();
        return new Segmentation(classes, mean, right / all);
    }

    /** Returns the numbers by name, as a model's card has them. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("mean_overlap", meanOverlap);
        metrics.put("pixel_accuracy", accuracy);
        return metrics;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>(classes.stream().map(Overlap::toString).toList());
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-15s %9.4f intersection over union, the mean of the classes",
                        "all classes",
                        meanOverlap));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "%-15s %9.4f of the pixels have the right class",
                        "accuracy",
                        accuracy));
        return lines;
    }
}
