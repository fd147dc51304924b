package io.github.autoencoders.translate;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What goes into a {@link Task} or comes out of it: its shape, the Java types that hold one, and
 * the models that have such a thing.
 */
public enum Content {
    /** A raw sample that goes in, flattened; or in its place an image, of any size, or a string. */
    SAMPLE(SampleKind.types().toArray(Class<?>[]::new)) {
        @Override
        public Shape shape(AutoencoderConfig config) {
            return config.format().shape();
        }

        @Override
        float[] floats(AutoencoderConfig config, Object given) {
            SampleFormat format = config.format();
            Object raw =
                    given instanceof float[] || given instanceof double[]
                            ? given
                            : format.kind()
                                    .raw(format, given)
                                    .<Object>map(own -> own)
                                    .orElse(given);
            float[] values = numbers(config, raw, format.allowsMissing());
            format.scaling().requireRaw(values);
            return values;
        }
    },
    /** What comes out in the place of a sample, flattened; mostly of the same format. */
    TARGET(SampleKind.types().toArray(Class<?>[]::new)) {
        @Override
        public String key() {
            return SAMPLE.key();
        }

        @Override
        public Shape shape(AutoencoderConfig config) {
            return config.target().shape();
        }

        @Override
        public boolean mayBeImage(AutoencoderConfig config) {
            return config.target().kind().isPicture();
        }

        @Override
        Object of(AutoencoderConfig config, double[] values, Class<?> type) {
            float[] floats = Digits.narrowed(values);
            return type == float[].class
                    ? floats
                    : config.target().kind().toType(config.target(), floats);
        }
    },
    /** A code; for a variational autoencoder that of a sample is the posterior's mean. */
    CODE(float[].class) {
        @Override
        public Shape shape(AutoencoderConfig config) {
            return new Shape(config.bottleneck().codeSize());
        }
    },
    /** A whole number, which stands for a code drawn from N(0, I), the same on every engine. */
    SEED(Long.class) {
        @Override
        float[] floats(AutoencoderConfig config, Object given) {
            if (!(given instanceof Long seed)) {
                throw new IllegalArgumentException(
                        "seed must be a Long, but is a " + given.getClass().getSimpleName());
            }
            return Task.standardNormal(seed, config.bottleneck().codeSize());
        }

        @Override
        Optional<String> lacking(AutoencoderConfig config) {
            return config.bottleneck().canBeSampled()
                    ? Optional.empty()
                    : Optional.of(
                            "bottleneck must have codes like those of N(0, I) to be sampled, but "
                                    + config.bottleneck().getClass().getSimpleName()
                                    + " has entries of a codebook, and no prior of them was"
                                    + " learnt");
        }
    },
    /** How unlikely a sample is, in {@link Task#scoreUnit}. */
    SCORE(Double.class),
    /** A score, and then what each value of the sample and each other part adds to it. */
    CONTRIBUTIONS(float[].class) {
        @Override
        public Shape shape(AutoencoderConfig config) {
            return new Shape(1 + Computation.contributors(config).size());
        }

        @Override
        Optional<String> lacking(AutoencoderConfig config) {
            return config.likelihood().isSumOverValues()
                    ? Optional.empty()
                    : Optional.of(
                            "likelihood must be a sum over values to say what each adds, but is "
                                    + config.likelihood());
        }
    },
    /** The absolute error of a sample's reconstruction, averaged over its values. */
    ERROR(Double.class) {
        @Override
        Optional<String> lacking(AutoencoderConfig config) {
            return config.format().allowsMissing()
                    ? Optional.of(
                            "scaling must be one of values that are all there for a mean of"
                                    + " errors, but is "
                                    + config.format().scaling())
                    : Optional.empty();
        }
    },
    /** How far each value in model units is from what the model makes, in its spreads. */
    DEVIATIONS(float[].class) {
        @Override
        public Shape shape(AutoencoderConfig config) {
            return config.target().modelShape();
        }
    },
    /** What a model makes, and then the lower and the upper ends of intervals around it. */
    INTERVALS(float[].class) {
        @Override
        public Shape shape(AutoencoderConfig config) {
            return new Shape(3).addAll(config.target().shape());
        }
    },
    /** The numbers of the codebook's entries that are a sample's code. */
    ENTRIES(int[].class) {
        @Override
        Object of(AutoencoderConfig config, double[] values, Class<?> type) {
            return entries(Digits.narrowed(values));
        }

        @Override
        Optional<String> lacking(AutoencoderConfig config) {
            return config.bottleneck() instanceof Bottleneck.VectorQuantized
                    ? Optional.empty()
                    : Optional.of(
                            "bottleneck must be VectorQuantized to have entries, but is "
                                    + config.bottleneck().getClass().getSimpleName());
        }
    };

