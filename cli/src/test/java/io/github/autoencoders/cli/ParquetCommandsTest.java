package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works with a table in CSV works with the same table in Parquet, and gives the same. */
class ParquetCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final MessageType TYPE =
            MessageTypeParser.parseMessageType(
                    """
                    message points {
                      required int64 time (TIMESTAMP(MILLIS, true));
                      optional double load;
                      required binary mode (STRING);
                      optional int32 speed;
                      required int32 label;
                    }
                    """);

    private final Path folder;

    ParquetCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String call(Object... arguments) {
        Stream<Object> engine = Stream.of("--engine", ENGINE);
        return Answer.expect(0, Stream.concat(Stream.of(arguments), engine).toArray());
    }

    // The same rows in both forms; some cells of rows are missing, none of points.
    private void write(String name, int rows, boolean gaps) throws IOException {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("time,load,mode,speed,label\n");
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(path(name, "parquet")))
                        .withType(TYPE)
                        .withCompressionCodec(CompressionCodecName.SNAPPY)
                        .withRowGroupSize(2000L)
                        .withMinRowCountForPageSizeCheck(1)
                        .build()) {
            for (int i = 0; i < rows; i++) {
                long at = 1_790_000_000_000L + 60_000L * i;
                double load = Math.sin(i * Math.PI / 8) + random.nextGaussian() / 20;
                int speed = (int) (1000 * load) + i % 3;
                Group row = new SimpleGroupFactory(TYPE).newGroup();
                row.append("time", at).append("mode", i % 3 > 0 ? "on" : "off");
                row.append("label", i % 50 == 7 ? 1 : 0);
                boolean gap = gaps && i % 11 == 5;
                if (!gap) {
                    row.append("load", load).append("speed", speed);
                }
                writer.write(row);
                csv.append(Instant.ofEpochMilli(at).toString().replace("Z", ".000Z"));
                csv.append(gap ? "," : "," + load);
                csv.append(i % 3 > 0 ? ",on" : ",off").append(gap ? "," : "," + speed);
                csv.append(i % 50 == 7 ? ",1\n" : ",0\n");
            }
        }
        Files.writeString(path(name, "csv"), csv);
    }

    private Path path(String name, String ending) {
        return folder.resolve(name + "." + ending);
    }

    // What is left by commands in the one form and the other; names of files aside.
    private void assertSame(Commands commands) throws IOException {
        List<String> said = new ArrayList<>();
        for (String form : List.of("csv", "parquet")) {
            Path out = Files.createDirectories(folder.resolve("of-" + form));
            said.add(
                    commands.run(form, out)
                            .replaceAll("(of-|[.])(csv|parquet)", "$1FORM")
                            .replaceAll("[\\d,.]+ samples/s", ""));
        }
        assertEquals(said.get(0), said.get(1));
        try (Stream<Path> files = Files.list(folder.resolve("of-csv"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path other = folder.resolve("of-parquet").resolve(file.getFileName().toString());
                assertEquals(Files.readString(file), Files.readString(other), file.toString());
            }
        }
        for (String params : List.of("encoder-0000.params", "decoder-0000.params")) {
            Path file = Path.of("run", "model", params);
            if (Files.exists(folder.resolve("of-csv").resolve(file))) {
                assertArrayEquals(
                        Files.readAllBytes(folder.resolve("of-csv").resolve(file)),
                        Files.readAllBytes(folder.resolve("of-parquet").resolve(file)));
            }
        }
    }

    private interface Commands {
        String run(String form, Path out) throws IOException;
    }

    @Test
    void rowsAreInspectedTrainedOnScoredAndFilled() throws IOException {
        write("rows", 120, true);
        assertSame(
                (form, out) -> {
                    Path in = path("rows", form);
                    String inspected = Answer.expect(0, "inspect", in);
                    Path run = out.resolve("run");
                    call("train", "--data", in, "--epochs", 2, "--out", run);
                    return inspected
                            + call("score", run, "--in", in, "--out", out.resolve("scores.csv"))
                            + call("encode", run, "--in", in, "--out", out.resolve("codes.csv"))
                            + call("fill", run, "--in", in, "--out", out.resolve("filled.csv"))
                            + call("evaluate", run, "--data", in);
                });
    }

    @Test
    void detectorsTakeRowsAndPoints() throws IOException {
        write("points", 240, false);
        assertSame(
                (form, out) -> {
                    Path in = path("points", form);
                    Path run = out.resolve("run");
                    Path rows = out.resolve("rows");
                    call(
                            "train",
                            "--data",
                            in,
                            "--window",
                            16,
                            "--window-step",
                            1,
                            "--epochs",
                            1,
                            "--out",
                            run);
                    call("anomalies", "train", "--data", in, "--out", rows);
                    call(
                            "train",
                            "--data",
                            in,
                            "--target",
                            "speed",
                            "--features",
                            "load,mode",
                            "--epochs",
                            1,
                            "--out",
                            out.resolve("aimed"));
                    return call(
                                    "detect",
                                    run,
                                    "--in",
                                    in,
                                    "--training",
                                    in,
                                    "--out",
                                    out.resolve("found.csv"))
                            + call(
                                    "anomalies",
                                    "score",
                                    rows,
                                    "--in",
                                    in,
                                    "--out",
                                    out.resolve("odd.csv"));
                });
    }
}
