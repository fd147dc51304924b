package io.github.autoencoders.cli;
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import io.github.autoencoders.training.Recipes;
import static org.junit.jupiter.api.Assertions.assertFalse;
import io.github.autoencoders.training.Recipes;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import io.github.autoencoders.training.Recipes;
import static org.junit.jupiter.api.Assertions.assertTrue;
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
import java.awt.image.BufferedImage;
import io.github.autoencoders.training.Recipes;
import java.io.IOException;
import io.github.autoencoders.training.Recipes;
import java.io.PrintWriter;
import io.github.autoencoders.training.Recipes;
import java.io.StringWriter;
import io.github.autoencoders.training.Recipes;
import java.nio.ByteBuffer;
import io.github.autoencoders.training.Recipes;
import java.nio.file.FileSystems;
import io.github.autoencoders.training.Recipes;
import java.nio.file.Files;
import io.github.autoencoders.training.Recipes;
import java.nio.file.Path;
import io.github.autoencoders.training.Recipes;
import java.util.ArrayList;
import io.github.autoencoders.training.Recipes;
import java.util.Arrays;
import io.github.autoencoders.training.Recipes;
import java.util.List;
import io.github.autoencoders.training.Recipes;
import java.util.Random;
import io.github.autoencoders.training.Recipes;
import java.util.stream.Stream;
import io.github.autoencoders.training.Recipes;
import javax.imageio.ImageIO;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.api.Assumptions;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.api.BeforeAll;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.api.Test;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.api.io.TempDir;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.params.ParameterizedTest;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.params.provider.CsvSource;
import io.github.autoencoders.training.Recipes;
import org.junit.jupiter.params.provider.ValueSource;
import io.github.autoencoders.training.Recipes;
import picocli.CommandLine;
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
/** The program as a user runs it, but for the process. */
import io.github.autoencoders.training.Recipes;
class AutoencodersCommandTest {
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static Path folder;
import io.github.autoencoders.training.Recipes;
    private static Path images; // 24 grey images of 8 x 8
import io.github.autoencoders.training.Recipes;
    private static Path recipe;
import io.github.autoencoders.training.Recipes;
    private static Path run; // trained by it
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    /** What a command left. */
import io.github.autoencoders.training.Recipes;
    private record Answer(int exitCode, String out, String err) {}
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static Answer call(Object... arguments) {
import io.github.autoencoders.training.Recipes;
        StringWriter out = new StringWriter();
import io.github.autoencoders.training.Recipes;
        StringWriter err = new StringWriter();
import io.github.autoencoders.training.Recipes;
        CommandLine program = AutoencodersCommand.commandLine();
import io.github.autoencoders.training.Recipes;
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
import io.github.autoencoders.training.Recipes;
        String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
import io.github.autoencoders.training.Recipes;
        int exitCode = program.execute(texts);
import io.github.autoencoders.training.Recipes;
        return new Answer(exitCode, out.toString(), err.toString());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static Answer succeed(Object... arguments) {
import io.github.autoencoders.training.Recipes;
        Answer answer = call(arguments);
import io.github.autoencoders.training.Recipes;
        assertEquals(0, answer.exitCode, answer.err);
import io.github.autoencoders.training.Recipes;
        assertEquals("", answer.err);
import io.github.autoencoders.training.Recipes;
        return answer;
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static Answer train(Object... more) {
import io.github.autoencoders.training.Recipes;
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--engine", ENGINE));
import io.github.autoencoders.training.Recipes;
        arguments.addAll(List.of(more));
import io.github.autoencoders.training.Recipes;
        return call(arguments.toArray());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @BeforeAll
import io.github.autoencoders.training.Recipes;
    static void trainOnce(@TempDir Path shared) throws Exception {
import io.github.autoencoders.training.Recipes;
        folder = shared;
import io.github.autoencoders.training.Recipes;
        images = folder.resolve("tiny.idx");
import io.github.autoencoders.training.Recipes;
        byte[] pixels = new byte[24 * 64];
import io.github.autoencoders.training.Recipes;
        new Random(1).nextBytes(pixels);
import io.github.autoencoders.training.Recipes;
        ByteBuffer idx = ByteBuffer.allocate(16 + pixels.length);
import io.github.autoencoders.training.Recipes;
        idx.putInt(0x00000803).putInt(24).putInt(8).putInt(8).put(pixels);
import io.github.autoencoders.training.Recipes;
        Files.write(images, idx.array());
import io.github.autoencoders.training.Recipes;
        recipe =
import io.github.autoencoders.training.Recipes;
                Files.writeString(
import io.github.autoencoders.training.Recipes;
                        folder.resolve("tiny.json"),
import io.github.autoencoders.training.Recipes;
                        """
import io.github.autoencoders.training.Recipes;
                        {
import io.github.autoencoders.training.Recipes;
                          "data": {
import io.github.autoencoders.training.Recipes;
                            "source": "%s", "padding": 0, "imageSize": 0, "window": 0, "windowStep": 0,
import io.github.autoencoders.training.Recipes;
                            "conditional": false, "heldOut": 0.25, "limit": 0
import io.github.autoencoders.training.Recipes;
                          },
import io.github.autoencoders.training.Recipes;
                          "corruption": {"type": "None"},
import io.github.autoencoders.training.Recipes;
                          "architecture": {"type": "Dense", "units": [8], "activation": "RELU"},
import io.github.autoencoders.training.Recipes;
                          "bottleneck": {"type": "Gaussian", "codeSize": 3},
import io.github.autoencoders.training.Recipes;
                          "likelihood": {"type": "Bernoulli"},
import io.github.autoencoders.training.Recipes;
                          "reduction": {"type": "Sum"},
import io.github.autoencoders.training.Recipes;
                          "regularizer": {"type": "KlDivergence"},
import io.github.autoencoders.training.Recipes;
                          "penaltyWeight": {"type": "Constant", "target": 1},
import io.github.autoencoders.training.Recipes;
                          "start": {"model": "", "frozen": "NONE"},
import io.github.autoencoders.training.Recipes;
                          "optimizer": {
import io.github.autoencoders.training.Recipes;
                            "type": "Adam", "learningRate": 0.01,
import io.github.autoencoders.training.Recipes;
                            "decay": {"afterEpochs": [], "factor": 1}
import io.github.autoencoders.training.Recipes;
                          },
import io.github.autoencoders.training.Recipes;
                          "epochs": 2, "batchSize": 8, "seed": 1
import io.github.autoencoders.training.Recipes;
                        }
import io.github.autoencoders.training.Recipes;
                        """
import io.github.autoencoders.training.Recipes;
                                .formatted(images.toString().replace("\\", "\\\\")));
import io.github.autoencoders.training.Recipes;
        run = folder.resolve("runs/tiny");
import io.github.autoencoders.training.Recipes;
        Answer answer = train("--out", run);
import io.github.autoencoders.training.Recipes;
        assertEquals(0, answer.exitCode, answer.err);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains("18 samples of " + images), answer.out);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains(ENGINE + " on cpu\n"), answer.out);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains("epoch 2/2  training "), answer.out);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains("model:    " + run.resolve("model")), answer.out);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void trainingLeavesRecipeHistoryModelAndPictures() throws Exception {
import io.github.autoencoders.training.Recipes;
        assertEquals(
import io.github.autoencoders.training.Recipes;
                List.of(
import io.github.autoencoders.training.Recipes;
                        "checkpoint",
import io.github.autoencoders.training.Recipes;
                        "history.csv",
import io.github.autoencoders.training.Recipes;
                        "history.json",
import io.github.autoencoders.training.Recipes;
                        "model",
import io.github.autoencoders.training.Recipes;
                        "pictures",
import io.github.autoencoders.training.Recipes;
                        "recipe.json"),
import io.github.autoencoders.training.Recipes;
                names(run));
import io.github.autoencoders.training.Recipes;
        assertEquals(
import io.github.autoencoders.training.Recipes;
                List.of(
import io.github.autoencoders.training.Recipes;
                        "code-map-3d.png",
import io.github.autoencoders.training.Recipes;
                        "code-map.png",
import io.github.autoencoders.training.Recipes;
                        "code-plane.png",
import io.github.autoencoders.training.Recipes;
                        "losses.png",
import io.github.autoencoders.training.Recipes;
                        "reconstructions.png",
import io.github.autoencoders.training.Recipes;
                        "samples.png"),
import io.github.autoencoders.training.Recipes;
                names(run.resolve("pictures")));
import io.github.autoencoders.training.Recipes;
        for (String picture : names(run.resolve("pictures"))) {
import io.github.autoencoders.training.Recipes;
            assertNotNull(ImageIO.read(run.resolve("pictures").resolve(picture).toFile()));
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
        assertEquals(3, Files.readAllLines(run.resolve("history.csv")).size());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void samplesThatCannotBeDrawnAreTrainedOnAllTheSame() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path four = folder.resolve("four-channels.idx");
import io.github.autoencoders.training.Recipes;
        ByteBuffer idx = ByteBuffer.allocate(20 + 12 * 36);
import io.github.autoencoders.training.Recipes;
        idx.putInt(0x00000804).putInt(12).putInt(4).putInt(3).putInt(3);
import io.github.autoencoders.training.Recipes;
        idx.put(20, (byte) 200);
import io.github.autoencoders.training.Recipes;
        Files.write(four, idx.array());
import io.github.autoencoders.training.Recipes;
        Answer answer = train("--data", four, "--out", folder.resolve("four"));
import io.github.autoencoders.training.Recipes;
        assertEquals(0, answer.exitCode, answer.err);
import io.github.autoencoders.training.Recipes;
        assertTrue(
import io.github.autoencoders.training.Recipes;
                answer.out.contains(
import io.github.autoencoders.training.Recipes;
                        "pictures: none. shape must have 1 or 3 channels to be drawn as an image,"
import io.github.autoencoders.training.Recipes;
                                + " but is (4, 3, 3)"),
import io.github.autoencoders.training.Recipes;
                answer.out);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void resumedTrainingGoesOnToMoreEpochs() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("resumed");
import io.github.autoencoders.training.Recipes;
        assertEquals(0, train("--out", out, "--epochs", 1).exitCode);
import io.github.autoencoders.training.Recipes;
        Answer answer =
import io.github.autoencoders.training.Recipes;
                succeed("train", "--resume", "--out", out, "--epochs", 3, "--engine", ENGINE);
import io.github.autoencoders.training.Recipes;
        assertFalse(answer.out.contains("epoch 1/3"), answer.out);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains("epoch 2/3"), answer.out);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains("epoch 3/3"), answer.out);
import io.github.autoencoders.training.Recipes;
        assertEquals(4, Files.readAllLines(out.resolve("history.csv")).size());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void codesAreWrittenAndDecodedAgain() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path codes = folder.resolve("codes.csv");
import io.github.autoencoders.training.Recipes;
        use("encode", "--in", images, "--out", codes);
import io.github.autoencoders.training.Recipes;
        List<String> rows = Files.readAllLines(codes);
import io.github.autoencoders.training.Recipes;
        assertEquals(25, rows.size());
import io.github.autoencoders.training.Recipes;
        assertEquals("z1,z2,z3", rows.get(0));
import io.github.autoencoders.training.Recipes;
        Path decoded = folder.resolve("decoded.csv");
import io.github.autoencoders.training.Recipes;
        use("decode", "--in", codes, "--out", decoded);
import io.github.autoencoders.training.Recipes;
        Path whole = folder.resolve("whole.csv");
import io.github.autoencoders.training.Recipes;
        use("reconstruct", "--in", images, "--out", whole);
import io.github.autoencoders.training.Recipes;
        assertEquals(25, Files.readAllLines(decoded).size());
import io.github.autoencoders.training.Recipes;
        double[] expected = numbers(Files.readAllLines(whole).get(7));
import io.github.autoencoders.training.Recipes;
        double[] actual = numbers(Files.readAllLines(decoded).get(7));
import io.github.autoencoders.training.Recipes;
        assertEquals(64, expected.length);
import io.github.autoencoders.training.Recipes;
        for (int i = 0; i < 64; i++) {
import io.github.autoencoders.training.Recipes;
            assertEquals(expected[i], actual[i], 1e-3); // of 255
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @ParameterizedTest
import io.github.autoencoders.training.Recipes;
    @ValueSource(strings = {"reconstruct", "sample", "decode"})
import io.github.autoencoders.training.Recipes;
    void samplesBecomeASheetATableOrAFolder(String command) throws Exception {
import io.github.autoencoders.training.Recipes;
        Path codes = Files.writeString(folder.resolve("c.csv"), "z1,z2,z3\n0,1,2\n-1,0,1\n");
import io.github.autoencoders.training.Recipes;
        Object[] in =
import io.github.autoencoders.training.Recipes;
                switch (command) {
import io.github.autoencoders.training.Recipes;
                    case "reconstruct" -> new Object[] {"--in", images};
import io.github.autoencoders.training.Recipes;
                    case "decode" -> new Object[] {"--in", codes};
import io.github.autoencoders.training.Recipes;
                    default -> new Object[] {"--count", 5};
import io.github.autoencoders.training.Recipes;
                };
import io.github.autoencoders.training.Recipes;
        int count = command.equals("reconstruct") ? 24 : command.equals("decode") ? 2 : 5;
import io.github.autoencoders.training.Recipes;
        Path png = folder.resolve(command + ".png");
import io.github.autoencoders.training.Recipes;
        Path csv = folder.resolve(command + "-table.csv");
import io.github.autoencoders.training.Recipes;
        Path many = folder.resolve(command + "-folder");
import io.github.autoencoders.training.Recipes;
        for (Path out : List.of(png, csv, many)) {
import io.github.autoencoders.training.Recipes;
            use(command, in[0], in[1], "--out", out);
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
        assertNotNull(ImageIO.read(png.toFile()));
import io.github.autoencoders.training.Recipes;
        assertEquals(count + 1, Files.readAllLines(csv).size());
import io.github.autoencoders.training.Recipes;
        assertEquals(count, names(many).size());
import io.github.autoencoders.training.Recipes;
        BufferedImage first = ImageIO.read(many.resolve("00000.png").toFile());
import io.github.autoencoders.training.Recipes;
        assertEquals(8, first.getWidth());
import io.github.autoencoders.training.Recipes;
        assertEquals(8, first.getHeight());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void imagesOfAnotherSizeAreScaledToTheModels() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path other = Files.createDirectory(folder.resolve("large"));
import io.github.autoencoders.training.Recipes;
        BufferedImage large = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
import io.github.autoencoders.training.Recipes;
        ImageIO.write(large, "png", other.resolve("a.png").toFile());
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("large.csv");
import io.github.autoencoders.training.Recipes;
        use("encode", "--in", other, "--out", out);
import io.github.autoencoders.training.Recipes;
        assertEquals(2, Files.readAllLines(out).size());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void sameSeedGivesTheSameSamples() throws Exception {
import io.github.autoencoders.training.Recipes;
        List<String> first = sample(4);
import io.github.autoencoders.training.Recipes;
        assertEquals(first, sample(4));
import io.github.autoencoders.training.Recipes;
        // The second sample of seed 4 is the first of seed 5.
import io.github.autoencoders.training.Recipes;
        assertEquals(numbers(first.get(2))[0], numbers(sample(5).get(1))[0], 1e-3);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static List<String> sample(int seed) throws IOException {
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("seeded.csv");
import io.github.autoencoders.training.Recipes;
        use("sample", "--count", 3, "--seed", seed, "--out", out);
import io.github.autoencoders.training.Recipes;
        return Files.readAllLines(out);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void sheetOfManyCodesShowsTheFirst() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path codes = folder.resolve("many.csv");
import io.github.autoencoders.training.Recipes;
        Files.writeString(codes, "z1,z2,z3\n" + "0,1,2\n".repeat(1_000));
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("many.png");
import io.github.autoencoders.training.Recipes;
        String text = succeed("decode", run, "--in", codes, "--out", out, "--engine", ENGINE).out;
import io.github.autoencoders.training.Recipes;
        assertEquals("100 samples in " + out + "\n", text.replace("\r", ""));
import io.github.autoencoders.training.Recipes;
        BufferedImage sheet = ImageIO.read(out.toFile());
import io.github.autoencoders.training.Recipes;
        assertTrue(sheet.getHeight() < 2 * sheet.getWidth(), sheet.toString());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void writtenTableIsAsReadableAsOtherFiles() throws Exception {
import io.github.autoencoders.training.Recipes;
        Assumptions.assumeTrue(
import io.github.autoencoders.training.Recipes;
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("readable.csv");
import io.github.autoencoders.training.Recipes;
        use("encode", "--in", images, "--out", out);
import io.github.autoencoders.training.Recipes;
        assertEquals(Files.getPosixFilePermissions(images), Files.getPosixFilePermissions(out));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void brokenRunDoesNotHideTheOthers() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path runs = Files.createDirectory(folder.resolve("some-broken"));
import io.github.autoencoders.training.Recipes;
        Path broken = Files.createDirectories(runs.resolve("a-broken/model"));
import io.github.autoencoders.training.Recipes;
        Path whole = Files.createDirectories(runs.resolve("b-whole/model"));
import io.github.autoencoders.training.Recipes;
        for (String name : names(run.resolve("model"))) {
import io.github.autoencoders.training.Recipes;
            Files.copy(run.resolve("model").resolve(name), whole.resolve(name));
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
        Answer answer = call("models", runs);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.out.contains(runs.resolve("b-whole").toString()), answer.out);
import io.github.autoencoders.training.Recipes;
        assertRefused(1, broken + " must hold a saved model, but has no model.json", answer);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void modelsAreListed() {
import io.github.autoencoders.training.Recipes;
        String text = succeed("models", folder.resolve("runs")).out;
import io.github.autoencoders.training.Recipes;
        assertEquals(2, text.lines().count(), text);
import io.github.autoencoders.training.Recipes;
        assertTrue(text.contains(run.toString()), text);
import io.github.autoencoders.training.Recipes;
        assertTrue(text.contains("variational autoencoder"), text);
import io.github.autoencoders.training.Recipes;
        assertTrue(text.contains(ENGINE), text);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static void use(String command, Object... more) {
import io.github.autoencoders.training.Recipes;
        List<Object> arguments = new ArrayList<>(List.of(command, run, "--engine", ENGINE));
import io.github.autoencoders.training.Recipes;
        arguments.addAll(List.of(more));
import io.github.autoencoders.training.Recipes;
        succeed(arguments.toArray());
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @ParameterizedTest
import io.github.autoencoders.training.Recipes;
    @CsvSource({
import io.github.autoencoders.training.Recipes;
        "train, --data --epochs --batch --code --beta --learning-rate --padding --image-size"
import io.github.autoencoders.training.Recipes;
                + " --limit --seed --from --freeze --out --resume --engine --device --threads",
import io.github.autoencoders.training.Recipes;
        "encode, --in --out --engine --device --threads",
import io.github.autoencoders.training.Recipes;
        "decode, --in --out --engine --device --threads",
import io.github.autoencoders.training.Recipes;
        "reconstruct, --in --out --engine --device --threads",
import io.github.autoencoders.training.Recipes;
        "sample, --count --seed --out --engine --device --threads",
import io.github.autoencoders.training.Recipes;
        "models, FOLDER"
import io.github.autoencoders.training.Recipes;
    })
import io.github.autoencoders.training.Recipes;
    void helpNamesEveryOption(String command, String options) {
import io.github.autoencoders.training.Recipes;
        String text = succeed(command, "--help").out;
import io.github.autoencoders.training.Recipes;
        for (String option : options.split(" ", -1)) {
import io.github.autoencoders.training.Recipes;
            assertTrue(text.contains(option), text);
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void programWithoutACommandShowsItsHelp() {
import io.github.autoencoders.training.Recipes;
        String text = succeed().out;
import io.github.autoencoders.training.Recipes;
        assertEquals(succeed("--help").out, text);
import io.github.autoencoders.training.Recipes;
        assertTrue(text.contains("autoencoders train"), text);
import io.github.autoencoders.training.Recipes;
        assertEquals("autoencoders 0.1.0\n", succeed("--version").out.replace("\r", ""));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void completionScriptKnowsCommandsAndRecipes() {
import io.github.autoencoders.training.Recipes;
        String script = succeed("generate-completion").out;
import io.github.autoencoders.training.Recipes;
        assertTrue(script.startsWith("#!/usr/bin/env bash"), script);
import io.github.autoencoders.training.Recipes;
        assertTrue(script.contains("reconstruct") && script.contains("vae-fashion-mnist"), script);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    // ------------------------------------------------------------------ bad input
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static void assertRefused(int exitCode, String message, Answer answer) {
import io.github.autoencoders.training.Recipes;
        assertEquals("autoencoders: " + message, answer.err.strip());
import io.github.autoencoders.training.Recipes;
        assertEquals(exitCode, answer.exitCode);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static void assertNotTrained(String message, Object... options) throws IOException {
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("refused");
import io.github.autoencoders.training.Recipes;
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--out", out));
import io.github.autoencoders.training.Recipes;
        arguments.addAll(List.of(options));
import io.github.autoencoders.training.Recipes;
        if (!arguments.contains("--engine")) {
import io.github.autoencoders.training.Recipes;
            arguments.addAll(List.of("--engine", ENGINE));
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
        assertRefused(1, message, call(arguments.toArray()));
import io.github.autoencoders.training.Recipes;
        assertFalse(Files.exists(out));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @ParameterizedTest
import io.github.autoencoders.training.Recipes;
    @CsvSource(
import io.github.autoencoders.training.Recipes;
            delimiter = '|',
import io.github.autoencoders.training.Recipes;
            value = {
import io.github.autoencoders.training.Recipes;
                "--code     | 0   | bottleneck: codeSize must be at least 1, but is 0",
import io.github.autoencoders.training.Recipes;
                "--epochs   | 0   | epochs must be at least 1, but is 0",
import io.github.autoencoders.training.Recipes;
                "--batch    | 0   | batchSize must be at least 1, but is 0",
import io.github.autoencoders.training.Recipes;
                "--beta     | NaN | penaltyWeight: target must be finite and not negative, but is"
import io.github.autoencoders.training.Recipes;
                        + " NaN",
import io.github.autoencoders.training.Recipes;
                "--beta     | -1  | penaltyWeight: target must be finite and not negative, but is"
import io.github.autoencoders.training.Recipes;
                        + " -1.0",
import io.github.autoencoders.training.Recipes;
                "--padding  | -1  | data: padding must not be negative, but is -1",
import io.github.autoencoders.training.Recipes;
                "--image-size | -1 | data: imageSize must not be negative, but is -1",
import io.github.autoencoders.training.Recipes;
                "--limit    | -1  | data: limit must not be negative, but is -1",
import io.github.autoencoders.training.Recipes;
                "--learning-rate | 0 | optimizer: learningRate must be positive and finite, but is"
import io.github.autoencoders.training.Recipes;
                        + " 0.0"
import io.github.autoencoders.training.Recipes;
            })
import io.github.autoencoders.training.Recipes;
    void valuesOutOfRangeAreRefused(String option, String value, String message) throws Exception {
import io.github.autoencoders.training.Recipes;
        assertNotTrained(recipe + ": " + message, option, value);
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void engineDeviceAndThreadsAreChecked() throws Exception {
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                "--engine must be one of "
import io.github.autoencoders.training.Recipes;
                        + String.join(", ", EngineOptions.names())
import io.github.autoencoders.training.Recipes;
                        + ", but is \"PyTroch\"",
import io.github.autoencoders.training.Recipes;
                "--engine",
import io.github.autoencoders.training.Recipes;
                "PyTroch");
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                "--device must be cpu, gpu0, gpu1 and so on, but is \"gpu\"", "--device", "gpu");
import io.github.autoencoders.training.Recipes;
        assertNotTrained("--threads must be at least 1, but is 0", "--threads", 0);
import io.github.autoencoders.training.Recipes;
        assertNotTrained("--threads must be at least 1, but is -1", "--threads", -1);
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                "--device must be one that "
import io.github.autoencoders.training.Recipes;
                        + ENGINE
import io.github.autoencoders.training.Recipes;
                        + " finds, but is gpu99, and it finds 0 GPUs;"
import io.github.autoencoders.training.Recipes;
                        + " a GPU needs the natives of mvn package -Pcuda",
import io.github.autoencoders.training.Recipes;
                "--device",
import io.github.autoencoders.training.Recipes;
                "gpu99");
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void unknownRecipeIsRefused() throws Exception {
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "recipe must be one of "
import io.github.autoencoders.training.Recipes;
                        + String.join(", ", Recipes.names())
import io.github.autoencoders.training.Recipes;
                        + ", or a JSON file, but is \"vae-sprite\"",
import io.github.autoencoders.training.Recipes;
                call("train", "vae-sprite", "--out", folder.resolve("refused")));
import io.github.autoencoders.training.Recipes;
        Path file =
import io.github.autoencoders.training.Recipes;
                Files.writeString(
import io.github.autoencoders.training.Recipes;
                        folder.resolve("wrong.json"),
import io.github.autoencoders.training.Recipes;
                        Files.readString(recipe).replace("\"seed\"", "\"sead\""));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                file
import io.github.autoencoders.training.Recipes;
                        + ": TrainingRecipe at $ must have the keys [data, corruption,"
import io.github.autoencoders.training.Recipes;
                        + " architecture, bottleneck, likelihood, reduction, regularizer,"
import io.github.autoencoders.training.Recipes;
                        + " penaltyWeight, start, optimizer, epochs, batchSize, seed], but has"
import io.github.autoencoders.training.Recipes;
                        + " \"sead\"",
import io.github.autoencoders.training.Recipes;
                call("train", file, "--out", folder.resolve("refused")));
import io.github.autoencoders.training.Recipes;
        assertFalse(Files.exists(folder.resolve("refused")));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void dataThatCannotBeReadAreRefused() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path table = Files.writeString(folder.resolve("nan.csv"), "a,b\n1,2\n3,NaN\n");
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                table + ": value in row 3, column \"b\" must be a finite number, but is NaN",
import io.github.autoencoders.training.Recipes;
                "--data",
import io.github.autoencoders.training.Recipes;
                table);
import io.github.autoencoders.training.Recipes;
        Path truncated = folder.resolve("truncated.idx");
import io.github.autoencoders.training.Recipes;
        Files.write(truncated, Arrays.copyOf(Files.readAllBytes(images), 100));
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                truncated + " must hold 24 images of 8 x 8 (1552 bytes), but ends after 100 bytes",
import io.github.autoencoders.training.Recipes;
                "--data",
import io.github.autoencoders.training.Recipes;
                truncated);
import io.github.autoencoders.training.Recipes;
        Path empty = Files.createDirectory(folder.resolve("empty"));
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                empty + " must hold images (png, jpg, jpeg, bmp or gif), but holds none",
import io.github.autoencoders.training.Recipes;
                "--data",
import io.github.autoencoders.training.Recipes;
                empty);
import io.github.autoencoders.training.Recipes;
        assertNotTrained(
import io.github.autoencoders.training.Recipes;
                "data must be one of sprites, mnist, mnist-all, binarized-mnist, fashion-mnist, or"
import io.github.autoencoders.training.Recipes;
                    + " an existing IDX file, CSV file or folder of images, but is \"nowhere.idx\"",
import io.github.autoencoders.training.Recipes;
                "--data",
import io.github.autoencoders.training.Recipes;
                "nowhere.idx");
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void divergenceLeavesNoFolder() throws Exception {
import io.github.autoencoders.training.Recipes;
        Answer answer = train("--learning-rate", 1e30, "--out", folder.resolve("diverged"));
import io.github.autoencoders.training.Recipes;
        assertEquals(1, answer.exitCode);
import io.github.autoencoders.training.Recipes;
        assertEquals(1, answer.err.lines().count(), answer.err);
import io.github.autoencoders.training.Recipes;
        assertTrue(answer.err.startsWith("autoencoders: loss must be finite"), answer.err);
import io.github.autoencoders.training.Recipes;
        assertFalse(Files.exists(folder.resolve("diverged")));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void foldersThatCannotBeFilledAreRefused() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path file = Files.createFile(folder.resolve("a-file"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "out must be a folder that can be written, but "
import io.github.autoencoders.training.Recipes;
                        + file.resolve("run")
import io.github.autoencoders.training.Recipes;
                        + " is not: "
import io.github.autoencoders.training.Recipes;
                        + file
import io.github.autoencoders.training.Recipes;
                        + " is no folder",
import io.github.autoencoders.training.Recipes;
                train("--out", file.resolve("run")));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "out must be a new or empty folder, but "
import io.github.autoencoders.training.Recipes;
                        + run
import io.github.autoencoders.training.Recipes;
                        + " holds files; go on with its run by --resume, or choose another",
import io.github.autoencoders.training.Recipes;
                train("--out", run));
import io.github.autoencoders.training.Recipes;
        if (Files.isDirectory(Path.of("/proc/self"))) {
import io.github.autoencoders.training.Recipes;
            assertRefused(
import io.github.autoencoders.training.Recipes;
                    1,
import io.github.autoencoders.training.Recipes;
                    "out must be a folder that can be written, but /proc/x is not: it cannot be"
import io.github.autoencoders.training.Recipes;
                            + " made (NoSuchFileException)",
import io.github.autoencoders.training.Recipes;
                    train("--out", "/proc/x"));
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void runsThatAreNoneAreRefused() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path none = folder.resolve("none");
import io.github.autoencoders.training.Recipes;
        Path empty = Files.createDirectory(folder.resolve("no-model"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "RUN must be the folder of a run, but there is no " + none,
import io.github.autoencoders.training.Recipes;
                call("sample", none, "--out", folder.resolve("x.png")));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                empty + " must hold a saved model, but has no model.json",
import io.github.autoencoders.training.Recipes;
                call("sample", empty, "--out", folder.resolve("x.png")));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--out must be the folder of a run, but there is no " + none,
import io.github.autoencoders.training.Recipes;
                call("train", "--resume", "--out", none));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                empty + " must be the folder of a run, but has no recipe.json",
import io.github.autoencoders.training.Recipes;
                call("train", "--resume", "--out", empty));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--resume must come without RECIPE and with no option that changes it but"
import io.github.autoencoders.training.Recipes;
                        + " --epochs, but comes with --beta",
import io.github.autoencoders.training.Recipes;
                call("train", "--resume", "--out", run, "--beta", 2));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--epochs must be at least 2, the epochs that the run in "
import io.github.autoencoders.training.Recipes;
                        + run
import io.github.autoencoders.training.Recipes;
                        + " has done, but is 1",
import io.github.autoencoders.training.Recipes;
                call("train", "--resume", "--out", run, "--epochs", 1));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "FOLDER must be a folder of runs, but there is no "
import io.github.autoencoders.training.Recipes;
                        + none
import io.github.autoencoders.training.Recipes;
                        + "; autoencoders train makes a first run in runs",
import io.github.autoencoders.training.Recipes;
                call("models", none));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void outputsAndInputsThatDoNotFitAreRefused() throws Exception {
import io.github.autoencoders.training.Recipes;
        Path gif = folder.resolve("x.gif");
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--out must end in .png or .csv, or be a folder, but is " + gif,
import io.github.autoencoders.training.Recipes;
                call("sample", run, "--out", gif));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--out must end in .csv, but is " + gif,
import io.github.autoencoders.training.Recipes;
                call("encode", run, "--in", images, "--out", gif));
import io.github.autoencoders.training.Recipes;
        Path mine = Files.createDirectory(folder.resolve("mine"));
import io.github.autoencoders.training.Recipes;
        Files.createFile(mine.resolve("00000.png"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--out must be a new or empty folder, but " + mine + " holds files",
import io.github.autoencoders.training.Recipes;
                call("reconstruct", run, "--in", images, "--out", mine));
import io.github.autoencoders.training.Recipes;
        Path narrow = Files.writeString(folder.resolve("narrow.csv"), "z1,z2\n0,1\n");
import io.github.autoencoders.training.Recipes;
        Path out = folder.resolve("y.png");
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                narrow + " must hold 3 values in a row, but holds 2",
import io.github.autoencoders.training.Recipes;
                call("decode", run, "--in", narrow, "--out", out));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                narrow + " must hold samples of shape (1, 8, 8), but holds samples of shape (2)",
import io.github.autoencoders.training.Recipes;
                call("reconstruct", run, "--in", narrow, "--out", out, "--engine", ENGINE));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--count must be at least 1, but is 0",
import io.github.autoencoders.training.Recipes;
                call("sample", run, "--count", 0, "--out", out));
import io.github.autoencoders.training.Recipes;
        Path under = Files.createFile(folder.resolve("b-file")).resolve("x.png");
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                1,
import io.github.autoencoders.training.Recipes;
                "--out must be where files can be written, but is " + under,
import io.github.autoencoders.training.Recipes;
                call("sample", run, "--out", under, "--engine", ENGINE));
import io.github.autoencoders.training.Recipes;
        assertFalse(Files.exists(out));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    @Test
import io.github.autoencoders.training.Recipes;
    void wrongCommandLinesAreRefusedWithHelp() {
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                2,
import io.github.autoencoders.training.Recipes;
                "Unknown option: '--epoch'; perhaps --epochs; see autoencoders train --help",
import io.github.autoencoders.training.Recipes;
                call("train", "--epoch", "3"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                2,
import io.github.autoencoders.training.Recipes;
                "Invalid value for option '--epochs': 'ten' is not an int; see autoencoders train"
import io.github.autoencoders.training.Recipes;
                        + " --help",
import io.github.autoencoders.training.Recipes;
                call("train", "--epochs", "ten"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                2,
import io.github.autoencoders.training.Recipes;
                "Missing required option: '--in=DATA'; see autoencoders encode --help",
import io.github.autoencoders.training.Recipes;
                call("encode", run, "--out", "x.csv"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                2,
import io.github.autoencoders.training.Recipes;
                "Missing required parameter: 'RUN'; see autoencoders sample --help",
import io.github.autoencoders.training.Recipes;
                call("sample", "--out", "x.csv"));
import io.github.autoencoders.training.Recipes;
        assertRefused(
import io.github.autoencoders.training.Recipes;
                2,
import io.github.autoencoders.training.Recipes;
                "Unmatched argument at index 0: 'trian'; perhaps train or reconstruct; see"
import io.github.autoencoders.training.Recipes;
                        + " autoencoders --help",
import io.github.autoencoders.training.Recipes;
                call("trian"));
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static List<String> names(Path of) throws IOException {
import io.github.autoencoders.training.Recipes;
        try (Stream<Path> files = Files.list(of)) {
import io.github.autoencoders.training.Recipes;
            return files.map(file -> file.getFileName().toString()).sorted().toList();
import io.github.autoencoders.training.Recipes;
        }
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;

import io.github.autoencoders.training.Recipes;
    private static double[] numbers(String row) {
import io.github.autoencoders.training.Recipes;
        return Stream.of(row.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
import io.github.autoencoders.training.Recipes;
    }
import io.github.autoencoders.training.Recipes;
}
import io.github.autoencoders.training.Recipes;
