package io.github.autoencoders.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Tells DJL of our models. */
public final class AutoencoderZooProvider implements ZooProvider {

    /** DJL makes one, found by its service loader. */
    public AutoencoderZooProvider() {}

    @Override
    public ModelZoo getModelZoo() {
        return new AutoencoderModelZoo();
    }
}
