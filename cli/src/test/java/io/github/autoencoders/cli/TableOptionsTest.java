package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TextForm;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of a table without header, whose columns and text are said; and other files for it. */
class TableOptionsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int N = 60;

    private static Path folder;
    private static Path run;
    private static String said;
    private static List<String> scores;

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        run = folder.resolve("run");
        Path table = file("bare.csv", ",", "windows-1252");
        said =
                Answer.expect(
                        0,
                        "train",
                        "--data",
                        table,
                        "--no-header",
                        "--encoding",
                        "windows-1252",
                        "--features",
                        "c0,c1",
                        "--label",
                        "c3",
                        "--key",
                        "c2",
                        "--epochs",
                        1,
                        "--batch",
                        20,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        scores = scores(table, "--encoding", "windows-1252");
    }

    // Two numbers, a number that is none, and a label.
    private static Path file(String name, String separator, String charset) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < N; i++) {
            String row =
                    String.format(
                            Locale.ROOT,
                            "%.3f!%.3f!%s!%s%n",
                            random.nextGaussian(),
                            5 + random.nextGaussian(),
                            9000 + 7 * i,
                            i % 2 == 0 ? "schön" : "grün");
            rows.append(row.replace("!", separator));
        }
        return Files.write(
                folder.resolve(name), rows.toString().getBytes(Charset.forName(charset)));
    }

    private static List<String> scores(Path table, String... options) throws IOException {
        Path out = folder.resolve("scores.csv");
        Object[] start = {"score", run, "--in", table, "--out", out, "--engine", ENGINE};
        Object[] all = new Object[start.length + options.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(options, 0, all, start.length, options.length);
        Answer.expect(0, all);
        return Files.readAllLines(out);
    }

    @Test
    void whatWasSaidIsSaidAgainAndKept() throws IOException {
        assertTrue(said.contains("features: c0, c1\nlabel, not learnt from: c3\nkey: c2\n"), said);
        String recipe = Files.readString(run.resolve("recipe.json"));
        TrainingRecipe.Data data = Json.read(recipe, TrainingRecipe.class).data();
        assertEquals(
                Columns.NONE
                        .withFeatures(List.of("c0", "c1"))
                        .withLabel("c3")
                        .withKey(List.of("c2")),
                data.columns());
        assertEquals(
                TextForm.RECOGNIZED.withNoHeader(true).withEncoding("windows-1252"), data.text());
    }

    @Test
    void aModelReadsOtherFilesInTheSameWay() throws IOException {
        assertEquals(N + 1, scores.size());
        assertEquals(scores, scores(file("again.csv", ",", "windows-1252")));
        assertEquals(scores, scores(file("tabs.tsv", "\t", "windows-1252")));
        assertEquals(scores, scores(file("utf.csv", "|", "UTF-8"), "--encoding", "UTF-8"));
        assertEquals(scores, scores(file("and.csv", "&", "windows-1252"), "--separator", "&"));
        assertEquals(scores, scores(file("wide.csv", ";", "UTF-16"))); // which Java marks
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "--features c0,c9!--features must name columns of %s, but there is no \"c9\"; did"
                        + " you mean c0?",
                "--label none --features c0 --key c0!--key must be columns of no other use, but"
                        + " \"c0\" is among the features already",
                "--decimal x!--decimal must be . or , but is \"x\"",
                "--separator ab!--separator must be one character that is no part of words and"
                        + " numbers, as ; but is \"ab\"",
                "--encoding utf-99!--encoding must be a character set that Java knows, as"
                        + " windows-1252 or ISO-8859-1, but is \"utf-99\""
            })
    void whatCannotBeMeantIsRefusedInTheWordsOfOptions(String options, String message)
            throws IOException {
        Path table = file("refused.csv", ",", "UTF-8");
        String line = "inspect " + table + " --no-header " + options;
        assertEquals(
                "autoencoders: " + message.formatted(table) + "\n",
                Answer.expect(1, (Object[]) line.split(" ")));
    }

    @Test
    void howToSayOtherwiseIsSaidInTheWordsOfOptions() throws IOException {
        Path table = Files.writeString(folder.resolve("d.csv"), "a,class\n1,x\n2,y\n3,x\n4,y\n");
        assertEquals(
                "4 rows of 1 value in %s\nfeatures: a\nlabel, not learnt from: class\nclass is taken for the label; --label must be none if there is none\nsamples of each label: x 2, y 2\n"
                        .formatted(table),
                Answer.expect(0, "inspect", table, "--engine", ENGINE));
        Path bare = file("bare8.csv", ",", "UTF-8");
        Files.writeString(bare, "1.5,2\n3,4\n");
        assertEquals(
                "autoencoders: "
                        + bare
                        + " must begin with a line that names the columns, but begins with the"
                        + " numbers 1.5, 2; --no-header must be given if they have no names\n",
                Answer.expect(1, "inspect", bare, "--engine", ENGINE));
    }

    /** A name with a comma stands in quotes, as in a header. */
    @Test
    void namesOfColumnsMayHaveCommas() throws IOException {
        Path table = Files.writeString(folder.resolve("q.csv"), "\"a,b\",c,d\n1,2,3\n4,5,6\n");
        assertTrue(
                Answer.expect(0, "inspect", table, "--features", "\"a,b\",d", "--engine", ENGINE)
                        .contains("features: a,b, d\nleft out: c (not chosen)\n"));
    }
}
