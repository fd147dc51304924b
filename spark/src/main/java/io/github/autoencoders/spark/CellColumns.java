package io.github.autoencoders.spark;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.Serializable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Columns of numbers, words and dates, a value each, as those of a table: null, NaN, or an empty
 * string where one is missing. Timestamps are what clocks in Greenwich show.
 *
 * @param cells the columns, in the order of a sample's values
 */
record CellColumns(List<Cell> cells) implements FeatureColumns {

    /**
     * A column.
     *
     * @param place in a row
     * @param words whether it is of strings (which may be dates) or booleans, rather than numbers
     * @param dates whether it is of dates or timestamps
     */
    record Cell(String name, int place, boolean words, boolean dates) implements Serializable {

        private static final List<DataType> DATES =
                List.of(DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType);

        static Cell of(String param, String name, StructType schema) {
            StructField field = FeatureColumns.field(param, name, schema);
            DataType type = field.dataType();
            boolean words = type instanceof StringType || type.equals(DataTypes.BooleanType);
            boolean dates = DATES.contains(type);
            if (!words && !dates && !(type instanceof NumericType)) {
                throw FeatureColumns.wrongType(name, "numbers, strings, booleans or dates", type);
            }
            return new Cell(name, schema.fieldIndex(name), words, dates);
        }

        // Dates as seconds, which a model takes however its own data had them written.
        @Nullable Object in(Row row) {
            Object cell = row.get(place);
            return cell == null || !dates ? cell : seconds(cell);
        }

        private static double seconds(Object date) {
            if (date instanceof Timestamp time) {
                return seconds(time.toInstant());
            }
            if (date instanceof Instant time) {
                return time.getEpochSecond() + time.getNano() / 1e9;
            }
            if (date instanceof LocalDateTime time) {
                return seconds(time.toInstant(ZoneOffset.UTC));
            }
            LocalDate day = date instanceof Date old ? old.toLocalDate() : (LocalDate) date;
            return seconds(day.atStartOfDay());
        }

        // One that is written as their model is to write them: with no more than they say.
        private static String example(List<Double> seconds) {
            if (seconds.stream().allMatch(each -> each % (24 * 60 * 60) == 0)) {
                return "2026-12-31";
            }
            boolean whole = seconds.stream().allMatch(each -> each % 1 == 0);
            return whole ? "2026-12-31 23:59:59" : "2026-12-31 23:59:59.000001";
        }

        boolean texts() {
            return words || dates;
        }

        // Numbers, dates, or words that are few enough to be learnt from.
        Column column(List<Row> rows) {
            if (!words && !dates) {
                return Column.of(name, Schema.Role.FEATURE);
            }
            List<Object> cells = rows.stream().map(this::in).flatMap(Stream::ofNullable).toList();
            if (dates && !cells.isEmpty()) {
                String date = example(cells.stream().map(Double.class::cast).toList());
                return Column.ofDates(name, List.of(date)).orElseThrow();
            }
            if (cells.isEmpty()) {
                throw new IllegalArgumentException(
                        "featuresCols must be columns with values to learn from, but \"%s\" has none"
                                .formatted(name));
            }
            List<String> known =
                    cells.stream()
                            .map(cell -> cell.toString().strip())
                            .filter(word -> !word.isEmpty())
                            .toList();
            Column column =
                    Column.ofDates(name, known).orElseGet(() -> Column.ofCells(name, known));
            if (column.role() == Schema.Role.LEFT_OUT) {
                throw new IllegalArgumentException(
                        "featuresCols must be columns of numbers or of few words, but \"%s\" has %s"
                                .formatted(name, column.reason()));
            }
            return column;
        }
    }

    CellColumns {
        cells = new ArrayList<>(cells); // which every Java can send
    }

    static CellColumns of(String[] names, StructType schema) {
        if (names.length == 0) {
            throw new IllegalArgumentException("featuresCols must name a column, but name none");
        }
        Set<String> once = new HashSet<>();
        for (String name : names) {
            if (!once.add(name)) {
                throw new IllegalArgumentException(
                        "featuresCols must name each column once, but name \"%s\" again"
                                .formatted(name));
            }
        }
        return new CellColumns(
                Stream.of(names).map(name -> Cell.of("featuresCols", name, schema)).toList());
    }

