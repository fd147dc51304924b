package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import java.util.stream.IntStream;

/** All that a detector has learnt, and what it makes of what is measured of a row. */
final class DetectorState {

    /** Things that are measured of a row: remote from draws, from the nearest, and by its codes. */
    static final int MEASURES = 3;

    /**
     * What is written down of a detector beside its numbers.
     *
     * @param formatVersion of the folder
     * @param format of a sample
     * @param settings that it was fit with
     * @param rows that it was fit on
     * @param sha256 of these rows
     * @param neighbours how many of them others are compared with
     * @param heldOut how many of them scores are calibrated by
     */
    record About(
            int formatVersion,
            SampleFormat format,
            DetectorSettings settings,
            int rows,
            String sha256,
            int neighbours,
            int heldOut) {

        static final int FORMAT_VERSION = 1;

        About {
            Require.exactly(FORMAT_VERSION, "formatVersion", formatVersion);
            Require.atLeast(1, "neighbours", neighbours);
            Require.atLeast(1, "heldOut", heldOut);
        }
    }

    private final About about;
    private final RowScaling scaling;
    private final List<float[]> parameters;
    private final CodeDensity density;
    private final float[][] neighbours; // scaled
    private final double[][] heldOut; // [3][n], what was measured of rows not learnt from
    private final TailRank[] ranks;
    private final Calibration calibration;

    DetectorState(
            About about,
            RowScaling scaling,
            List<float[]> parameters,
            CodeDensity density,
            float[][] neighbours,
            double[][] heldOut) {
        this.about = about;
        this.scaling = scaling;
        this.parameters = parameters;
        this.density = density;
        this.neighbours = neighbours;
        this.heldOut = heldOut;
        ranks =
                IntStream.range(0, MEASURES)
                        .mapToObj(each -> new TailRank(heldOut[each]))
                        .toArray(TailRank[]::new);
        calibration = new Calibration(heldOutScores());
    }

    /** Returns the scores of rows by what did not learn from them. */
    double[] heldOutScores() {
        return IntStream.range(0, about.heldOut()).mapToDouble(this::heldOutScore).toArray();
    }

    static About about(Samples samples, DetectorSettings settings, int neighbours, int heldOut) {
        SampleFormat format =
                new SampleFormat(
                        samples.format().shape(),
                        0,
                        new Scaling.WithMissing(Scaling.Unfitted.EACH),
                        samples.format().schema());
        return new About(
                About.FORMAT_VERSION,
                format,
                settings,
                samples.size(),
                samples.sha256(),
                neighbours,
                heldOut);
    }

    About about() {
        return about;
    }

    SampleFormat format() {
        return about.format();
    }

    RowScaling scaling() {
        return scaling;
    }

    List<float[]> parameters() {
        return parameters;
    }

    CodeDensity density() {
        return density;
    }

    float[][] neighbours() {
        return neighbours;
    }

    double[][] heldOut() {
        return heldOut;
    }

    Calibration calibration() {
        return calibration;
    }

    FittedEnsemble newEnsemble(Placement place) {
        DetectorSettings settings = about.settings();
        return new FittedEnsemble(
                place, settings.members(), format().size(), settings.width(), parameters);
    }

    Neighbourhood newNeighbourhood() {
        return new Neighbourhood(neighbours, about.settings().seed());
    }

    /**
     * Returns the score of a row that is judged by all members.
     *
     * @param remote what its neighbourhood says of it
     * @param codes those of the members, one after the other
     */
    double score(Neighbourhood.Remoteness remote, float[] codes) {
        int members = about.settings().members();
        double distance =
                IntStream.range(0, members)
                        .mapToDouble(k -> density.distance(codes, k))
                        .average()
                        .orElseThrow();
        return fused(
                ranks[0].of(remote.ofDraws()),
                ranks[1].of(remote.ofNearest()),
                ranks[2].of(distance));
    }

    private double heldOutScore(int row) {
        return fused(
                ranks[0].ofOwn(heldOut[0][row]),
                ranks[1].ofOwn(heldOut[1][row]),
                ranks[2].ofOwn(heldOut[2][row]));
    }

    // The sum of logarithms of shares, as Fisher joined tests. Of the two that tell how remote a
    // row
    // is, the draws are the less sharp, and count half; of clean rows they have nothing to add.
    private double fused(double ofDraws, double ofNearest, double ofCodes) {
        double draws = about.settings().clean() ? 0 : ofDraws / 2;
        return draws + ofNearest + ofCodes;
    }
}
