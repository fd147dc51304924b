package io.github.autoencoders.spark;

import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
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

    private static final double USUAL = 0.01;

    /** What is open in a task. */
    private record Judge(Detector detector, Calibration.Threshold threshold) {}

    /** Opens a detector in this process; the caller closes it. */
    private static Detector open(ModelFiles files, String engine) throws IOException {
        Placement place = engine.isEmpty() ? Placement.ofDefault() : Placement.of(engine);
        return files.unpacked(folder -> Detector.open(folder, place));
    }

    /** Opens a detector for so long as something is asked of it. */
    static <T> T open(ModelFiles files, String engine, Function<Detector, T> asked)
            throws IOException {
        try (Detector detector = open(files, engine)) {
            return asked.apply(detector);
        }
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new RowBatches<Judge>(rows, batchSize) {
            @Override
            Judge open(TaskContext task) throws IOException {
                Detector detector = DetectorScoring.open(files.value(), engine);
                closeWith(task, detector::close);
                return new Judge(detector, threshold(detector.calibration()));
            }

            @Override
            List<Object[]> added(Judge open, List<Row> batch, RowPlaces places) {
                return judged(open, columns.samples(batch, open.detector.format(), places));
            }
        };
    }

    private Calibration.Threshold threshold(Calibration calibration) {
        return calibration.falseAlarms(
                falseAlarms > 0 ? falseAlarms : Math.max(USUAL, calibration.leastPValue()));
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