    private final List<Class<?>> types;

    Content(Class<?>... types) {
        this.types = List.of(types);
    }

    /** Returns the numbers of a codebook's entries, [P], which engines give as floats. */
    public static int[] entries(float[] values) {
        int[] whole = new int[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(values[i]);
        }
        return whole;
    }

    /** Returns the name in requests and descriptions, as {@code sample}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the shape of one; that of a single number is [1]. */
    public Shape shape(AutoencoderConfig config) {
        return new Shape(1);
    }

    /**
     * Returns the Java type of one.
     *
     * @param form of {@link SampleKind#types}, in which samples are
     */
    Class<?> type(Class<?> form) {
        return types.contains(form) ? form : types.get(0);
    }

    /** Returns whether an image may stand in the place of a list of numbers. */
    public boolean mayBeImage(AutoencoderConfig config) {
        return this == SAMPLE && config.format().kind() == SampleKind.IMAGE;
    }

    /**
     * Returns what the part of a model takes in the place of one: numbers, checked. No engine is
     * touched.
     *
     * @throws IllegalArgumentException if it does not fit the model
     */
    double[] values(AutoencoderConfig config, Object given) {
        float[] floats = floats(config, given);
        return given instanceof double[] values ? values : Digits.widened(floats);
    }

    /** Returns the same, with as many digits as 32-bit floats have. */
    float[] floats(AutoencoderConfig config, Object given) {
        return numbers(config, given, false);
    }

    /** Returns one of its types from its numbers. */
    Object of(AutoencoderConfig config, double[] values, Class<?> type) {
        return type == Double.class ? (Object) finite(values[0]) : Digits.narrowed(values);
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    key() + " must be a finite number, but the model gives " + value);
        }
        return value;
    }

    /** Returns whether it is found by what is to come out, and not of what goes in alone. */
    boolean judgesTarget() {
        return switch (this) {
            case SCORE, CONTRIBUTIONS, ERROR, DEVIATIONS -> true;
            default -> false;
        };
    }

    /** Returns what a model must have for it, in words, if it lacks that. */
    Optional<String> lacking(AutoencoderConfig config) {
        return Optional.empty();
    }

    float[] numbers(AutoencoderConfig config, Object given, boolean missing) {
        float[] values;
        if (given instanceof float[] floats) {
            values = floats;
        } else if (given instanceof double[] doubles) {
            values = Digits.narrowed(doubles);
        } else {
            throw new IllegalArgumentException(
                    key() + " must be a float[], but is a " + given.getClass().getSimpleName());
        }
        long size = shape(config).size();
        if (values.length != size) {
            throw new IllegalArgumentException(
                    key() + " must hold " + size + " values, but holds " + values.length);
        }
        for (int i = 0; i < size; i++) {
            boolean known = !(missing && Float.isNaN(values[i]));
            if (known && !Float.isFinite(values[i])) {
                double value = given instanceof double[] doubles ? doubles[i] : values[i];
                throw new IllegalArgumentException(
                        key() + " must hold finite numbers, but value " + i + " is " + value);
            }
        }
        return values;
    }
}
