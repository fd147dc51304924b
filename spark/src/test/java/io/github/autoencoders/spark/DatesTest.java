package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Dated;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sizes of orders, and when they came in: hour by hour for three weeks. */
class DatesTest {

    private static final int ROWS = 504;
    private static final LocalDateTime START = LocalDateTime.of(2026, 3, 2, 0, 0);

    private static SparkSession spark;
    private static AutoencoderModel texts;

    @BeforeAll
    static void fit() {
        spark = LocalSpark.threads();
        texts = fit(DataTypes.StringType, DatesTest::text);
    }

    private static AutoencoderModel fit(DataType type, Function<LocalDateTime, Object> cell) {
        return Rows.estimator().setFeaturesCols("size", "at").fit(orders(type, cell).coalesce(1));
    }

    private static Dataset<Row> orders(DataType type, Function<LocalDateTime, Object> cell) {
        StructType schema = new StructType().add("at", type).add("size", DataTypes.DoubleType);
        return Rows.of(
                spark,
                schema,
                IntStream.range(0, ROWS)
                        .mapToObj(i -> RowFactory.create(cell.apply(START.plusHours(i)), size(i)))
                        .toList());
    }

    private static double size(int i) {
        return 20 + i % 24 / 12 * 80 + Math.sin(i);
    }

    private static String text(LocalDateTime at) {
        return at.toString().replace('T', ' ');
    }

    // As clocks in Greenwich have it, whatever the zone of this process.
    private static Timestamp moment(LocalDateTime at) {
        return Timestamp.from(Instant.parse(at + ":00Z"));
    }

    private static List<Row> scored(
            AutoencoderModel model, DataType type, Function<LocalDateTime, Object> cell) {
        return model.copy(new ParamMap())
                .setReconstructionCol("made")
                .transform(orders(type, cell))
                .collectAsList();
    }

    /** Returns the score that the model gives without Spark. */
    private static double score(TrainedAutoencoder model, @Nullable Object at, int i) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("size", size(i));
        row.put("at", at);
        return model.score(Samples.ofRows(List.of(row), model.format()))[0];
    }

    @Test
    void textsOfDatesAreLearntAsDates() throws Exception {
        assertEquals(
                List.of("features: size (numbers), at (dates as uuuu-MM-dd HH:mm)"),
                texts.config().format().schemaLines());
        Dated dated = (Dated) texts.config().format().scaling();
        assertEquals(
                List.of(new Dated.Cycle(1, Dated.Cycle.DAY), new Dated.Cycle(1, Dated.Cycle.WEEK)),
                dated.cycles());
        List<Row> rows = scored(texts, DataTypes.StringType, DatesTest::text);
        try (TrainedAutoencoder model = texts.open(Placement.ofDefault())) {
            for (int i = 0; i < ROWS; i += 50) {
                double expected = score(model, text(START.plusHours(i)), i);
                assertEquals(expected, rows.get(i).<Double>getAs("score"), 1e-4);
            }
        }
        Row made = rows.get(0).getAs("made");
        assertEquals("struct<size:double,at:string>", made.schema().simpleString());
        assertTrue(made.getString(1).matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}"));
    }

    @Test
    void timestampsAreTakenInTheirPlace() {
        List<Row> expected = scored(texts, DataTypes.StringType, DatesTest::text);
        List<Row> moments = scored(texts, DataTypes.TimestampType, DatesTest::moment);
        List<Row> clocks = scored(texts, DataTypes.TimestampNTZType, at -> at);
        for (int i = 0; i < ROWS; i++) {
            double score = expected.get(i).<Double>getAs("score");
            assertEquals(score, moments.get(i).<Double>getAs("score"), 1e-4);
            assertEquals(score, clocks.get(i).<Double>getAs("score"), 1e-4);
        }
    }

    @Test
    void timestampsAndDaysAreLearntFrom() throws Exception {
        AutoencoderModel moments = fit(DataTypes.TimestampType, DatesTest::moment);
        assertEquals(
                List.of("features: size (numbers), at (dates as uuuu-MM-dd HH:mm:ss)"),
                moments.config().format().schemaLines());
        Row made = scored(moments, DataTypes.TimestampType, DatesTest::moment).get(7).getAs("made");
        assertTrue(made.getString(1).matches("2026-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}"));
        AutoencoderModel days =
                fit(DataTypes.DateType, at -> java.sql.Date.valueOf(at.toLocalDate()));
        assertEquals(
                List.of("features: size (numbers), at (dates as uuuu-MM-dd)"),
                days.config().format().schemaLines());
        List<Row> rows =
                scored(days, DataTypes.DateType, at -> java.sql.Date.valueOf(at.toLocalDate()));
        try (TrainedAutoencoder model = days.open(Placement.ofDefault())) {
            LocalDate second = START.toLocalDate().plusDays(1);
            assertEquals(
                    score(model, second.toString(), 30), rows.get(30).<Double>getAs("score"), 1e-4);
        }
    }

    @Test
    void aDateMayBeNullWhereSomeWere() throws Exception {
        Function<LocalDateTime, Object> gaps =
                at -> Objects.requireNonNull(at.getHour() == 5 ? "" : text(at));
        AutoencoderModel model = fit(DataTypes.StringType, gaps);
        List<Row> rows = scored(model, DataTypes.StringType, gaps);
        try (TrainedAutoencoder alone = model.open(Placement.ofDefault())) {
            assertEquals(score(alone, null, 5), rows.get(5).<Double>getAs("score"), 1e-4);
        }
    }

    @Test
    void otherTypesAndFormsAreRefused() {
        StructType schema =
                new StructType().add("size", DataTypes.DoubleType).add("at", DataTypes.LongType);
        assertEquals(
                "column \"at\" must be of dates, as the model's data had, but is of bigint",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> texts.copy(new ParamMap()).transformSchema(schema))
                        .getMessage());
        Throwable failure =
                assertThrows(
                        Exception.class,
                        () -> scored(texts, DataTypes.StringType, at -> "on " + text(at)));
        while (failure.getCause() != null) {
            failure = failure.getCause();
        }
        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains(
                                "value of column \"at\" must be a date as 2027-01-01 00:00, but is"
                                        + " \"on 2026-03-"),
                failure::toString);
    }
}
