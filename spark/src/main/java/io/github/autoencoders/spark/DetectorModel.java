package io.github.autoencoders.spark;

import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.Detector;
import io.github.autoencoders.sample.SampleFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Detector} of rows as a stage of Spark ML: adds to the rows of a Dataset, at rest or
 * streaming, their scores, p-values, whether they are anomalies, and what columns contribute.
 *
 * <pre>{@code
 * DetectorModel detector = DetectorModel.open("detector"); // of autoencoders anomalies train
 * Dataset<Row> found = detector.setFalseAlarms(0.01).transform(rows);
 * found.filter("anomaly").orderBy("pValue").show();
 * }</pre>
 *
 * <p>Columns are taken by the names that the detector learnt; one without names takes a column of
 * vectors. A null, or NaN, is a missing value. The files are broadcast once, and opened once in
 * each process. Saved, the folder has Spark's {@code metadata} and the detector's folder as {@code
 * model}. A stage may be used by one thread at a time.
 */
public final class DetectorModel extends Transformer implements MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final Param<String> featuresCol;
    private final Param<String> scoreCol;
    private final Param<String> pValueCol;
    private final Param<String> anomalyCol;
    private final Param<String> contributionsCol;
    private final DoubleParam falseAlarms;
    private final IntParam batchSize;
    private final Param<String> engine;
    private @Nullable ModelFiles files; // null while Spark reads the Params
    private transient @Nullable Known known;

    /** What the driver knows of its detector. */
    private record Known(SampleFormat format, Calibration calibration) {

        static Known of(Detector detector) {
            return new Known(detector.format(), detector.calibration());
        }
    }

    /**
     * Makes a stage that has no detector yet: for Spark, which sets its Params.
     *
     * @param uid by which Spark tells stages apart
     */
    public DetectorModel(String uid) {
        this.uid = uid; // first: the Params are of it
        featuresCol = text("featuresCol", "column of vectors, of a detector without names");
        scoreCol = text("scoreCol", "new column of scores, in nats; empty for none");
        pValueCol = text("pValueCol", "new column of p-values; empty for none");
        anomalyCol = text("anomalyCol", "new column of what is flagged; empty for none");
        contributionsCol =
                text("contributionsCol", "new column of parts of the scores; empty for none");
        falseAlarms =
                Checked.fraction(
                        this,
                        "falseAlarms",
                        "share of normal rows that may be flagged; 0 for 0.01, or the least that"
                                + " the detector allows");
        batchSize = Checked.atLeast(1, this, "batchSize", "rows that are computed at a time");
        engine = text("engine", "engine that computes, or empty for a process's default");
        setDefault(featuresCol, FeatureColumns.FEATURES);
        setDefault(scoreCol, Outputs.SCORE);
        setDefault(pValueCol, "pValue");
        setDefault(anomalyCol, "anomaly");
        setDefault(contributionsCol, "");
        setDefault(falseAlarms, 0.0);
        setDefault(batchSize, 256);
        setDefault(engine, "");
    }

    private Param<String> text(String name, String doc) {
        return new Param<>(this, name, doc);
    }

    private DetectorModel(String uid, ModelFiles files) {
        this(uid);
        this.files = files;
    }

    /**
     * Opens a detector of rows that was trained without Spark.
     *
     * @param folder on this machine
     * @throws IOException if there is none, or it is damaged
     */
    public static DetectorModel open(String folder) throws IOException {
        Known known;
        try (Detector detector = Detector.open(Path.of(folder))) { // first: it says what is wrong
            known = Known.of(detector);
        }
        DetectorModel model =
                new DetectorModel(
                        Identifiable$.MODULE$.randomUID("detector"),
                        ModelFiles.of(Path.of(folder)));
        model.known = known;
        return model;
    }

    /** Opens a detector that was saved by {@link #write}. */
    public static DetectorModel load(String path) {
        return read().load(path);
    }

    /** Returns what opens detectors that were saved by {@link #write}. */
    public static MLReader<DetectorModel> read() {
        return new ModelReader<>(
                (stage, files) ->
                        stage.copyValues(new DetectorModel(stage.uid, files), new ParamMap()));
    }

    @Override
    public MLWriter write() {
        return new ModelWriter(this, this::files);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Returns the Param of the column of vectors. */
    public Param<String> featuresCol() {
        return featuresCol;
    }

    /** Returns the Param of the new column of scores. */
    public Param<String> scoreCol() {
        return scoreCol;
    }

    /** Returns the Param of the new column of p-values. */
    public Param<String> pValueCol() {
        return pValueCol;
    }

    /** Returns the Param of the new column of what is flagged. */
    public Param<String> anomalyCol() {
        return anomalyCol;
    }

    /** Returns the Param of the new column of contributions. */
    public Param<String> contributionsCol() {
        return contributionsCol;
    }

    /** Returns the Param of the rate of false alarms. */
    public DoubleParam falseAlarms() {
        return falseAlarms;
    }

    /** Returns the Param of the size of a batch. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Returns the Param of the engine. */
    public Param<String> engine() {
        return engine;
    }

    /** Reads rows from a column of vectors, where the detector has no names of columns. */
    public DetectorModel setFeaturesCol(String column) {
        return with(featuresCol, column);
    }

    /** Adds scores under this name instead of {@code score}; none where it is empty. */
    public DetectorModel setScoreCol(String column) {
        return with(scoreCol, column);
    }

    /** Adds p-values under this name instead of {@code pValue}; none where it is empty. */
    public DetectorModel setPValueCol(String column) {
        return with(pValueCol, column);
    }

    /** Adds what is flagged under this name instead of {@code anomaly}; none where it is empty. */
    public DetectorModel setAnomalyCol(String column) {
        return with(anomalyCol, column);
    }

    /**
     * Adds a column of what each column contributes to the score, vectors; which they are is in the
     * column's metadata, as {@code contributors}. It costs as many scores as there are columns.
     */
    public DetectorModel setContributionsCol(String column) {
        return with(contributionsCol, column);
    }

    /** Sets the share of normal rows that may be flagged. */
    public DetectorModel setFalseAlarms(double rate) {
        return with(falseAlarms, rate);
    }

    /** Sets how many rows are computed at a time. */
    public DetectorModel setBatchSize(int size) {
        return with(batchSize, size);
    }

    /** Computes on an engine, as {@code PyTorch}; empty for the default of each process. */
    public DetectorModel setEngine(String name) {
        return with(engine, name);
    }

    private DetectorModel with(Param<?> param, Object value) {
        set(param.name(), value);
        return this;
    }

    private ModelFiles files() {
        if (files == null) {
            throw new IllegalStateException("detector must be opened, but is not yet");
        }
        return files;
    }

    private Known known() {
        Known there = known;
        if (there == null) {
            try (OpenModels.Lease<Detector> lease =
                    OpenModels.DETECTORS.lease(files(), getOrDefault(engine))) {
                there = Known.of(lease.model());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            known = there;
        }
        return there;
    }

    private SampleFormat format() {
        return known().format();
    }

    private FeatureColumns columns(StructType schema) {
        FeatureColumns columns =
                format().schema().features().isEmpty()
                        ? VectorColumn.of(getOrDefault(featuresCol), schema)
                        : CellColumns.of(format(), schema);
        columns.requireFits(schema, format());
        return columns;
    }

    /**
     * Returns the schema with the new columns.
     *
     * @throws IllegalArgumentException if a column is missing, or of another type or width than the
     *     detector takes, or a new one is there already; or if the rate of false alarms is below
     *     the least that its held-out rows allow
     */
    @Override
    public StructType transformSchema(StructType schema) {
        columns(schema);
        var unused =
                DetectorScoring.threshold(
                        known().calibration(), (double) getOrDefault(falseAlarms));
        StructType all = with(schema, scoreCol, DataTypes.DoubleType);
        all = with(all, pValueCol, DataTypes.DoubleType);
        all = with(all, anomalyCol, DataTypes.BooleanType);
        return Outputs.withContributions(
                all, getOrDefault(contributionsCol), format().valueNames());
    }

    private StructType with(StructType schema, Param<String> param, DataType type) {
        return Outputs.with(schema, param.name(), getOrDefault(param), type);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> data) {
        StructType all = transformSchema(data.schema());
        DetectorScoring scoring =
                new DetectorScoring(
                        files().sentTo(data.sparkSession().sparkContext()),
                        columns(data.schema()),
                        !getOrDefault(scoreCol).isEmpty(),
                        !getOrDefault(pValueCol).isEmpty(),
                        !getOrDefault(anomalyCol).isEmpty(),
                        !getOrDefault(contributionsCol).isEmpty(),
                        (double) getOrDefault(falseAlarms),
                        (int) getOrDefault(batchSize),
                        getOrDefault(engine));
        return AutoencoderModel.described(
                data.toDF().mapPartitions(scoring, Encoders.row(all)), all);
    }

    @Override
    public DetectorModel copy(ParamMap extra) {
        DetectorModel copy = copyValues(new DetectorModel(uid, files()), extra);
        copy.known = known;
        return copy;
    }

    @Override
    public String toString() {
        return uid;
    }
}
