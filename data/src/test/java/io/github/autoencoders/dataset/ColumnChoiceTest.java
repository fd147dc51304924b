package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns are for, where somebody says so. */
@Tag("no-engine")
class ColumnChoiceTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);
    private static final Columns NONE = Columns.NONE;
    private static final String TABLE =
            """
            id,when,a,class,b,state,machine
            7,mon,1,0,2,good,m1
            9,tue,3,1,4,bad,m2
            8,wed,5,0,6,good,m1
            6,thu,7,1,8,good,m1
            """;

    private final Path folder;

    ColumnChoiceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    private List<String> lines(Columns said) throws IOException {
        return DataSource.of(file(TABLE).toString(), OPTIONS.withColumns(said))
                .load()
                .format()
                .schemaLines();
    }

    @Test
    void namesAndCellsTellWhereNobodyDoes() throws IOException {
        assertEquals(
                List.of(
                        "features: id, a, b (numbers), state (2 words), machine (2 words)",
                        "label, not learnt from: class",
                        "left out: when (words, 4 different in 4 rows)"),
                lines(NONE));
    }

    @Test
    void whatIsSaidCounts() throws IOException {
        Columns said =
                NONE.withFeatures(List.of("b", "class"))
                        .withLabel("state")
                        .withKey(List.of("id"))
                        .withTime("when")
                        .withGroup(List.of("machine"));
        assertEquals(
                List.of(
                        "features: class, b",
                        "label, not learnt from: state",
                        "time: when",
                        "key: id",
                        "group: machine",
                        "left out: a (not chosen)"),
                lines(said));
    }

    @Test
    void noLabelIsSaidByName() throws IOException {
        assertEquals(
                "features: id, a, class, b (numbers), state (2 words), machine (2 words)",
                lines(NONE.withLabel("none")).get(0));
        assertEquals(
                "features: id, a, b (numbers), state (2 words), machine (2 words)",
                lines(NONE).get(0));
        Path series = file("time,v\n1,2\n2,3\n");
        DataOptions options = OPTIONS.withColumns(NONE.withTime("none"));
        assertEquals(
                List.of("time", "v"), DataSource.of(series.toString(), options).series().columns());
    }

    /** A column that is another's is not found again by its name. */
    @Test
    void aKeyIsNoLabel() throws IOException {
        assertEquals(
                List.of(
                        "features: id, a, b (numbers), state (2 words), machine (2 words)",
                        "key: class"),
                lines(NONE.withKey(List.of("class"))).subList(0, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "features!features must name columns of %s, but there is no \"mashine\"; did you"
                        + " mean machine?",
                "label!label must name columns of %s, but there is no \"mashine\"; did you mean"
                        + " machine?",
                "key!key must name columns of %s, but there is no \"mashine\"; did you mean"
                        + " machine?",
                "time!time must name columns of %s, but there is no \"mashine\"; did you mean"
                        + " machine?",
                "group!group must name columns of %s, but there is no \"mashine\"; did you mean"
                        + " machine?"
            })
    void strangersAreRefused(String role, String message) throws IOException {
        String stranger = "mashine";
        Columns said =
                switch (role) {
                    case "features" -> NONE.withFeatures(List.of("a", stranger));
                    case "label" -> NONE.withLabel(stranger);
                    case "key" -> NONE.withKey(List.of(stranger));
                    case "time" -> NONE.withTime(stranger);
                    default -> NONE.withGroup(List.of(stranger));
                };
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> lines(said));
        assertEquals(message.formatted(folder.resolve("t.csv")), thrown.getMessage());
    }

    @Test
    void aModelReadsOtherTablesAsItsOwn() throws IOException {
        Columns said =
                NONE.withFeatures(List.of("a", "b"))
                        .withLabel("state")
                        .withKey(List.of("id"))
                        .withGroup(List.of("machine"));
        Samples own = DataSource.of(file(TABLE).toString(), OPTIONS.withColumns(said)).load();
        var recipe =
                TrainingRecipe.of(
                        new Architecture.Dense(List.of(4), Activation.RELU),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Gaussian(0.5));
        DataOptions model =
                DataOptions.ofModel(recipe.withData(recipe.data().withColumns(said)), own.format());
        Path other = file("b,class,state,extra,id,a\n4,0,bad,x,9,3\n");
        Samples read = DataSource.of(other.toString(), model).load();
        assertEquals(
                List.of(
                        "features: a, b",
                        "label, not learnt from: state",
                        "key: id",
                        "left out: class (not chosen), extra (unknown to the model)"),
                read.format().schemaLines());
        assertEquals(List.of("bad"), read.labelNames());
        assertEquals(3f, read.value(0, 0));
        DataOptions told = model.withColumns(NONE.withLabel("class").withKey(List.of("extra")));
        assertEquals(
                List.of("features: a, b", "label, not learnt from: class", "key: extra, id"),
                DataSource.of(other.toString(), told).load().format().schemaLines().subList(0, 3));
    }

    @Test
    void whatIsDoubtfulIsSaid() throws IOException {
        assertEquals(
                List.of("Class is taken for the label; label must be none if there is none"),
                doubts("a,Class\n1,0\n2,1\n3,0\n4,1\n", NONE));
        assertEquals(
                List.of(
                        "target is learnt from; label must be target if it is what rows are"
                                + " called"),
                doubts("a,target\n1,0.5\n2,1.5\n", NONE));
        assertEquals(
                List.of("columns are called 5.1, 3.5; noHeader must be given if these are values"),
                doubts("5.1,3.5,setosa\n4.9,3.0,setosa\n", NONE));
        assertEquals(List.of(), doubts("x,y\n1,0\n2,1\n", NONE));
        assertEquals(
                List.of(
                        "userId and rating are columns of a table; the file must be called"
                                + " ratings.csv if it has ratings of items by users"),
                doubts("userId,movieId,rating\n1,5,4\n2,7,3.5\n", NONE));
        assertEquals(List.of(), doubts("a,label\n1,0\n2,1\n", NONE));
        assertEquals(List.of(), doubts("a,Class\n1,0\n2,1\n3,0\n4,1\n", NONE.withLabel("Class")));
    }

    /** Thirty rows, and a column that looks like what rows are called, or told apart by. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "attack,label,0 1 0",
                "Is_Broken,label,0 0 1",
                "state,label,ok ok broken",
                "customer_id,key,107 112 119",
                "created_at,key,1700000000 1700000060 1700000161",
                "pos,key,3 2 1",
                "~~,key,3 2 1"
            })
    void whatMayBeALabelOrAKeyIsSaid(String name, String role, String cells) throws IOException {
        String[] kinds = cells.split(" ", -1);
        boolean key = role.equals("key");
        long step = cells.startsWith("3") ? 3 : 1000;
        StringBuilder text = new StringBuilder("a,b," + name + "\n");
        for (int i = 0; i < 30; i++) {
            String kind = kinds[i % 3];
            String cell = key ? "" + (Long.parseLong(kind) + i / 3 * step) : kind;
            text.append("%s.5,%s.25,%s\n".formatted(i, i % 7, cell));
        }
        String shown = name.isEmpty() ? "\"\"" : name;
        String end = key ? "it tells rows apart" : "it is what rows are called";
        assertEquals(
                List.of("%s is learnt from; %s must be %1$s if %s".formatted(shown, role, end)),
                doubts(text.toString(), NONE));
        List<String> features = name.isEmpty() ? List.of("a", "b", "") : List.of("a", "b", name);
        assertEquals(List.of(), doubts(text.toString(), NONE.withFeatures(features)));
    }

    @Test
    void ofAColumnWithoutAnyValueNothingIsSaid() throws IOException {
        assertEquals(List.of(), doubts("a,nothing\n" + "0.5,\n1.5,\n".repeat(15), NONE));
    }

    @Test
    void separatorsAtTheEndOfLinesNameNoColumn() throws IOException {
        assertEquals(
                List.of("features: a, b", "left out: \"\" (empty)"),
                DataSource.of(file("a,b,\n1,2,\n3,4,\n").toString(), OPTIONS)
                        .load()
                        .format()
                        .schemaLines());
    }

    private List<String> doubts(String text, Columns said) throws IOException {
        return DataSummary.of(DataSource.of(file(text).toString(), OPTIONS.withColumns(said)))
                .doubts();
    }

    @Test
    void aColumnHasOneUse() {
        Exception thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> NONE.withFeatures(List.of("a", "b")).withKey(List.of("b")));
        assertEquals(
                "key must be columns of no other use, but \"b\" is among the features already",
                thrown.getMessage());
    }

    /** Each label its own index, in their order, however many there are. */
    @Test
    void manyLabelsAreNumbered() throws IOException {
        int count = 60_000;
        String rows =
                IntStream.range(0, count)
                        .mapToObj(i -> i + "," + (i * 7919L) % count + "\n")
                        .collect(Collectors.joining());
        Samples read = DataSource.of(file("a,label\n" + rows).toString(), OPTIONS).load();
        assertEquals(count, read.labelNames().size());
        assertFalse(IntStream.range(0, count).anyMatch(i -> read.label(i) != (i * 7919L) % count));
    }
}
