package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Models of which others come out than go in, or that are of samples that no Dataset holds. */
class OtherTargetsTest {

    private static final String NO_TARGETS =
            "samples must have their targets beside them for the score of a model of which others"
                    + " come out than go in, but have none";

    @TempDir private static Path folder;

    private static SparkSession spark;
    private static AutoencoderModel predicting;

    @BeforeAll
    static void fit() throws IOException {
        spark = LocalSpark.threads();
        StringBuilder text = new StringBuilder("temperature,load,machine\n");
        for (int i = 0; i < Rows.COUNT; i++) {
            Row pump = Rows.pump(i);
            text.append("%s,%s,%s%n".formatted(pump.get(1), pump.get(2), pump.get(3)));
        }
        Path csv = folder.resolve("pumps.csv");
        Files.writeString(csv, text);
        predicting =
                trained(
                        "predicting",
                        """
                        {"extends": "predict-table", "epochs": 1,
                        "data": {"source": "%s"}}
                        """
                                .formatted(
                                        DataSource.columns(
                                                csv.toString().replace('\\', '/'),
                                                List.of("load", "machine"))));
    }

    private static AutoencoderModel trained(String name, String recipe) throws IOException {
        Path saved = folder.resolve(name);
        try (TrainedAutoencoder model = AutoencoderTrainer.of(Recipes.parse(recipe)).fit()) {
            model.save(saved);
        }
        return AutoencoderModel.open(saved.toString());
    }

    private static AutoencoderModel predicting() {
        return predicting.copy(new ParamMap()).setReconstructionCol("predicted");
    }

