package io.github.autoencoders.evaluation;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** What can be seen in an image without a model: its histograms, and what stands out in it. */
final class ImageLook {

    private static final int BINS = 8;
    private static final double FULL = 255; // of a byte's values

    private ImageLook() {}

    /**
     * The box around what stands out from the ground, its edges between pixels where what stands
     * out is half as far from the ground as at most.
     *
     * @param x of its middle, in pixels
     * @param y of its middle
     * @param side of a square as large, in pixels
     */
    record Box(double x, double y, double side) {}

    /**
     * Returns histograms of brightness and of contrast, of each channel: [channels * 2 * 8].
     *
     * @param samples whose scaling has bounds
     */
    static float[] of(Samples samples, float[] image) {
        Shape shape = samples.format().shape();
        int channels = (int) shape.get(0);
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        Scaling.UnitInterval range = samples.format().scaling().bounds().orElseThrow();
        double unit = FULL / (range.maximum() - range.minimum());
        float[] look = new float[channels * 2 * BINS];
        float each = 1f / (height * width);
        for (int i = 0; i < image.length; i++) {
            int channel = i / (height * width);
            int column = i % width;
            int row = i / width % height;
            double right = column + 1 < width ? image[i + 1] - image[i] : 0;
            double down = row + 1 < height ? image[i + width] - image[i] : 0;
            look[channel * 2 * BINS + bin(unit * (image[i] - range.minimum()))] += each;
            look[(channel * 2 + 1) * BINS + bin(unit * Math.hypot(right, down))] += each;
        }
        return look;
    }

    private static int bin(double value) {
        return (int) Math.max(0, Math.min(BINS - 1, BINS * value / (FULL + 1)));
    }

    /** Returns the box of an image; the whole image where nothing stands out. */
    static Box box(Samples samples, float[] image) {
        Shape shape = samples.format().shape();
        int height = (int) shape.get(1);
        int width = (int) shape.get(2);
        double[] columns = new double[width];
        double[] rows = new double[height];
        for (int channel = 0; channel < shape.get(0); channel++) {
            int from = channel * height * width;
            double ground = ground(image, from, height, width);
            for (int i = 0; i < height * width; i++) {
                double away = Math.abs(image[from + i] - ground);
                columns[i % width] = Math.max(columns[i % width], away);
                rows[i / width] = Math.max(rows[i / width], away);
            }
        }
        double half = Arrays.stream(rows).max().orElseThrow() / 2;
        double left = edge(columns, half, i -> i);
        double right = width - edge(columns, half, i -> width - 1 - i);
        double top = edge(rows, half, i -> i);
        double bottom = height - edge(rows, half, i -> height - 1 - i);
        double side = Math.sqrt(Math.max(1, (right - left) * (bottom - top)));
        return new Box((left + right) / 2, (top + bottom) / 2, side);
    }

    // The median of what lies at the border.
    private static double ground(float[] image, int from, int height, int width) {
        double[] border = new double[2 * (height + width)];
        int count = 0;
        for (int x = 0; x < width; x++) {
            border[count++] = image[from + x];
            border[count++] = image[from + (height - 1) * width + x];
        }
        for (int y = 0; y < height; y++) {
            border[count++] = image[from + y * width];
            border[count++] = image[from + (y + 1) * width - 1];
        }
        Arrays.sort(border);
        return border[count / 2];
    }

    // Where a line first reaches a level, as a straight line between two pixels' middles has it.
    private static double edge(double[] line, double level, IntUnaryOperator place) {
        int first = 0;
        while (line[place.applyAsInt(first)] < level) {
            first++;
        }
        if (first == 0) {
            return 0;
        }
        double before = line[place.applyAsInt(first - 1)];
        double there = line[place.applyAsInt(first)];
        return first - 0.5 + (level - before) / (there - before);
    }
}