    /** Returns the columns of a model, whatever else the data have. */
    static CellColumns of(SampleFormat format, StructType schema) {
        format.schema().places("data", List.of(schema.fieldNames()));
        return of(format.schema().features().toArray(String[]::new), schema);
    }

    /** Returns the columns of a model likewise, checked. */
    static CellColumns fitting(SampleFormat format, StructType schema) {
        CellColumns columns = of(format, schema);
        columns.requireFits(schema, format);
        return columns;
    }

    /** Returns columns that are in no schema, as a model makes them. */
    static CellColumns made(SampleFormat format) {
        return new CellColumns(
                format.schema().featureColumns().stream()
                        .map(
                                column ->
                                        new Cell(
                                                column.name(),
                                                NOWHERE,
                                                column.isOfWords(),
                                                column.isOfDates()))
                        .toList());
    }

    @Override
    public List<String> names() {
        return cells.stream().map(Cell::name).toList();
    }

    @Override
    public String recipe() {
        return "vae-table";
    }

    @Override
    public void requireFits(StructType schema, SampleFormat format) {
        if (format.size() != cells.size()) {
            throw new IllegalArgumentException(
                    "featuresCols must name %s columns, as the model takes, but name %s"
                            .formatted(format.size(), cells.size()));
        }
        List<Column> columns = format.schema().featureColumns();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean dates = !columns.isEmpty() && columns.get(i).isOfDates();
            boolean words = !columns.isEmpty() && columns.get(i).isOfWords();
            boolean texts = dates || words;
            if (cell.dates() ? !dates : cell.words() != texts) {
                String content = dates ? "dates" : words ? "words" : "numbers";
                throw FeatureColumns.wrongType(
                        cell.name(),
                        content + ", as the model's data had",
                        schema.apply(cell.name()).dataType());
            }
        }
    }

    @Override
    public DataSource data(List<Row> rows, TrainingRecipe recipe) {
        Schema schema = new Schema(cells.stream().map(cell -> cell.column(rows)).toList());
        SampleFormat format = SampleFormat.unfitted(new Shape(cells.size())).withSchema(schema);
        double[][] values = rows.stream().map(row -> numbers(row, format)).toArray(double[][]::new);
        boolean missing =
                Stream.of(values).flatMapToDouble(DoubleStream::of).anyMatch(Double::isNaN);
        return DataSource.of(Samples.of(values, missing ? format.withMissing() : format));
    }

    @Override
    public Samples samples(List<Row> rows, SampleFormat format, RowPlaces places) {
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers(rows.get(i), format);
            places.requireFits(i, values[i], format);
        }
        return Samples.of(values, format);
    }

    private double[] numbers(Row row, SampleFormat format) {
        Object[] each = cells.stream().map(cell -> cell.in(row)).toArray();
        if (!format.schema().features().isEmpty()) {
            return format.raw(each);
        }
        return Stream.of(each)
                .mapToDouble(cell -> cell == null ? Double.NaN : ((Number) cell).doubleValue())
                .toArray();
    }

    @Override
    public DataType madeType() {
        return new StructType(
                cells.stream()
                        .map(
                                cell ->
                                        DataTypes.createStructField(
                                                cell.name(),
                                                cell.texts()
                                                        ? DataTypes.StringType
                                                        : DataTypes.DoubleType,
                                                true))
                        .toArray(StructField[]::new));
    }

    @Override
    public Object made(Samples made, int index) {
        double[] values = made.numbers(index);
        List<Column> columns = made.format().schema().featureColumns();
        return RowFactory.create(
                IntStream.range(0, values.length)
                        .mapToObj(
                                i ->
                                        cells.get(i).texts()
                                                ? columns.get(i).cell(values[i])
                                                : (Object) values[i])
                        .toArray());
    }
}
