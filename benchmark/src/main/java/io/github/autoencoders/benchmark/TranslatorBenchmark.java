package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a program that uses a model goes through: images as arrays of Java go in, codes come out.
 */
@State(Scope.Benchmark)
public class TranslatorBenchmark {

    /** That go in at once. */
    @Param("1")
    public int images;

    private List<float[]> samples = List.of();
    private Model model;
    private Predictor<float[], float[]> predictor;

    /** Makes images and a model. */
    @Setup
    public void open(Workplace place, MadeTraining training) {
        samples = MadeImages.of(images, MadeImages.SIZE, 0).samples();
        model = Model.newInstance("benchmark", place.place().device(), place.place().engine());
        AutoencoderBlock block = training.config().newBlock();
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        model.setBlock(Part.ENCODER.of(block));
        predictor = model.newPredictor(Task.encoding(training.config()));
    }

    /** Forgets them. */
    @TearDown
    public void close() {
        predictor.close();
        model.close();
    }

    /** Images to codes. */
    @Benchmark
    public List<float[]> encode() throws TranslateException {
        return predictor.batchPredict(samples);
    }
}
