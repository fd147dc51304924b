package io.github.autoencoders.evaluation;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How well a model with a decoder for each label gives images of one label the look of another, and
 * leaves the thing in the image where it is and as large as it is. All is measured in the images,
 * and nothing by the model: the look by a classifier of histograms of brightness and of contrast,
 * which know no place, trained on half of the images as they are; place and size by the box around
 * what stands out from the ground, which is what lies at the border.
 *
 * <pre>{@code
 * ExchangeQuality.of(model, samples).lines().forEach(System.out::println);
 * }</pre>
 *
 * @param known the share of the other half of the images whose label the classifier knows
 * @param directions from each label to each other
 */
public record ExchangeQuality(double known, List<Direction> directions) implements OutputMeasure {

    private static final int MOST = 1_000; // of each label

    /**
     * Images of one label, decoded as another's.
     *
     * @param from the label that they have
     * @param to the label that they were decoded as
     * @param samples how many
     * @param look the share of them that the classifier takes for images of the other label
     * @param place how far the middle of the box is from that of the image itself, in pixels, the
     *     mean
     * @param anyPlace the same between two images of the label, for comparison
     * @param size how many times larger or smaller the box is, the mean, as 0.1 for a tenth
     * @param anySize the same between two images of the label
     */
    public record Direction(
            String from,
            String to,
            int samples,
            double look,
            double place,
            double anyPlace,
            double size,
            double anySize) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s as %s, %,d: look %.1f %%, place off by %.2f pixels (any two: %.2f), size"
                            + " by %.1f %% (any two: %.1f %%)",
                    from,
                    to,
                    samples,
                    100 * look,
                    place,
                    anyPlace,
                    100 * size,
                    100 * anySize);
        }
    }

    public ExchangeQuality {
        directions = List.copyOf(directions);
    }

    /** Returns whether the looks of what a model makes of samples can be measured. */
    public static boolean isOf(TrainedAutoencoder model, Samples samples) {
        return model.config().architecture().isShared()
                && model.target().kind() == SampleKind.IMAGE
                && model.format().scaling().bounds().isPresent()
                && labels(samples).size() > 1;
    }

    /**
     * Measures a model, on at most a thousand images of each label.
     *
     * @param model with a decoder for each label
     * @param samples images, labelled, of at least two labels; two or more of each
     */
    public static ExchangeQuality of(TrainedAutoencoder model, Samples samples) {
        List<String> labels = labels(samples);
        Require.atLeast(2, "labels of two images or more", labels.size());
        Samples all = model.config().fitting(few(samples, labels));
        List<float[]> looks = all.samples().stream().map(x -> ImageLook.of(all, x)).toList();
        int[] kinds = IntStream.range(0, all.size()).map(all::label).toArray();
        int[] learnt = half(kinds, 1);
        int[] others = half(kinds, 0);
        LinearProbe probe = LinearProbe.train(of(looks, learnt), of(kinds, learnt));
        List<Direction> directions = new ArrayList<>();
        for (String from : labels) {
            Samples some = all.ofLabel(from);
            float[][] codes = model.encode(some);
            for (String to : labels) {
                if (!to.equals(from)) {
                    Samples made = model.decode(codes, Collections.nCopies(some.size(), to));
                    directions.add(direction(probe, from, some, to, made));
                }
            }
        }
        double known = probe.accuracy(of(looks, others), of(kinds, others));
        return new ExchangeQuality(known, directions);
    }

    // Of which there are two: one to learn from, and one to be judged.
    private static List<String> labels(Samples samples) {
        return samples.labelled()
                ? samples.labelNames().stream()
                        .filter(label -> of(samples, label).length > 1)
                        .toList()
                : List.of();
    }

    private static Samples few(Samples samples, List<String> labels) {
        return samples.subset(
                labels.stream()
                        .flatMapToInt(label -> IntStream.of(of(samples, label)))
                        .sorted()
                        .toArray());
    }

    private static int[] of(Samples all, String label) {
        return IntStream.range(0, all.size())
                .filter(i -> all.labelName(i).equals(label))
                .limit(MOST)
                .toArray();
    }

    // Every other one of each label.
    private static int[] half(int[] kinds, int first) {
        Map<Integer, Integer> before = new HashMap<>();
        return IntStream.range(0, kinds.length)
                .filter(i -> before.merge(kinds[i], 1, Integer::sum) % 2 == first)
                .toArray();
    }

    private static List<float[]> of(List<float[]> all, int[] some) {
        return IntStream.of(some).mapToObj(all::get).toList();
    }

    private static int[] of(int[] all, int[] some) {
        return IntStream.of(some).map(i -> all[i]).toArray();
    }

    private static Direction direction(
            LinearProbe probe, String from, Samples samples, String to, Samples made) {
        int size = samples.size();
        List<float[]> looks = new ArrayList<>();
        Errors own = new Errors();
        Errors any = new Errors();
        Random others = RandomStreams.of(0);
        for (int i = 0; i < size; i++) {
            float[] exchanged = made.sample(i);
            looks.add(ImageLook.of(made, exchanged));
            ImageLook.Box before = ImageLook.box(samples, samples.sample(i));
            own.add(before, ImageLook.box(made, exchanged));
            any.add(before, ImageLook.box(samples, samples.sample(others.nextInt(size))));
        }
        int[] wanted = new int[size];
        Arrays.fill(wanted, samples.labelNames().indexOf(to));
        return new Direction(
                from,
                to,
                size,
                probe.accuracy(looks, wanted),
                own.place / size,
                any.place / size,
                own.size / size,
                any.size / size);
    }

    private static final class Errors {
        private double place;
        private double size;

        void add(ImageLook.Box one, ImageLook.Box other) {
            place += Math.hypot(one.x() - other.x(), one.y() - other.y());
            size += Math.abs(Math.log(other.side() / one.side()));
        }
    }

    /** Returns lines that say the numbers. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        directions.forEach(direction -> lines.add(direction.toString()));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "the look is judged by a classifier that knows %.1f %% of the images as"
                                + " they are",
                        100 * known));
        return lines;
    }
}
