package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.detection.DetectorSettings;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two columns of which the last row breaks what they have in common. */
class DetectorModelTest {

    private static final StructType SCHEMA =
            new StructType()
                    .add("load", DataTypes.FloatType)
                    .add("id", DataTypes.StringType)
                    .add("temperature", DataTypes.DoubleType);

    @TempDir private static Path folder;

    private static SparkSession spark;
    private static Detector detector;
    private static Dataset<Row> rows;
    private static Samples samples;

    private static double[] values(int i) {
        double x = Math.sin(i * 0.7);
        return new double[] {20 + x, i == Rows.COUNT - 1 ? 3 : x / 2};
    }

    @BeforeAll
    static void fit() throws IOException {
        spark = LocalSpark.threads();
        SampleFormat format =
                SampleFormat.unfitted(new Shape(2))
                        .withSchema(Schema.ofFeatures(List.of("temperature", "load")));
        double[][] all =
                IntStream.range(0, Rows.COUNT)
                        .mapToObj(DetectorModelTest::values)
                        .toArray(double[][]::new);
        samples = Samples.of(all, format);
        Samples normal = samples.subset(IntStream.range(0, Rows.COUNT - 1).toArray());
        detector = Detector.fit(normal, DetectorSettings.DEFAULT.withSteps(50));
        detector.save(folder.resolve("detector"));
        rows =
                Rows.of(
                        spark,
                        SCHEMA,
                        i -> RowFactory.create((float) values(i)[1], "r" + i, values(i)[0]));
    }

    @AfterAll
    static void close() {
        detector.close();
    }

    private static DetectorModel open() throws IOException {
        return DetectorModel.open(folder.resolve("detector").toString());
    }

    /** Within the last digits, as batches are of another size. */
    @Test
    void scoresPValuesAndContributionsAreThoseOfTheDetectorAlone() throws IOException {
        Dataset<Row> found =
                open().setBatchSize(7)
                        .setFalseAlarms(0.05)
                        .setContributionsCol("parts")
                        .transform(rows);
        Calibration.Threshold threshold = detector.calibration().falseAlarms(0.05);
        double[] scores = detector.score(samples);
        List<Row> told = found.collectAsList();
        assertEquals(Rows.COUNT, told.size());
        for (int i = 0; i < scores.length; i++) {
            Row row = told.get(i);
            assertEquals("r" + i, row.getAs("id"));
            assertEquals(scores[i], row.<Double>getAs("score"), 1e-3);
            assertEquals(
                    detector.calibration().pValue(row.<Double>getAs("score")),
                    row.<Double>getAs("pValue"));
            assertEquals(
                    threshold.flags(row.<Double>getAs("score")), row.<Boolean>getAs("anomaly"));
            assertArrayEquals(
                    detector.explain(samples, i).contributions(),
                    row.<Vector>getAs("parts").toArray(),
                    0.05 + 0.05 * scores[i]);
        }
        assertTrue(told.get(Rows.COUNT - 1).<Boolean>getAs("anomaly"));
        assertArrayEquals(
                new String[] {"temperature", "load"},
                found.schema().apply("parts").metadata().getStringArray("contributors"));
    }

    @Test
    void aSavedStageSaysTheSame() throws IOException {
        DetectorModel model = open().setFalseAlarms(0.1).setScoreCol("nats").setPValueCol("");
        String path = folder.resolve("saved").toString();
        model.write().save(path);
        DetectorModel loaded = DetectorModel.load(path);
        assertEquals(
                List.of("load", "id", "temperature", "nats", "anomaly"),
                List.of(loaded.transformSchema(SCHEMA).fieldNames()));
        assertEquals(model.transform(rows).collectAsList(), loaded.transform(rows).collectAsList());
    }

    @Test
    void partitionsOfAProcessShareOneDetector() throws IOException {
        DetectorModel model = open();
        model.transform(rows.repartition(4)).collectAsList();
        int open = OpenModels.DETECTORS.size();
        model.transform(rows.repartition(4)).collectAsList();
        assertEquals(open, OpenModels.DETECTORS.size());
        assertTrue(open > 0 && open <= 2, open + " are open");
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        DetectorModel model = open();
        assertEquals(
                "scoreCol must name a new column, but there is a \"load\" already",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> open().setScoreCol("load").transformSchema(SCHEMA))
                        .getMessage());
        assertEquals(
                "falseAlarms must be at least 1/%1$s, as %2$s rows were held out, and below 1, but is 0.001"
                        .formatted(Rows.COUNT, Rows.COUNT - 1),
                assertThrows(
                                IllegalArgumentException.class,
                                () -> open().setFalseAlarms(0.001).transform(rows))
                        .getMessage());
        StructType without = new StructType().add("load", DataTypes.FloatType);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> model.transformSchema(without));
        assertTrue(String.valueOf(e.getMessage()).contains("temperature"), e.getMessage());
        assertEquals(
                "detector must be a folder with detector.json, but is " + folder,
                assertThrows(IOException.class, () -> DetectorModel.open(folder.toString()))
                        .getMessage());
    }
}
