package io.github.autoencoders.dataset;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A column of a Parquet file that has a cell for each row.
 *
 * @param type of the column
 * @param text of the cell at which a reader stands, if it is not null: numbers with all their
 *     digits, times as ISO 8601 has them, moments with the decimals of their unit
 */
record ParquetColumn(PrimitiveType type, Function<ColumnReader, String> text) {

    private static final long JULIAN_DAY_OF_1970 = 2_440_588;
    private static final double WRITTEN_OUT = 1e16; // what is smaller has no exponent

    // A column has one form, whole seconds or not.
    private static final DateTimeFormatter MILLIS = form(3);
    private static final DateTimeFormatter MICROS = form(6);
    private static final DateTimeFormatter NANOS = form(9);

    /**
     * Returns the column of a type; nothing if it has several cells for a row, or none that is a
     * number, a text or a time.
     *
     * @param decimal what stands before the decimals of numbers
     */
    static Optional<ParquetColumn> of(Type type, String decimal) {
        if (isNested(type)) {
            return Optional.empty();
        }
        PrimitiveType one = type.asPrimitiveType();
        LogicalTypeAnnotation meaning = one.getLogicalTypeAnnotation();
        if (meaning instanceof TimestampLogicalTypeAnnotation moment) {
            return Optional.of(new ParquetColumn(one, cell -> text(cell.getLong(), moment)));
        }
        if (meaning instanceof TimeLogicalTypeAnnotation clock) {
            boolean small = one.getPrimitiveTypeName() == PrimitiveTypeName.INT32;
            return Optional.of(
                    new ParquetColumn(
                            one, cell -> text(small ? cell.getInteger() : cell.getLong(), clock)));
        }
        boolean words =
                meaning == null
                        ? one.getPrimitiveTypeName() == PrimitiveTypeName.INT96 // a time
                        : !isNumber(meaning);
        return value(one)
                .map(text -> words ? text : text.andThen(cell -> cell.replace(".", decimal)))
                .map(text -> new ParquetColumn(one, text));
    }

    /** Returns whether a column may have several cells for a row. */
    static boolean isNested(Type type) {
        return !type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED);
    }

    private static boolean isNumber(LogicalTypeAnnotation meaning) {
        return meaning instanceof DecimalLogicalTypeAnnotation
                || meaning instanceof Float16LogicalTypeAnnotation;
    }

    private static boolean isText(LogicalTypeAnnotation meaning) {
        return Stream.of(
                        StringLogicalTypeAnnotation.class,
                        EnumLogicalTypeAnnotation.class,
                        JsonLogicalTypeAnnotation.class,
                        UUIDLogicalTypeAnnotation.class)
                .anyMatch(text -> text.isInstance(meaning));
    }

    private static Optional<Function<ColumnReader, String>> value(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        PrimitiveStringifier written = type.stringifier();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Optional.of(cell -> String.valueOf(cell.getBoolean()));
            case INT32 -> Optional.of(cell -> written.stringify(cell.getInteger()));
            case INT64 -> Optional.of(cell -> written.stringify(cell.getLong()));
            case FLOAT -> Optional.of(cell -> number(Float.toString(cell.getFloat())));
            case DOUBLE -> Optional.of(cell -> number(Double.toString(cell.getDouble())));
            case INT96 -> Optional.of(cell -> julian(cell.getBinary().toByteBuffer()));
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                    meaning != null && (isNumber(meaning) || isText(meaning))
                            ? Optional.of(cell -> written.stringify(cell.getBinary()))
                            : Optional.empty();
        };
    }

    // As it would stand in a table: 10000000, and not 1.0E7.
    private static String number(String digits) {
        boolean large = digits.contains("E") && Math.abs(Double.parseDouble(digits)) >= 1;
        return large && Math.abs(Double.parseDouble(digits)) < WRITTEN_OUT
                ? new BigDecimal(digits).toPlainString()
                : digits;
    }

    private static String text(long value, TimestampLogicalTypeAnnotation moment) {
        ChronoUnit unit = ChronoUnit.valueOf(moment.getUnit().name());
        DateTimeFormatter form =
                switch (moment.getUnit()) {
                    case MILLIS -> MILLIS;
                    case MICROS -> MICROS;
                    case NANOS -> NANOS;
                };
        String wall = form.format(Instant.EPOCH.plus(value, unit));
        return moment.isAdjustedToUTC() ? wall + "Z" : wall;
    }

    private static DateTimeFormatter form(int decimals) {
        return DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd'T'HH:mm:ss." + "S".repeat(decimals), Locale.ROOT)
                .withZone(ZoneOffset.UTC);
    }

    private static String text(long value, TimeLogicalTypeAnnotation clock) {
        ChronoUnit unit = ChronoUnit.valueOf(clock.getUnit().name());
        return LocalTime.MIDNIGHT.plus(value, unit).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    // Nanoseconds of a day, and the day, as programs wrote times before there was a type of them.
    private static String julian(ByteBuffer bytes) {
        ByteBuffer little = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long nanos = little.getLong();
        long day = little.getInt() - JULIAN_DAY_OF_1970;
        return NANOS.format(Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos));
    }

    /** Returns the name of the column. */
    String name() {
        return type.getName();
    }

    /** Returns the cell at which a reader stands, empty if it is null, and goes on behind it. */
    String read(ColumnReader cells) {
        boolean there =
                cells.getCurrentDefinitionLevel() == cells.getDescriptor().getMaxDefinitionLevel();
        String cell = there ? text.apply(cells) : "";
        cells.consume();
        return cell;
    }
}
