package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Samples that go in and others that are to come out, written {@code INPUT => TARGET}, as in {@code
 * noisy => clean}: two folders of images, which are paired by their paths, or two files, in their
 * order. Both have one shape: images that have colours on one side alone are read with colours on
 * both, and strings have symbols and a length of their own on each side. Where the target is of
 * {@linkplain TargetForm masks}, what comes out are classes of pixels.
 */
final class PairData implements DataKind {

    /** Stands between the two. */
    static final String ARROW = " => ";

    /** The two names of a pair. */
    private record Names(String input, TargetForm.Written target) {

        static Names of(String pair) {
            String[] names = pair.split(ARROW, 2);
            return new Names(names[0].strip(), TargetForm.Written.of(names[1].strip()));
        }

        DataSource input(DataOptions options) {
            return DataSource.of(input, options);
        }

        DataSource target(boolean masks, DataOptions options) {
            try {
                return masks
                        ? DataSource.of(new MaskFolder(), target.path(), options)
                        : DataSource.of(target.path(), options);
            } catch (IllegalArgumentException e) { // which begins by "data must be"
                throw new IllegalArgumentException(
                        String.valueOf(e.getMessage()).replaceFirst("^data must", "target must"),
                        e);
            }
        }
    }

    /** The two sides as they are read. */
    private record Sides(DataSource input, DataSource target, TargetForm form) {

        static Sides of(String pair, DataOptions options) {
            Names names = Names.of(pair);
            DataSource input = names.input(options);
            TargetForm form = names.target.form();
            return new Sides(input, names.target(form.masks(), options), form);
        }

        Sides withOptions(DataOptions options) {
            return new Sides(input.withOptions(options), target.withOptions(options), form);
        }
    }

    @Override
    public Inputs inputs() {
        return Inputs.ofFiles("pair INPUT => TARGET", "");
    }

    @Override
    public boolean takes(String input) {
        return DataSource.isOfPairs(input);
    }

    /**
     * Returns true.
     *
     * @throws IllegalArgumentException if one side is not there
     */
    @Override
    public boolean exists(String input) {
        Names names = Names.of(input);
        names.input(DataOptions.ofSeed(0));
        names.target(names.target.saidToBeMasks(), DataOptions.ofSeed(0));
        return true;
    }

    /** Returns true: what cannot be cut into windows refuses them by itself. */
    @Override
    public boolean takesWindows() {
        return true;
    }

    /** Returns what suits the target; of images no variational one, as nothing is to be drawn. */
    @Override
    public String recipe(String pair, DataOptions options) {
        TargetForm.Written target = Names.of(pair).target;
        if (target.form().masks()) {
            return MaskFolder.RECIPE;
        }
        if (Strings.areNamed(target.path())) {
            return Strings.PAIR_RECIPE;
        }
        String recipe = DataSource.recipe(target.path(), options);
        return DataSource.isForImages(recipe) ? "ae-mnist-conv-128" : recipe;
    }

    @Override
    public Samples read(String pair, DataOptions options) throws IOException {
        Sides sides = Sides.of(pair, options);
        Samples inputs = sides.input.raw();
        SampleFormat format = inputs.format();
        if (format.kind() == SampleKind.IMAGE) { // targets of the same size
            sides =
                    sides.withOptions(
                            options.withImages(width(format), height(format), options.color()));
        }
        Samples targets = sides.target.raw();
        if (isGreyBesideColours(inputs, targets)) {
            inputs = coloured(sides.input, format);
        } else if (isGreyBesideColours(targets, inputs)) {
            targets = coloured(sides.target, format);
        }
        requireNoneMissing(inputs);
        requireNoneMissing(targets);
        Samples paired = inputs.subset(partners(inputs, targets));
        boolean strings =
                format.kind() == SampleKind.TEXT && targets.format().kind() == SampleKind.TEXT;
        boolean apart = strings || targets.format().kind() == SampleKind.MASK;
        return targets.withInputs(apart ? paired : paired.withFormat(targets.format()));
    }

