package io.github.autoencoders.picture;

import io.github.autoencoders.sample.Digits;
import java.util.List;
import java.util.stream.Stream;

/**
 * Codes as points of a plane: as they are where D = 2, along their two principal components where D
 * is larger, and where D = 1 beside the order that they come in.
 *
 * @param places two numbers for each code
 * @param x what the first is called
 * @param y what the second is called
 */
public record CodePoints(List<double[]> places, String x, String y) {

    public CodePoints {
        places = List.copyOf(places);
    }

    /**
     * Returns the points of codes.
     *
     * @param codes [N, D], N at least 2
     */
    public static CodePoints of(float[][] codes) {
        int size = codes[0].length;
        double[][] values = Stream.of(codes).map(Digits::widened).toArray(double[][]::new);
        if (size == 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] = new double[] {values[i][0], i};
            }
            return new CodePoints(List.of(values), "z1", "number of the sample");
        }
        if (size == 2) {
            return new CodePoints(List.of(values), "z1", "z2");
        }
        PrincipalComponents components = PrincipalComponents.of(values, 2);
        return new CodePoints(List.of(components.scores()), components.name(0), components.name(1));
    }

    /** Returns one coordinate of all points. */
    public double[] column(int axis) {
        return places.stream().mapToDouble(place -> place[axis]).toArray();
    }
}
