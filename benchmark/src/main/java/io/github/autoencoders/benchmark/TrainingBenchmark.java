package io.github.autoencoders.benchmark;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Whole steps of a training. */
@State(Scope.Benchmark)
public class TrainingBenchmark {

    private static final int STEPS = 5; // waited for once

    private TrainingWork work;

    /** Makes a model. */
    @Setup
    public void open(Workplace place, MadeTraining training) {
        work = TrainingWork.of(training.recipe(), training.samples(), STEPS, place.place());
    }

    /** Forgets it. */
    @TearDown
    public void close() {
        work.close();
    }

    /** The steps. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void step(Workplace place) throws IOException, TranslateException {
        place.run(work);
    }
}
