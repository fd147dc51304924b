package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Where JMH measures: an engine, started before anything else of DJL is called. All benchmarks here
 * wait until what they asked an engine for is computed, since MXNet always, and PyTorch on a GPU,
 * may return before.
 */
@State(Scope.Benchmark)
public class Workplace {

    private static final int BATCHES = 5;

    /** As the option's name is: PyTorch or MXNet. */
    @Param("PyTorch")
    public String engine = "";

    /** As cpu or gpu0. */
    @Param("cpu")
    public String device = "";

    /** Of the arithmetic, 0 for as many as the engine chooses. */
    @Param("0")
    public int threads;

    /** Images of a batch: B. */
    @Param("100")
    public int batch;

    /** Whose model is measured. */
    @Param({"ae-mnist", "vae-fashion-mnist"})
    public String recipe = "";

    private Placement place;
    private TrainingRecipe read;
    private Samples samples;
    private Model model;

    /** Starts the engine, and makes some batches of images. */
    @Setup
    public void open() throws IOException {
        place = new EngineChoice(engine, device, threads == 0 ? null : threads).start();
        model = Model.newInstance("benchmark", place.device(), place.engine());
        read = Recipes.read(recipe, Map.of("batchSize", batch));
        samples = MadeImages.of(BATCHES * batch, MadeImages.SIZE, read.data().padding());
    }

    /** Forgets what stayed from one call to the next. */
    @TearDown
    public void close() {
        model.close();
    }

    Placement place() {
        return place;
    }

    TrainingRecipe recipe() {
        return read;
    }

    Samples samples() {
        return samples;
    }

    AutoencoderConfig config() {
        return TrainingWork.config(read, samples);
    }

    /** Returns a model without a block yet. */
    Model model() {
        return model;
    }

    /** Returns what owns the arrays that stay from one call to the next. */
    NDManager manager() {
        return model.getNDManager();
    }

    /** Does work once, until all of it is done. */
    void run(TimedWork work) throws IOException, TranslateException {
        work.runWhole(manager());
    }

    /**
     * Returns the gradients of a scalar, as a training step computes them.
     *
     * @param arrays with respect to which, of which each requires its gradient
     * @param scope owns the gradients
     */
    NDList gradients(Supplier<NDArray> scalar, NDList arrays, NDManager scope) {
        Engine here = Engine.getEngine(place.engine());
        try (GradientCollector collector = here.newGradientCollector()) {
            collector.backward(scalar.get());
        }
        NDList gradients = new NDList();
        for (NDArray array : arrays) {
            NDArray gradient = array.getGradient();
            gradient.attach(scope);
            gradients.add(gradient);
        }
        return gradients;
    }
}
