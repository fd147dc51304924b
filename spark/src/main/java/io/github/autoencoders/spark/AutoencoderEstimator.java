package io.github.autoencoders.spark;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.round.RoundSettings;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Fits an autoencoder to the rows of a Dataset, as a stage of Spark ML.
 *
 * <pre>{@code
 * AutoencoderModel model =
 *         new AutoencoderEstimator()
 *                 .setRecipe("{\"extends\": \"vae-table\", \"bottleneck\": {\"codeSize\": 4}}")
 *                 .setFeaturesCols("temperature", "load", "machine")
 *                 .setEpochs(20)
 *                 .fit(rows);
 * }</pre>
 *
 * <p>Samples stand in a column of vectors or arrays, in columns of numbers and words, or in a
 * column of images. A null, NaN or empty word is a missing value. Rows are divided for training and
 * validation by the recipe's share and seed, and scaled as those of a file are; the same rows in
 * the same order give the same model as {@link AutoencoderTrainer}.
 *
 * <p>Fits of one process take turns, as an engine takes the gradients of one at a time.
 */
public final class AutoencoderEstimator extends Estimator<AutoencoderModel>
        implements AutoencoderParams<AutoencoderEstimator>, DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private static final Lock TURN = new ReentrantLock();

    private final String uid;
    private final CommonParams common;
    private final Param<String> recipe;
    private final IntParam epochs;
    private final LongParam seed;
    private final IntParam workers;
    private final IntParam localSteps;
    private final IntParam rounds;
    private final DoubleParam outerRate;
    private final DoubleParam outerMomentum;
    private final IntParam driverRows;
    private final Param<String> checkpointDir;

    /** Makes an estimator that fits the recipe that suits the data. */
    public AutoencoderEstimator() {
        this(AutoencoderModel.newUid());
    }

    /**
     * Makes an estimator.
     *
     * @param uid by which Spark tells stages apart
     */
    public AutoencoderEstimator(String uid) {
        this.uid = uid; // first: the Params are of it
        common =
                CommonParams.of(
                        this,
                        "samples of a step, instead of the recipe's; and of a batch that"
                                + " is scored");
        recipe = new Param<>(this, "recipe", "recipe, by its name or in JSON; or that of the data");
        epochs =
                Checked.atLeast(
                        1, this, "epochs", "passes through the data, instead of the recipe's");
        seed =
                new LongParam(
                        this, "seed", "of parameters, order and noise, instead of the recipe's");
        workers = Checked.atLeast(1, this, "workers", "partitions that train side by side");
        localSteps =
                Checked.atLeast(
                        0,
                        this,
                        "localSteps",
                        "steps of each worker in a round, or 0 for a pass through its rows");
        rounds = Checked.atLeast(1, this, "rounds", "rounds of local steps, instead of the epochs");
        outerRate = Checked.positive(this, "outerRate", "learning rate of the step behind a round");
        outerMomentum =
                Checked.fraction(
                        this, "outerMomentum", "Nesterov momentum of the step behind a round");
        driverRows =
                Checked.atLeast(
                        2,
                        this,
                        "driverRows",
                        "rows that the driver of a training in rounds looks at, at most: it finds"
                                + " scaling and words in them, and judges by a share of them");
        checkpointDir =
                new Param<>(
                        this, "checkpointDir", "folder of the run, to be gone on with; or empty");
        setDefault(engine(), "");
        setDefault(scoreCol(), Outputs.SCORE);
        setDefault(workers, 1);
        setDefault(localSteps, 50);
        setDefault(outerRate, 1.0);
        setDefault(outerMomentum, 0.0);
        setDefault(driverRows, 20_000);
        setDefault(checkpointDir, "");
    }

    /** Returns what opens estimators that were saved. */
    public static MLReader<AutoencoderEstimator> read() {
        return new DefaultParamsReader<>();
    }

    /** Opens an estimator that was saved. */
    public static AutoencoderEstimator load(String path) {
        return read().load(path);
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
    public AutoencoderEstimator self() {
        return this;
    }

    /** Returns the Param of the recipe. */
    public Param<String> recipe() {
        return recipe;
    }

    /** Returns the Param of the epochs. */
    public IntParam epochs() {
        return epochs;
    }

    /** Returns the Param of the seed. */
    public LongParam seed() {
        return seed;
    }

    /** Returns the Param of the workers. */
    public IntParam workers() {
        return workers;
    }

    /** Returns the Param of the steps of a round. */
    public IntParam localSteps() {
        return localSteps;
    }

    /** Returns the Param of the rounds. */
    public IntParam rounds() {
        return rounds;
    }

    /** Returns the Param of the outer learning rate. */
    public DoubleParam outerRate() {
        return outerRate;
    }

    /** Returns the Param of the outer momentum. */
    public DoubleParam outerMomentum() {
        return outerMomentum;
    }

    /** Returns the Param of the rows that the driver looks at. */
    public IntParam driverRows() {
        return driverRows;
    }

    /** Returns the Param of the checkpoint folder. */
    public Param<String> checkpointDir() {
        return checkpointDir;
    }

    /**
     * Fits a recipe instead of the one that suits the data.
     *
     * @param nameOrJson a name, as {@code vae-table}, a JSON file of the driver's, or JSON
     */
    public AutoencoderEstimator setRecipe(String nameOrJson) {
        return with(recipe, nameOrJson);
    }

    /** Passes through the data so often, instead of as often as the recipe says. */
    public AutoencoderEstimator setEpochs(int passes) {
        return with(epochs, passes);
    }

    /** Draws parameters, order and noise by another seed than the recipe's. */
    public AutoencoderEstimator setSeed(long newSeed) {
        return with(seed, newSeed);
    }

    /**
     * Trains on so many partitions side by side, in rounds; 1 trains on the driver, unless local
     * steps or rounds are set.
     */
    public AutoencoderEstimator setWorkers(int count) {
        return with(workers, count);
    }

    /** Lets each worker take so many steps in a round. */
    public AutoencoderEstimator setLocalSteps(int steps) {
        return with(localSteps, steps);
    }

    /** Trains so many rounds, instead of the epochs. */
    public AutoencoderEstimator setRounds(int count) {
        return with(rounds, count);
    }

    /** Sets the learning rate of the step behind a round. */
    public AutoencoderEstimator setOuterRate(double rate) {
        return with(outerRate, rate);
    }

    /** Sets the Nesterov momentum of the step behind a round. */
    public AutoencoderEstimator setOuterMomentum(double momentum) {
        return with(outerMomentum, momentum);
    }

    /** Lets the driver of a training in rounds look at so many rows, at most. */
    public AutoencoderEstimator setDriverRows(int count) {
        return with(driverRows, count);
    }

    /** Keeps the run in a folder of the driver's, and goes on with the one that is there. */
    public AutoencoderEstimator setCheckpointDir(String folder) {
        return with(checkpointDir, folder);
    }

    private AutoencoderEstimator with(Param<?> param, Object value) {
        set(param.name(), value);
        return this;
    }

    /**
     * Returns the schema with the columns that a model will add.
     *
     * @throws IllegalArgumentException if a column is missing or of another type, a new one is
     *     there already, or the recipe cannot be read
     */
    @Override
    public StructType transformSchema(StructType schema) {
        FeatureColumns columns = columns(schema);
        recipe(columns::recipe); // is refused before the jobs of a pipeline's other stages
        return Outputs.of(this, true).addedTo(schema, columns, List.of());
    }

    private FeatureColumns columns(StructType schema) {
        return FeatureColumns.of(this, schema, Optional.empty());
    }

    /**
     * Fits to all rows.
     *
     * @throws IllegalArgumentException if recipe and data do not fit
     * @throws UncheckedIOException if the folder of the run cannot be read or written
     */
    @Override
    public AutoencoderModel fit(Dataset<?> data) {
        transformSchema(data.schema());
        TURN.lock();
        try {
            AutoencoderModel model = new AutoencoderModel(uid, trained(data));
            return copyValues(model.setParent(this), new ParamMap());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            TURN.unlock();
        }
    }

    private ModelFiles trained(Dataset<?> data) throws IOException {
        Dataset<Row> chosen = chosen(data);
        FeatureColumns columns = columns(chosen.schema());
        TrainingRecipe fit = recipe(() -> columns.recipe(chosen));
        String engine = getOrDefault(engine());
        Placement place = engine.isEmpty() ? Placement.ofDefault() : Placement.of(engine);
        String folder = getOrDefault(checkpointDir);
        AutoencoderTrainer trainer = AutoencoderTrainer.of(fit).on(place);
        AutoencoderTrainer into = folder.isEmpty() ? trainer : trainer.into(Path.of(folder));
        boolean inRounds = (int) getOrDefault(workers) > 1 || isSet(localSteps) || isSet(rounds);
        try (TrainedAutoencoder model =
                inRounds
                        ? rounds(columns, fit).fit(chosen, into, place)
                        : onDriver(chosen, columns, fit, into)) {
            return ModelFiles.of(model);
        }
    }

    private RoundTraining rounds(FeatureColumns columns, TrainingRecipe fit) {
        RoundSettings settings =
                RoundSettings.of((int) getOrDefault(workers))
                        .withLocalSteps((int) getOrDefault(localSteps))
                        .withOuterStep(
                                (double) getOrDefault(outerRate),
                                (double) getOrDefault(outerMomentum));
        int asked = isSet(rounds) ? (int) getOrDefault(rounds) : 0;
        return new RoundTraining(columns, fit, settings, asked, (int) getOrDefault(driverRows));
    }

    private static TrainedAutoencoder onDriver(
            Dataset<Row> data,
            FeatureColumns columns,
            TrainingRecipe fit,
            AutoencoderTrainer trainer)
            throws IOException {
        List<Row> rows = data.collectAsList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("data must have rows to learn from, but have none");
        }
        return trainer.fit(columns.data(rows, fit));
    }

    // Of many columns, those alone that are learnt from.
    private Dataset<Row> chosen(Dataset<?> data) {
        return data.select(
                columns(data.schema()).names().stream()
                        .map(name -> functions.col('`' + name.replace("`", "``") + '`'))
                        .toArray(Column[]::new));
    }

    private TrainingRecipe recipe(Supplier<String> suiting) {
        TrainingRecipe read = read(isSet(recipe) ? getOrDefault(recipe) : suiting.get());
        if (read.isConditional()) {
            throw new IllegalArgumentException(
                    "recipe must not be conditional, as a Dataset gives it no labels, but is");
        }
        if (DataSource.isOfPairs(read.data().source())) {
            throw new IllegalArgumentException(
                    "recipe must be of samples alone, as a Dataset gives them no targets, but is of"
                            + " \"%s\"".formatted(read.data().source()));
        }
        TrainingRecipe fit = isSet(epochs) ? read.withEpochs((int) getOrDefault(epochs)) : read;
        fit = isSet(seed) ? fit.withSeed((long) getOrDefault(seed)) : fit;
        return isSet(batchSize()) ? fit.withBatchSize((int) getOrDefault(batchSize())) : fit;
    }

    private static TrainingRecipe read(String said) {
        try {
            return said.strip().startsWith("{")
                    ? Recipes.parse(said)
                    : Recipes.read(said, Map.of());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public AutoencoderEstimator copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String toString() {
        return uid;
    }
}
