package io.github.autoencoders.zoo;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.Metadata;
import ai.djl.repository.Version;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A version of a model in a repository, as DJL's {@code metadata.json} describes it, found to hold
 * nothing but the files of a saved model, each with its size and SHA-1, in the folder {@code
 * version/name} beside the metadata.
 *
 * @param artifact as DJL knows it
 */
record PublishedModel(Artifact artifact) {

    private static final long MOST_TEXT = 1 << 20;
    private static final long MOST_PARAMETERS = 4L << 30;

    PublishedModel {
        requireName("name", artifact.getName());
        requireVersion(artifact.getVersion());
        Map<String, Artifact.Item> files = artifact.getFiles();
        List<String> expected = SavedModel.FILES;
        if (files.size() != expected.size() || !files.keySet().containsAll(expected)) {
            throw new IllegalArgumentException(
                    "files must be %s, but are %s".formatted(expected, files.keySet()));
        }
        files.forEach((name, item) -> requireFile(artifact, name, item));
    }

    static boolean isName(String name) {
        return name.matches("[a-z0-9][a-z0-9_-]{0,63}");
    }

    /** Refuses what could not be a folder's name on every system, or leads out of the folder. */
    static void requireName(String what, String name) {
        if (name == null || !isName(name)) {
            throw new IllegalArgumentException(
                    "%s must have 1 to 64 of the characters a to z, 0 to 9, - and _, and no - or _ first, but is \"%s\""
                            .formatted(what, name));
        }
    }

    static void requireVersion(String version) {
        if (version == null || !version.matches("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}")) {
            throw new IllegalArgumentException(
                    "version must be as 0.0.1, but is \"%s\"".formatted(version));
        }
    }

    private static void requireFile(Artifact artifact, String name, Artifact.Item item) {
        String uri = artifact.getVersion() + "/" + artifact.getName() + "/" + name;
        if (!uri.equals(item.getUri())) {
            throw new IllegalArgumentException(
                    "uri of %s must be %s, but is %s".formatted(name, uri, item.getUri()));
        }
        if (item.getSha1Hash() == null || !item.getSha1Hash().matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException(
                    "sha1Hash of %s must be 40 hexadecimal digits, but is %s"
                            .formatted(name, item.getSha1Hash()));
        }
        long most = name.equals(SavedModel.PARAMETERS) ? MOST_PARAMETERS : MOST_TEXT;
        if (item.getSize() < 1 || item.getSize() > most) {
            throw new IllegalArgumentException(
                    "size of %s must be between 1 and %s, but is %s"
                            .formatted(name, most, item.getSize()));
        }
    }

    /**
     * Returns all versions that metadata describe, the newest first.
     *
     * @throws IOException if they describe anything else; the message begins with where they are
     */
    static List<PublishedModel> of(Metadata metadata, String where) throws IOException {
        try {
            return metadata.getArtifacts().stream()
                    .map(PublishedModel::new)
                    .sorted((a, b) -> b.version().compareTo(a.version()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        } catch (RuntimeException e) { // of what Gson leaves null
            throw new IOException(
                    where + " must describe versions with all their files, but does not", e);
        }
    }

    /** Returns a file of an artifact that was found to have it. */
    static Artifact.Item file(Artifact artifact, String name) {
        return Objects.requireNonNull(artifact.getFiles().get(name));
    }

    Version version() {
        return new Version(artifact.getVersion());
    }

    /** Returns what a Criteria may filter by. */
    static Map<String, String> properties(SavedModel saved, ModelCard card) throws IOException {
        Map<String, String> properties = new HashMap<>();
        String source = card.recipe().data().source();
        properties.put("dataset", source.substring(source.replace('\\', '/').lastIndexOf('/') + 1));
        properties.put("family", family(saved.config(), card));
        properties.put("code", String.valueOf(saved.config().bottleneck().codeSize()));
        properties.put("part", saved.part().name().toLowerCase(Locale.ROOT));
        properties.put(
                "sha256",
                ModelDescription.read(saved.folder(), saved.ownClasses()).parametersSha256());
        return properties;
    }

    private static String family(AutoencoderConfig config, ModelCard card) {
        if (card.recipe().corruption().corrupts()) {
            return "denoising";
        }
        if (!config.bottleneck().canBeSampled()) {
            return "vq-vae";
        }
        String kind = config.bottleneck().isStochastic() ? "vae" : "autoencoder";
        return config.conditions().isEmpty() ? kind : "conditional-" + kind;
    }

    /** Returns DJL's word for what a model is for; it has none for series. */
    static Application application(AutoencoderConfig config, ModelCard card) {
        SampleKind kind = config.format().kind();
        if (kind != SampleKind.IMAGE) {
            return kind.application();
        }
        if (card.recipe().corruption().corrupts()) {
            return Application.CV.IMAGE_ENHANCEMENT;
        }
        return config.bottleneck().isStochastic()
                ? Application.CV.IMAGE_GENERATION
                : kind.application();
    }
}