    private static int width(SampleFormat format) {
        return Math.toIntExact(format.shape().get(2));
    }

    private static int height(SampleFormat format) {
        return Math.toIntExact(format.shape().get(1));
    }

    private static boolean isGreyBesideColours(Samples samples, Samples others) {
        return samples.format().kind() == SampleKind.IMAGE
                && others.format().kind() == SampleKind.IMAGE
                && samples.format().shape().get(0) < others.format().shape().get(0);
    }

    private static Samples coloured(DataSource side, SampleFormat format) throws IOException {
        DataOptions options =
                side.options().withImages(width(format), height(format), DataOptions.Color.RGB);
        return side.withOptions(options).raw();
    }

    private static void requireNoneMissing(Samples samples) {
        if (samples.format().allowsMissing()) {
            throw new IllegalArgumentException(
                    samples.name() + " must have all values to be paired, but some are missing");
        }
    }

    // Of each target the place of what goes in: by their paths without endings, or in order.
    private static int[] partners(Samples inputs, Samples targets) {
        boolean named = inputs.keyColumns().equals(List.of(DataSource.FILE));
        if (!named || !targets.keyColumns().equals(List.of(DataSource.FILE))) {
            requireAsMany(inputs, targets);
            return IntStream.range(0, targets.size()).toArray();
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Integer before = places.put(bareName(inputs, i), i);
            if (before != null) {
                throw new IllegalArgumentException(
                        "%s must hold one image of each name, but holds %s and %s"
                                .formatted(
                                        inputs.name(),
                                        inputs.key(before).get(0),
                                        inputs.key(i).get(0)));
            }
        }
        List<String> alone = new ArrayList<>();
        int[] partners = new int[targets.size()];
        Set<String> wanted = new HashSet<>();
        for (int i = 0; i < partners.length; i++) {
            String name = bareName(targets, i);
            Integer place = places.get(name);
            if (place == null || !wanted.add(name)) {
                alone.add(targets.key(i).get(0));
            } else {
                partners[i] = place;
            }
        }
        requirePaired(targets, alone, inputs);
        for (int i = 0; i < inputs.size(); i++) {
            if (!wanted.contains(bareName(inputs, i))) {
                alone.add(inputs.key(i).get(0));
            }
        }
        requirePaired(inputs, alone, targets);
        return partners;
    }

    private static String bareName(Samples samples, int index) {
        return samples.key(index).get(0).replaceFirst("\\.[^./]*$", "");
    }

    private static void requirePaired(Samples of, List<String> alone, Samples others) {
        if (!alone.isEmpty()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "each image of %s must have one of the same name in %s, but %s has none"
                                    + " (%,d of %,d have none)",
                            of.name(),
                            others.name(),
                            alone.get(0),
                            alone.size(),
                            of.size()));
        }
    }

    private static void requireAsMany(Samples inputs, Samples targets) {
        if (inputs.size() != targets.size()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s must hold as many samples as %s, %,d, but holds %,d",
                            targets.name(),
                            inputs.name(),
                            inputs.size(),
                            targets.size()));
        }
    }

    @Override
    public List<String> notes(String pair, DataOptions options) throws IOException {
        Sides sides = Sides.of(pair, options);
        List<String> notes = new ArrayList<>();
        notes.add(
                "%s goes in, %s is to come out"
                        .formatted(sides.input.input(), sides.target.input()));
        notes.addAll(sides.input.notes());
        notes.addAll(sides.target.notes());
        notes.addAll(sides.form.doubt().stream().toList());
        return notes;
    }

    @Override
    public TrainingRecipe.Data sized(String pair, TrainingRecipe.Data data) throws IOException {
        return Names.of(pair).input(DataOptions.ofSeed(0).with(data)).sized();
    }
}
