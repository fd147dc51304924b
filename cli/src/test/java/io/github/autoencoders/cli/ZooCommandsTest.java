package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.zoo.ModelRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands take models by their names, and publish them. */
class ZooCommandsTest {

    private static final String BUILT_IN = "ae-mnist-32";

    private final Path folder;
    private String err = "";

    ZooCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void useACacheOfOnesOwn() {
        System.setProperty("DJL_CACHE_DIR", folder.resolve("cache").toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("DJL_CACHE_DIR");
        System.clearProperty(ModelRepository.PROPERTY);
    }

    private String run(int exitCode, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(errors));
        int code =
                program.execute(
                        Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        err = errors.toString();
        assertEquals(exitCode, code, err);
        return out.toString();
    }

    private static String engine() {
        return System.getProperty("ai.djl.default_engine", "PyTorch");
    }

    @Test
    void modelsAreTakenByName() throws Exception {
        Path png = folder.resolve("x.png");
        run(0, "sample", BUILT_IN, "--engine", engine(), "--count", 4, "--out", png);
        assertTrue(ImageIO.read(png.toFile()).getWidth() > 2 * 28);
        run(
                0,
                "export",
                BUILT_IN,
                "--engine",
                engine(),
                "--part",
                "decoder",
                "--out",
                "%s/half".formatted(folder));
        assertTrue(Files.exists(folder.resolve("half/model.json")));
        run(1, "sample", "vae-nothing", "--out", png);
        assertEquals(
                "autoencoders: RUN must be the folder of a run, or the name of a published model,"
                        + " but there is no vae-nothing",
                err.strip());
    }

    @Test
    void publishedModelsAreListedAndTaken() throws Exception {
        Path repository = folder.resolve("repository");
        List<Object> publish =
                new ArrayList<>(
                        List.of("publish", BUILT_IN, "--engine", engine(), "--to", repository));
        assertTrue(
                run(0, publish.toArray()).startsWith("ae-mnist-32 0.0.1 of mnist, code 32, in "),
                err);
        publish.addAll(List.of("--name", "mine", "--license", "MIT"));
        run(0, publish.toArray());
        publish.addAll(List.of("--release", "0.0.1"));
        run(1, publish.toArray());
        assertTrue(err.contains("but 0.0.1 is there already"), err);
        String address = folder.resolve("other").toUri().toString();
        run(0, "publish", BUILT_IN, "--engine", engine(), "--to", address);
        assertTrue(Files.exists(folder.resolve("other/autoencoders.json")), address);
        run(1, "publish", BUILT_IN, "--to", "http://localhost/models");
        assertTrue(
                err.contains("a repository that is written must be a folder, but is http://"), err);
        String listed = run(0, "models", repository);
        assertTrue(listed.contains("ae-mnist-32@0.0.1"), listed);
        assertTrue(listed.contains("mine@0.0.1"), listed);
        assertFalse(run(0, "models").contains("mine"));
        System.setProperty(ModelRepository.PROPERTY, repository.toString());
        assertTrue(run(0, "models").contains("mine@0.0.1"));
        assertTrue(run(0, "models", "--card", "mine").contains("\"license\": \"MIT\""));
        Path png = folder.resolve("y.png");
        run(0, "sample", "mine@0.0.1", "--engine", engine(), "--count", 4, "--out", png);
        assertTrue(Files.size(png) > 0);
    }

    /** Those of the list, and no others. */
    @Test
    void modelsOfAFolderAreMeasured() {
        Path repository = folder.resolve("repository");
        run(0, "publish", BUILT_IN, "--engine", engine(), "--to", repository, "--name", "mine");
        String text = run(0, "models", repository, "--measure", "--engine", engine());
        assertTrue(text.lines().anyMatch(line -> line.matches("mine@.* ms .* ms .*")), text);
        assertFalse(text.contains("vae-"), text);
    }

    @Test
    void modelsAreMeasured() {
        String text = run(0, "models", "--measure", "--engine", engine());
        assertTrue(text.lines().anyMatch(line -> line.matches("ae-mnist-32@.* ms .* ms .*")), text);
    }

    /** Of samples with values that are not known, and some that were kept from the training. */
    @Test
    void cardsOfRatingsAreVerified() {
        Path run = folder.resolve("ratings");
        run(0, "train", "ae-ratings", "--epochs", 2, "--engine", engine(), "--out", run);
        String text = run(0, "verify", run, "--engine", engine());
        assertTrue(text.contains("validation_reconstruction"), text);
    }

    /** Each number, of a model with noise in its codes, on all samples of its validation. */
    @Test
    void cardsAreVerified() throws Exception {
        Path run = folder.resolve("run");
        run(
                0,
                "train",
                "vae-binarized-mnist-small",
                "--data",
                "sprites",
                "--limit",
                64,
                "--epochs",
                1,
                "--engine",
                engine(),
                "--out",
                run);
        Path repository = folder.resolve("repository");
        run(1, "publish", run, "--to", repository, "--engine", engine());
        assertTrue(err.contains("--license must be given for a model that has none"), err);
        run(0, "publish", run, "--to", repository, "--license", "MIT", "--engine", engine());
        System.setProperty(ModelRepository.PROPERTY, repository.toString());
        String text = run(0, "verify", "run", "--engine", engine());
        assertTrue(text.startsWith("2,000 samples of sprites\n"), text);
        for (String name :
                List.of("validation_reconstruction", "validation_penalty", "check_score")) {
            assertTrue(text.contains(name), text);
        }
        Path card = run.resolve("model/card.json");
        Files.writeString(
                card,
                Files.readString(card)
                        .replace(
                                "\"validation_reconstruction\": ",
                                "\"validation_reconstruction\": 1"));
        run(1, "verify", run, "--engine", engine());
        assertTrue(err.contains("SHA256SUMS"), err);
        Files.delete(run.resolve("model/SHA256SUMS"));
        assertTrue(run(1, "verify", run, "--engine", engine()).contains("  differs"));
        run(1, "verify", run, "--data", "colour-sprites", "--engine", engine());
        assertTrue(err.contains(" must "), err);
    }

    @Test
    void brokenRepositoriesAreSaid() throws Exception {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Files.writeString(repository.resolve("autoencoders.json"), "{}", StandardCharsets.UTF_8);
        System.setProperty(ModelRepository.PROPERTY, repository.toString());
        String listed = run(1, "models");
        assertTrue(listed.contains(BUILT_IN), listed);
        assertTrue(err.contains(repository + ": autoencoders.json: "), err);
    }
}
