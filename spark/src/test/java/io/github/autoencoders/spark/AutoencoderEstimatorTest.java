package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is learnt from a Dataset. */
class AutoencoderEstimatorTest {

    private static SparkSession spark;

    @BeforeAll
    static void begin() {
        spark = LocalSpark.threads();
    }

    private static TrainingRecipe recipe() throws IOException {
        return Recipes.parse(Rows.RECIPE).withEpochs(2).withSeed(7).withBatchSize(16);
    }

    private static double[] scores(Dataset<Row> scored) {
        return scored.select("score").collectAsList().stream()
                .mapToDouble(row -> row.getDouble(0))
                .toArray();
    }

    private static double[] byTrainer() throws IOException {
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe()).fit(Rows.all())) {
            return model.score(Rows.all());
        }
    }

    @Test
    void vectorsGiveWhatTheTrainerMakesOfTheirValuesBitForBit() throws IOException {
        Dataset<Row> rows = Rows.vectors(spark).coalesce(1);
        assertArrayEquals(byTrainer(), scores(Rows.estimator().fit(rows).transform(rows)));
    }

    @Test
    void arraysOfDoublesAreVectorsOfTheirValues() throws IOException {
        Dataset<Row> rows =
                Rows.column(
                                spark,
                                DataTypes.createArrayType(DataTypes.DoubleType),
                                i -> DoubleStream.of(Rows.values(i)).boxed().toList())
                        .coalesce(1);
        assertArrayEquals(byTrainer(), scores(Rows.estimator().fit(rows).transform(rows)));
    }

    @Test
    void theDriversRowsMayComeFromAnyPartitions() {
        Dataset<Row> rows = Rows.vectors(spark).repartition(3).cache();
        AutoencoderModel model = Rows.estimator().fit(rows);
        assertArrayEquals(
                scores(model.transform(rows)), scores(Rows.estimator().fit(rows).transform(rows)));
    }

    @Test
    void whatIsSetGoesBeforeWhatTheRecipeSays() throws IOException {
        TrainingRecipe card =
                Rows.estimator()
                        .setEpochs(3)
                        .setSeed(9)
                        .setBatchSize(5)
                        .fit(Rows.vectors(spark))
                        .card()
                        .recipe();
        assertEquals(List.of(3, 5), List.of(card.epochs(), card.batchSize()));
        assertEquals(9, card.seed());
        TrainingRecipe named =
                new AutoencoderEstimator()
                        .setRecipe("vae-table")
                        .setEpochs(1)
                        .fit(Rows.vectors(spark))
                        .card()
                        .recipe();
        assertEquals(Recipes.named("vae-table").architecture(), named.architecture());
    }

    @Test
    void columnsOfNumbersAndWordsAreLearntAsThoseOfATable() {
        AutoencoderModel model =
                Rows.estimator().setFeaturesCols(Rows.FEATURES).fit(Rows.pumps(spark));
        assertEquals(List.of(Rows.FEATURES), model.config().format().schema().features());
        assertEquals(List.of(0, 0, 4, 3), model.config().format().schema().classes());
    }

    @Test
    void aStageOfAPipelineIsFitSavedAndLoadedWithTheOthers(@TempDir Path folder)
            throws IOException {
        Dataset<Row> rows = Rows.pumps(spark).coalesce(1);
        Pipeline pipeline =
                new Pipeline()
                        .setStages(
                                new PipelineStage[] {
                                    new StringIndexer()
                                            .setInputCol("machine")
                                            .setOutputCol("number"),
                                    new VectorAssembler()
                                            .setInputCols(
                                                    new String[] {"temperature", "load", "number"})
                                            .setOutputCol("features"),
                                    Rows.estimator().setCodeCol("code")
                                });
        String unfit = folder.resolve("pipeline").toString();
        pipeline.write().save(unfit);
        PipelineModel model = Pipeline.load(unfit).fit(rows);
        double[] scores = scores(model.transform(rows));
        String fit = folder.resolve("model").toString();
        model.write().save(fit);
        Dataset<Row> again = PipelineModel.load(fit).transform(rows);
        assertArrayEquals(scores, scores(again));
        assertEquals(2, again.first().<Vector>getAs("code").size());
        // What stages say of columns is still there.
        assertTrue(again.schema().apply("number").metadata().contains("ml_attr"));
    }

    @Test
    void crossValidationChoosesWhatTellsStrangeRowsBest(@TempDir Path folder) throws IOException {
        Dataset<Row> rows =
                Rows.vectors(spark)
                        .withColumn(
                                "label", functions.expr("cast(abs(hash(features)) % 2 as double)"))
                        .cache();
        AutoencoderEstimator estimator = Rows.estimator();
        CrossValidatorModel best =
                new CrossValidator()
                        .setEstimator(estimator)
                        .setEstimatorParamMaps(
                                new ParamGridBuilder()
                                        .addGrid(estimator.epochs(), new int[] {1, 2})
                                        .build())
                        .setEvaluator(
                                new BinaryClassificationEvaluator().setRawPredictionCol("score"))
                        .setNumFolds(2)
                        .setParallelism(2)
                        .fit(rows);
        assertEquals(2, best.avgMetrics().length);
        assertTrue(best.bestModel() instanceof AutoencoderModel);
        String path = folder.resolve("best").toString();
        best.write().save(path);
        CrossValidatorModel loaded = CrossValidatorModel.load(path);
        assertArrayEquals(best.avgMetrics(), loaded.avgMetrics());
        assertArrayEquals(scores(best.transform(rows)), scores(loaded.transform(rows)));
    }

    @Test
    void aCopyHasOtherParamsAndTheSameUid() {
        AutoencoderEstimator estimator = Rows.estimator();
        AutoencoderEstimator copy =
                estimator.copy(new ParamMap().put(estimator.epochs(), (Object) 9));
        assertEquals(estimator.uid(), copy.uid());
        assertEquals(9, copy.getOrDefault(copy.epochs()));
        assertEquals(2, estimator.getOrDefault(estimator.epochs()));
    }

    @Test
    void anEstimatorIsSavedWithAllItsParams(@TempDir Path folder) throws IOException {
        AutoencoderEstimator estimator =
                Rows.estimator()
                        .setFeaturesCols("a", "b")
                        .setScoreCol("s")
                        .setEngine("PyTorch")
                        .setLocalSteps(9)
                        .setOuterRate(0.7)
                        .setOuterMomentum(0.9)
                        .setCheckpointDir("runs/a");
        String path = folder.resolve("estimator").toString();
        estimator.write().save(path);
        AutoencoderEstimator loaded = AutoencoderEstimator.load(path);
        String array = "\\[Ljava.lang.String;@\\w+";
        assertEquals(
                estimator.explainParams().replaceAll(array, ""),
                loaded.explainParams().replaceAll(array, ""));
        assertArrayEquals(new String[] {"a", "b"}, loaded.getOrDefault(loaded.featuresCols()));
    }

    @Test
    void aRunIsKeptInItsFolder(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Rows.estimator().setCheckpointDir(run.toString()).fit(Rows.vectors(spark));
        assertTrue(Files.isRegularFile(run.resolve("recipe.json")));
    }

    private static void assertRefused(String message, Executable work) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
    }

    @Test
    void whatIsWrongIsSaidInOneLineBeforeAnyWork() {
        assertRefused("workers must be at least 1, but is 0", () -> Rows.estimator().setWorkers(0));
        assertRefused(
                "outerRate must be positive and finite, but is NaN",
                () -> Rows.estimator().setOuterRate(Double.NaN));
        assertRefused(
                "outerMomentum must be at least 0 and below 1, but is 1.0",
                () -> Rows.estimator().setOuterMomentum(1));
        assertRefused(
                "featuresCols must name columns of the data, but there is no \"temp\"; did you mean"
                        + " temperature?",
                () -> Rows.estimator().setFeaturesCols("temp").transformSchema(Rows.PUMPS));
        assertRefused(
                "featuresCol must name columns of the data, but there is no \"features\" among"
                        + " [id, temperature, load, machine, on]",
                () -> Rows.estimator().transformSchema(Rows.PUMPS));
        assertRefused(
                "featuresCols must name a column, but name none",
                () -> Rows.estimator().setFeaturesCols().transformSchema(Rows.PUMPS));
        assertRefused(
                "featuresCols must name each column once, but name \"load\" again",
                () -> Rows.estimator().setFeaturesCols("load", "load").transformSchema(Rows.PUMPS));
        assertRefused(
                "featuresCols must be columns with values to learn from, but \"machine\" has none",
                () ->
                        Rows.estimator()
                                .setFeaturesCols("load", "machine")
                                .fit(
                                        Rows.pumps(spark)
                                                .withColumn(
                                                        "machine",
                                                        functions.lit(null).cast("string"))));
        assertRefused(
                "data must have rows to learn from, but have none",
                () -> Rows.estimator().fit(Rows.vectors(spark).limit(0)));
        assertRefused(
                "featuresCols must be columns of numbers or of few words, but \"id\" has words, 80"
                        + " different in 80 rows",
                () ->
                        Rows.estimator()
                                .setFeaturesCols("id")
                                .fit(
                                        Rows.pumps(spark)
                                                .withColumn(
                                                        "id", functions.col("id").cast("string"))));
        assertRefused(
                "rows: value 0 of sample 3 must be a finite number, but is Infinity",
                () ->
                        Rows.estimator()
                                .fit(
                                        Rows.column(
                                                        spark,
                                                        SQLDataTypes.VectorType(),
                                                        i ->
                                                                Vectors.dense(
                                                                        i == 3
                                                                                ? Double
                                                                                        .POSITIVE_INFINITY
                                                                                : i))
                                                .coalesce(1)));
        assertRefused(
                "recipe must be a JSON file, or one that comes with the program, as vae-sprites,"
                        + " but is \"vae-tabel\"; did you mean vae-table?",
                () ->
                        Rows.estimator()
                                .setRecipe("vae-tabel")
                                .transformSchema(Rows.vectors(spark).schema()));
        assertRefused(
                "recipe must not be conditional, as a Dataset gives it no labels, but is",
                () -> Rows.estimator().setRecipe("cvae-mnist").fit(Rows.vectors(spark)));
    }
}
