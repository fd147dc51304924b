package io.github.autoencoders.training;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.Set;

/** The size of a code that is a map of convolutions: it follows from that of the images. */
public final class MapCode {

    private static final String SIZE = "bottleneck.codeSize";

    private MapCode() {}

    /**
     * Returns a recipe whose code is the map that its convolutions make of samples, where it is
     * such a map and nobody has said its size; others as they are.
     *
     * @param training to learn from, in the format that the model is given
     * @param said the keys of the recipe that somebody has chosen
     */
    public static TrainingRecipe fitted(TrainingRecipe recipe, Samples training, Set<String> said) {
        boolean map = recipe.bottleneck() instanceof Bottleneck.FeatureMap;
        if (!map
                || said.contains(SIZE)
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
