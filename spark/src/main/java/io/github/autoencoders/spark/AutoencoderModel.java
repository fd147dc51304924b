package io.github.autoencoders.spark;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained model as a stage of Spark ML: adds codes, reconstructions, scores and what they are the
 * sums of to the rows of a Dataset, at rest or streaming.
 *
 * <pre>{@code
 * AutoencoderModel model = AutoencoderModel.open("runs/pumps"); // or of AutoencoderEstimator.fit
 * Dataset<Row> scored = model.setContributionsCol("parts").transform(rows);
 * model.write().overwrite().save("hdfs:///models/pumps");       // and AutoencoderModel.load
 * }</pre>
 *
 * <p>A model that was trained on a table reads its columns by their names, unless another is set.
 * What is wrong with a schema is said by an IllegalArgumentException of {@link #transformSchema},
 * before any task runs. A null, or NaN, is a missing value where the model learnt from such; else
 * it fails the job with one line, as infinite values do; a word that the model does not know is of
 * the class of unknown words.
 *
 * <p>Of a model of which others come out than go in, as of one that predicts columns, the
 * reconstruction is what comes out, and scores are added only where they are asked for: they need
 * the columns to be predicted beside the others.
 *
 * <p>The files of the model are broadcast once; a process opens them once, for all tasks and jobs
 * of the same model. Saved, the folder has Spark's {@code metadata} and the folder {@code model},
 * which is a {@link SavedModel} as every other. A stage may be used by one thread at a time.
 */
public final class AutoencoderModel extends Model<AutoencoderModel>
        implements AutoencoderParams<AutoencoderModel>, MLWritable {

    private static final long serialVersionUID = 1;

    private final String uid;
    private final CommonParams common;
    private @Nullable ModelFiles files; // null while Spark reads the Params
    private transient @Nullable Described described;

    /** What the files say. */
    private record Described(AutoencoderConfig config, ModelCard card, Part part) {}

    /**
     * Makes a stage that has no model yet: for Spark, which sets its Params.
     *
     * @param uid by which Spark tells stages apart
     */
    public AutoencoderModel(String uid) {
        this.uid = uid; // first: the Params are of it
        common = CommonParams.of(this, "rows that are computed at a time");
        setDefault(batchSize(), 256);
        setDefault(engine(), "");
        setDefault(scoreCol(), Outputs.SCORE);
    }

    AutoencoderModel(String uid, ModelFiles files) {
        this(uid);
        this.files = files;
    }

    /**
     * Opens a model that was trained or published without Spark.
     *
     * @param model as for {@link TrainedAutoencoder#open(String)}: the folder of a run or of a
     *     saved model, on this machine, or the name of a published model
     * @throws IOException if there is none, or it is damaged
     */
    public static AutoencoderModel open(String model) throws IOException {
        SavedModel saved = ModelRepository.open("model", model);
        saved.requireSealed();
        return new AutoencoderModel(newUid(), ModelFiles.of(saved));
    }

    static String newUid() {
        return Identifiable$.MODULE$.randomUID("autoencoder");
    }

    /** Opens a model that was saved by {@link #write}. */
    public static AutoencoderModel load(String path) {
        return read().load(path);
    }

    /** Returns what opens models that were saved by {@link #write}. */
    public static MLReader<AutoencoderModel> read() {
        return new ModelReader<>(AutoencoderModel::withFiles);
    }

    @Override
    public MLWriter write() {
        return new ModelWriter(this, this::files);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public CommonParams common() {
        return common;
    }

    @Override
    public AutoencoderModel self() {
        return this;
    }

    ModelFiles files() {
        if (files == null) {
            throw new IllegalStateException("model must be opened or trained, but is not yet");
        }
        return files;
    }

    AutoencoderModel withFiles(ModelFiles newFiles) {
        return copyValues(new AutoencoderModel(uid, newFiles), new ParamMap());
    }

    private Described described() {
        Described known = described;
        if (known == null) {
            try {
                known =
                        files().unpacked(
                                        folder -> {
                                            SavedModel saved = SavedModel.open(folder);
                                            return new Described(
                                                    saved.config(), saved.card(), saved.part());
                                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            described = known;
        }
        return known;
    }

    /** Returns what is needed to build the model's block again. */
    public AutoencoderConfig config() {
        return described().config();
    }

    /** Returns what is known of the model: its recipe, its data, its numbers. */
    public ModelCard card() {
        return described().card();
    }

    /** Returns what the values of {@link #contributionsCol} are. */
    public List<String> contributors() {
        return Computation.contributors(config());
    }

    /**
     * Opens the model in this process, to be used without Spark.
     *
     * @param place where it is computed
     * @return the model, which the caller closes
     */
    public TrainedAutoencoder open(Placement place) throws IOException {
        return files().unpacked(folder -> TrainedAutoencoder.of(SavedModel.open(folder), place));
    }

    private ModelColumns columns(StructType schema) {
        return ModelColumns.of(this, schema, outputs().judge());
    }

    // A model of which others come out than go in is asked for these: most rows have no targets.
    private Outputs outputs() {
        return Outputs.of(this, config().otherTarget().isEmpty());
    }

    /**
     * Returns the schema with the new columns.
     *
     * @throws IllegalArgumentException if a column is missing, or of another type or width than the
     *     model takes, or a new one is there already, or the model cannot give what it is to hold
     */
    @Override
    public StructType transformSchema(StructType schema) {
        if (!config().conditions().isEmpty()) {
            throw new IllegalArgumentException(
                    "model must take no labels, as a Dataset gives it none, but takes "
                            + config().conditions());
        }
        Outputs outputs = outputs();
        ModelColumns columns = columns(schema);
        outputs.requireOf(described().part(), config(), columns.wanted() != null);
        List<String> contributors = outputs.contributions().isEmpty() ? List.of() : contributors();
        return outputs.addedTo(schema, columns.made(), contributors);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> data) {
        StructType schema = data.schema();
        StructType all = transformSchema(schema);
        Scoring scoring =
                new Scoring(
                        files().sentTo(data.sparkSession().sparkContext()),
                        columns(schema),
                        outputs(),
                        (int) getOrDefault(batchSize()),
                        getOrDefault(engine()));
        return described(data.toDF().mapPartitions(scoring, Encoders.row(all)), all);
    }

    // What a function makes has no metadata, which later stages of a pipeline may need.
    static Dataset<Row> described(Dataset<Row> made, StructType schema) {
        Dataset<Row> described = made;
        for (StructField field : schema.fields()) {
            if (!field.metadata().equals(Metadata.empty())) {
                described = described.withMetadata(field.name(), field.metadata());
            }
        }
        return described;
    }

    @Override
    public AutoencoderModel copy(ParamMap extra) {
        AutoencoderModel copy = copyValues(new AutoencoderModel(uid, files()), extra);
        copy.described = described;
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String toString() {
        return uid;
    }
}
