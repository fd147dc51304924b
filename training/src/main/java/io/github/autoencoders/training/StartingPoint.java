package io.github.autoencoders.training;

import ai.djl.Model;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a training starts from, found and checked before any work is done.
 *
 * @param model whose parameters are taken, or null for parameters drawn anew
 * @param frozen the half that is not trained
 */
record StartingPoint(@Nullable SavedModel model, TrainingRecipe.Frozen frozen) {

    static StartingPoint of(TrainingRecipe recipe) throws IOException {
        TrainingRecipe.Start start = recipe.start();
        if (start.model().isEmpty()) {
            return new StartingPoint(null, start.frozen());
        }
        SavedModel model =
                ModelRepository.open(
                        "start: model", Path.of(start.model()), OwnClasses.usedBy(recipe));
        model.require(Part.WHOLE);
        return new StartingPoint(model, start.frozen());
    }

    /** Returns whether there is a model to start from. */
    boolean isGiven() {
        return model != null;
    }

    /** Returns the data in the model's format: its scaling too is what the parameters know. */
    DataSplit inFormat(DataSplit data) {
        return model == null
                ? data
                : data.withFormats(model.config().format(), model.config().target());
    }

    /** Throws unless the model's parameters are those of a config's networks. */
    void requireFits(AutoencoderConfig config) {
        if (model != null) {
            AutoencoderConfig saved = model.config();
            requireEqual("architecture", saved.architecture(), config.architecture());
            requireEqual("bottleneck", saved.bottleneck(), config.bottleneck());
            requireEqual("conditions", saved.conditions(), config.conditions());
            requireEqual(
                    "likelihood's parametersPerValue",
                    saved.likelihood().parametersPerValue(),
                    config.likelihood().parametersPerValue());
        }
    }

    private void requireEqual(String name, Object expected, Object actual) {
        if (!expected.equals(actual) && model != null) {
            throw new IllegalArgumentException(
                    "%s must be that of the model in %s, %s, but is %s"
                            .formatted(name, model.folder(), expected, actual));
        }
    }

    /** Gives a new model its parameters, unless they are to be drawn. */
    void restore(Model fresh) throws IOException {
        if (model != null) {
            model.restore(fresh);
        }
    }
}
