package io.github.autoencoders.sample;

import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Checks of the values of samples, which name the first that is wrong. */
final class SampleChecks {

    private SampleChecks() {}

    /** Checks that values are in the range of 32-bit floats, or missing where they may be. */
    static void requireFinite(
            String name, SampleFormat format, int count, IntToDoubleFunction values) {
        for (int i = 0; i < count; i++) {
            double value = values.applyAsDouble(i);
            boolean missing = Double.isNaN(value) && format.allowsMissing();
            if (!Float.isFinite((float) value) && !missing) {
                throw new IllegalArgumentException(
                        "%s: value %s of sample %s must be a finite number, but is %s"
                                .formatted(name, i % format.size(), i / format.size(), value));
            }
        }
    }

    static void requireNoneMissing(Samples samples) {
        SampleFormat format = samples.format();
        for (int i = 0; i < samples.size() * format.size(); i++) {
            if (Double.isNaN(samples.at(i))) {
                throw new IllegalArgumentException(
                        "%s must have all values, but %s of %s is missing"
                                .formatted(
                                        samples.name(),
                                        format.called(i % format.size()),
                                        samples.nameOf(i / format.size())));
            }
        }
    }

    /** Checks that masks hold no other classes than those that are known. */
    static void requireKnown(Samples masks, Classes known) {
        SampleFormat format = masks.format();
        boolean all =
                format.scaling()
                        .pixelClasses()
                        .filter(own -> known.values().containsAll(own.values()))
                        .isPresent();
        for (int i = 0; i < masks.size() * format.size() && !all; i++) {
            if (known.place(masks.at(i)) < 0) {
                int pixel = i % format.size();
                long width = format.shape().get(2);
                throw new IllegalArgumentException(
                        "%s: pixel (%s, %s) of %s must be one of %s, the classes of masks, but is %s"
                                .formatted(
                                        masks.name(),
                                        pixel % width,
                                        pixel / width,
                                        masks.nameOf(i / format.size()),
                                        known,
                                        Digits.plain(masks.at(i))));
            }
        }
    }

    static void requireWithin(Samples samples, Scaling.UnitInterval range, String likelihood) {
        OptionalInt outside = firstOutside(samples, range);
        if (outside.isPresent()) {
            int i = outside.getAsInt();
            SampleFormat format = samples.format();
            String which = samples.size() == 1 ? "" : " of " + samples.nameOf(i / format.size());
            throw new IllegalArgumentException(
                    "%s: %s%s must be from %s to %s, which is what %s is of, but is %s"
                            .formatted(
                                    samples.name(),
                                    format.called(i % format.size()),
                                    which,
                                    Digits.of(range.minimum()),
                                    Digits.of(range.maximum()),
                                    likelihood,
                                    Digits.of(samples.at(i))));
        }
    }

    static OptionalInt firstOutside(Samples samples, Scaling.UnitInterval range) {
        boolean all = samples.holdsBytes() && range.minimum() <= 0 && range.maximum() >= 255;
        return all
                ? OptionalInt.empty()
                : IntStream.range(0, samples.size() * samples.format().size())
                        .filter(i -> !range.includes(samples.at(i)))
                        .findFirst();
    }
}
