package io.github.autoencoders.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * Maps masks, whose values say of which class each pixel is, [B, 1, H, W], to planes of zeros with
 * a one where the pixel is of the plane's class, [B, V, H, W]; on the way back, the value of the
 * greatest at each pixel.
 *
 * @param values V whole numbers from 0 to 255, rising: those that stand in masks
 * @param colours of each class as 0xRRGGBB, where masks have a palette; or none
 */
public record Classes(List<Integer> values, List<Integer> colours) implements Scaling {

    /** How many classes there may be. */
    public static final int MOST = 64;

    public Classes {
        values = List.copyOf(values);
        colours = List.copyOf(colours);
        if (values.size() < 2
                || values.size() > MOST
                || values.get(0) < 0
                || values.get(values.size() - 1) > 255
                || !values.stream().sorted().distinct().toList().equals(values)) {
            throw new IllegalArgumentException(
                    "values must be 2 to %s different whole numbers from 0 to 255, rising, but are %s"
                            .formatted(MOST, values));
        }
        if (!colours.isEmpty() && colours.size() != values.size()) {
            throw new IllegalArgumentException(
                    "colours must be none or one for each of the %s values, but are %s"
                            .formatted(values.size(), colours.size()));
        }
    }

    @Override
    public NDArray scale(NDArray raw) {
        return raw.eq(planes(raw)).toType(raw.getDataType(), false); // [B, V, H, W]
    }

    // The value of each class, [1, V, 1, 1].
    private NDArray planes(NDArray like) {
        double[] numbers = values.stream().mapToDouble(value -> value).toArray();
        return Numbers.like(like, numbers, 1, numbers.length, 1, 1);
    }

    @Override
    public NDArray unscale(NDArray scaled) {
        NDArray greatest = scaled.argMax(1).toType(scaled.getDataType(), false).expandDims(1);
        return Numbers.oneHot(greatest, 1, values.size()) // [B, V, H, W]
                .mul(planes(scaled))
                .sum(new int[] {1}, true); // [B, 1, H, W]
    }

    @Override
    public NDArray perRawValue(NDArray terms) {
        return terms.sum(new int[] {1}, true); // [B, 1, H, W]
    }

    @Override
    public boolean isUnitInterval() {
        return true;
    }

    @Override
    public Optional<Classes> pixelClasses() {
        return Optional.of(this);
    }

    @Override
    public Shape modelShape(Shape padded) {
        return new Shape(values.size(), padded.get(1), padded.get(2));
    }

    @Override
    public void requireFits(SampleFormat format) {
        if (format.shape().dimension() != 3 || format.shape().get(0) != 1) {
            throw new IllegalArgumentException(
                    "shape must be [1, H, W] for masks, but is " + format.shape());
        }
    }

    @Override
    public void requireRaw(float[] raw) {
        for (float value : raw) {
            if (place(value) < 0) {
                throw new IllegalArgumentException(
                        "mask must hold values among %s, the classes, but holds %s"
                                .formatted(values, Digits.of(value)));
            }
        }
    }

    /** Returns the place of a raw value among the classes, or -1 if it is none of them. */
    public int place(double raw) {
        return raw == Math.rint(raw) ? values.indexOf((int) raw) : -1;
    }

    @Override
    public String toString() {
        return String.join(", ", values.stream().map(String::valueOf).toList());
    }
}
