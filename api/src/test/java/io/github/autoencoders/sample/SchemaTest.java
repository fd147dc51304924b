package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class SchemaTest {

    private static final Schema PUMP =
            new Schema(
                    List.of(
                            Column.of("ts", Role.TIME),
                            Column.of("temp", Role.FEATURE),
                            Column.leftOut("note", "words"),
                            Column.of("Class", Role.LABEL),
                            Column.of("flow", Role.FEATURE)));

    @Test
    void columnsAreFoundByRoleAndName() {
        assertEquals(List.of("temp", "flow"), PUMP.features());
        assertEquals(Optional.of("Class"), PUMP.label());
        assertEquals(Optional.of("ts"), PUMP.time());
        assertEquals("words", PUMP.column("note").orElseThrow().reason());
        assertEquals(Optional.empty(), PUMP.column("temperature"));
        assertEquals(List.of(), Schema.NONE.features());
    }

    @Test
    void linesSayWhatWasTakenForWhat() {
        assertEquals(
                List.of(
                        "features: temp, flow",
                        "label, not learnt from: Class",
                        "time: ts",
                        "left out: note (words)"),
                PUMP.lines("features"));
        List<String> many = IntStream.rangeClosed(1, 30).mapToObj(i -> "V" + i).toList();
        assertEquals(
                List.of("features: V1, V2, V3, V4, V5, V6 and 24 more"),
                Schema.ofFeatures(many).lines("features"));
        assertEquals(List.of(), Schema.NONE.lines("features"));
    }

    @Test
    void itIsWrittenAndReadAgain() {
        assertEquals(PUMP, Json.read(Json.write(PUMP, Schema.class), Schema.class));
    }

    @Test
    void aNameStandsOnce() {
        assertMessage(
                "columns must have different names, but two are called \"a\"",
                () -> Schema.ofFeatures(List.of("a", "b", "a")));
    }

    @Test
    void thereIsOneLabel() {
        assertMessage(
                "columns must have at most one LABEL, but have 2",
                () -> new Schema(List.of(Column.of("a", Role.LABEL), Column.of("b", Role.LABEL))));
    }

    @Test
    void aReasonIsForWhatIsLeftOut() {
        assertMessage(
                "reason must be given for columns that are left out, and for no others, but is \"\""
                        + " for a LEFT_OUT",
                () -> Column.leftOut("a", ""));
    }

    @Test
    void aFormatHasAsManyFeaturesAsValuesOrChannels() {
        SampleFormat row = new SampleFormat(new Shape(2), 0, Scaling.UnitInterval.BYTES);
        assertEquals(PUMP, row.withSchema(PUMP).withPadding(0).schema());
        assertEquals(
                "channels: temp, flow",
                new SampleFormat(new Shape(2, 50), 0, Scaling.UnitInterval.BYTES, PUMP)
                        .schemaLines()
                        .get(0));
        new SampleFormat(new Shape(1, 2), 0, Scaling.UnitInterval.BYTES, PUMP); // a window a row
        assertMessage(
                "schema must have a column for each of the 3 features or channels of (3), but has"
                        + " 2",
                () -> new SampleFormat(new Shape(3), 0, Scaling.UnitInterval.BYTES, PUMP));
    }

    private static void assertMessage(String message, Runnable run) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, run::run).getMessage());
    }
}
