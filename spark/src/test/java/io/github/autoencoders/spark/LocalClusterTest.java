package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Executors that are processes of their own. */
class LocalClusterTest {

    @AfterAll
    static void end() {
        LocalSpark.threads();
    }

    @Test
    void executorsScoreAsTheDriverDoesAndOpenAModelOnceEach() throws IOException {
        AutoencoderModel model =
                Rows.estimator().fit(Rows.vectors(LocalSpark.threads()).coalesce(1));
        List<Row> expected = model.transform(Rows.vectors(LocalSpark.threads())).collectAsList();
        SparkSession cluster = LocalSpark.cluster(2);
        Dataset<Row> rows = Rows.vectors(cluster).repartition(8);
        assertEquals(Rows.COUNT, model.transform(rows).count());
        List<Row> scored = model.transform(Rows.vectors(cluster)).collectAsList();
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(
                    expected.get(i).<Double>getAs("score"),
                    scored.get(i).<Double>getAs("score"),
                    1e-5);
        }
        MapPartitionsFunction<Row, Integer> open =
                each -> List.of(OpenModels.OF_PROCESS.size()).iterator();
        assertEquals(
                List.of(1), rows.mapPartitions(open, Encoders.INT()).distinct().collectAsList());
    }
}
