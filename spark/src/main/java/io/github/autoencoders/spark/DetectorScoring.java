package io.github.autoencoders.spark;

import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

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
        return new Judged(rows);
    }

    private final class Judged implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final Queue<Row> done = new ArrayDeque<>();
        private @Nullable Detector opened;
        private long count; // of the rows before the batch at hand

        Judged(Iterator<Row> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return !done.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (done.isEmpty()) {
                judge();
            }
            return done.remove();
        }

        private void judge() {
            List<Row> batch = new ArrayList<>();
            while (rows.hasNext() && batch.size() < batchSize) {
                batch.add(rows.next());
            }
            if (batch.isEmpty()) {
                throw new NoSuchElementException("all rows were given");
            }
            Detector detector = detector();
            RowPlaces places = new RowPlaces(TaskContext.getPartitionId(), count);
            Samples samples = columns.samples(batch, detector.format(), places);
            double[] scores = detector.score(samples);
            Calibration.Threshold threshold = threshold(detector.calibration());
            for (int i = 0; i < scores.length; i++) {
                done.add(joined(batch.get(i), scores[i], threshold, detector, samples, i));
            }
            count += batch.size();
        }

        // Stays open until the task is done, whether or not all rows were asked for.
        private Detector detector() {
            Detector open = opened;
            if (open == null) {
                try {
                    Detector made = open(files.value(), engine);
                    TaskContext.get()
                            .addTaskCompletionListener(
                                    (TaskCompletionListener) context -> made.close());
                    open = made;
                    opened = made;
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
            }
            return open;
        }
    }

    private Calibration.Threshold threshold(Calibration calibration) {
        return calibration.falseAlarms(
                falseAlarms > 0 ? falseAlarms : Math.max(USUAL, calibration.leastPValue()));
    }

    private Row joined(
            Row row,
            double scored,
            Calibration.Threshold threshold,
            Detector detector,
            Samples samples,
            int index) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(row.get(i));
        }
        if (score) {
            cells.add(scored);
        }
        if (pValue) {
            cells.add(detector.calibration().pValue(scored));
        }
        if (anomaly) {
            cells.add(threshold.flags(scored));
        }
        if (contributions) {
            cells.add(Vectors.dense(detector.explain(samples, index).contributions()));
        }
        return RowFactory.create(cells.toArray());
    }
}