    private static void assertRefused(String message, Executable work) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
    }

    // Samples of a row each, in a column of vectors.
    private static Dataset<Row> vectors(Samples samples) {
        return Rows.of(
                spark,
                new StructType().add("features", SQLDataTypes.VectorType()),
                IntStream.range(0, samples.size())
                        .mapToObj(i -> RowFactory.create(Vectors.dense(samples.numbers(i))))
                        .toList());
    }

    @Test
    void columnsArePredictedFromOthersAlone() throws IOException {
        Dataset<Row> rows = Rows.pumps(spark).select("id", "temperature");
        Dataset<Row> predicted = predicting().transform(rows);
        assertEquals(
                "struct<id:bigint,temperature:double,predicted:struct<load:double,machine:string>>",
                predicted.schema().simpleString());
        List<Row> made = predicted.collectAsList();
        try (TrainedAutoencoder model = predicting.open(Placement.ofDefault())) {
            double[][] given =
                    rows.collectAsList().stream()
                            .map(row -> new double[] {row.getDouble(1)})
                            .toArray(double[][]::new);
            Samples expected = model.reconstruct(Samples.of(given, model.format()));
            for (int i = 0; i < Rows.COUNT; i++) {
                Row struct = made.get(i).getStruct(2);
                assertEquals(expected.numbers(i)[0], struct.getDouble(0), 1e-5);
                assertEquals(expected.cells(i).get(1), struct.getString(1));
            }
        }
    }

    @Test
    void predictionsAreScoredByTheColumnsBesideThem() throws IOException {
        List<Row> scored =
                predicting().setScoreCol("score").transform(Rows.pumps(spark)).collectAsList();
        try (TrainedAutoencoder model = predicting.open(Placement.ofDefault())) {
            double[] expected = model.score(DataSource.of(predicting.card().recipe()).load());
            for (int i = 0; i < Rows.COUNT; i++) {
                assertEquals(expected[i], scored.get(i).<Double>getAs("score"), 1e-4);
            }
        }
        assertRefused(
                "data must have the column \"load\", as the model's data had, but has none; unknown"
                        + " to the model: temperature",
                () ->
                        predicting()
                                .setScoreCol("score")
                                .transformSchema(Rows.pumps(spark).select("temperature").schema()));
    }

    @Test
    void aModelOfOthersAddsNothingByItself() {
        assertRefused(
                "one of codeCol, reconstructionCol, scoreCol and contributionsCol must name a new"
                        + " column, but all are empty",
                () -> predicting.copy(new ParamMap()).transformSchema(Rows.PUMPS));
    }

    @Test
    void masksAreMadeOfImages() throws IOException {
        String recipe =
                """
                {"extends": "segment-sprites", "epochs": 1,
                "data": {"source": "masked-sprites", "limit": 12}}
                """;
        AutoencoderModel masks = trained("masks", recipe).setReconstructionCol("mask");
        Samples images = DataSource.of(Recipes.parse(recipe)).load().inputs();
        List<Row> made = masks.transform(vectors(images)).collectAsList();
        assertEquals(images.size(), made.size());
        try (TrainedAutoencoder model = masks.open(Placement.ofDefault())) {
            Samples expected = model.reconstruct(images);
            for (int i = 0; i < images.size(); i++) {
                byte[] classes = ImageSchema.getData(made.get(i).getAs("mask"));
                float[] wanted = expected.sample(i);
                for (int pixel = 0; pixel < wanted.length; pixel++) {
                    assertEquals(wanted[pixel], classes[pixel]);
                }
            }
        }
        StructType schema = vectors(images).schema();
        assertRefused(NO_TARGETS, () -> masks.setScoreCol("score").transformSchema(schema));
    }

    @Test
    void windowsGiveThePointsBehindThem() throws IOException {
        String recipe =
                """
                {"extends": "forecast-series", "epochs": 1,
                "data": {"source": "daily-series => next 4", "window": 16, "windowStep": 16}}
                """;
        AutoencoderModel next = trained("next", recipe).setFeaturesCol("features");
        next.setReconstructionCol("next");
        Samples windows = DataSource.of(Recipes.parse(recipe)).load().inputs();
        List<Row> made = next.transform(vectors(windows)).collectAsList();
        try (TrainedAutoencoder model = next.open(Placement.ofDefault())) {
            Samples expected = model.reconstruct(windows);
            for (int i = 0; i < windows.size(); i++) {
                assertArrayEquals(
                        expected.numbers(i), made.get(i).<Vector>getAs("next").toArray(), 1e-4);
            }
        }
    }

    @Test
    void aModelOfStringsIsRefused() throws IOException {
        AutoencoderModel strings =
                trained(
                        "strings",
                        """
                        {"extends": "translate-strings", "epochs": 1,
                        "architecture": {"units": [8]}, "bottleneck": {"codeSize": 2},
                        "data": {"source": "smiles-toy", "limit": 20}}
                        """);
        assertRefused(
                "model must take rows, windows or images, as columns of a Dataset hold, but takes"
                        + " strings",
                () -> strings.transformSchema(Rows.vectors(spark).schema()));
    }

    @Test
    void ofAnEncoderAloneThereAreCodes() throws IOException {
        AutoencoderModel whole = Rows.estimator().fit(Rows.vectors(spark));
        Path saved = folder.resolve("encoder");
        try (TrainedAutoencoder model = whole.open(Placement.ofDefault());
                TrainedAutoencoder half = model.half(Part.ENCODER)) {
            half.save(saved);
        }
        AutoencoderModel encoder = AutoencoderModel.open(saved.toString());
        assertRefused(
                "scoreCol must be empty for a model of which there is the encoder alone, but is"
                        + " \"score\"",
                () -> encoder.transformSchema(Rows.vectors(spark).schema()));
        Dataset<Row> coded =
                encoder.setScoreCol("").setCodeCol("code").transform(Rows.vectors(spark));
        assertEquals(2, coded.first().<Vector>getAs("code").size());
    }

    @Test
    void aRecipeOfOthersIsRefused() {
        assertRefused(
                "recipe must be of samples alone, as a Dataset gives them no targets, but is of"
                        + " \"daily-series => next 48\"",
                () ->
                        new AutoencoderEstimator()
                                .setRecipe("forecast-series")
                                .transformSchema(Rows.vectors(spark).schema()));
    }
}
