package io.github.autoencoders.spark;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Rows a second that one executor and two score, where somebody asks for it. */
@EnabledIfSystemProperty(named = "spark.speed.rows", matches = "\\d+")
class SparkSpeedTest {

    private static final int VALUES = 28 * 28;
    private static final int TRIALS = 3;

    private static Dataset<Row> images(SparkSession spark, int count) {
        StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
        MapFunction<Long, Row> image =
                number -> {
                    SplittableRandom random = new SplittableRandom(number);
                    double[] values = random.ints(VALUES, 0, 256).asDoubleStream().toArray();
                    return RowFactory.create(Vectors.dense(values));
                };
        return spark.range(0, count, 1, 8).map(image, Encoders.row(schema)).cache();
    }

    private static double rate(int executors, int count) throws IOException {
        SparkSession spark = LocalSpark.cluster(executors);
        AutoencoderModel model = AutoencoderModel.open("vae-fashion-mnist-2");
        Dataset<Row> rows = images(spark, count);
        double best = 0;
        for (int trial = 0; trial <= TRIALS; trial++) { // the first one makes rows, and starts
            long begin = System.nanoTime();
            model.transform(rows).selectExpr("sum(score)").collectAsList();
            double seconds = (System.nanoTime() - begin) / 1e9;
            best = trial == 0 ? 0 : Math.max(best, count / seconds);
        }
        return best;
    }

    @Test
    void twoExecutorsBesideOne() throws IOException {
        int count = Integer.getInteger("spark.speed.rows", 0);
        double one = rate(1, count);
        double two = rate(2, count);
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%n| executors | rows a second |%n|---|---|%n| 1 | %.0f |%n| 2 | %.0f, %.2f"
                                + " x |%n",
                        one,
                        two,
                        two / one));
        LocalSpark.threads();
    }
}
