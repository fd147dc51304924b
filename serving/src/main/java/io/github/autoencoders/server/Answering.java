package io.github.autoencoders.server;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.EngineChoice;
import io.github.autoencoders.serving.AutoencoderServingTranslator;
import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.serving.ScoreRequests;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.util.List;
import java.util.concurrent.locks.Lock;

/** What the requests for one name are answered by, in all threads. */
interface Answering extends AutoCloseable {

    ModelSummary summary();

    /** Returns what KServe's protocol tells of it. */
    KServeModel inKServesForm(String name);

    /** Returns what one thread answers by. */
    Answerer newAnswerer();

    /** Returns how many waiting requests are answered together, of at most so many. */
    default int together(int most) {
        return most;
    }

    /** Frees what it took, when no thread uses it any more. */
    @Override
    void close();

    /** What one thread answers by. */
    interface Answerer extends AutoCloseable {

        /** Returns the answers to requests, in their order, or fails for all of them. */
        List<Output> answers(List<Input> requests) throws TranslateException;

        @Override
        void close();
    }

    /**
     * Answers by a model's task.
     *
     * @param source is not closed with it
     */
    static Answering of(ServedSource source, Task task) {
        task.requireFits(source.config());
        return new ByTask(source, task, source.model(task));
    }

    /** A model for one of its tasks. */
    record ByTask(ServedSource source, Task task, Model model) implements Answering {

        @Override
        public ModelSummary summary() {
            return ModelSummary.of(task, source.config());
        }

        @Override
        public KServeModel inKServesForm(String name) {
            return KServeModel.of(name, summary());
        }

        /** Returns 1 where sounds are taken, of which a long one would keep short ones waiting. */
        @Override
        public int together(int most) {
            boolean sounds =
                    task.input() == Content.SAMPLE && source.config().format().isOfSounds();
            return sounds ? 1 : most;
        }

        @Override
        public Answerer newAnswerer() {
            Predictor<Input, Output> predictor =
                    model.newPredictor(
                            new AutoencoderServingTranslator(
                                    task, source.config(), source.arrays(task), source.places()));
            return new ByPredictor(predictor, model.getNDManager().getEngine().getEngineName());
        }

        @Override
        public void close() {
            source.free(model);
        }
    }

    /** One of DJL's predictors, and the name of its engine. */
    record ByPredictor(Predictor<Input, Output> predictor, String engine) implements Answerer {

        @Override
        public List<Output> answers(List<Input> requests) throws TranslateException {
            Lock caller = EngineChoice.callerLock(engine);
            caller.lock();
            try {
                return predictor.batchPredict(requests);
            } finally {
                caller.unlock();
            }
        }

        @Override
        public void close() {
            predictor.close();
        }
    }

    /** What judges rows or samples, for any number of threads; whoever made it closes it. */
    record ByScores(ScoreRequests requests) implements Answering, Answerer {

        @Override
        public ModelSummary summary() {
            return requests.summary();
        }

        @Override
        public KServeModel inKServesForm(String name) {
            return KServeModel.ofScores(name, summary(), requests.words());
        }

        @Override
        public Answerer newAnswerer() {
            return this;
        }

        /** Returns 1: nothing is gained by waiting for others, whose samples may be many. */
        @Override
        public int together(int most) {
            return 1;
        }

        @Override
        public List<Output> answers(List<Input> asked) {
            return asked.stream().map(requests::answer).toList();
        }

        @Override
        public void close() {}
    }
}
