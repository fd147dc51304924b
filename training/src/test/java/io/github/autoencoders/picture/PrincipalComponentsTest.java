package io.github.autoencoders.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class PrincipalComponentsTest {

    /**
     * Points on an ellipse with half axes 3 and 1 along u = (2, 1, 2) / 3 and v = (-2, 2, 1) / 3:
     * uncorrelated, so that the components are u and v, with variances as 9 to 1.
     */
    @Test
    void findsTheAxesOfAnEllipseInSpace() {
        double[][] codes = new double[36][];
        for (int i = 0; i < codes.length; i++) {
            double a = 3 * Math.cos(2 * Math.PI * i / codes.length);
            double b = Math.sin(2 * Math.PI * i / codes.length);
            codes[i] =
                    new double[] {
                        5 + (2 * a - 2 * b) / 3, -1 + (a + 2 * b) / 3, 7 + (2 * a + b) / 3
                    };
        }
        PrincipalComponents components = PrincipalComponents.of(codes, 2);
        assertEquals(0.9, components.share(0), 1e-12);
        assertEquals(0.1, components.share(1), 1e-12);
        for (int i = 0; i < codes.length; i++) {
            double a = 3 * Math.cos(2 * Math.PI * i / codes.length);
            double b = Math.sin(2 * Math.PI * i / codes.length);
            assertEquals(a, components.scores()[i][0], 1e-12);
            // Of the two largest weights of v, -2/3 and 2/3, rounding decides which gives the sign.
            assertEquals(Math.abs(b), Math.abs(components.scores()[i][1]), 1e-12);
        }
    }

    @Test
    void largestWeightIsPositive() {
        double[][] codes = {{0, -4, 1}, {0, 0, 0}, {0, 4, -1}};
        double[][] scores = PrincipalComponents.of(codes, 1).scores();
        assertEquals(-Math.sqrt(17), scores[0][0], 1e-12);
        assertEquals(0, scores[1][0], 1e-12);
        assertEquals(Math.sqrt(17), scores[2][0], 1e-12);
    }

    /** The eigenvalues of a symmetric 2 x 2 matrix in closed form. */
    @Test
    void sharesMatchTheClosedFormInTwoDimensions() {
        Random random = new Random(3);
        double[][] codes = new double[500][2];
        double[] mean = new double[2];
        for (double[] code : codes) {
            code[0] = random.nextGaussian();
            code[1] = 0.7 * code[0] + 0.4 * random.nextGaussian();
            mean[0] += code[0] / codes.length;
            mean[1] += code[1] / codes.length;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (double[] code : codes) {
            xx += (code[0] - mean[0]) * (code[0] - mean[0]);
            xy += (code[0] - mean[0]) * (code[1] - mean[1]);
            yy += (code[1] - mean[1]) * (code[1] - mean[1]);
        }
        double largest = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
        assertEquals(largest / (xx + yy), PrincipalComponents.of(codes, 1).share(0), 1e-12);
    }

    /** Fewer codes than values, nine tenths of which never change: all variance is found. */
    @Test
    void valuesThatNeverChangeAreNoObstacle() {
        Random random = new Random(24);
        double[][] codes = new double[42][157];
        boolean[] constant = new boolean[157];
        for (int d = 0; d < constant.length; d++) {
            constant[d] = random.nextDouble() < 0.9;
        }
        for (double[] code : codes) {
            for (int d = 0; d < code.length; d++) {
                code[d] = constant[d] ? d % 3 : random.nextGaussian();
            }
        }
        double whole = 0;
        for (int d = 0; d < constant.length; d++) {
            whole += variance(codes, d);
        }
        PrincipalComponents components = PrincipalComponents.of(codes, 157);
        double sum = 0;
        for (int component = 0; component < 157; component++) {
            double variance = variance(components.scores(), component);
            assertEquals(variance / whole, components.share(component), 1e-9);
            sum += variance;
        }
        assertEquals(whole, sum, 1e-9);
        double before = distance(codes[3], codes[9]);
        assertEquals(before, distance(components.scores()[3], components.scores()[9]), 1e-9);
    }

    private static double variance(double[][] values, int column) {
        double mean = 0;
        double squares = 0;
        for (double[] row : values) {
            mean += row[column] / values.length;
            squares += row[column] * row[column] / values.length;
        }
        return squares - mean * mean;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int d = 0; d < a.length; d++) {
            squares += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return Math.sqrt(squares);
    }

    @Test
    void equalCodesHaveNoVarianceToShare() {
        double[][] codes = {{2, 2, 2}, {2, 2, 2}, {2, 2, 2}};
        PrincipalComponents components = PrincipalComponents.of(codes, 2);
        assertEquals(0, components.share(0));
        assertEquals(0, components.scores()[1][1], 1e-12);
    }
}
