package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that is submitted to Spark. */
class SparkProgramTest {

    private static SparkSession spark;

    @TempDir private Path folder;
    private String csv = "";

    @BeforeAll
    static void begin() {
        spark = LocalSpark.threads();
    }

    @BeforeEach
    void write() throws IOException {
        StringBuilder text = new StringBuilder("id,temperature,load,machine\n");
        for (int i = 0; i < Rows.COUNT; i++) {
            text.append("%s,%s,%s,M%s%n".formatted(i, 20 + Math.sin(i), Math.cos(i), i % 3));
        }
        Path file = folder.resolve("pumps.csv");
        Files.writeString(file, text);
        csv = file.toString();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    private void train(String data, String out) throws IOException {
        SparkProgram.run(
                spark,
                "train",
                "--data",
                data,
                "--out",
                out,
                "--featuresCols",
                "temperature,load,machine",
                "--recipe",
                Rows.RECIPE,
                "--epochs",
                "1");
    }

    @Test
    void scoresOfAFileAreThoseThatTheLibraryGives() throws IOException {
        train(csv, in("model"));
        for (String out : List.of("scores.csv", "scores.parquet", "scores.jsonl")) {
            SparkProgram.run(
                    spark, "score", "--data", csv, "--model", in("model"), "--out", in(out));
        }
        try (TrainedAutoencoder model = TrainedAutoencoder.open(in("model/model"))) {
            double[] expected =
                    model.score(DataSource.of(Path.of(csv)).load().withFormat(model.format()));
            Stream.of(
                            spark.read()
                                    .option("header", true)
                                    .option("inferSchema", true)
                                    .csv(in("scores.csv")),
                            spark.read().parquet(in("scores.parquet")),
                            spark.read().json(in("scores.jsonl")))
                    .forEach(scored -> assertArrayEquals(expected, scores(scored), 1e-5));
        }
    }

    private static double[] scores(Dataset<Row> scored) {
        return scored.orderBy("id").select("score").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    @Test
    void parquetAndAFolderOfTheLibraryAreTakenToo() throws IOException {
        Rows.pumps(spark).write().parquet(in("pumps.parquet"));
        train(in("pumps.parquet"), in("model"));
        SparkProgram.run(
                spark,
                "score",
                "--data",
                in("pumps.parquet"),
                "--model",
                in("model/model"),
                "--out",
                in("scored"),
                "--codeCol",
                "code");
        assertEquals(Rows.COUNT, spark.read().parquet(in("scored")).select("code").count());
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        assertRefused("first argument must be train or score, but is \"\"");
        assertRefused("first argument must be train or score, but is \"trian\"", "trian");
        assertRefused(
                "arguments must be names with two dashes before them, each once and with a value"
                        + " behind it, but there is \"--data\"",
                "score",
                "--data");
        assertRefused("out must be given to train, but is not", "train", "--data", csv);
        assertRefused(
                "train must be given what it takes, but there is a epoch; did you mean epochs?",
                "train",
                "--epoch",
                "3");
        assertRefused("epochs must be a number, but is \"x\"", "train", "--epochs", "x");
        assertRefused("epochs must be at least 1, but is 0", "train", "--epochs", "0");
        assertRefused(
                "out must be a new path, but there is a " + csv + " already",
                "train",
                "--data",
                csv,
                "--out",
                csv);
        assertRefused(
                "featuresCols must name columns of the data, but there is no \"loed\"; did you mean"
                        + " load?",
                "train",
                "--data",
                csv,
                "--out",
                in("none"),
                "--featuresCols",
                "loed");
    }

    private static void assertRefused(String message, String... arguments) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SparkProgram.run(spark, arguments))
                        .getMessage());
    }
}
