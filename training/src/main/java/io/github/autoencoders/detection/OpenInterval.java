package io.github.autoencoders.detection;

import java.util.Optional;

/**
 * The interval above a threshold that points, as they come, may go on or end.
 *
 * @param <P> what a point is
 */
final class OpenInterval<P> {

    private final int apart; // two points of one interval, one after the other, at most
    private long points; // so far
    private long flagged; // the last of them, from 1; 0 for none
    private Optional<Found<P>> open = Optional.empty();

    OpenInterval(int apart) {
        this.apart = apart;
    }

    /**
     * An interval.
     *
     * @param first point
     * @param last point, included
     * @param peak the point of the greatest score
     * @param score of that
     */
    record Found<P>(P first, P last, P peak, double score) {

        private Found<P> with(P point, double scored) {
            return scored > score
                    ? new Found<>(first, point, point, scored)
                    : new Found<>(first, point, peak, score);
        }
    }

    /** Returns whether the last point that was flagged began one. */
    boolean isFirst() {
        return open.filter(found -> found.first().equals(found.last())).isPresent();
    }

    /** Takes a point; returns the interval that is now known to have ended before it. */
    Optional<Found<P>> add(P point, double score, boolean isFlagged) {
        points++;
        Optional<Found<P>> ended = points - flagged > apart ? end() : Optional.empty();
        if (isFlagged) {
            flagged = points;
            open =
                    Optional.of(
                            open.map(found -> found.with(point, score))
                                    .orElseGet(() -> new Found<>(point, point, point, score)));
        }
        return ended;
    }

    /** Ends a stretch of points; returns its last interval, if one was open. */
    Optional<Found<P>> end() {
        Optional<Found<P>> ended = open;
        open = Optional.empty();
        return ended;
    }
}
