package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two folders of images, one encoder and a decoder for each: bright bars and dark ones. */
class SharedCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path images;
    private static Path run;

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        images = folder.resolve("images");
        for (int i = 0; i < 40; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            boolean bright = i % 2 == 0;
            for (int pixel = 0; pixel < 64; pixel++) {
                boolean bar = pixel % 8 / 2 == i % 4 && pixel / 16 == i / 4 % 4;
                int level = bright ? (bar ? 250 : 5) : bar ? 30 : 180;
                image.getRaster().setSample(pixel % 8, pixel / 8, 0, level);
            }
            Path look = Files.createDirectories(images.resolve(bright ? "bright" : "dark"));
            ImageIO.write(image, "png", look.resolve(i + ".png").toFile());
        }
        run = folder.resolve("run");
        String said =
                Answer.expect(
                        0,
                        "train",
                        "shared-sprites",
                        "--data",
                        images,
                        "--set",
                        "architecture={\"type\":\"Shared\",\"networks\":{\"type\":\"Dense\","
                            + "\"units\":[32],\"activation\":\"RELU\"},\"withoutContrast\":true}",
                        "--epochs",
                        40,
                        "--learning-rate",
                        0.01,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        assertTrue(said.contains("samples of " + images), said);
    }

    private static String use(String command, Object... more) {
        return Answer.expect(
                0,
                Stream.of(Stream.of(command, run), Stream.of(more), Stream.of("--engine", ENGINE))
                        .flatMap(each -> each)
                        .toArray());
    }

    private static int level(Path file, int x, int y) throws Exception {
        return ImageIO.read(file.toFile()).getRaster().getSample(x, y, 0);
    }

    @Test
    void imagesWithoutLabelsGetTheLookOfAFolder() throws Exception {
        Path bright = images.resolve("bright");
        Path out = folder.resolve("exchanged");
        String said = use("reconstruct", "--in", bright, "--label", "dark", "--out", out);
        assertTrue(said.startsWith("20 samples of " + bright + " as dark in " + out + ", "), said);
        assertTrue(level(out.resolve("0.png"), 7, 7) > 120, "a light ground");
        Path back = folder.resolve("back");
        use("reconstruct", "--in", out, "--label", "bright", "--out", back);
        assertTrue(level(back.resolve("0.png"), 7, 7) < 60, "a black ground");
        Path sheet = folder.resolve("sheet.png");
        assertEquals(
                "10 of 20 samples of " + bright + " as dark in " + sheet + "\n",
                use("reconstruct", "--in", bright, "--label", "dark", "--out", sheet));
        BufferedImage two = ImageIO.read(sheet.toFile());
        use("reconstruct", "--in", images, "--label", "dark", "--out", sheet);
        assertTrue(
                ImageIO.read(sheet.toFile()).getHeight() > two.getHeight() * 5 / 4, "a row more");
    }

    @Test
    void codesNeedNoLabels() throws Exception {
        Path with = folder.resolve("with.csv");
        Path without = folder.resolve("without.csv");
        use("encode", "--in", images, "--out", with);
        use("encode", "--in", images.resolve("dark"), "--out", without);
        List<String> labelled = Files.readAllLines(with);
        List<String> plain = Files.readAllLines(without);
        assertTrue(labelled.get(0).endsWith("z10,label") && plain.get(0).endsWith("z10"));
        assertTrue(labelled.contains("dark/" + plain.get(1) + ",dark"), plain.get(1));
    }

    @Test
    void evaluateSaysWhatAnExchangeDoes() throws Exception {
        Path out = folder.resolve("evaluation.json");
        String said = use("evaluate", "--data", images, "--samples", 2, "--out", out);
        assertTrue(said.contains("\nbright as dark, 20: look "), said);
        assertTrue(said.contains("\ndark as bright, 20: look "), said);
        String json = Files.readString(out);
        assertTrue(json.contains("\"anyPlace\":"), json);
    }

    @Test
    void exportsTakeTheLabelAsTheyDoOfOtherConditionalModels() {
        Path out = folder.resolve("model.onnx");
        use("export", "--part", "reconstruction", "--format", "onnx", "--out", out);
        assertTrue(Files.exists(out));
    }

    @Test
    void whatCannotBeExchangedIsRefused() {
        Path none = folder.resolve("none");
        assertEquals(
                "autoencoders: --label must be one of bright, dark, but is \"red\"\n",
                Answer.expect(
                        1, "reconstruct", run, "--in", images, "--label", "red", "--out", none));
        assertEquals(
                "autoencoders: --corrupt must not be given with --label, but is\n",
                Answer.expect(
                        1,
                        "reconstruct",
                        run,
                        "--in",
                        images,
                        "--label",
                        "dark",
                        "--corrupt",
                        "--out",
                        none));
        assertEquals(
                "autoencoders: "
                        + images.resolve("dark")
                        + " must have labels for a conditional model, but has none\n",
                Answer.expect(
                        1,
                        "train",
                        "shared-sprites",
                        "--data",
                        images.resolve("dark"),
                        "--out",
                        none));
        assertEquals(
                "autoencoders: --label must not be given for a model without conditions, but is"
                        + " \"dark\"\n",
                Answer.expect(
                        1,
                        "reconstruct",
                        "vae-sprites-2",
                        "--in",
                        images,
                        "--label",
                        "dark",
                        "--out",
                        none));
    }
}
