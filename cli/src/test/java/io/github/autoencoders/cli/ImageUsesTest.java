package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Denoising, compression and sums of codes, as a user asks for them. */
class ImageUsesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path images; // 24 grey images of 12 x 12, some bright on the left
    private static Path labelled; // the same as a folder of two labels
    private static Path run; // of a denoising model of them
    private static String trained = ""; // what its training said

    private static String use(String command, Object... more) {
        Object[] arguments =
                Stream.concat(Stream.of(command, run, "--engine", ENGINE), Stream.of(more))
                        .toArray();
        Answer answer = Answer.of(arguments);
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        images = folder.resolve("tiny.idx");
        labelled = folder.resolve("labelled");
        ByteBuffer idx = ByteBuffer.allocate(16 + 24 * 144);
        idx.putInt(0x00000803).putInt(24).putInt(12).putInt(12);
        Random random = new Random(1);
        for (int i = 0; i < 24; i++) {
            BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 144; pixel++) {
                int bright = (pixel % 12 < 6) == (i % 2 == 0) ? 200 : 20;
                int level = bright + random.nextInt(50);
                idx.put((byte) level);
                image.setRGB(pixel % 12, pixel / 12, level * 0x010101);
            }
            Path kind = Files.createDirectories(labelled.resolve(i % 2 == 0 ? "left" : "right"));
            ImageIO.write(image, "png", kind.resolve(i + ".png").toFile());
        }
        Files.write(images, idx.array());
        run = train("run", "{\"type\": \"GaussianNoise\", \"standardDeviation\": 0.4}");
    }

    private static Path train(String name, String corruption) throws Exception {
        Path recipe =
                Files.writeString(
                        folder.resolve(name + ".json"),
                        """
                        {
                          "data": {
                            "source": "%s", "padding": 0, "imageSize": 0, "window": 0, "windowStep": 0, "onlyLabel": "",
                            "conditional": false, "heldOut": 0.25, "limit": 0
                          },
                          "corruption": %s,
                          "architecture": {"type": "Dense", "units": [16], "activation": "RELU"},
                          "bottleneck": {"type": "Deterministic", "codeSize": 3, "activation": "IDENTITY"},
                          "likelihood": {"type": "Bernoulli"},
                          "reduction": {"type": "Sum"},
                          "regularizer": {"type": "None"},
                          "penaltyWeight": {"type": "Constant", "target": 0},
                          "start": {"model": "", "frozen": "NONE"},
                          "optimizer": {
                            "type": "Adam", "learningRate": 0.01,
                            "decay": {"afterEpochs": [], "factor": 1}
                          },
                          "epochs": 30, "patience": 0, "batchSize": 6, "seed": 1
                        }
                        """
                                .formatted(images.toString().replace("\\", "\\\\"), corruption));
        Path out = folder.resolve(name);
        Answer answer = Answer.of("train", recipe, "--out", out, "--engine", ENGINE);
        assertEquals(0, answer.exitCode(), answer.err());
        trained = answer.out();
        return out;
    }

    @Test
    void trainingSaysHowMuchWasRestoredAndDrawsIt() throws Exception {
        List<String> lines = trained.lines().map(String::strip).toList();
        assertTrue(
                lines.stream()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "corrupted validation samples: PSNR .* dB,"
                                                        + " restored .* dB")),
                trained);
        assertTrue(
                lines.stream().anyMatch(line -> line.matches("SSIM 0.*, restored 0.*")), trained);
        BufferedImage picture = ImageIO.read(run.resolve("pictures/denoised.png").toFile());
        assertTrue(picture.getWidth() > 500);
    }

    @Test
    void reconstructCorruptsOnlyWhenAsked() throws Exception {
        Path plain = folder.resolve("plain.csv");
        Path corrupted = folder.resolve("corrupted.csv");
        String text = use("reconstruct", "--in", images, "--out", plain);
        String said = "24 samples of " + images + " reconstructed in " + plain + ", ";
        assertTrue(text.startsWith(said) && text.endsWith(" samples/s\n"), text);
        String restored = use("reconstruct", "--in", images, "--out", corrupted, "--corrupt");
        List<String> lines = restored.lines().toList();
        assertEquals(3, lines.size(), restored);
        assertEquals("24 samples of " + images + " restored in " + corrupted, lines.get(0));
        assertTrue(lines.get(1).matches("corrupted: PSNR .* dB, SSIM .*"), restored);
        assertTrue(lines.get(2).matches("restored:  PSNR .* dB, SSIM .*"), restored);
        assertFalse(Files.readAllLines(plain).equals(Files.readAllLines(corrupted)));
        Path sheet = folder.resolve("sheet.png");
        use("reconstruct", "--in", images, "--out", sheet, "--corrupt");
        assertNotNull(ImageIO.read(sheet.toFile()));
    }

    /** 3 values of n bits for 144 pixels. */
    @Test
    void compressPrintsATableAndDrawsAChart() throws Exception {
        Path chart = folder.resolve("chart.png");
        String text = use("compress", "--in", images, "--out", chart);
        List<String> lines = text.lines().toList();
        assertEquals(2 + 8 + 1 + 1, lines.size(), text);
        assertEquals("24 samples of " + images + " as codes", lines.get(0));
        for (int bits = 1; bits <= 8; bits++) {
            String[] columns = lines.get(1 + bits).strip().split(" +", -1);
            assertEquals(String.valueOf(bits), columns[0]);
            assertEquals(3 * bits / 144.0, Double.parseDouble(columns[1]), 1e-4);
            assertTrue(Double.parseDouble(columns[2]) <= 3 * bits / 144.0 + 1e-4);
        }
        double one = Double.parseDouble(lines.get(2).strip().split(" +", -1)[3]);
        double eight = Double.parseDouble(lines.get(9).strip().split(" +", -1)[3]);
        String[] limit = lines.get(10).strip().split(" +", -1);
        assertEquals("32", limit[0]);
        assertTrue(one < eight, text);
        assertEquals(Double.parseDouble(limit[4]), eight, 0.2, text);
        assertNotNull(ImageIO.read(chart.toFile()));
    }

    @Test
    void compressWritesDecodedSamples() throws Exception {
        Path out = folder.resolve("decoded");
        String text = use("compress", "--in", images, "--bits", 4, "--count", 5, "--out", out);
        assertTrue(text.endsWith("5 samples decoded in " + out + "\n"), text);
        assertEquals(4, text.lines().count() - 1, text);
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(5, files.count());
        }
    }

    /** Towards the right-bright images, the left half gets darker. */
    @Test
    void labelsAreAddedToSamples() throws Exception {
        Path out = folder.resolve("labels.png");
        String text =
                use(
                        "arithmetic",
                        "--in",
                        labelled,
                        "--minus",
                        "left",
                        "--plus",
                        "right",
                        "--count",
                        2,
                        "--out",
                        out);
        assertEquals("sums of codes in " + out + "\n", text);
        BufferedImage picture = ImageIO.read(out.toFile());
        assertTrue(picture.getWidth() > 2 * picture.getHeight());
        Path three = folder.resolve("three.png");
        use("arithmetic", "--in", images, "--from", 0, "--minus", 2, "--plus", 1, "--out", three);
        assertNotNull(ImageIO.read(three.toFile()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bits 0 | --bits must be from 1 to 16, but is 0",
                "--bits 17 | --bits must be from 1 to 16, but is 17",
                "--count 0 | --count must be at least 1, but is 0",
                "--out x.csv | --out must end in .png for the chart, which is drawn without --bits,"
                        + " but is x.csv",
                "--bits 3 --out x.jpg | --out must end in .png or .csv, or be a folder, but is"
                        + " x.jpg"
            })
    void compressRefusesBadOptions(String options, String message) {
        Object[] arguments =
                Stream.concat(
                                Stream.of("compress", run, "--in", images),
                                Stream.of(options.split(" ", -1)))
                        .toArray();
        assertRefused(message, arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--minus left --plus up | --plus must be one of left, right, but is \"up\"",
                "--minus up --plus left | --minus must be one of left, right, but is \"up\"",
                "--from 0 --minus 1 --plus 24 | a sample's number must be from 0 to 23 in DATA, but"
                        + " is 24",
                "--from 99 --minus 1 --plus 2 | a sample's number must be from 0 to 23 in DATA, but"
                        + " is 99",
                "--from 0 --minus left --plus 2 | --minus must be a sample's number with --from,"
                        + " but is \"left\"",
                "--minus left --plus right --count 0 | --count must be at least 1, but is 0"
            })
    void arithmeticRefusesBadTerms(String options, String message) {
        Path out = folder.resolve("refused.png");
        Object[] arguments =
                Stream.concat(
                                Stream.of(
                                        "arithmetic",
                                        run,
                                        "--in",
                                        labelled,
                                        "--out",
                                        out,
                                        "--engine",
                                        ENGINE),
                                Stream.of(options.split(" ", -1)))
                        .toArray();
        assertRefused(message.replace("DATA", labelled.toString()), arguments);
        assertFalse(Files.exists(out));
    }

    @Test
    void whatDoesNotFitIsRefused() throws Exception {
        assertRefused(
                "--in must have labels for sums of labels, but " + images + " have none",
                "arithmetic",
                run,
                "--in",
                images,
                "--minus",
                "left",
                "--plus",
                "right",
                "--out",
                folder.resolve("y.png"),
                "--engine",
                ENGINE);
        assertRefused(
                "--out must end in .png, but is y.csv",
                "arithmetic",
                run,
                "--in",
                images,
                "--minus",
                "a",
                "--plus",
                "b",
                "--out",
                "y.csv");
        String before = trained;
        Path clean = train("clean", "{\"type\": \"None\"}");
        assertFalse(trained.contains("corrupted"), trained);
        trained = before;
        assertFalse(Files.exists(clean.resolve("pictures/denoised.png")));
        assertRefused(
                "--corrupt must be given for a model that was trained on corrupted samples, but"
                        + " its recipe has the corruption None",
                "reconstruct",
                clean,
                "--in",
                images,
                "--out",
                folder.resolve("z.png"),
                "--corrupt");
    }
}
