package io.github.autoencoders.zoo;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.JsonUtils;
import ai.djl.util.Progress;
import ai.djl.util.Utils;
import com.google.gson.JsonParseException;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.file.FullDiskException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A repository of models in DJL's layout: in the jar of our models, in a folder, or on a web
 * server. A model's files are copied into DJL's cache, whole or not at all, each with the size and
 * the SHA-1 that the metadata say; then the parameters must have the SHA-256 that {@code
 * model.json} says. What metadata and {@code serving.properties} say of classes is not believed:
 * nothing that lies in a repository is run.
 *
 * <p>Own repositories are named by the system property {@value #PROPERTY} or the environment
 * variable {@value #VARIABLE}, folders or addresses with commas between them. They are searched
 * before the models built in.
 */
public final class ModelRepository extends AbstractRepository {

    /** The system property that names own repositories. */
    public static final String PROPERTY = "autoencoders.repositories";

    /** The environment variable that names own repositories where the property does not. */
    public static final String VARIABLE = "AUTOENCODERS_REPOSITORIES";

    /** The group of all our models. */
    public static final String GROUP = "io.github.autoencoders";

    /** The artifact that brings the models built in. */
    public static final String MODELS = "io.github.autoencoders:autoencoders-models";

    private static final Logger LOG = LoggerFactory.getLogger(ModelRepository.class);
    // With one slash where a path was made of it.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "djl://?"
                            + Pattern.quote(GROUP)
                            + "/(?<artifact>[^/?@]+)(/(?<version>[\\d.]+)(/[^?]*)?)?(\\?.*)?");

    private final RepositoryPlace place;
    private @Nullable MRL only; // set at once, or never

    private ModelRepository(RepositoryPlace place, URI address) {
        super(place.toString(), address);
        this.place = place;
    }

    /**
     * Returns a repository.
     *
     * @param place a folder, or an address that begins with file:, http: or https:
     * @throws IllegalArgumentException if it is none of them
     */
    public static ModelRepository of(String place) {
        return of(RepositoryPlace.of(place));
    }

    private static ModelRepository of(RepositoryPlace place) {
        return new ModelRepository(place, place.address());
    }

    /**
     * Returns the models of the artifact {@value #MODELS}; none where that is not on the class
     * path.
     */
    public static ModelRepository builtIn() {
        return of(new RepositoryPlace.Jar());
    }

    /** Returns the user's own repositories, in the order given, and then the one built in. */
    public static List<ModelRepository> all() {
        String environment = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
        List<ModelRepository> all = new ArrayList<>();
        for (String place : System.getProperty(PROPERTY, environment).split(",", -1)) {
            if (!place.isBlank()) {
                all.add(of(place.strip()));
            }
        }
        all.add(builtIn());
        return all;
    }

    /**
     * Returns this repository with one model in it, or one version of a model.
     *
     * @param arguments after a question mark, as {@code ?task=encode}, are given to the model
     */
    ModelRepository withOnly(
            MRL model, @Nullable String version, @Nullable String name, URI arguments) {
        ModelRepository one = new ModelRepository(place, arguments);
        one.only =
                one.model(
                        model.getApplication(),
                        GROUP,
                        model.getArtifactId(),
                        version == null ? null : "[" + version + "]",
                        name);
        return one;
    }

    /**
     * Returns what is in the repository.
     *
     * @throws IOException if that cannot be read
     */
    public List<MRL> list() throws IOException {
        if (only != null) {
            return List.of(only);
        }
        String text;
        try {
            text = files().text(RepositoryIndex.FILE);
        } catch (FileNotFoundException e) {
            if (place instanceof RepositoryPlace.Jar) {
                return List.of();
            }
            throw new IOException(
                    place
                            + " must be a repository, but has no "
                            + RepositoryIndex.FILE
                            + ", which lists the models that were published into it",
                    e);
        }
        try {
            return RepositoryIndex.read(text).models().stream()
                    .map(m -> model(Application.of(m.application()), GROUP, m.artifact()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": " + RepositoryIndex.FILE + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<MRL> getResources() {
        try {
            return list();
        } catch (IOException e) { // DJL looks through all zoos, whatever is asked for
            LOG.warn("{}; its models are not found", e.getMessage());
            return List.of();
        }
    }

    /**
     * Returns a model's folder in the cache, where its files are then whole.
     *
     * @param artifact its name
     * @param version as 0.0.1, or empty for the newest
     * @return nothing if the repository has no such model
     * @throws IOException if it cannot be read
     */
    public Optional<SavedModel> find(String artifact, String version) throws IOException {
        return find(list(), artifact, version);
    }

    private Optional<SavedModel> find(List<MRL> models, String artifact, String version)
            throws IOException {
        for (MRL model : models) {
            if (model.getArtifactId().equals(artifact)) {
                for (PublishedModel published : published(model)) {
                    if (version.isEmpty() || published.artifact().getVersion().equals(version)) {
                        prepare(published.artifact(), null);
                        return Optional.of(
                                SavedModel.open(getResourceDirectory(published.artifact())));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the model of a name in the first of all repositories that has it.
     *
     * @param name as {@code vae-sprites-2} or {@code vae-sprites-2@0.0.1}
     * @return nothing if none has such a model
     * @throws IOException if it cannot be read
     */
    public static Optional<SavedModel> findNamed(String name) throws IOException {
        int at = name.indexOf('@');
        String artifact = at < 0 ? name : name.substring(0, at);
        String version = at < 0 ? "" : name.substring(at + 1);
        if (!PublishedModel.isName(artifact)) {
            return Optional.empty(); // a path, mistyped: no server need be asked
        }
        for (ModelRepository repository : all()) {
            // One that cannot be reached is said, and passed over.
            Optional<SavedModel> found =
                    repository.find(repository.getResources(), artifact, version);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the model that a user means, whatever command it is given to; no engine is touched. A
     * folder comes before a published model of the same name:
     *
     * <ol>
     *   <li>a folder with {@code model.json} is that of a saved model;
     *   <li>a folder with {@code recipe.json} is that of a run, whose model is in {@code model}, or
     *       in {@code model.old} where the run was interrupted while it replaced that;
     *   <li>what is no folder is the name of a published model, as for {@link #findNamed};
     *   <li>or its address, as {@code djl://io.github.autoencoders/vae-sprites-2/0.0.1}.
     * </ol>
     *
     * @param name how a message calls what was given, as an option
     * @param given the folder, or the name
     * @throws IOException if there is no such model, or it cannot be read
     */
    public static SavedModel open(String name, Path given) throws IOException {
        return open(name, given, OwnClasses.NONE);
    }

    /**
     * Returns the model that a user means, as {@link #open(String, Path)} does.
     *
     * @param ownClasses that a model in a folder may be made of; no published model is made of any
     */
    public static SavedModel open(String name, Path given, OwnClasses ownClasses)
            throws IOException {
        if (!Files.isDirectory(given)) {
            return named(name, given.toString());
        }
        boolean run =
                !Files.exists(given.resolve(ModelDescription.FILE))
                        && Files.exists(given.resolve("recipe.json"));
        if (!run) {
            return SavedModel.open(given, ownClasses);
        }
        Path model = given.resolve("model");
        Path old = given.resolve("model.old");
        return SavedModel.open(Files.exists(model) || !Files.exists(old) ? model : old, ownClasses);
    }

    /**
     * Returns the model that a user means, as {@link #open(String, Path)} does.
     *
     * @param given the folder, the name or the address
     * @throws IOException if there is no such model, or it cannot be read
     */
    public static SavedModel open(String name, String given) throws IOException {
        return open(name, given, OwnClasses.NONE);
    }

    /** Returns the model that a user means, as {@link #open(String, Path, OwnClasses)} does. */
    static SavedModel open(String name, String given, OwnClasses ownClasses) throws IOException {
        // An address is no path on every system.
        return ADDRESS.matcher(given).matches()
                ? named(name, given)
                : open(name, Path.of(given), ownClasses);
    }

    private static SavedModel named(String name, String given) throws IOException {
        Matcher address = ADDRESS.matcher(given);
        String version = address.matches() ? address.group("version") : null;
        String artifact = address.matches() ? address.group("artifact") : given;
        return findNamed(version == null ? artifact : artifact + "@" + version)
                .orElseThrow(() -> noModel(name, given));
    }

    private static IOException noModel(String name, String given) {
        return new IOException(
                name
                        + " must be the folder of a run, or the name of a published model,"
                        + " but there is no "
                        + given
                        + (ADDRESS.matcher(given).matches()
                                ? ""
                                : Spelling.suggestion(Path.of(given), names()))
                        + (builtIn().getResources().isEmpty()
                                ? "; "
                                        + MODELS
                                        + ", which has the models built in, is not on the class"
                                        + " path"
                                : ""));
    }

    /** Returns the names of the models in all repositories that can be reached. */
    public static List<String> names() {
        return all().stream()
                .flatMap(repository -> repository.getResources().stream())
                .map(MRL::getArtifactId)
                .distinct()
                .toList();
    }

    /**
     * Returns the card of each model's newest version, by {@code name@version}, without its
     * parameters.
     *
     * @throws IOException if one cannot be read
     */
    public Map<String, ModelCard> cards() throws IOException {
        Map<String, ModelCard> cards = new TreeMap<>();
        for (MRL model : list()) {
            Artifact newest = published(model).get(0).artifact();
            Path folder = Files.createTempDirectory("autoencoders-card");
            try {
                for (String name : SavedModel.FILES) {
                    if (!name.equals(SavedModel.PARAMETERS)) {
                        fetch(newest, name, folder.resolve(name));
                    }
                }
                cards.put(
                        model.getArtifactId() + "@" + newest.getVersion(),
                        SavedModel.open(folder).card());
            } finally {
                Utils.deleteQuietly(folder);
            }
        }
        return cards;
    }

    @Override
    public boolean isRemote() {
        return place.isRemote();
    }

    @Override
    public @Nullable Metadata locate(MRL mrl) throws IOException {
        String folder = mrl.toURI().getPath();
        Metadata metadata;
        try {
            String text = files().text(folder + "metadata.json");
            metadata = JsonUtils.GSON.fromJson(text, Metadata.class);
        } catch (FileNotFoundException e) {
            return null; // as DJL's own do
        } catch (JsonParseException e) {
            throw new IOException(place + ": " + folder + "metadata.json must be metadata", e);
        }
        if (metadata == null) {
            throw new IOException(place + ": " + folder + "metadata.json must not be empty");
        }
        List<PublishedModel> models =
                PublishedModel.of(metadata, place + ": " + folder + "metadata.json");
        models.forEach(model -> trustNothing(model.artifact()));
        metadata.setArtifacts(models.stream().map(PublishedModel::artifact).toList());
        metadata.init(arguments);
        metadata.setRepositoryUri(mrl.toURI());
        return metadata;
    }

    // DJL's loader runs what metadata name. What stands in serving.properties comes after these.
    static void trustNothing(Artifact artifact) {
        Map<String, Object> arguments = new TreeMap<>();
        arguments.put("blockFactory", AutoencoderBlockFactory.class.getName());
        arguments.put("translatorFactory", AutoencoderTranslatorFactory.class.getName());
        artifact.setArguments(arguments);
        artifact.setOptions(new TreeMap<>(Map.of("modelName", SavedModel.NAME, "epoch", "0")));
    }

    private List<PublishedModel> published(MRL mrl) throws IOException {
        Metadata metadata = locate(mrl);
        if (metadata == null || metadata.getArtifacts().isEmpty()) {
            throw new IOException(
                    place + ": " + mrl.toURI().getPath() + " must hold a model, but holds none");
        }
        return PublishedModel.of(metadata, place.toString());
    }

    @Override
    public @Nullable Artifact resolve(MRL mrl, @Nullable Map<String, String> filter)
            throws IOException {
        return mrl.match(filter); // the newest comes first
    }

    /** Returns a folder that belongs to these very files, whatever repository they come from. */
    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        StringBuilder digests = new StringBuilder();
        for (String name : SavedModel.FILES) {
            digests.append(PublishedModel.file(artifact, name).getSha1Hash());
        }
        String digest = Digest.SHA_256.of(digests.toString().getBytes(StandardCharsets.US_ASCII));
        Path there = getCacheDirectory().resolve(artifact.getResourceUri().getPath());
        return there.resolveSibling(artifact.getName() + "-" + digest.substring(0, 16));
    }

    @Override
    public void prepare(Artifact artifact, @Nullable Progress progress) throws IOException {
        Path folder = getResourceDirectory(artifact);
        if (isWhole(folder, artifact)) {
            return;
        }
        Utils.deleteQuietly(folder); // damaged since
        Path fresh = Files.createDirectory(RepositoryFiles.freshBeside(folder));
        try {
            for (String name : SavedModel.FILES) {
                fetch(artifact, name, fresh.resolve(name));
            }
            SavedModel saved = SavedModel.open(fresh);
            saved.requireSealed();
            requireOwnProperties(fresh);
            move(fresh, folder, artifact);
        } catch (IOException e) {
            throw FullDiskException.orElse(folder, e);
        } finally {
            Utils.deleteQuietly(fresh);
        }
    }

    private static void requireOwnProperties(Path folder) throws IOException {
        Path file = folder.resolve("serving.properties");
        if (!Files.readString(file).equals(SavedModel.SERVING_PROPERTIES)) {
            throw new IOException(
                    file + " must say what this library writes there, but says something else");
        }
    }

    private static void move(Path fresh, Path folder, Artifact artifact) throws IOException {
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isWhole(folder, artifact)) { // or else another program was faster
                throw e;
            }
        }
    }

    private static boolean isWhole(Path folder, Artifact artifact) throws IOException {
        for (String name : SavedModel.FILES) {
            Path file = folder.resolve(name);
            Artifact.Item item = PublishedModel.file(artifact, name);
            if (!Files.isRegularFile(file)
                    || Files.size(file) != item.getSize()
                    || !Digest.SHA_1.of(file).equals(item.getSha1Hash())) {
                return false;
            }
        }
        return true;
    }

    private void fetch(Artifact artifact, String name, Path to) throws IOException {
        Artifact.Item item = PublishedModel.file(artifact, name);
        String path = artifact.getResourceUri().getPath() + name;
        files().copy(path, to, item.getSize(), item.getSha1Hash());
    }

    private RepositoryFiles files() {
        return new RepositoryFiles(place, this);
    }

    /** Returns where the repository is. */
    @Override
    public String toString() {
        return place.toString();
    }
}
