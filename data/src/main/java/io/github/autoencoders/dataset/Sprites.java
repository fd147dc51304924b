package io.github.autoencoders.dataset;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Small drawings of known factors: a square, an ellipse or a heart of some size, turned and put
 * somewhere, after the dSprites benchmark of <a
 * href="https://github.com/google-deepmind/dsprites-dataset">Matthey et al. (2017)</a>; 32 x 32
 * pixels in 256 greys rather than 64 x 64 in black and white.
 *
 * <p>Only arithmetic whose result Java prescribes is used, so that a seed gives the same pictures
 * on every machine.
 */
public final class Sprites {

    /** Width and height of a picture in pixels. */
    public static final int SIZE = 32;

    /** The name of sprites in scenes, with their masks. */
    static final String MASKED = "masked-sprites";

    /** The name of sprites in two looks. */
    static final String STYLED = "styled-sprites";

    private static final List<Outline> OUTLINES = List.of(Outline.values());
    private static final int TRAINING = 12_000;
    private static final int VALIDATION = 2_000;

    /** A quarter of the pictures that differ, so that drawing without repetition stays quick. */
    private static final int MAXIMUM = 100_000;

    private final List<Factors> training;
    private final List<Factors> validation;

    private Sprites(List<Factors> training, List<Factors> validation) {
        this.training = training;
        this.validation = validation;
    }

    /** How a sprite looks, whatever its factors are. */
    public enum Style {
        /** White on black. */
        FILLED(Double.POSITIVE_INFINITY),

        /** Its edge alone, a pixel and a half wide. */
        OUTLINED(1.5);

        private final double edge;

        Style(double edge) {
            this.edge = edge;
        }

