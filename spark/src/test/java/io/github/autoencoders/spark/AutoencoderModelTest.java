package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a Dataset's rows by models of vectors and of tables. */
class AutoencoderModelTest {

    private static SparkSession spark;
    private static AutoencoderModel vectors;
    private static AutoencoderModel pumps;

    @TempDir private Path folder;

    @BeforeAll
    static void fit() {
        spark = LocalSpark.threads();
        vectors = Rows.estimator().fit(Rows.vectors(spark).coalesce(1));
        pumps = Rows.estimator().setFeaturesCols(Rows.FEATURES).fit(Rows.pumps(spark).coalesce(1));
    }

    private static AutoencoderModel of(AutoencoderModel model) {
        return model.copy(new ParamMap());
    }

    private static void assertRefused(String message, Executable work) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
    }

    /** Returns the first message of a failed job that is one of ours. */
    private static String cause(Executable job) {
        Throwable failure = assertThrows(Throwable.class, job);
        while (failure != null && !(failure instanceof IllegalArgumentException)) {
            failure = failure.getCause();
        }
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    @Test
    void allThatIsAskedForIsWhatTheModelGivesAlone() throws IOException {
        Dataset<Row> scored =
                of(vectors)
                        .setBatchSize(7)
                        .setCodeCol("code")
                        .setReconstructionCol("made")
                        .setContributionsCol("parts")
                        .transform(Rows.vectors(spark));
        List<Row> rows = scored.collectAsList();
        Samples samples = Samples.of(Rows.all(), vectors.config().format());
        try (TrainedAutoencoder model = vectors.open(Placement.ofDefault())) {
            float[][] codes = model.encode(samples);
            double[][] made = model.reconstruct(Rows.all());
            double[] scores = model.score(samples);
            float[][] parts = model.contributions(samples);
            for (int i = 0; i < Rows.COUNT; i++) {
                Row row = rows.get(i);
                assertArrayEquals(Rows.values(i), row.<Vector>getAs("features").toArray());
                // A batch of another size may differ in the last bit.
                assertNear(codes[i], row.getAs("code"));
                assertArrayEquals(made[i], row.<Vector>getAs("made").toArray(), 1e-5);
                assertEquals(scores[i], row.<Double>getAs("score"), 1e-4);
                assertNear(parts[i], row.getAs("parts"));
            }
        }
        assertArrayEquals(
                vectors.contributors().toArray(),
                scored.schema().apply("parts").metadata().getStringArray("contributors"));
    }

    private static void assertNear(float[] expected, Vector actual) {
        double[] wide = IntStream.range(0, expected.length).mapToDouble(i -> expected[i]).toArray();
        assertArrayEquals(wide, actual.toArray(), 1e-4);
    }

    @Test
    void cellsAreReadByTheirNamesAndMadeAsAStructOfThem() {
        Dataset<Row> turned = Rows.pumps(spark).select("on", "machine", "load", "temperature");
        Row row = of(pumps).setReconstructionCol("made").transform(turned).first();
        Row expected = of(pumps).transform(Rows.pumps(spark)).first();
        assertEquals(expected.<Double>getAs("score"), row.<Double>getAs("score"));
        Row made = row.getAs("made");
        assertEquals(
                "struct<temperature:double,load:double,machine:string,on:string>",
                made.schema().simpleString());
        assertTrue(List.of("M0", "M1", "M2").contains(made.getString(2)), made.toString());
        assertTrue(List.of("true", "false").contains(made.getString(3)), made.toString());
    }

    @Test
    void aScoreIsAddedUnlessItsColumnIsEmpty() {
        StructType schema = Rows.PUMPS;
        assertEquals("score", last(of(pumps).transformSchema(schema)));
        assertEquals("c", last(of(pumps).setScoreCol("").setCodeCol("c").transformSchema(schema)));
        assertRefused(
                "one of codeCol, reconstructionCol, scoreCol and contributionsCol must name a new"
                        + " column, but all are empty",
                () -> of(pumps).setScoreCol("").transformSchema(schema));
        assertRefused(
                "codeCol must name a new column, but there is a \"load\" already",
                () -> of(pumps).setCodeCol("load").transformSchema(schema));
    }

    private static String last(StructType schema) {
        return schema.fieldNames()[schema.length() - 1];
    }

    @Test
    void aSchemaThatDoesNotFitIsRefusedBeforeAnyJob() {
        StructType renamed =
                new StructType()
                        .add("temperatur", DataTypes.DoubleType)
                        .add("load", DataTypes.DoubleType)
                        .add("machine", DataTypes.StringType)
                        .add("on", DataTypes.BooleanType);
        assertRefused(
                "data must have the column \"temperature\", as the model's data had, but has none;"
                        + " did you mean temperatur?",
                () -> pumps.transformSchema(renamed));
        StructType retyped = renamed.add("temperature", DataTypes.StringType);
        assertRefused(
                "column \"temperature\" must be of numbers, as the model's data had, but is of"
                        + " string",
                () -> pumps.transformSchema(retyped));
        StructType dated = renamed.add("temperature", DataTypes.DateType);
        assertRefused(
                "column \"temperature\" must be of numbers, as the model's data had, but is of"
                        + " date",
                () -> pumps.transformSchema(dated));
        StructType binary = renamed.add("temperature", DataTypes.BinaryType);
        assertRefused(
                "column \"temperature\" must be of numbers, strings, booleans or dates, but is of"
                        + " binary",
                () -> pumps.transformSchema(binary));
        StructType text = new StructType().add("features", DataTypes.StringType);
        assertRefused(
                "column \"features\" must be of vectors or arrays of floats or doubles, but is of"
                        + " string",
                () -> vectors.transformSchema(text));
        assertRefused(
                "featuresCol must name columns of the data, but there is no \"feature\"; did you"
                        + " mean features?",
                () -> of(vectors).setFeaturesCol("feature").transformSchema(text));
        assertRefused(
                "one of featuresCol, featuresCols and imageCol must be set, but set are"
                        + " [featuresCol, featuresCols]",
                () -> of(pumps).setFeaturesCol("features").transformSchema(text));
        assertRefused(
                "column \"picture\" must be of images, as Spark's image source has them, but is of"
                        + " binary",
                () ->
                        of(vectors)
                                .setImageCol("picture")
                                .transformSchema(
                                        new StructType().add("picture", DataTypes.BinaryType)));
    }

    @Test
    void columnsOfNumbersAreTakenInTheirOrderByAModelWithoutNames() {
        AutoencoderModel four = of(vectors).setFeaturesCols("a", "b", "c", "d");
        StructType schema =
                new StructType()
                        .add("a", DataTypes.DoubleType)
                        .add("b", DataTypes.FloatType)
                        .add("c", DataTypes.LongType)
                        .add("d", DataTypes.IntegerType);
        double score =
                four.transform(Rows.of(spark, schema, List.of(RowFactory.create(1.0, 0.5f, 2L, 3))))
                        .first()
                        .<Double>getAs("score");
        Row vector = RowFactory.create(Vectors.dense(1, 0.5, 2, 3));
        StructType features = new StructType().add("features", SQLDataTypes.VectorType());
        assertEquals(
                vectors.transform(Rows.of(spark, features, List.of(vector)))
                        .first()
                        .<Double>getAs("score"),
                score);
        assertRefused(
                "column \"machine\" must be of numbers, as the model's data had, but is of string",
                () ->
                        of(vectors)
                                .setFeaturesCols("machine", "load", "id", "temperature")
                                .transformSchema(Rows.PUMPS));
        assertRefused(
                "featuresCols must name 4 columns, as the model takes, but name 1",
                () -> of(vectors).setFeaturesCols("load").transformSchema(Rows.PUMPS));
    }

    @Test
    void aWidthThatIsKnownIsCheckedBeforeAnyJobAndOthersWhenTheyAreRead() {
        Dataset<Row> two =
                new VectorAssembler()
                        .setInputCols(new String[] {"temperature", "load"})
                        .setOutputCol("features")
                        .transform(Rows.pumps(spark));
        assertRefused(
                "column \"features\" must have vectors of 4 values, as the model takes, but has 2",
                () -> vectors.transformSchema(two.schema()));
        Dataset<Row> wide =
                Rows.column(spark, SQLDataTypes.VectorType(), i -> Vectors.dense(1, 2, 3, 4, i));
        assertEquals(
                "row 0 of partition 0 must hold 4 values, as the model takes, but holds 5",
                cause(() -> vectors.transform(wide.coalesce(1)).collectAsList()));
    }

    @Test
    void whatIsMissingIsSaidByItsColumnAndRow() {
        StructType schema = Rows.PUMPS;
        List<Row> rows = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> rows.add(Rows.pump(i)));
        rows.add(RowFactory.create(5L, 20.0, null, "M1", true));
        assertEquals(
                "\"load\" of row 5 of partition 0 must be a finite number, as in all rows that the"
                        + " model learnt from, but is null or NaN",
                cause(
                        () ->
                                of(pumps)
                                        .setBatchSize(2)
                                        .transform(Rows.of(spark, schema, rows).coalesce(1))
                                        .collectAsList()));
        Dataset<Row> none = Rows.column(spark, SQLDataTypes.VectorType(), i -> null);
        assertEquals(
                "column \"features\" must have a sample in each row, but row 0 of partition 0 has"
                        + " null",
                cause(() -> vectors.transform(none.coalesce(1)).collectAsList()));
    }

    @Test
    void aModelThatLearntFromGapsTakesNullAndNaNForTheSame() {
        StructType schema =
                new StructType()
                        .add("a", DataTypes.DoubleType)
                        .add("b", DataTypes.DoubleType)
                        .add("c", DataTypes.StringType);
        Dataset<Row> gaps =
                Rows.of(
                        spark,
                        schema,
                        i ->
                                RowFactory.create(
                                        i % 5 == 0 ? null : Math.sin(i),
                                        i % 7 == 0 ? Double.NaN : Math.sin(i),
                                        i % 3 == 0 ? "" : "M" + i % 2));
        AutoencoderModel model =
                Rows.estimator().setFeaturesCols("a", "b", "c").fit(gaps.coalesce(1));
        List<Row> scored =
                model.transform(
                                Rows.of(
                                        spark,
                                        schema,
                                        List.of(
                                                RowFactory.create(1.0, null, null),
                                                RowFactory.create(1.0, Double.NaN, ""))))
                        .collectAsList();
        assertEquals(scored.get(0).<Double>getAs("score"), scored.get(1).<Double>getAs("score"));
    }

    @Test
    void emptyPartitionsGiveNothing() {
        Dataset<Row> few = Rows.pumps(spark).limit(3).repartition(8);
        assertEquals(3, pumps.transform(few).collectAsList().size());
        assertEquals(0, pumps.transform(Rows.pumps(spark).limit(0)).collectAsList().size());
    }

    @Test
    void noMoreRowsAreReadThanAreAskedFor() {
        // A batch behind the first one would fail.
        Dataset<Row> rows =
                Rows.column(
                                spark,
                                SQLDataTypes.VectorType(),
                                i -> i < 8 ? Vectors.dense(Rows.values(i)) : null)
                        .coalesce(1);
        assertEquals(8, of(vectors).setBatchSize(4).transform(rows).limit(8).count());
        assertEquals(4, of(vectors).setBatchSize(4).transform(rows).takeAsList(4).size());
    }

    @Test
    void aSavedModelIsOpenedAgainAndByTheLibraryToo() throws IOException {
        String path = folder.resolve("saved").toString();
        AutoencoderModel told = of(pumps).setCodeCol("code");
        told.write().save(path);
        AutoencoderModel loaded = AutoencoderModel.load(path);
        assertEquals(told.uid(), loaded.uid());
        assertEquals(
                told.transform(Rows.pumps(spark)).collectAsList().toString(),
                loaded.transform(Rows.pumps(spark)).collectAsList().toString());
        SavedModel saved = SavedModel.open(folder.resolve("saved/model"));
        saved.requireSealed();
        assertEquals(pumps.card(), saved.card());
        assertThrows(IOException.class, () -> told.write().save(path));
        told.write().overwrite().save(path);
    }

    @Test
    void aFolderOfTheLibraryIsTheSameWhenSparkSavesIt() throws IOException {
        Path plain = folder.resolve("plain");
        try (TrainedAutoencoder model = pumps.open(Placement.ofDefault())) {
            model.save(plain);
        }
        AutoencoderModel opened = AutoencoderModel.open(plain.toString());
        opened.write().save(folder.resolve("of-spark").toString());
        assertEquals(digests(plain), digests(folder.resolve("of-spark/model")));
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), Digest.SHA_256.of(file));
            }
        }
        assertEquals(5, digests.size(), digests.toString());
        return digests;
    }

    @Test
    void aDamagedModelIsRefusedWhenItIsOpened() throws IOException {
        String path = folder.resolve("damaged").toString();
        pumps.write().save(path);
        Path card = folder.resolve("damaged/model/card.json");
        Files.writeString(card, Files.readString(card).replace("seed", "Seed"));
        AutoencoderModel loaded = AutoencoderModel.load(path);
        assertTrue(
                String.valueOf(assertThrows(RuntimeException.class, loaded::card).getMessage())
                        .contains("it is damaged, or was replaced"));
    }

    @Test
    void aStreamIsScoredAsItComes() throws TimeoutException, StreamingQueryException {
        String rows = folder.resolve("rows").toString();
        String checkpoint = folder.resolve("checkpoint").toString();
        Rows.pumps(spark).write().parquet(rows);
        // The writer's own option is not the same method in all versions of Spark.
        spark.conf().set("spark.sql.streaming.checkpointLocation", checkpoint);
        Dataset<Row> stream = spark.readStream().schema(Rows.PUMPS).parquet(rows);
        StreamingQuery query =
                pumps.transform(stream)
                        .writeStream()
                        .format("memory")
                        .queryName("scored")
                        .outputMode("append")
                        .start();
        query.processAllAvailable();
        query.stop();
        Dataset<Row> scored = spark.table("scored").orderBy("id");
        assertEquals(
                pumps.transform(Rows.pumps(spark)).select("id").collectAsList(),
                scored.select("id").collectAsList());
        assertFalse(scored.select("score").first().isNullAt(0));
    }

    @Test
    void aModelIsOpenOnceForAllTasksOfAProcess() {
        pumps.transform(Rows.pumps(spark).repartition(4)).collectAsList();
        pumps.transform(Rows.pumps(spark).repartition(4)).collectAsList();
        int open = OpenModels.OF_PROCESS.size();
        of(pumps).transform(Rows.pumps(spark).repartition(4)).collectAsList();
        assertEquals(open, OpenModels.OF_PROCESS.size());
        assertTrue(open <= 2, open + " are open");
    }
}
