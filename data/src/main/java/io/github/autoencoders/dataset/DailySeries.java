package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sample.Schema;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Series with a daily cycle, of a point each quarter of an hour, as a meter or a server might give
 * them: \(a_d (\sin 2 \pi t + \frac{1}{2} \sin 4 \pi t)\) and noise from N(0, 0.1²) at the time t
 * of day d, from 0 to 1, where each day's \(a_d\) is drawn from N(1, 0.1²). Anomalies can be
 * planted in them. Only arithmetic whose result Java prescribes is used, so that a seed gives the
 * same series on every machine.
 */
final class DailySeries {

    /** The name of a series without anomalies. */
    static final String NORMAL = "daily-series";

    /** The name of a series with anomalies, whose points are labelled 1, all others 0. */
    static final String ANOMALOUS = "daily-series-anomalous";

    /** Points of a day. */
    static final int DAY = 96;

    private static final int NORMAL_DAYS = 100;
    private static final int ANOMALOUS_DAYS = 60;
    private static final int DAYS_FOR_EACH = 10; // in each ten days one anomaly
    private static final int LENGTH = DAY / 2; // points of an anomaly
    private static final double DEVIATION = 0.1;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Random random;
    private final float[] values;
    private final String[] labels;

    private DailySeries(long seed, int days) {
        random = RandomStreams.ofJava(seed);
        values = new float[days * DAY];
        labels = new String[values.length];
        Arrays.fill(labels, "0");
        double amplitude = 1;
        for (int i = 0; i < values.length; i++) {
            amplitude = i % DAY == 0 ? 1 + DEVIATION * random.nextGaussian() : amplitude;
            values[i] = (float) (amplitude * cycle(i) + noise());
        }
    }

    /** What can be wrong for half a day. */
    enum Anomaly {
        /**
         * The cycle stays where it was at its beginning; noise and the day's own strength go on.
         */
        STANDSTILL {
            @Override
            double change(DailySeries series, int first, int point) {
                return cycle(first) - cycle(point);
            }
        },
        /** The values are higher. */
        SHIFT {
            @Override
            double change(DailySeries series, int first, int point) {
                return 1.5;
            }
        },
        /** Ten times the noise comes on top. */
        UNREST {
            @Override
            double change(DailySeries series, int first, int point) {
                return 10 * series.noise();
            }
        };

        /** Returns what is added to the value of a point. */
        abstract double change(DailySeries series, int first, int point);
    }

    /** Returns a hundred days without anomalies. */
    static Series normal(long seed) {
        return new DailySeries(RandomStreams.seed(seed, 0), NORMAL_DAYS).series(NORMAL, List.of());
    }

    /** Returns sixty other days with six anomalies, each kind of them twice. */
    static Series anomalous(long seed) {
        DailySeries days = new DailySeries(RandomStreams.seed(seed, 1), ANOMALOUS_DAYS);
        Anomaly[] kinds = Anomaly.values();
        for (int i = 0; i < ANOMALOUS_DAYS / DAYS_FOR_EACH; i++) {
            int within = days.random.nextInt(DAYS_FOR_EACH * DAY - LENGTH);
            days.plant(kinds[i % kinds.length], i * DAYS_FOR_EACH * DAY + within);
        }
        return days.series(ANOMALOUS, List.of(days.labels));
    }

    private static double cycle(int point) {
        double angle = 2 * StrictMath.PI * (point % DAY) / DAY;
        return StrictMath.sin(angle) + 0.5 * StrictMath.sin(2 * angle);
    }

    private double noise() {
        return DEVIATION * random.nextGaussian();
    }

    private void plant(Anomaly anomaly, int first) {
        for (int point = first; point < first + LENGTH; point++) {
            values[point] += (float) anomaly.change(this, first, point);
            labels[point] = "1";
        }
    }

    private Series series(String name, List<String> pointLabels) {
        LocalDateTime first = LocalDateTime.of(2024, 1, 1, 0, 0);
        List<String> times =
                IntStream.range(0, values.length)
                        .mapToObj(i -> FORMAT.format(first.plusMinutes(24L * 60 / DAY * i)))
                        .toList();
        List<String> names = pointLabels.isEmpty() ? List.of() : List.of("0", "1");
        return new Series(
                        name,
                        Schema.ofFeatures(List.of("value")),
                        List.of(Digits.widened(values)),
                        Timeline.none(values.length),
                        pointLabels,
                        names)
                .withTimes(times);
    }
}
