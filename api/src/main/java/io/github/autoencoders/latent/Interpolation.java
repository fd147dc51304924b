package io.github.autoencoders.latent;

import io.github.autoencoders.argument.Require;
import java.util.List;
import java.util.stream.IntStream;

/** The ways from one code to another. */
public enum Interpolation {

    /** The straight line \((1 - t) a + t b\). */
    LINEAR {
        @Override
        float[] inside(float[] a, float[] b, double t) {
            return combination(1 - t, a, t, b);
        }
    },

    /**
     * Along the arc: with \(\theta\) the angle between the two codes, the direction is
     * \(\frac{\sin((1 - t)\theta)}{\sin\theta} \hat a + \frac{\sin(t\theta)}{\sin\theta} \hat b\),
     * and the length goes evenly from that of a to that of b. For codes of one length this is the
     * spherical interpolation of <a href="https://arxiv.org/abs/1609.04468">White (2016)</a>,
     * section 2.1: the codes of a normal prior in many dimensions lie near a sphere, and the
     * straight line leaves it.
     *
     * <p>Where a code is zero, or both have one direction, this is the straight line. Between
     * opposite codes there are many arcs; the one through the axis on which the first code is
     * smallest is taken, or the straight line where there is one axis only.
     */
    SPHERICAL {
        @Override
        float[] inside(float[] a, float[] b, double t) {
            double lengthA = length(a);
            double lengthB = length(b);
            if (lengthA == 0 || lengthB == 0) {
                return LINEAR.inside(a, b, t);
            }
            double[] from = direction(a, lengthA);
            double[] rest = perpendicular(from, direction(b, lengthB));
            double sine = length(rest);
            double cosine = dot(from, direction(b, lengthB));
            if (sine < PARALLEL) {
                if (cosine > 0 || a.length == 1) {
                    return LINEAR.inside(a, b, t);
                }
                rest = perpendicular(from, smallestAxis(from));
            }
            // The arc in the plane of a and b: from turned towards rest by a part of the angle.
            double angle = t * Math.atan2(sine, cosine);
            double along = Math.cos(angle);
            double across = Math.sin(angle) / length(rest);
            double length = (1 - t) * lengthA + t * lengthB;
            float[] code = new float[a.length];
            for (int d = 0; d < code.length; d++) {
                code[d] = (float) (length * (along * from[d] + across * rest[d]));
            }
            return code;
        }
    };

    // Below this sine, float codes have one direction up to their rounding.
    private static final double PARALLEL = 1e-7;

    abstract float[] inside(float[] a, float[] b, double t);

    /**
     * Returns the code at a part of the way.
     *
     * @param a shape [D]
     * @param b shape [D]
     * @param t from 0, which gives a exactly, to 1, which gives b exactly
     */
    public float[] between(float[] a, float[] b, double t) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "a has " + a.length + " values but b has " + b.length);
        }
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("t must be from 0 to 1, but is " + t);
        }
        return t == 0 ? a.clone() : t == 1 ? b.clone() : inside(a, b, t);
    }

    /**
     * Returns codes evenly along the way, a first and b last.
     *
     * @param steps how many, at least 2
     */
    public List<float[]> path(float[] a, float[] b, int steps) {
        Require.atLeast(2, "steps", steps);
        return IntStream.range(0, steps)
                .mapToObj(step -> between(a, b, step / (steps - 1.0)))
                .toList();
    }

    private static float[] combination(double s, float[] a, double t, float[] b) {
        float[] code = new float[a.length];
        for (int d = 0; d < code.length; d++) {
            code[d] = (float) (s * a[d] + t * b[d]);
        }
        return code;
    }

    private static double length(float[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    private static double[] direction(float[] vector, double length) {
        double[] direction = new double[vector.length];
        for (int d = 0; d < direction.length; d++) {
            direction[d] = vector[d] / length;
        }
        return direction;
    }

    /** Returns what of a vector is perpendicular to a unit vector. */
    private static double[] perpendicular(double[] unit, double[] vector) {
        double along = dot(unit, vector);
        double[] rest = new double[unit.length];
        for (int d = 0; d < rest.length; d++) {
            rest[d] = vector[d] - along * unit[d];
        }
        return rest;
    }

    private static double[] smallestAxis(double[] unit) {
        int smallest = 0;
        for (int d = 1; d < unit.length; d++) {
            smallest = Math.abs(unit[d]) < Math.abs(unit[smallest]) ? d : smallest;
        }
        double[] axis = new double[unit.length];
        axis[smallest] = 1;
        return axis;
    }
}
