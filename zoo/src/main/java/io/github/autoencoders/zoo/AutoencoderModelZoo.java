package io.github.autoencoders.zoo;

import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The models of the user's own repositories and of the jar of our models, for DJL's Criteria with
 * {@code optGroupId("io.github.autoencoders")}. The filters are {@code dataset}, {@code family},
 * {@code code} (its size), {@code part} and {@code sha256} (of the parameters).
 */
public final class AutoencoderModelZoo extends ModelZoo {

    AutoencoderModelZoo() {}

    @Override
    public String getGroupId() {
        return ModelRepository.GROUP;
    }

    @Override
    public Collection<ModelLoader> getModelLoaders() {
        return ModelRepository.all().stream()
                .flatMap(repository -> repository.getResources().stream())
                .<ModelLoader>map(BaseModelLoader::new)
                .toList();
    }

    @Override
    public @Nullable ModelLoader getModelLoader(String name) {
        return getModelLoaders().stream()
                .filter(loader -> loader.getArtifactId().equals(name))
                .findFirst()
                .orElse(null); // as DJL's own zoos do
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch", "MXNet");
    }
}
