package io.github.autoencoders.detection;

/**
 * Judges the scores of a series' points in their order, by those that were held out and by those
 * before them. Its memory does not grow with the series. For one thread.
 */
sealed interface PointJudge {

    /**
     * What a score means.
     *
     * @param score of a point, in nats; NaN for none
     * @param pValue of it; NaN likewise
     * @param peakPValue of it as the greatest of as many points as a window reaches; NaN likewise
     * @param flagged whether the point is
     */
    record Verdict(double score, double pValue, double peakPValue, boolean flagged) {

        static final Verdict NONE = new Verdict(Double.NaN, Double.NaN, Double.NaN, false);
    }

    /** Takes the score of the next point; NaN where there is none. */
    Verdict next(double score);

    /**
     * By what was held out alone.
     *
     * @param points what scores of points mean
     * @param peaks what those of peaks mean
     * @param threshold above which points are flagged
     */
    record Fixed(Calibration points, Calibration peaks, Calibration.Threshold threshold)
            implements PointJudge {

        @Override
        public Verdict next(double score) {
            return Double.isNaN(score)
                    ? Verdict.NONE
                    : new Verdict(
                            score,
                            points.pValue(score),
                            peaks.pValue(score),
                            threshold.flags(score));
        }
    }

    /** By that, and by the last points before one. */
    final class Running implements PointJudge {

        private static final int REACHES = 16; // of a window, before a point
        private static final double ROUNDING = 1 + 1e-9;

        private final RunningCalibration points;
        private final RunningCalibration peaks;
        private final double rate; // p-values up to it are flagged
        private final int reach;
        private int since; // points since the last peak
        private double greatest; // of these

        /**
         * Begins with what was held out.
         *
         * @param rate the p-value up to which points are flagged
         * @param reach how many points a window reaches
         */
        Running(Calibration points, Calibration peaks, double rate, int reach) {
            this.points = new RunningCalibration(points, REACHES * reach);
            this.peaks = new RunningCalibration(peaks, REACHES);
            this.rate = rate;
            this.reach = reach;
        }

        @Override
        public Verdict next(double score) {
            if (Double.isNaN(score)) {
                return Verdict.NONE;
            }
            double p = points.pValue(score);
            Verdict verdict = new Verdict(score, p, peaks.pValue(score), p <= rate * ROUNDING);
            points.add(score);
            greatest = since == 0 ? score : Math.max(greatest, score);
            since = (since + 1) % reach;
            if (since == 0) {
                peaks.add(greatest);
            }
            return verdict;
        }
    }
}
