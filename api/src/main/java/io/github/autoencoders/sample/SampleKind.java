package io.github.autoencoders.sample;

import ai.djl.Application;
import ai.djl.modality.cv.Image;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sample is to whoever has it. {@link SampleFormat#kind} tells it from shape and scaling;
 * who reads, writes, draws or names samples asks the kind.
 */
public enum SampleKind {
    /** A grey or coloured image, [1, H, W] or [3, H, W]. */
    IMAGE(Image.class, Application.CV.ANY) {
        @Override
        boolean includes(SampleFormat format) {
            return ImagePixels.isImage(format.shape()) && !MASK.includes(format);
        }

        @Override
        void requireOwnType(SampleFormat format) {
            ImagePixels.requireImage(format.shape());
        }

        @Override
        float[] ofType(SampleFormat format, Object given) {
            return ImagePixels.of(RgbImage.of(DjlImages.toBuffered((Image) given)), format);
        }

        @Override
        public Object toType(SampleFormat format, float[] raw) {
            return DjlImages.of(toImage(format, raw));
        }

        @Override
        public BufferedImage toImage(SampleFormat format, float[] raw) {
            return ImagePixels.toImage(raw, format.shape());
        }

        @Override
        Scaling fit(Samples training) {
            return ScalingFit.range(training);
        }
    },
    /** An image whose values are the classes of its pixels, [1, H, W]. */
    MASK(Image.class, Application.CV.SEMANTIC_SEGMENTATION) {
        @Override
        boolean includes(SampleFormat format) {
            return format.scaling().pixelClasses().isPresent();
        }

        @Override
        float[] ofType(SampleFormat format, Object given) {
            return MaskImage.of(DjlImages.toBuffered((Image) given))
                    .scaled((int) format.shape().get(2), (int) format.shape().get(1))
                    .values();
        }

        @Override
        public Object toType(SampleFormat format, float[] raw) {
            return DjlImages.of(RgbImage.of(toImage(format, raw)).toBuffered());
        }

        @Override
        public BufferedImage toImage(SampleFormat format, float[] raw) {
            return MaskImage.toImage(raw, format);
        }
    },
    /** Planes of numbers that are no colours, [C, H, W]. */
    PLANES(float[].class, Application.UNDEFINED) {
        @Override
        boolean includes(SampleFormat format) {
            return format.shape().dimension() == 3 && !ImagePixels.isImage(format.shape());
        }

        @Override
        Scaling fit(Samples training) {
            return ScalingFit.range(training);
        }
    },
    /** A sequence in one or more channels, as a window of a series, [C, L]. */
    SIGNAL(float[].class, Application.UNDEFINED) {
        @Override
        boolean includes(SampleFormat format) {
            return format.shape().dimension() == 2 && !TEXT.includes(format);
        }

        @Override
        Scaling fit(Samples training) {
            return training.holdsBytes()
                    ? ScalingFit.range(training)
                    : ScalingFit.ofChannels(training);
        }
    },
    /** A row of a table, each feature in a unit of its own, [F]. */
    ROW(float[].class, Application.Tabular.ANY) {
        @Override
        boolean includes(SampleFormat format) {
            return format.shape().dimension() == 1 && !RATINGS.includes(format);
        }

        @Override
        Scaling fit(Samples training) {
            return training.holdsBytes()
                    ? ScalingFit.range(training)
                    : ScalingFit.ofFeatures(training);
        }
    },
    /** A string as the indices of its symbols, [1, L]. */
    TEXT(String.class, Application.NLP.TEXT_GENERATION) {
        @Override
        boolean includes(SampleFormat format) {
            return format.scaling().symbolSet().isPresent();
        }

        @Override
        void requireOwnType(SampleFormat format) {
            format.symbolSet(); // or its refusal
        }

        @Override
        float[] ofType(SampleFormat format, Object given) {
            return format.raw((String) given);
        }

        @Override
        public Object toType(SampleFormat format, float[] raw) {
            return format.text(raw);
        }
    },
    /** Ratings of items in one unit, of which some are missing, [F]. */
    RATINGS(float[].class, Application.Tabular.ANY) {
        @Override
        boolean includes(SampleFormat format) {
            Scaling scaling = format.scaling();
            return format.shape().dimension() == 1
                    && format.size() > 1
                    && scaling.allowsMissing()
                    && !scaling.isPerFeature()
                    && !scaling.isUnitInterval();
        }

        @Override
        Scaling fit(Samples training) {
            return ScalingFit.together(training);
        }
    };

    private final Class<?> type;
    private final Application application;

    SampleKind(Class<?> type, Application application) {
        this.type = type;
        this.application = application;
    }

    static SampleKind of(SampleFormat format) {
        return Stream.of(values()).filter(kind -> kind.includes(format)).findFirst().orElseThrow();
    }

    /** Returns whether samples of a format are of this kind; they are of one alone. */
    abstract boolean includes(SampleFormat format);

    /**
     * Returns the scaling that suits the values that are known of raw samples of this kind: their
     * own, unless it is found from the values.
     */
    Scaling fit(Samples training) {
        return training.format().scaling();
    }

    /** Returns whether there is more than one {@link ScalingKind} of samples of this kind. */
    boolean hasScalings() {
        return this == ROW || this == SIGNAL;
    }

    /**
     * Returns the types that may stand for one sample: its numbers first, then those of single
     * kinds.
     */
    public static List<Class<?>> types() {
        Stream<Class<?>> own = Stream.of(values()).map(SampleKind::type);
        return Stream.concat(Stream.of(float[].class), own).distinct().toList();
    }

    /**
     * Returns the type that stands for a sample of this kind: DJL's Image, a String, or float[].
     */
    public Class<?> type() {
        return type;
    }

    /**
     * Checks, before any work, that samples of a format can be had as a type.
     *
     * @param type one of {@link #types}
     * @throws IllegalArgumentException if they cannot
     */
    public static void requireType(SampleFormat format, Class<?> type) {
        Stream.of(values())
                .filter(kind -> kind.type.equals(type))
                .forEach(kind -> kind.requireOwnType(format));
    }

    /**
     * Returns the raw sample that an object of the kind's {@link #type} stands for, flattened;
     * nothing if it is of another.
     *
     * @param format of this kind
     * @param given an Image of any size, a String, or numbers, which are returned as they are
     */
    public Optional<float[]> raw(SampleFormat format, Object given) {
        return type.isInstance(given) ? Optional.of(ofType(format, given)) : Optional.empty();
    }

    void requireOwnType(SampleFormat format) {}

    float[] ofType(SampleFormat format, Object given) {
        return (float[]) given;
    }

    /** Returns a raw sample as the kind's {@link #type}. */
    public Object toType(SampleFormat format, float[] raw) {
        return raw;
    }

    /** Returns whether samples are pictures, each of which a file of an image may hold. */
    public boolean isPicture() {
        return this == IMAGE || this == MASK;
    }

    /**
     * Returns a raw sample as an image that has its values: of a mask grey, or with its palette.
     *
     * @throws IllegalArgumentException if samples of this kind are no {@linkplain #isPicture
     *     pictures}
     */
    public BufferedImage toImage(SampleFormat format, float[] raw) {
        throw new IllegalArgumentException("samples must be images, but are " + format.samples());
    }

    /** Returns DJL's word for what models of such samples are for; it has none for series. */
    public Application application() {
        return application;
    }

    /** Returns what a rate is counted for: pixels of an image, values of other samples. */
    public String unit() {
        return isPicture() ? "pixel" : "value";
    }

    /** Returns how many of these {@linkplain #unit units} a sample has. */
    public int units(SampleFormat format) {
        return Math.toIntExact((isPicture() ? format.shape().slice(1) : format.shape()).size());
    }
}
