package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;

/**
 * The size of a code that is a map of convolutions: it follows from that of the images. A fit finds
 * it by itself, but of samples that are divided already.
 *
 * <pre>{@code
 * TrainingRecipe sized = MapCode.fitted(Recipes.named("segment-sprites"), split.training());
 * AutoencoderTrainer.of(sized).fit(split).close();
 * }</pre>
 */
public final class MapCode {

    private MapCode() {}

    /**
     * Returns a recipe whose code is the map that its convolutions make of samples, where it is
     * such a map; others, and those that go on from a model, as they are.
     *
     * @param training to learn from, in the format that the model is given
     */
    public static TrainingRecipe fitted(TrainingRecipe recipe, Samples training) {
        boolean map = recipe.bottleneck() instanceof Bottleneck.FeatureMap;
        if (!map
                || !recipe.start().model().isEmpty()
                || !(recipe.architecture() instanceof Architecture.SpatialConvolutional maps)) {
            return recipe;
        }
        Shape sample = training.inputs().format().modelShape();
        if (sample.dimension() < 2) {
            return recipe; // which refuses them
        }
        int size = Math.toIntExact(maps.codeShape(sample).size());
        return recipe.withBottleneck(recipe.bottleneck().withCodeSize(size));
    }
}
