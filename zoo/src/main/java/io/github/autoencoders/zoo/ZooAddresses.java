package io.github.autoencoders.zoo;

import ai.djl.repository.MRL;
import ai.djl.repository.RemoteRepository;
import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as {@code djl://io.github.autoencoders/vae-sprites-2} or {@code
 * djl://io.github.autoencoders/vae-sprites-2/0.0.1?task=encode}. DJL's own factory looks for every
 * group in DJL's repository, and there can be one factory of a scheme only; so this one does for
 * other groups what DJL's does.
 */
public final class ZooAddresses implements RepositoryFactory {

    private static final Pattern PATH =
            Pattern.compile("/(?<artifact>.+?)(/(?<version>[\\d.]+)(/(?<name>.*))?)?");

    /** DJL makes one, found by its service loader. */
    public ZooAddresses() {}

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of("djl");
    }

    @Override
    public Repository newInstance(String name, URI address) {
        Matcher path = PATH.matcher(Optional.ofNullable(address.getPath()).orElse(""));
        if (address.getHost() == null || !path.matches()) {
            throw new IllegalArgumentException(
                    "address must be as djl://group/artifact/version, but is " + address);
        }
        return address.getHost().equals(ModelRepository.GROUP)
                ? ours(path, address)
                : djls(name, path, address);
    }

    private static Repository ours(Matcher path, URI address) {
        for (ModelRepository repository : ModelRepository.all()) {
            for (MRL model : repository.getResources()) {
                if (model.getArtifactId().equals(path.group("artifact"))
                        && has(repository, model, path.group("version"))) {
                    return repository.withOnly(
                            model, path.group("version"), path.group("name"), address);
                }
            }
        }
        throw new IllegalArgumentException(
                "address must be that of a model in "
                        + ModelRepository.all()
                        + ", but is "
                        + address);
    }

    private static boolean has(ModelRepository repository, MRL model, @Nullable String version) {
        try {
            return version == null
                    || !repository
                            .model(
                                    model.getApplication(),
                                    ModelRepository.GROUP,
                                    model.getArtifactId(),
                                    version)
                            .listArtifacts()
                            .isEmpty();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Repository djls(String name, Matcher path, URI address) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        RemoteRepository repository =
                new RemoteRepository(name, URI.create(ModelZoo.DJL_REPO_URL + query));
        ModelZoo zoo = ModelZoo.getModelZoo(address.getHost());
        if (zoo == null) {
            throw new IllegalArgumentException(
                    "ModelZoo not found in classpath: " + address.getHost());
        }
        ModelLoader loader = zoo.getModelLoader(path.group("artifact"));
        if (loader == null) {
            throw new IllegalArgumentException("Invalid djl URL: " + address);
        }
        repository.addResource(
                repository.model(
                        loader.getApplication(),
                        address.getHost(),
                        path.group("artifact"),
                        path.group("version"),
                        path.group("name")));
        return repository;
    }
}
