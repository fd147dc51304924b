package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static final Schema MIXED =
            new Schema(
                    List.of(
                            Column.of("temp", Role.FEATURE),
                            Column.ofWords("machine", List.of("M2", "M1", "M3", "M1")),
                            Column.of("Class", Role.LABEL),
                            Column.of("flow", Role.FEATURE),
                            Column.ofWords("on", List.of("Yes", "no", "yes"))));

    @Test
    void columnsOfWordsKeepThem() {
        assertEquals(List.of("temp", "machine", "flow", "on"), MIXED.features());
        assertEquals(List.of("M1", "M2", "M3"), MIXED.column("machine").orElseThrow().words());
        assertEquals(List.of("Yes", "no"), MIXED.column("on").orElseThrow().words());
        assertEquals(List.of(0, 4, 0, 3), MIXED.classes());
        assertEquals(List.of(4, 3), MIXED.wordClasses());
        assertEquals(List.of(), PUMP.classes());
        assertTrue(MIXED.hasWords() && !PUMP.hasWords() && !MIXED.ofNumbers().hasWords());
        assertEquals(
                List.of(
                        "features: temp, flow (numbers), machine (3 words), on (2 words)",
                        "label, not learnt from: Class"),
                MIXED.lines("features"));
        Schema alone = new Schema(List.of(Column.ofWords("a", List.of("x"))));
        assertEquals(List.of("features: a (1 word)"), alone.lines("features"));
        assertEquals(MIXED, Json.read(Json.write(MIXED, Schema.class), Schema.class));
    }

    /** Whatever other rows there are: the index among the words of the column alone. */
    @Test
    void aWordIsItsIndexAndAnUnknownOneIsBehindThem() {
        Column machine = MIXED.column("machine").orElseThrow();
        assertEquals(0, machine.value("M1"));
        assertEquals(2, machine.value(" M3 "));
        for (String unknown : List.of("m1", "M4", "0", "nan")) {
            assertEquals(3, machine.value(unknown));
        }
        assertTrue(Double.isNaN(machine.value(null)) && Double.isNaN(machine.value("")));
        assertEquals("M2", machine.cell(1));
        assertEquals("(unknown)", machine.cell(3));
        assertEquals("", machine.cell(Float.NaN));
        assertEquals(1.5f, MIXED.column("temp").orElseThrow().cell(1.5f));
    }

    @Test
    void truthValuesAreTheSameInAnyCase() {
        Column on = MIXED.column("on").orElseThrow();
        assertEquals(
                List.of(0, 0, 1, 1),
                List.of("Yes", "YES", "no", "No").stream().map(on::index).toList());
        assertEquals(2, on.index("true"));
        Column truth = Column.ofWords("t", List.of("FALSE", "TRUE"));
        assertEquals(0, truth.value(false));
        assertEquals(1, truth.value("True"));
    }

    @Test
    void columnsOfOneWordOrNearlyAsManyAsRowsAreLeftOut() {
        List<String> few = IntStream.range(0, 500).mapToObj(i -> "w" + i % 250).toList();
        assertEquals(250, Column.ofCells("a", few).words().size());
        List<String> many = IntStream.range(0, 500).mapToObj(i -> "w" + i % 251).toList();
        assertEquals(
                Column.leftOut("a", "words, 251 different in 500 rows"), Column.ofCells("a", many));
        List<String> tooMany = IntStream.range(0, 2000).mapToObj(i -> "w" + i % 257).toList();
        assertEquals("words, 257 different in 2,000 rows", Column.ofCells("a", tooMany).reason());
        assertTrue(Column.ofCells("a", List.of("true", "FALSE")).isOfWords());
        assertEquals(
                Column.leftOut("a", "words, 1 different in 3 rows"),
                Column.ofCells("a", List.of("no", "No", "no")));
    }

    @Test
    void whatIsNoCellOfItsColumnIsRefused() {
        Column machine = MIXED.column("machine").orElseThrow();
        Column temp = MIXED.column("temp").orElseThrow();
        assertRefused(
                "value of column \"machine\" must be a word, but is 7.5", () -> machine.value(7.5));
        assertRefused(
                "value of column \"temp\" must be a number, but is \"warm\"",
                () -> temp.value("warm"));
        assertRefused(
                "value of column \"temp\" must be a number, but is true", () -> temp.value(true));
        assertRefused(
                "words must stand once each, in their natural order, but are [b, a]",
                () -> new Column("x", Role.FEATURE, "", List.of("b", "a")));
        assertRefused(
                "words must be none for a TIME, but are [a]",
                () -> new Column("x", Role.TIME, "", List.of("a")));
    }

    private static void assertRefused(
            String message, org.junit.jupiter.api.function.Executable code) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
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
