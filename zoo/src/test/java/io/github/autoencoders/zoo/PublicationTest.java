package io.github.autoencoders.zoo;

import static io.github.autoencoders.zoo.TinyModels.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {

    private final Path repository;
    private final SavedModel saved;

    PublicationTest(@TempDir Path folder) throws Exception {
        repository = folder.resolve("repository");
        saved = TinyModels.write(Files.createDirectory(folder.resolve("model")), rows());
    }

    private Publication publish(String name, String version) throws IOException {
        return Publication.of(saved, TinyModels.card(), repository, name, version);
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path file :
                    all.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith(".lock"))
                            .toList()) {
                files.put(repository.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void layoutIsDjls() throws Exception {
        Publication first = publish("tiny", "");
        String place = "model/tabular/io/github/autoencoders/tiny/";
        assertEquals("0.0.1", first.version());
        assertEquals(repository.resolve(place + "0.0.1/tiny"), first.folder());
        assertEquals(
                List.of(
                        "autoencoders.json",
                        place + "0.0.1/tiny/SHA256SUMS",
                        place + "0.0.1/tiny/autoencoder-0000.params",
                        place + "0.0.1/tiny/card.json",
                        place + "0.0.1/tiny/model.json",
                        place + "0.0.1/tiny/serving.properties",
                        place + "metadata.json"),
                List.copyOf(files().keySet()));
        String metadata = Files.readString(repository.resolve(place + "metadata.json"));
        Path parameters = first.folder().resolve("autoencoder-0000.params");
        for (String part :
                List.of(
                        "\"groupId\": \"io.github.autoencoders\"",
                        "\"application\": \"tabular\"",
                        "\"sha1Hash\": \"" + Digest.SHA_1.of(parameters) + '"',
                        "\"size\": " + Files.size(parameters),
                        "\"name\": \"Apache-2.0\"",
                        "\"family\": \"vae\"",
                        "\"code\": \"3\"",
                        "\"dataset\": \"tiny\"",
                        "\"part\": \"whole\"",
                        "\"sha256\": \"" + Digest.SHA_256.of(parameters) + '"')) {
            assertEquals(true, metadata.contains(part), part + " in " + metadata);
        }
    }

    @Test
    void versionsNeverOverwriteEachOther() throws Exception {
        publish("tiny", "");
        Map<String, byte[]> before = files();
        Exception e = assertThrows(IOException.class, () -> publish("tiny", "0.0.1"));
        assertEquals(
                "version must be a new one of tiny in "
                        + repository
                        + ", but 0.0.1 is there"
                        + " already",
                e.getMessage());
        assertEquals(before.keySet(), files().keySet());
        assertEquals("0.0.2", publish("tiny", "").version());
        assertEquals("1.2.3", publish("tiny", "1.2.3").version());
        assertEquals("1.2.4", publish("tiny", "").version());
        publish("another", "");
        Map<String, byte[]> after = files();
        for (Map.Entry<String, byte[]> file : before.entrySet()) {
            if (file.getKey().contains("0.0.1")) {
                assertArrayEquals(file.getValue(), after.get(file.getKey()), file.getKey());
            }
        }
        ModelRepository read = ModelRepository.of(repository.toString());
        assertEquals(List.of("another@0.0.1", "tiny@1.2.4"), List.copyOf(read.cards().keySet()));
    }

    /** As when the program was stopped between its steps. */
    @Test
    void whatAnInterruptedPublicationLeftIsReplaced() throws Exception {
        Path folder = repository.resolve("model/tabular/io/github/autoencoders/tiny/0.0.1/tiny");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("model.json"), "half of it");
        Files.writeString(
                repository.resolve("autoencoders.json"),
                Json.write(RepositoryIndex.EMPTY, RepositoryIndex.class));
        assertEquals(folder, publish("tiny", "").folder());
        assertEquals(rows(), SavedModel.open(folder).config());
    }

    @Test
    void anIndexThatWasBeingWrittenIsReplaced() throws Exception {
        Files.createDirectories(repository);
        Files.writeString(repository.resolve(".lock"), "");
        Files.writeString(repository.resolve(".autoencoders.json.partial"), "{");
        publish("tiny", "");
        assertEquals(
                List.of("tiny"),
                RepositoryIndex.read(Files.readString(repository.resolve("autoencoders.json")))
                        .models()
                        .stream()
                        .map(RepositoryIndex.Entry::artifact)
                        .toList());
    }

    @Test
    void damagedModelsAreNotPublished() throws Exception {
        Path parameters = saved.folder().resolve("autoencoder-0000.params");
        byte[] bytes = Files.readAllBytes(parameters);
        bytes[bytes.length - 1] ^= 1;
        Files.write(parameters, bytes);
        assertThrows(IOException.class, () -> publish("tiny", ""));
        assertEquals(false, Files.exists(repository));
    }

    @Test
    void otherFoldersAreLeftAlone() throws Exception {
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("letter.txt"), "dear");
        Exception e = assertThrows(IOException.class, () -> publish("tiny", ""));
        assertEquals(
                repository + " must be a repository or an empty folder, but holds other files",
                e.getMessage());
        assertArrayEquals(new String[] {"letter.txt"}, repository.toFile().list());
    }

    @Test
    void namesAndVersionsAreChecked() {
        for (String name : List.of("", "Tiny", "../tiny", "a/b", "-a", "a".repeat(65))) {
            assertThrows(IllegalArgumentException.class, () -> publish(name, ""), name);
        }
        for (String version : List.of("1", "1.0", "..", "1.0.0-a", "1.0.0/../..")) {
            assertThrows(IllegalArgumentException.class, () -> publish("tiny", version), version);
        }
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Publication.of(
                                        saved,
                                        TinyModels.card().withLicense(""),
                                        repository,
                                        "tiny",
                                        ""));
        assertEquals("license of the model must be given, but is not", e.getMessage());
    }
}
