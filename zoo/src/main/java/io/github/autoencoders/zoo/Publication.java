package io.github.autoencoders.zoo;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.License;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.Version;
import ai.djl.util.JsonUtils;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A model put into a repository in a folder, which DJL reads as it is, and any web server gives
 * away. Each file appears whole, the list of models last: who reads at the same time sees the
 * repository before or after. Nothing that was published is changed.
 *
 * @param name of the artifact
 * @param version of it
 * @param folder that holds its files
 */
public record Publication(String name, String version, Path folder) {

    // It stays: one that is deleted may be held by a program that waited for it.
    private static final String LOCK = ".lock";

    /**
     * Puts a model into a repository.
     *
     * @param saved the model
     * @param card to be published with it; it must name a license
     * @param repository its folder, which is made if there is none
     * @param name of the artifact: a to z, 0 to 9, - and _
     * @param version as 0.0.1, or empty for the one after the last
     * @throws IOException if the version is there already, or the folder holds something else, or
     *     cannot be written
     * @throws IllegalArgumentException if name, version or card are not as they must be
     */
    @SuppressWarnings("try") // the lock is held, not used
    public static Publication of(
            SavedModel saved, ModelCard card, Path repository, String name, String version)
            throws IOException {
        require(name, version);
        if (card.license().isBlank()) {
            throw new IllegalArgumentException("license of the model must be given, but is not");
        }
        saved.requireSealed();
        Files.createDirectories(repository);
        index(repository); // refuses before anything is written
        Path lock = repository.resolve(LOCK);
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            return publish(saved, card, repository, name, version);
        } catch (OverlappingFileLockException e) {
            throw new IOException(repository + " is being published to; try again", e);
        }
    }

    /**
     * Checks, before any work, how a model is to be called.
     *
     * @param name of the artifact: a to z, 0 to 9, - and _
     * @param version as 0.0.1, or empty for the one after the last
     * @throws IllegalArgumentException if they are not as they must be
     */
    public static void require(String name, String version) {
        PublishedModel.requireName("name", name);
        if (!version.isEmpty()) {
            PublishedModel.requireVersion(version);
        }
    }

    /**
     * Checks, before any work, that a folder is a repository, or can become one.
     *
     * @throws IOException if it is a file, holds other files, or cannot be written
     */
    public static void requireRepository(Path repository) throws IOException {
        AtomicWrite.requirePlace(repository);
        if (Files.isDirectory(repository)) {
            index(repository);
        } else if (Files.exists(repository)) {
            throw new IOException("to must be a folder, but is the file " + repository);
        }
    }

    /**
     * Returns the folder that a user names.
     *
     * @param place a path, or an address that begins with file:
     * @throws IllegalArgumentException if it is none of them
     */
    public static Path folder(String place) {
        if (RepositoryPlace.of(place) instanceof RepositoryPlace.Folder folder) {
            return folder.root();
        }
        throw new IllegalArgumentException(
                "a repository that is written must be a folder, but is " + place);
    }

    private static Publication publish(
            SavedModel saved, ModelCard card, Path repository, String name, String version)
            throws IOException {
        RepositoryIndex index = index(repository);
        Path file = repository.resolve(RepositoryIndex.FILE);
        if (!Files.exists(file)) {
            AtomicWrite.text(
                    file, index.write()); // first of all: what is interrupted leaves a repository
        }
        Application application = PublishedModel.application(saved.config(), card);
        requireSameApplication(index, name, application);
        ModelRepository known = ModelRepository.of(repository.toString());
        MRL mrl = known.model(application, ModelRepository.GROUP, name);
        Metadata metadata = known.locate(mrl);
        List<Artifact> artifacts =
                metadata == null ? List.of() : new ArrayList<>(metadata.getArtifacts());
        String chosen = version.isEmpty() ? next(artifacts) : version;
        if (artifacts.stream().anyMatch(artifact -> artifact.getVersion().equals(chosen))) {
            throw new IOException(
                    "version must be a new one of %s in %s, but %s is there already"
                            .formatted(name, repository, chosen));
        }
        Path folder = repository.resolve(mrl.toURI().getPath());
        Files.createDirectories(folder);
        SavedModel copy = copy(saved, card, folder, chosen, name);
        List<Artifact> all = new ArrayList<>(artifacts);
        all.add(artifact(copy, card, chosen, name));
        all.sort((a, b) -> new Version(b.getVersion()).compareTo(new Version(a.getVersion())));
        String json = JsonUtils.GSON_PRETTY.toJson(metadata(application, name, card, all)) + "\n";
        AtomicWrite.text(folder.resolve("metadata.json"), json);
        RepositoryIndex grown = index.with(new RepositoryIndex.Entry(application.getPath(), name));
        AtomicWrite.text(file, grown.write());
        return new Publication(name, chosen, copy.folder());
    }

    private static RepositoryIndex index(Path repository) throws IOException {
        Path file = repository.resolve(RepositoryIndex.FILE);
        if (Files.exists(file)) {
            try {
                return RepositoryIndex.read(ModelDescription.text(file));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
        try (Stream<Path> files = Files.list(repository)) {
            // What another publication is making, or left when it was interrupted, may be there.
            if (files.anyMatch(
                    other -> !other.endsWith(LOCK) && !AtomicWrite.isPartial(file, other))) {
                throw new IOException(
                        repository
                                + " must be a repository or an empty folder, but holds other"
                                + " files");
            }
        }
        return RepositoryIndex.EMPTY;
    }

    private static void requireSameApplication(
            RepositoryIndex index, String name, Application application) throws IOException {
        for (RepositoryIndex.Entry entry : index.models()) {
            if (entry.artifact().equals(name)
                    && !entry.application().equals(application.getPath())) {
                throw new IOException(
                        "name must be another: %s is a model for %s there, but this one is for %s"
                                .formatted(name, entry.application(), application.getPath()));
            }
        }
    }

    private static String next(List<Artifact> artifacts) {
        return artifacts.stream()
                .map(artifact -> new Version(artifact.getVersion()))
                .max(Version::compareTo)
                .map(
                        last ->
                                "%s.%s.%s"
                                        .formatted(
                                                last.getMajorVersion(),
                                                last.getMinorVersion(),
                                                last.getIncrementalVersion() + 1))
                .orElse("0.0.1");
    }

    private static SavedModel copy(
            SavedModel saved, ModelCard card, Path folder, String version, String name)
            throws IOException {
        Path there = folder.resolve(version);
        AtomicWrite.replaceFolder( // there may be what a publication left that was interrupted
                there, fresh -> saved.copy(Files.createDirectory(fresh.resolve(name)), card));
        return SavedModel.open(there.resolve(name));
    }

    private static Artifact artifact(SavedModel copy, ModelCard card, String version, String name)
            throws IOException {
        Map<String, Artifact.Item> files = new TreeMap<>();
        for (String file : SavedModel.FILES) {
            Artifact.Item item = new Artifact.Item();
            item.setUri(version + "/" + name + "/" + file);
            item.setName(file);
            item.setType("file");
            item.setSize(Files.size(copy.folder().resolve(file)));
            item.setSha1Hash(Digest.SHA_1.of(copy.folder().resolve(file)));
            files.put(file, item);
        }
        Artifact artifact = new Artifact();
        artifact.setVersion(version);
        artifact.setName(name);
        artifact.setProperties(new TreeMap<>(PublishedModel.properties(copy, card)));
        artifact.setFiles(files);
        ModelRepository.trustNothing(artifact);
        return artifact;
    }

    private static Metadata metadata(
            Application application, String name, ModelCard card, List<Artifact> artifacts) {
        License license = new License();
        license.setId("license");
        license.setName(card.license());
        license.setUrl("https://spdx.org/licenses/" + card.license() + ".html");
        Metadata metadata = new Metadata();
        metadata.setMetadataVersion("0.2");
        metadata.setResourceType("model");
        metadata.setApplication(application);
        metadata.setGroupId(ModelRepository.GROUP);
        metadata.setArtifactId(name);
        metadata.setName(name);
        metadata.setDescription("Autoencoder of " + card.training().name());
        metadata.addLicense(license);
        metadata.setArtifacts(artifacts);
        return metadata;
    }
}
