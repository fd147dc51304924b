package io.github.autoencoders.benchmark;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A batch is made, and a part of a new model is run on it, or none. */
@State(Scope.Benchmark)
public class InferenceBenchmark {

    private TimedWork data;
    private TimedWork encoding;
    private TimedWork reconstruction;

    /** Makes a model and images. */
    @Setup
    public void open(Workplace place, MadeTraining training) {
        DataWork batches = new DataWork(training.samples(), place.batch);
        data = batches.open(place.manager());
        encoding = InferenceWork.encoding(training.config(), batches).open(place.manager());
        reconstruction =
                InferenceWork.reconstruction(training.config(), batches).open(place.manager());
    }

    /** Batches as training takes them: bytes in memory to model units. */
    @Benchmark
    public void batch(Workplace place) throws IOException, TranslateException {
        place.run(data);
    }

    /** Samples to codes. */
    @Benchmark
    public void encode(Workplace place) throws IOException, TranslateException {
        place.run(encoding);
    }

    /** Samples to codes and back. */
    @Benchmark
    public void reconstruct(Workplace place) throws IOException, TranslateException {
        place.run(reconstruction);
    }
}
