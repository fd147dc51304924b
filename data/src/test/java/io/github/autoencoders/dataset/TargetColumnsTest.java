package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.zoo.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of a table that are to be predicted from the others. */
@Tag("no-engine")
class TargetColumnsTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(3).withHeldOut(0.5);

    private static final String HOUSES =
            """
            key,area,city,class,"price, net",rooms
            h1,10,Rome,A,100,1
            h2,20,Oslo,B,210,2
            h3,30,Rome,A,330,2
            h4,40,Oslo,B,420,3
            """;

    private final Path folder;

    TargetColumnsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private DataSource source(String text, String... columns) throws IOException {
        return source(OPTIONS, text, columns);
    }

    private DataSource source(DataOptions options, String text, String... columns)
            throws IOException {
        String table = Files.writeString(folder.resolve("t.csv"), text).toString();
        return DataSource.ofColumns(table, List.of(columns), options);
    }

    @Test
    void theOtherColumnsGoIn() throws IOException {
        DataOptions keyed = OPTIONS.withColumns(Columns.NONE.withKey(List.of("key")));
        Samples pairs = source(keyed, HOUSES, "price, net", "rooms").load();
        assertTrue(pairs.arePairs());
        assertEquals(List.of("price, net", "rooms"), pairs.format().schema().features());
        Schema given = pairs.inputs().format().schema();
        assertEquals(List.of("area", "city"), given.features());
        assertEquals("[210.0, 2.0]", pairs.cells(1).toString());
        assertEquals("[20.0, Oslo]", pairs.inputs().cells(1).toString());
        assertEquals(List.of("A", "B", "A", "B"), pairs.labels());
        assertTrue(pairs.key(1).contains("h2") && pairs.inputs().key(1).contains("h2"));
        DataSplit split = source(keyed, HOUSES, "rooms").split();
        assertEquals(2, split.validation().size());
        for (int i = 0; i < 2; i++) {
            assertEquals(split.training().key(i), split.training().inputs().key(i));
        }
    }

    /** What would be a label is none where it is to be predicted. */
    @Test
    void wordsArePredictedToo() throws IOException {
        Samples pairs = source(HOUSES, "class").load();
        assertEquals(List.of("B"), pairs.cells(1));
        assertEquals(List.of(3), pairs.format().schema().wordClasses()); // one for others
        assertFalse(pairs.inputs().format().schema().features().contains("class"));
        assertFalse(pairs.inputs().labelled());
    }

    /** A model's columns are read by their names, and its targets beside them. */
    @Test
    void aModelReadsItsColumns() throws IOException {
        Samples learnt = source(HOUSES, "price, net").load();
        DataOptions model = OPTIONS.withSchema(learnt.inputs().format().schema());
        Samples read =
                source(
                                model,
                                """
                                "price, net",rooms,more,city,area,class
                                7,1,9,Oslo,70,B
                                8,2,9,Rome,80,A
                                """,
                                "price, net")
                        .load();
        Samples fitting = read.withFormats(learnt.inputs().format(), learnt.format());
        assertArrayEquals(new float[] {7}, fitting.sample(0));
        assertEquals("[70.0, Oslo, 1.0]", fitting.inputs().cells(0).toString());
    }

    @Test
    void aTargetIsColumnsIfItIsNoOtherData() throws IOException {
        String table = Files.writeString(folder.resolve("t.csv"), HOUSES).toString();
        assertTrue(DataSource.areColumns(table, "rooms"));
        assertTrue(DataSource.areColumns(table, "rooms,area"));
        assertFalse(DataSource.areColumns(table, "other.csv"));
        assertFalse(DataSource.areColumns(table, table));
        assertFalse(DataSource.areColumns("sprites", "rooms"));
    }

    /** Whatever else is called so: a name of data, a file, a folder. */
    @ParameterizedTest
    @ValueSource(strings = {"sprites", "x.csv", "u.data", "a/b", ".z", "src"})
    void aTargetIsColumnsIfTheHeaderHasThem(String name) throws IOException {
        String table =
                Files.writeString(folder.resolve("t.csv"), "a," + name + "\n1,2\n").toString();
        assertTrue(DataSource.areColumns(table, name));
        assertTrue(DataSource.areColumns(table, "a," + name));
        assertEquals(
                table + " => columns " + name, DataSource.towards(table, name, Optional.empty()));
    }

    @Test
    void whatIsNotThereOrHasGapsIsRefused() throws IOException {
        Path table = folder.resolve("t.csv");
        assertEquals(
                "target must be columns of "
                        + table
                        + ", but it has no \"romms\"; did you mean rooms?",
                refusal(source(HOUSES, "romms")));
        assertEquals(
                table + " must have columns to learn from beside x, but has none",
                refusal(source("x\n1\n2\n", "x")));
        assertEquals(
                table + " must have all values, but \"x\" of row 2 is missing",
                refusal(source("x,y,z\n1,2,3\n,3,4\n", "y")));
        assertEquals(
                table + " must have all values, but \"y\" of row 1 is missing",
                refusal(source("x,y,z\n1,,3\n2,3,4\n", "y")));
        assertEquals(
                "data must be an existing file or folder, but there is no such file as none.csv",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DataSource.ofColumns("none.csv", List.of("x"), OPTIONS))
                        .getMessage());
    }

    private static String refusal(DataSource source) {
        Exception e = assertThrows(IllegalArgumentException.class, source::load);
        return String.valueOf(e.getMessage());
    }
}
