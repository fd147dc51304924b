package io.github.autoencoders.detection;

import io.github.autoencoders.argument.Require;
import java.util.List;

/**
 * What is written down beside the detector of windows.
 *
 * @param formatVersion of the folder
 * @param window points of a window
 * @param step points from one window to the next
 * @param stretches points between the gaps of the series that was learnt from
 * @param seconds from one point to the next; 0 where times are no dates
 * @param gap a longer step, in seconds, is a gap; 0 where times are no dates
 */
record SeriesAbout(
        int formatVersion,
        int window,
        int step,
        List<Integer> stretches,
        double seconds,
        double gap) {

    static final int FORMAT_VERSION = 2;

    private static final int REACH = 256; // points that a window's score is of at least,
    private static final int REACHES = 16; // but at most this part of the series

    SeriesAbout {
        Require.atLeast(1, "formatVersion", formatVersion);
        Require.atMost(FORMAT_VERSION, "formatVersion", formatVersion);
        Require.atLeast(1, "window", window);
        Require.atLeast(1, "step", step);
        stretches = List.copyOf(stretches);
    }

    // Of the first version, windows alone are scored, and reach no further.
    boolean ofWindowsAlone() {
        return formatVersion == 1;
    }

    int beyond() {
        int points = stretches.stream().mapToInt(Integer::intValue).sum();
        int reach = Math.min(REACH, points / REACHES);
        return ofWindowsAlone() ? 0 : Math.max(0, reach - window) / 2;
    }

    int reach() {
        return window + 2 * beyond();
    }
}
