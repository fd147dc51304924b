package io.github.autoencoders.detection;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the deviations of a sample are summed up: on the whole, and at places.
 *
 * @param names of the whole and of each place
 * @param place of each value of a sample in model units, from 1; 0 where there are no places
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ErrorPlaces(List<String> names, int[] place) {

    /** Nothing is summed up. */
    static final ErrorPlaces NONE = new ErrorPlaces(List.of(), new int[0]);

    private static final int SIDE = 4; // places along each side of an image
    private static final int STRETCHES = 8; // of a sequence

    /**
     * Returns a sixteenth of an image each, [C, H, W], or an eighth of a sequence, [C, L]; of other
     * samples, and of smaller ones, the whole alone.
     */
    static ErrorPlaces of(Shape shape) {
        List<String> names = new ArrayList<>(List.of("error"));
        int[] place = new int[(int) shape.size()];
        int axes = shape.dimension();
        long width = shape.get(axes - 1);
        if (axes == 3 && width >= SIDE && shape.get(1) >= SIDE) {
            long height = shape.get(1);
            for (int i = 0; i < place.length; i++) {
                long row = i / width % height * SIDE / height;
                place[i] = (int) (1 + row * SIDE + i % width * SIDE / width);
            }
            for (int i = 0; i < SIDE * SIDE; i++) {
                names.add("error at row %s, column %s".formatted(1 + i / SIDE, 1 + i % SIDE));
            }
        } else if (axes == 2 && width >= STRETCHES) {
            for (int i = 0; i < place.length; i++) {
                place[i] = (int) (1 + i % width * STRETCHES / width);
            }
            for (int i = 1; i <= STRETCHES; i++) {
                names.add("error at %s of %s".formatted(i, STRETCHES));
            }
        }
        return new ErrorPlaces(names, place);
    }

    /** Returns whether nothing is summed up, so that no deviations are asked for. */
    boolean isNone() {
        return names.isEmpty();
    }

    /** Returns numbers, and behind them the roots of the mean squares of deviations. */
    float[] behind(float[] numbers, float[] deviations) {
        double[] squares = new double[names.size()];
        int[] counts = new int[names.size()];
        for (int i = 0; i < deviations.length; i++) {
            double square = (double) deviations[i] * deviations[i];
            squares[0] += square;
            counts[0]++;
            if (place[i] > 0) {
                squares[place[i]] += square;
                counts[place[i]]++;
            }
        }
        float[] all = Arrays.copyOf(numbers, numbers.length + squares.length);
        for (int i = 0; i < squares.length; i++) {
            all[numbers.length + i] = (float) Math.sqrt(squares[i] / counts[i]);
        }
        return all;
    }
}
