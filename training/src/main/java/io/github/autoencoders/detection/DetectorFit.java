package io.github.autoencoders.detection;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is learnt from rows, step by step. */
final class DetectorFit {

    private static final int MOST_ROWS = 50_000; // training draws fewer of them
    private static final int MOST_HELD_OUT = 5000; // that scores are calibrated by
    private static final int MOST_CODES = 5000; // that a density is of

    private final Samples samples;
    private final DetectorSettings settings;
    private final Placement place;
    private final RowScaling scaling;
    private final float[][] rows; // scaled
    private final Parts parts;
    private final boolean ordered; // whether all rows count, in their order

    /**
     * Returns what learns from rows that have nothing to do with each other, or are windows of
     * several sounds, parted at random.
     *
     * @param units how they are scaled
     */
    static DetectorFit ofDrawn(
            Samples samples,
            DetectorSettings settings,
            Placement place,
            Function<float[][], RowScaling> units) {
        int[] drawn = drawn(samples.size(), MOST_ROWS, settings, 3);
        int[] order = drawn(drawn.length, drawn.length, settings, 4);
        int[] things = Parts.Apart.things(samples);
        Parts parts = Parts.Apart.of(drawn, order, things, settings.members());
        return new DetectorFit(samples, settings, place, units, drawn, false, parts);
    }

    /**
     * Returns what learns from all rows.
     *
     * @param parts of them, by their places among the samples
     */
    static DetectorFit ofAll(
            Samples samples, DetectorSettings settings, Placement place, Parts parts) {
        int[] all = all(samples.size());
        return new DetectorFit(samples, settings, place, RowScaling::of, all, true, parts);
    }

    private DetectorFit(
            Samples samples,
            DetectorSettings settings,
            Placement place,
            Function<float[][], RowScaling> units,
            int[] drawn,
            boolean ordered,
            Parts parts) {
        this.samples = samples;
        this.settings = settings;
        this.place = place;
        this.ordered = ordered;
        this.parts = parts;
        float[][] raw = IntStream.of(drawn).mapToObj(samples::sample).toArray(float[][]::new);
        scaling = units.apply(raw);
        rows = Stream.of(raw).map(scaling::scaled).toArray(float[][]::new);
    }

    private int[] some(int count, int most, int stream) {
        return ordered ? all(count) : drawn(count, most, settings, stream);
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    // Different indices, in random order; all of them, where they are not too many.
    private static int[] drawn(int count, int most, DetectorSettings settings, int stream) {
        return Neighbourhood.drawn(
                count, Math.min(count, most), RandomStreams.of(settings.seed(), stream));
    }

    private float[][] rows(int[] indices) {
        return IntStream.of(indices).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }

    /** Learns. */
    DetectorState run() {
        List<float[]> parameters =
                new EnsembleTraining(rows, own(all(rows.length)), settings).run(place);
        int[] chosen = Neighbourhood.chosen(rows.length, settings.seed());
        try (FittedEnsemble ensemble =
                new FittedEnsemble(
                        place, settings.members(), rows[0].length, settings.width(), parameters)) {
            int[] some = some(rows.length, MOST_CODES, 5);
            CodeDensity density = CodeDensity.of(ensemble.codes(rows(some)), own(some));
            double[][] heldOut = heldOut(ensemble, density, chosen);
            return new DetectorState(
                    DetectorState.about(samples, settings, chosen.length, heldOut[0].length),
                    scaling,
                    parameters,
                    density,
                    rows(chosen),
                    heldOut);
        }
    }

    // Of some rows, the places of those that each member learns from.
    private int[][] own(int[] some) {
        return IntStream.range(0, settings.members())
                .mapToObj(k -> places(some.length, i -> parts.learns(some[i], k)))
                .toArray(int[][]::new);
    }

    private static int[] places(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).toArray();
    }

    // What is measured of rows by what did not learn from them, [3][n].
    private double[][] heldOut(FittedEnsemble ensemble, CodeDensity density, int[] chosen) {
        Neighbourhood neighbourhood = new Neighbourhood(rows(chosen), settings.seed());
        int[] asked = some(rows.length, MOST_HELD_OUT, 6);
        float[][] codes = ensemble.codes(rows(asked));
        double[][] measures = new double[DetectorState.MEASURES][asked.length];
        IntStream.range(0, asked.length)
                .parallel()
                .forEach(
                        i -> {
                            int row = asked[i];
                            Neighbourhood.Remoteness remote =
                                    neighbourhood.without(
                                            rows[row], place -> parts.same(chosen[place], row));
                            measures[0][i] = remote.ofDraws();
                            measures[1][i] = remote.ofNearest();
                            measures[2][i] = density.distance(codes[i], parts.of(row));
                        });
        return measures;
    }
}
