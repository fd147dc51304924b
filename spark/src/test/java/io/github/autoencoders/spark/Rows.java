package io.github.autoencoders.spark;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Datasets for tests: pumps whose load follows their temperature, by machine. */
final class Rows {

    static final int COUNT = 80;

    static final StructType PUMPS =
            new StructType()
                    .add("id", DataTypes.LongType)
                    .add("temperature", DataTypes.DoubleType)
                    .add("load", DataTypes.FloatType)
                    .add("machine", DataTypes.StringType)
                    .add("on", DataTypes.BooleanType);

    static final String[] FEATURES = {"temperature", "load", "machine", "on"};

    private Rows() {}

    static Row pump(int i) {
        return RowFactory.create(
                (long) i, 20 + Math.sin(i), (float) (3 + Math.cos(i)), "M" + i % 3, i % 2 == 0);
    }

    static Dataset<Row> pumps(SparkSession spark) {
        return of(spark, PUMPS, Rows::pump);
    }

    static Dataset<Row> of(SparkSession spark, StructType schema, IntFunction<Row> row) {
        return of(spark, schema, IntStream.range(0, COUNT).mapToObj(row).toList());
    }

    static Dataset<Row> of(SparkSession spark, StructType schema, List<Row> rows) {
        return spark.createDataFrame(rows, schema);
    }

    /** The values of a sample. */
    static double[] values(int i) {
        return new double[] {Math.sin(i), Math.sin(i) + 0.01 * i, -Math.sin(i), 5};
    }

    static double[][] all() {
        return IntStream.range(0, COUNT).mapToObj(Rows::values).toArray(double[][]::new);
    }

    static Dataset<Row> vectors(SparkSession spark) {
        return column(spark, SQLDataTypes.VectorType(), i -> Vectors.dense(values(i)));
    }

    static Dataset<Row> column(SparkSession spark, DataType type, IntFunction<Object> cell) {
        StructType schema = new StructType().add("features", type);
        return of(spark, schema, i -> RowFactory.create(cell.apply(i)));
    }

    /** A recipe that is done soon. */
    static final String RECIPE =
            """
            {"extends": "vae-table", "bottleneck": {"codeSize": 2},
            "architecture": {"units": [8]}}
            """;

    /** An estimator of it. */
    static AutoencoderEstimator estimator() {
        return new AutoencoderEstimator()
                .setRecipe(RECIPE)
                .setEpochs(2)
                .setSeed(7)
                .setBatchSize(16);
    }
}
