package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in docs/spark.md, compiled and run as it stands. */
class SparkPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("basedir", "")).resolve("../docs/spark.md");
    private static final Pattern PROGRAM =
            Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int MOST_LINES = 20;
    private static final String SOURCES = "../spark/src/main/java/io/github/autoencoders/spark/";
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n *(?:\\* )?}</pre>");
    private static final String FRAME =
            """
            import io.github.autoencoders.spark.*;
            import org.apache.spark.sql.*;

            class %sExample {
                static void example(Dataset<Row> rows) throws Exception {
            %s
                }
            }
            """;

    @TempDir private Path folder;

    private static String program() throws IOException {
        Matcher program = PROGRAM.matcher(Files.readString(PAGE).replace("\r", ""));
        assertTrue(program.find());
        return program.group(1);
    }

    private void compile(String name, String text) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, text);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        StringWriter said = new StringWriter();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-d",
                        folder.toString(),
                        "-cp",
                        System.getProperty("java.class.path"));
        boolean done =
                compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                        .call();
        assertTrue(done, said::toString);
    }

    @Test
    void examplesInTheCommentsCompile() throws IOException {
        for (String name : List.of("AutoencoderEstimator", "AutoencoderModel")) {
            Path file = PAGE.resolveSibling(SOURCES + name + ".java");
            Matcher example = EXAMPLE.matcher(Files.readString(file).replace("\r", ""));
            assertTrue(example.find());
            String text = example.group(1).replaceAll("(?m)^ *\\* ?", "");
            compile(name + "Example", FRAME.formatted(name, text));
        }
    }

    @Test
    void theExampleIsShort() throws IOException {
        assertTrue(program().lines().filter(line -> !line.isBlank()).count() <= MOST_LINES);
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatIsSavedLoadedAndScoredAgainIsWhatTheLibraryGives() throws Exception {
        SparkSession spark = LocalSpark.threads();
        Path csv = folder.resolve("pumps.csv");
        StringBuilder text = new StringBuilder("temperature,load,machine\n");
        for (int i = 0; i < Rows.COUNT; i++) {
            text.append("%s,%s,M%s%n".formatted(20 + Math.sin(i), Math.cos(i), i % 3));
        }
        Files.writeString(csv, text);
        Path saved = folder.resolve("saved");
        Dataset<Row> scored;
        compile("Pumps", program());
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            scored =
                    (Dataset<Row>)
                            loader.loadClass("Pumps")
                                    .getMethod(
                                            "scored",
                                            SparkSession.class,
                                            String.class,
                                            String.class)
                                    .invoke(null, spark, csv.toString(), saved.toString());
        }
        List<Row> rows = scored.collectAsList();
        double[] scores = rows.stream().mapToDouble(row -> row.<Double>getAs("score")).toArray();
        StringBuilder indexed = new StringBuilder("temperature,load,number\n");
        for (Row row : rows) {
            indexed.append(
                    "%s,%s,%s%n"
                            .formatted(
                                    row.<Double>getAs("temperature"),
                                    row.<Double>getAs("load"),
                                    row.<Double>getAs("number")));
        }
        Path table = folder.resolve("indexed.csv");
        Files.writeString(table, indexed);
        try (Stream<Path> stages = Files.list(saved.resolve("stages"));
                TrainedAutoencoder model =
                        TrainedAutoencoder.open(
                                stages.sorted().toList().get(1).resolve("model").toString())) {
            double[] expected = model.score(DataSource.of(table).load());
            assertArrayEquals(expected, scores, 1e-5);
        }
        assertEquals(2, PipelineModel.load(saved.toString()).stages().length);
    }
}
