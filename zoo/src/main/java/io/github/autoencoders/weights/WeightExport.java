package io.github.autoencoders.weights;

import ai.djl.Model;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.util.List;
import java.util.Locale;

/** The parameters of a model of ours, in PyTorch's layouts, for {@link WeightFile#write}. */
public final class WeightExport {

    private WeightExport() {}

    /**
     * Returns a model's parameters, by the names that PyTorch would give them, were the blocks its
     * modules: {@code encoder.network.1.weight}. A layer's number counts blocks without parameters
     * too, from 0.
     *
     * @param part whole, encoder or decoder
     */
    public static List<Tensor> of(TrainedAutoencoder model, Part part) {
        try (Model alone = model.newModel(part)) {
            String half = part.isWhole() ? "" : part.name().toLowerCase(Locale.ROOT) + ".";
            return TargetWalk.of(alone.getBlock()).stream()
                    .map(Target::tensor)
                    .map(tensor -> tensor.named(half + tensor.name()))
                    .toList();
        }
    }
}
