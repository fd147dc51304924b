package io.github.autoencoders.benchmark;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.optimizer.ResumableOptimizer;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is done with a recipe's model and a batch of images made for it. */
@State(Scope.Benchmark)
public class ModelBenchmark {

    private static final int STEPS = 5; // waited for once

    private TimedWork data;
    private TimedWork optimizer;
    private TimedWork encoding;
    private TimedWork reconstruction;
    private TrainingWork training;
    private List<float[]> images = List.of();
    private Predictor<float[], float[]> predictor;

    /** Makes models and images. */
    @Setup
    public void open(Workplace place) {
        AutoencoderConfig config = place.config();
        DataWork batches = new DataWork(place.samples(), place.batch);
        data = batches.open(place.manager());
        encoding = InferenceWork.encoding(config, batches).open(place.manager());
        reconstruction = InferenceWork.reconstruction(config, batches).open(place.manager());
        optimizer = optimizer(place, block(place));
        training = TrainingWork.of(place.recipe(), place.samples(), STEPS, place.place());
        images = MadeImages.of(place.batch, MadeImages.SIZE, 0).samples();
        place.model().setBlock(Part.ENCODER.of(block(place)));
        predictor = place.model().newPredictor(Task.encoding(config));
    }

    private static AutoencoderBlock block(Workplace place) {
        AutoencoderBlock block = place.config().newBlock();
        block.initialize(place.manager(), DataType.FLOAT32, block.inputShapes());
        return block;
    }

    private static TimedWork optimizer(Workplace place, AutoencoderBlock block) {
        NDList weights = new NDList();
        NDList gradients = new NDList();
        for (Parameter parameter : block.getParameters().values()) {
            NDArray weight = parameter.getArray();
            weight.setRequiresGradient(true); // as in training: the update forgets its gradient
            weights.add(weight);
            gradients.add(place.manager().randomNormal(weight.getShape()));
        }
        ResumableOptimizer rule = place.recipe().optimizer().newOptimizer(place.manager());
        return scope -> {
            for (int i = 0; i < weights.size(); i++) {
                rule.update(Integer.toString(i), weights.get(i), gradients.get(i));
            }
            return weights;
        };
    }

    /** Forgets them. */
    @TearDown
    public void close() {
        predictor.close();
        training.close();
    }

    /** One update of all parameters. */
    @Benchmark
    public void optimizer(Workplace place) throws IOException, TranslateException {
        place.run(optimizer);
    }

    /** What a program that uses a model goes through: an array of Java to a code. */
    @Benchmark
    public List<float[]> translateOne() throws TranslateException {
        return predictor.batchPredict(images.subList(0, 1));
    }

    /** Arrays of Java to codes. */
    @Benchmark
    public List<float[]> translateBatch() throws TranslateException {
        return predictor.batchPredict(images);
    }

    /** A batch as training takes it: bytes in memory to model units. */
    @Benchmark
    public void data(Workplace place) throws IOException, TranslateException {
        place.run(data);
    }

    /** Whole steps. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void train(Workplace place) throws IOException, TranslateException {
        place.run(training);
    }

    /** A batch is made, and encoded. */
    @Benchmark
    public void encode(Workplace place) throws IOException, TranslateException {
        place.run(encoding);
    }

    /** A batch is made, encoded and decoded. */
    @Benchmark
    public void reconstruct(Workplace place) throws IOException, TranslateException {
        place.run(reconstruction);
    }
}
