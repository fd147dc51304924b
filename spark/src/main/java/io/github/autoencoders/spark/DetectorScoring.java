package io.github.autoencoders.spark;

import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;

/**
 * What a task does with the rows of a partition, a batch at a time.
 *
 * @param files of the detector
 * @param columns that rows stand in
 * @param score whether it is added, as pValue, anomaly and contributions
 * @param falseAlarms that are wanted; 0 for the usual
 * @param batchSize rows of a batch
 * @param engine or empty for the default one
 */
record DetectorScoring(
        Broadcast<ModelFiles> files,
        FeatureColumns columns,
        boolean score,
        boolean pValue,
        boolean anomaly,
        boolean contributions,
        double falseAlarms,
        int batchSize,
        String engine)
        implements MapPartitionsFunction<Row, Row> {

    /** What is open in a task. */
    private record Judge(Detector detector, Calibration.Threshold threshold) {}

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new RowBatches<Judge>(rows, batchSize) {
            @Override
            Judge open(TaskContext task) throws IOException {
                Detector detector = until(task, OpenModels.DETECTORS.lease(files.value(), engine));
                return new Judge(detector, threshold(detector.calibration(), falseAlarms));
            }

            @Override
            List<Object[]> added(Judge open, List<Row> batch, RowPlaces places) {
                return judged(open, columns.samples(batch, open.detector.format(), places));
            }
        };
    }

    /**
     * Returns the threshold of a wanted rate.
     *
     * @param falseAlarms 0 for the usual
     * @throws IllegalArgumentException if the rows that were held out are too few for it
     */
    static Calibration.Threshold threshold(Calibration calibration, double falseAlarms) {
        return falseAlarms > 0
                ? calibration.falseAlarms(falseAlarms)
                : calibration.usualThreshold();
    }

    private List<Object[]> judged(Judge judge, Samples samples) {
        double[] scores = judge.detector.score(samples);
        return IntStream.range(0, scores.length)
                .mapToObj(i -> judged(judge, samples, i, scores[i]))
                .toList();
    }

    private Object[] judged(Judge judge, Samples samples, int index, double scored) {
        List<Object> cells = new ArrayList<>();
        if (score) {
            cells.add(scored);
        }
        if (pValue) {
            cells.add(judge.detector.calibration().pValue(scored));
        }
        if (anomaly) {
            cells.add(judge.threshold.flags(scored));
        }
        if (contributions) {
            cells.add(Vectors.dense(judge.detector.explain(samples, index).contributions()));
        }
        return cells.toArray();
    }
}