        /** Returns the picture of a sprite in this look, [1, 32, 32]. */
        byte[] draw(Factors factors) {
            return factors.draw(edge);
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The outline of a sprite, of which there are several of like area. */
    public enum Outline {
        /** A square, the same after a quarter turn. */
        SQUARE(Factors.ORIENTATIONS / 4, 255, 96, 64) {
            @Override
            boolean contains(double u, double v) {
                return Math.abs(u) <= 5 && Math.abs(v) <= 5;
            }
        },

        /** An ellipse twice as wide as high, the same after half a turn. */
        ELLIPSE(Factors.ORIENTATIONS / 2, 64, 190, 96) {
            @Override
            boolean contains(double u, double v) {
                return u * u + 4 * v * v <= 7.5 * 7.5;
            }
        },

        /** A heart: a square on its corner, with a half disc on each upper side. */
        HEART(Factors.ORIENTATIONS, 96, 140, 255) {
            @Override
            boolean contains(double u, double v) {
                double side = 7.5;
                double centre = side * Math.sqrt(2) / 4; // of the discs, on both axes
                double x = Math.abs(u);
                double y = v + side * 0.07; // puts the middle of its height near 0
                double fromDisc = (x - centre) * (x - centre) + (y - centre) * (y - centre);
                return x + Math.abs(y) <= 2 * centre || fromDisc <= side * side / 4;
            }
        };

        private final int distinctOrientations;
        private final List<Integer> colour; // red, green and blue at full brightness

        Outline(int distinctOrientations, int red, int green, int blue) {
            this.distinctOrientations = distinctOrientations;
            colour = List.of(red, green, blue);
        }

        /** Returns whether a point is inside, in pixels from the centre, v pointing up. */
        abstract boolean contains(double u, double v);
    }

    /**
     * What determines a picture.
     *
     * @param outline which of the three shapes
     * @param scale 0 to 5, for 0.5 to 1 times the full size
     * @param orientation 0 to 39, in steps of 9 degrees, counterclockwise
     * @param x 0 to 31, for the centre from 8 to 24 pixels from the left
     * @param y 0 to 31, for the centre from 8 to 24 pixels from the top
     */
    public record Factors(Outline outline, int scale, int orientation, int x, int y) {

        /** Number of scales. */
        public static final int SCALES = 6;

        /** Number of orientations. */
        public static final int ORIENTATIONS = 40;

        /** Number of positions on each axis. */
        public static final int POSITIONS = 32;

        public Factors {
            Require.within(0, SCALES - 1, "scale", scale);
            Require.within(0, ORIENTATIONS - 1, "orientation", orientation);
            Require.within(0, POSITIONS - 1, "x", x);
            Require.within(0, POSITIONS - 1, "y", y);
        }

        /** Returns factors drawn uniformly. */
        static Factors random(Random random) {
            return new Factors(
                    OUTLINES.get(random.nextInt(OUTLINES.size())),
                    random.nextInt(SCALES),
                    random.nextInt(ORIENTATIONS),
                    random.nextInt(POSITIONS),
                    random.nextInt(POSITIONS));
        }

        /** Returns the factors of the same picture with the least turn. */
        Factors leastTurned() {
            return new Factors(outline, scale, orientation % outline.distinctOrientations, x, y);
        }

        /** Returns the picture, [1, 32, 32]: how much of each pixel is covered, in 255ths. */
        public byte[] draw() {
            return draw(Double.POSITIVE_INFINITY);
        }

        /**
         * Returns the picture of what is near the edge, likewise.
         *
         * @param edge its width in pixels, of a square
         */
        byte[] draw(double edge) {
            double angle = 2 * StrictMath.PI * orientation / ORIENTATIONS;
            double size = 0.5 + 0.1 * scale;
            double cosine = StrictMath.cos(angle) / size;
            double sine = StrictMath.sin(angle) / size;
            byte[] pixels = new byte[SIZE * SIZE];
            double hole = Math.max(0, 1 - edge / (5 * size)); // the size of what is left out
            double reach = 8 * size; // no outline goes farther from its centre
            for (int row = (int) (centre(y) - reach); row < centre(y) + reach; row++) {
                for (int column = (int) (centre(x) - reach); column < centre(x) + reach; column++) {
                    double right = column - centre(x);
                    double up = centre(y) - row;
                    long level = Math.round(255 * covered(right, up, cosine, sine, hole));
                    pixels[row * SIZE + column] = (byte) level;
                }
            }
            return pixels;
        }

        /**
         * Returns the picture in colour, [3, 32, 32]: squares are red, ellipses green and hearts
         * blue, each in one of ten brightnesses, 0.55 to 1, that the other factors decide. The
         * three colours are of like brightness, so that in grey the outline alone tells them apart.
         */
        public byte[] drawInColour() {
            byte[] covered = draw();
            byte[] planes = new byte[3 * covered.length];
            int tenth = (7 * scale + 3 * orientation + 5 * x + 11 * y) % 10;
            for (int i = 0; i < planes.length; i++) {
                int level = covered[i % covered.length] & 0xFF;
                int full = outline.colour.get(i / covered.length);
                planes[i] = (byte) (level * full * (55 + 5 * tenth) / (255 * 100));
            }
            return planes;
        }

        /**
         * Returns the picture in a scene, [3, 32, 32]: the sprite in the colour of its outline
         * before a ground of any grey, with noise on both.
         */
        public byte[] drawInScene() {
            byte[] covered = draw();
            byte[] planes = new byte[3 * covered.length];
            Random random = RandomStreams.of(1, number());
            int ground = random.nextInt(256);
            int brightness = 55 + random.nextInt(46); // of the sprite, in hundredths
            for (int i = 0; i < planes.length; i++) {
                int level = covered[i % covered.length] & 0xFF;
                int full = outline.colour.get(i / covered.length) * brightness / 100;
                int value = ground + (full - ground) * level / 255 + random.nextInt(17) - 8;
                planes[i] = (byte) Math.max(0, Math.min(255, value));
            }
            return planes;
        }

        private int number() {
            int shape = (OUTLINES.indexOf(outline) * SCALES + scale) * ORIENTATIONS + orientation;
            return (shape * POSITIONS + x) * POSITIONS + y;
        }

        /**
         * Returns the mask of the picture, [1, 32, 32]: of each pixel that is covered by half or
         * more 1 for a square, 2 for an ellipse, 3 for a heart; of the others 0.
         */
        public byte[] drawMask() {
            byte[] mask = draw();
            for (int i = 0; i < mask.length; i++) {
                mask[i] = (byte) ((mask[i] & 0xFF) < 128 ? 0 : OUTLINES.indexOf(outline) + 1);
            }
            return mask;
        }

        // The share of 4 x 4 points inside, of a pixel whose upper left corner is given.
        private double covered(double right, double up, double cosine, double sine, double hole) {
            int inside = 0;
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    double pointRight = right + (j + 0.5) / 4;
                    double pointUp = up - (i + 0.5) / 4;
                    double u = cosine * pointRight + sine * pointUp;
                    double v = cosine * pointUp - sine * pointRight;
                    boolean left = hole > 0 && outline.contains(u / hole, v / hole);
                    inside += outline.contains(u, v) && !left ? 1 : 0;
                }
            }
            return inside / 16.0;
        }

        private static double centre(int position) {
            return 8 + 16.0 * position / (POSITIONS - 1);
        }
    }

