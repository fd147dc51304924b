package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.engine;
import static io.github.autoencoders.zoo.TinyModels.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.model.Part;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and repositories of somebody who means harm, and knows all digests. */
class HostileModelTest {

    private final Path folder;
    private final Path repository;
    private final SavedModel saved;
    private final Path published;

    HostileModelTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        repository = folder.resolve("repository");
        saved = TinyModels.write(Files.createDirectory(folder.resolve("model")), rows());
        published = Publication.of(saved, TinyModels.card(), repository, "tiny", "").folder();
    }

    @BeforeEach
    void useACacheOfOnesOwn() {
        System.setProperty("DJL_CACHE_DIR", folder.resolve("cache").toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("DJL_CACHE_DIR");
    }

    private Path metadata() {
        return repository.resolve("model/tabular/io/github/autoencoders/tiny/metadata.json");
    }

    private void change(Path file, UnaryOperator<String> change) throws IOException {
        String text = Files.readString(file);
        String changed = change.apply(text);
        assertFalse(changed.equals(text), text);
        Files.writeString(file, changed);
    }

    private void changeMetadata(String old, String fresh) throws IOException {
        change(metadata(), text -> text.replace(old, fresh));
    }

    // Nothing is left in the cache, and nothing outside of it.
    private void assertRefused(String part) throws IOException {
        ModelRepository hostile = ModelRepository.of(repository.toString());
        Exception e = assertThrows(IOException.class, () -> hostile.find("tiny", ""));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        assertEquals(1, String.valueOf(e.getMessage()).lines().count());
        Path cache = folder.resolve("cache");
        if (Files.exists(cache)) {
            try (Stream<Path> files = Files.walk(cache)) {
                assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
            }
        }
    }

    @Test
    void soundModelsAreFound() throws Exception {
        ModelRepository sound = ModelRepository.of(repository.toString());
        assertEquals(rows(), sound.find("tiny", "").orElseThrow().config());
        assertTrue(sound.find("tiny", "0.0.2").isEmpty());
        assertTrue(sound.find("other", "").isEmpty());
    }

    @Test
    void filesOutsideOfTheFolderAreNotRead() throws Exception {
        for (String uri :
                List.of(
                        "../../../../../../model/model.json",
                        "/etc/passwd",
                        "file:///etc/passwd",
                        "http://127.0.0.1:1/model.json",
                        "0.0.1/tiny/../../model.json")) {
            Publication.of(
                    saved, TinyModels.card(), repository, "tiny", ""); // the newest is unspoilt
            change(
                    metadata(),
                    text ->
                            text.replaceFirst(
                                    "\"uri\": \"[^\"]*model.json\"", "\"uri\": \"" + uri + '"'));
            assertRefused("uri of model.json must be 0.0.");
            change(metadata(), text -> text.replace(uri, newest(text) + "/tiny/model.json"));
        }
    }

    private static String newest(String metadata) {
        return metadata.replaceFirst("(?s).*?\"version\": \"([^\"]*)\".*", "$1");
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws Exception {
        changeMetadata(
                "\"name\": \"tiny\",\n      \"properties\"",
                "\"name\": \"../x\",\n      \"properties\"");
        assertRefused("name must have 1 to 64 of the characters");
        changeMetadata("../x", "tiny");
        changeMetadata("\"version\": \"0.0.1\"", "\"version\": \"../..\"");
        assertRefused("version must be as 0.0.1, but is \"../..\"");
        changeMetadata("\"version\": \"../..\"", "\"version\": \"0.0.1\"");
        change(
                repository.resolve("autoencoders.json"),
                text -> text.replace("\"tiny\"", "\"../tiny\""));
        assertRefused("artifact must have 1 to 64 of the characters");
    }

    @Test
    void filesThatNoModelHasAreRefused() throws Exception {
        changeMetadata("\"card.json\": {", "\"libs/evil.jar\": {");
        assertRefused("files must be [model.json, card.json, serving.properties,");
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path card = published.resolve("card.json");
        Files.move(card, folder.resolve("card.json"));
        Files.createSymbolicLink(card, folder.resolve("card.json"));
        assertRefused("card.json must not be a link, but is one");
        Files.delete(card);
        Files.move(folder.resolve("card.json"), card);
        Path version = metadata().resolveSibling("0.0.1");
        Files.move(version, folder.resolve("version"));
        Files.createSymbolicLink(version, folder.resolve("version"));
        assertRefused("0.0.1 must not be a link, but is one");
    }

    @Test
    void otherDigestsAndSizesAreRefused() throws Exception {
        Path parameters = published.resolve("autoencoder-0000.params");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length - 1] ^= 1;
        Files.write(parameters, bytes);
        assertRefused("autoencoder-0000.params must have the SHA-1 ");
        Files.write(parameters, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(
                String.format(Locale.ROOT, "must have %,d bytes, but ends after", bytes.length));
        Files.write(parameters, java.util.Arrays.copyOf(bytes, bytes.length + 1));
        assertRefused(
                String.format(Locale.ROOT, "must have %,d bytes, but has more", bytes.length));
        change(
                metadata(),
                text -> text.replace("\"size\": " + bytes.length, "\"size\": 99999999999999"));
        assertRefused("size of autoencoder-0000.params must be between 1 and ");
    }

    /** The metadata know of the new parameters, but model.json does not. */
    @Test
    void parametersMustHaveTheDigestOfTheModel() throws Exception {
        Path parameters = published.resolve("autoencoder-0000.params");
        String old = Digest.SHA_1.of(parameters);
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length - 1] ^= 1;
        Files.write(parameters, bytes);
        changeMetadata(old, Digest.SHA_1.of(parameters));
        assertRefused("must have the sha256 ");
    }

    @Test
    void classesThatAFileNamesAreNotMade() throws Exception {
        Path properties = published.resolve("serving.properties");
        String old = Digest.SHA_1.of(properties);
        long size = Files.size(properties);
        Files.writeString(properties, "blockFactory=evil.Factory\n");
        changeMetadata(old, Digest.SHA_1.of(properties));
        changeMetadata("\"size\": " + size, "\"size\": " + Files.size(properties));
        assertRefused("serving.properties must say what this library writes there");
    }

    @Test
    void classesThatMetadataNameAreNotMade() throws Exception {
        changeMetadata(AutoencoderBlockFactory.class.getName(), "evil.Factory");
        System.setProperty(ModelRepository.PROPERTY, repository.toString());
        try {
            Criteria.builder()
                    .setTypes(float[].class, float[].class)
                    .optGroupId("io.github.autoencoders")
                    .optArtifactId("tiny")
                    .optEngine(engine())
                    .build()
                    .loadModel()
                    .close(); // ours was made
        } finally {
            System.clearProperty(ModelRepository.PROPERTY);
        }
    }

    @Test
    void deepAndHugeTextsAreRefused() throws Exception {
        String metadata = Files.readString(metadata());
        Path index = repository.resolve("autoencoders.json");
        String list = Files.readString(index);
        String deep = "{\"a\":".repeat(100_000);
        Files.writeString(metadata(), deep);
        assertRefused("metadata.json must be metadata");
        Files.writeString(metadata(), "[".repeat(100_000));
        assertRefused("metadata.json must be metadata");
        Files.writeString(metadata(), "");
        assertRefused("metadata.json must not be empty");
        Files.writeString(metadata(), "{}");
        assertRefused("metadata.json must describe versions with all their files");
        Files.writeString(metadata(), metadata + " ".repeat(1 << 20));
        assertRefused("metadata.json must have at most 1,048,576 bytes, but has more");
        Files.writeString(metadata(), metadata);
        Files.writeString(index, deep);
        assertRefused("autoencoders.json: text must be JSON, but is not");
        Files.writeString(index, list + " ".repeat(1 << 20));
        assertRefused("autoencoders.json must have at most 1,048,576 bytes, but has more");
        Files.delete(saved.folder().resolve("SHA256SUMS"));
        Files.writeString(saved.folder().resolve("model.json"), deep);
        Exception e = assertThrows(IOException.class, () -> SavedModel.open(saved.folder()));
        assertTrue(
                String.valueOf(e.getMessage()).contains("text must be JSON, but is not"),
                e.getMessage());
        Files.writeString(saved.folder().resolve("model.json"), " ".repeat((1 << 24) + 1));
        e = assertThrows(IOException.class, () -> SavedModel.open(saved.folder()));
        assertEquals(
                saved.folder().resolve("model.json")
                        + " must have at most 16,777,216 bytes, but has 16,777,217",
                e.getMessage());
    }

    /** By our own loader and by DJL's; DJL would reserve the memory first. */
    @Test
    void parametersThatClaimMemoryAreRefused() throws Exception {
        byte[] sound = Files.readAllBytes(parameters());
        int array = indexOf(sound, "NDAR"); // its shape and length come soon after
        int shape = indexOf(sound, "FLOAT32", array) + 7;
        ByteBuffer lengths = ByteBuffer.wrap(sound.clone());
        lengths.putInt(lengthAt(sound, shape), Integer.MAX_VALUE);
        assertRefusedToLoad(lengths.array());
        ByteBuffer axes = ByteBuffer.wrap(sound.clone());
        axes.putInt(shape, Integer.MAX_VALUE);
        assertRefusedToLoad(axes.array());
        ByteBuffer sizes = ByteBuffer.wrap(sound.clone());
        sizes.putLong(shape + 4, 1L << 40);
        sizes.putInt(lengthAt(sound, shape), 0);
        assertRefusedToLoad(sizes.array());
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(head)) {
            out.writeBytes("DJL@");
            out.writeInt(1);
            out.writeUTF("autoencoder");
            out.writeUTF("FLOAT32");
            out.writeInt(Integer.MAX_VALUE); // inputs
        }
        assertRefusedToLoad(head.toByteArray());
        assertRefusedToLoad(java.util.Arrays.copyOf(sound, sound.length + 1));
        ByteBuffer block = ByteBuffer.wrap(sound.clone()); // a list of shapes in a block
        block.putInt(indexOf(sound, "FLOAT32") + 7 + 4 + 4 + 1, Integer.MAX_VALUE);
        assertRefusedToLoad(block.array());
    }

    private Path parameters() {
        return saved.folder().resolve("autoencoder-0000.params");
    }

    private static int lengthAt(byte[] bytes, int shape) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int axes = buffer.getInt(shape);
        int layout = shape + 4 + 8 * axes;
        return layout + 4 + 2 * buffer.getInt(layout) + 1;
    }

    private static int indexOf(byte[] bytes, String word) {
        return indexOf(bytes, word, 0);
    }

    private static int indexOf(byte[] bytes, String word, int from) {
        int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(word, from);
        assertTrue(index >= 0, word);
        return index;
    }

    private void assertRefusedToLoad(byte[] bytes) throws IOException {
        Files.write(parameters(), bytes);
        Path description = saved.folder().resolve("model.json");
        String text = Files.readString(description);
        Files.writeString(
                description,
                text.replaceFirst("(?<=\")[0-9a-f]{64}(?=\")", Digest.SHA_256.of(parameters())));
        Files.deleteIfExists(saved.folder().resolve("SHA256SUMS"));
        String start = parameters() + " must hold the model's parameters, but ";
        Exception e =
                assertThrows(
                        IOException.class,
                        () -> saved.load(Part.WHOLE, Placement.of(engine())).close());
        assertTrue(String.valueOf(e.getMessage()).startsWith(start), e.getMessage());
        Criteria<float[], float[]> criteria =
                Criteria.builder()
                        .setTypes(float[].class, float[].class)
                        .optModelPath(saved.folder())
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .optEngine(engine())
                        .build();
        Exception byDjl = assertThrows(IOException.class, criteria::loadModel);
        assertTrue(String.valueOf(byDjl.getMessage()).startsWith(start), byDjl.getMessage());
    }
}
