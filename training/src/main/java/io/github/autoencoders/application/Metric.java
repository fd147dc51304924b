package io.github.autoencoders.application;

/** How far two codes are apart. */
public enum Metric {

    /** The length of the difference. */
    EUCLIDEAN {
        @Override
        public double distance(float[] a, float[] b) {
            double sum = 0;
            for (int d = 0; d < a.length; d++) {
                double difference = a[d] - b[d];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        }
    },

    /** 1 minus the cosine of the angle: 0 to 2; 1 where a code is zero and has no direction. */
    COSINE {
        @Override
        public double distance(float[] a, float[] b) {
            double dot = 0;
            double squaresOfA = 0;
            double squaresOfB = 0;
            for (int d = 0; d < a.length; d++) {
                dot += (double) a[d] * b[d];
                squaresOfA += (double) a[d] * a[d];
                squaresOfB += (double) b[d] * b[d];
            }
            double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
            return lengths == 0 ? 1 : Math.max(0, 1 - dot / lengths);
        }
    };

    /**
     * Returns the distance between two codes.
     *
     * @param a shape [D]
     * @param b shape [D]
     */
    public abstract double distance(float[] a, float[] b);
}
