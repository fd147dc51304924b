package io.github.autoencoders.server;

import ai.djl.Model;
import ai.djl.translate.Translator;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.serving.WindowPlaces;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;

/** A model for all its tasks, which a server does not close. */
sealed interface ServedSource {

    AutoencoderConfig config();

    /** Returns DJL's model that does a task. */
    Model model(Task task);

    /** Returns a translator as {@link Task#ofArrays} does. */
    Translator<List<double[]>, double[]> arrays(Task task);

    /** Returns where windows of a sound begin. */
    WindowPlaces places();

    /** Frees what {@link #model} returned. */
    void free(Model model);

    /** A model on the engine that has its parameters. */
    record Trained(TrainedAutoencoder trained) implements ServedSource {

        @Override
        public AutoencoderConfig config() {
            return trained.config();
        }

        @Override
        public Model model(Task task) {
            return trained.newModel(task.part());
        }

        @Override
        public Translator<List<double[]>, double[]> arrays(Task task) {
            return task.ofArrays(trained.config());
        }

        @Override
        public WindowPlaces places() {
            return WindowPlaces.of(trained.card().recipe().data());
        }

        @Override
        public void free(Model model) {
            model.close();
        }
    }

    /** A model in files of ONNX. */
    record Exported(ExportedModel exported) implements ServedSource {

        @Override
        public AutoencoderConfig config() {
            return exported.config();
        }

        @Override
        public Model model(Task task) {
            return exported.model(task);
        }

        @Override
        public Translator<List<double[]>, double[]> arrays(Task task) {
            return exported.part(task).ofArrays(task);
        }

        // The files do not say it.
        @Override
        public WindowPlaces places() {
            return WindowPlaces.halfAWindow(exported.config());
        }

        @Override
        public void free(Model model) {} // it is the exported model's own
    }
}