    /** Returns 12,000 sprites for training and 2,000 for validation. */
    public static Sprites of(long seed) {
        return of(seed, TRAINING, VALIDATION);
    }

    /**
     * Returns sprites drawn at random, no two of which are the same picture.
     *
     * @param seed decides which
     * @param training number of sprites for training, at least 1
     * @param validation number of sprites for validation, at least 1
     */
    public static Sprites of(long seed, int training, int validation) {
        if (training < 1 || validation < 1 || (long) training + validation > MAXIMUM) {
            throw new IllegalArgumentException(
                    "training and validation must be at least 1 and together at most %s, but are %s and %s"
                            .formatted(MAXIMUM, training, validation));
        }
        Random random = RandomStreams.ofJava(seed);
        Set<Factors> drawn = new HashSet<>();
        List<Factors> all =
                Stream.generate(() -> Factors.random(random))
                        .filter(factors -> drawn.add(factors.leastTurned()))
                        .limit((long) training + validation)
                        .toList();
        return new Sprites(all.subList(0, training), all.subList(training, all.size()));
    }

    /** Returns the factors of each training sample. */
    public List<Factors> trainingFactors() {
        return training;
    }

    /** Returns the factors of each validation sample. */
    public List<Factors> validationFactors() {
        return validation;
    }

    /** Returns the pictures, labelled with their outlines. */
    public DataSplit split() {
        return new DataSplit(grey(training), grey(validation));
    }

    /** Returns the pictures in colour, labelled with their outlines. */
    public DataSplit splitInColour() {
        return new DataSplit(coloured(training), coloured(validation));
    }

    /** Returns the pictures in scenes, which are to become their masks. */
    public DataSplit splitMasked() {
        return new DataSplit(masked(training), masked(validation));
    }

    /**
     * Returns the pictures in two looks, which are their labels: the first, the third and so on
     * filled, the others outlined. No sprite is there in both.
     */
    public DataSplit splitStyled() {
        return new DataSplit(styled(training), styled(validation));
    }

    /** Returns the pictures of all sprites in one look, labelled with it. */
    public static Samples styled(List<Factors> sprites, Style style) {
        return draw(STYLED, sprites, format(1, Scaling.UnitInterval.BYTES), style::draw)
                .withLabels(Collections.nCopies(sprites.size(), style.label()));
    }

    private static Samples styled(List<Factors> sprites) {
        List<Style> styles = List.of(Style.values());
        int[] labels = IntStream.range(0, sprites.size()).map(i -> i % styles.size()).toArray();
        Iterator<Style> inTurn = IntStream.of(labels).mapToObj(styles::get).iterator();
        SampleFormat format = format(1, Scaling.UnitInterval.BYTES);
        return draw(STYLED, sprites, format, sprite -> inTurn.next().draw(sprite))
                .withLabels(labels, styles.stream().map(Style::label).toList());
    }

    private static Samples grey(List<Factors> sprites) {
        return draw("sprites", sprites, format(1, Scaling.UnitInterval.BYTES), Factors::draw);
    }

    private static Samples coloured(List<Factors> sprites) {
        SampleFormat format = format(3, Scaling.UnitInterval.BYTES);
        return draw("colour-sprites", sprites, format, Factors::drawInColour);
    }

    private static Samples masked(List<Factors> sprites) {
        Scaling classes =
                new Classes(List.of(0, 1, 2, 3), List.of(0x000000, 0xff6040, 0x40be60, 0x608cff));
        SampleFormat scene = format(3, Scaling.UnitInterval.BYTES);
        return draw(MASKED, sprites, format(1, classes), Factors::drawMask)
                .withInputs(draw(MASKED, sprites, scene, Factors::drawInScene));
    }

    private static SampleFormat format(int channels, Scaling scaling) {
        return new SampleFormat(new Shape(channels, SIZE, SIZE), 0, scaling);
    }

    private static Samples draw(
            String name,
            List<Factors> sprites,
            SampleFormat format,
            Function<Factors, byte[]> drawing) {
        byte[] values = new byte[sprites.size() * format.size()];
        for (int i = 0; i < sprites.size(); i++) {
            byte[] picture = drawing.apply(sprites.get(i));
            System.arraycopy(picture, 0, values, i * format.size(), format.size());
        }
        int[] labels =
                sprites.stream().mapToInt(factors -> OUTLINES.indexOf(factors.outline())).toArray();
        List<String> names = OUTLINES.stream().map(o -> o.name().toLowerCase(Locale.ROOT)).toList();
        return Samples.ofBytes(name, format, values, labels, names);
    }
}
