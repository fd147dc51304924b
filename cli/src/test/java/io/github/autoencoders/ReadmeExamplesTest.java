package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.cli.AutoencodersCommand;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.ImagePixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs in README.md and docs, compiled and run as they stand, on a little data. */
class ReadmeExamplesTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final List<String> IMPORTS =
            List.of(
                    "ai.djl.Model",
                    "ai.djl.ndarray.types.Shape",
                    "ai.djl.training.DefaultTrainingConfig",
                    "ai.djl.training.EasyTrain",
                    "ai.djl.training.Trainer",
                    "ai.djl.training.dataset.Dataset",
                    "ai.djl.training.optimizer.Adam",
                    "io.github.autoencoders.dataset.*",
                    "io.github.autoencoders.latent.Bottleneck",
                    "io.github.autoencoders.likelihood.Likelihood",
                    "io.github.autoencoders.loss.AutoencoderLoss",
                    "io.github.autoencoders.model.AutoencoderConfig",
                    "io.github.autoencoders.network.*",
                    "io.github.autoencoders.network.Architecture.ConvolutionalLayer",
                    "io.github.autoencoders.training.SplitLossListener",
                    "java.util.List");

    @TempDir private Path folder;

    private static String block(String page, int index) throws IOException {
        String text = Files.readString(Path.of("..", page)).replace("\r", "");
        return BLOCK.matcher(text).results().map(found -> found.group(1)).toList().get(index);
    }

    private void compile(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var errors = new ByteArrayOutputStream();
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, errors, "-cp", classes, "-proc:none", file.toString());
        assertEquals(0, status, () -> errors.toString(StandardCharsets.UTF_8));
    }

    private String run(String name, String source, String... arguments) throws Exception {
        compile(name, source);
        PrintStream before = System.out;
        var out = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            loader.loadClass(name)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The last row breaks the rule of the others, that all columns are equal. */
    @Test
    void rowsAreLearntSavedAndScoredAgain() throws Exception {
        compile("Outliers", block("README.md", 0));
        float[][] rows = new float[120][3];
        for (int i = 0; i < rows.length; i++) {
            Arrays.fill(rows[i], (float) Math.sin(i));
        }
        rows[rows.length - 1] = new float[] {3, -3, 3};
        String model = folder.resolve("outliers").toString();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> program = loader.loadClass("Outliers");
            Method learn = program.getMethod("learn", float[][].class, String.class);
            Method use = program.getMethod("use", float[][].class, String.class);
            double[] scores = (double[]) learn.invoke(null, rows, model);
            assertArrayEquals(scores, (double[]) use.invoke(null, rows, model), 1e-4);
            assertEquals(Arrays.stream(scores).max().orElseThrow(), scores[rows.length - 1]);
        }
    }

    @Test
    void aModelTrainsInADjlTrainer() throws Exception {
        String body = block("docs/java.md", 0);
        String small =
                body.replace("Sprites.of(42)", "Sprites.of(42, 300, 100)")
                        .replace("fit(trainer, 10,", "fit(trainer, 2,");
        assertTrue(small.length() > body.length(), "the sizes in docs/java.md are others now");
        String imports =
                IMPORTS.stream().map("import %s;\n"::formatted).collect(Collectors.joining());
        String out =
                run(
                        "Training",
                        imports
                                + "public class Training {\n"
                                + "public static void main(String[] args) throws Exception {\n"
                                + small
                                + "}\n}\n");
        assertEquals(2, out.lines().count(), out);
        assertTrue(out.lines().allMatch(line -> line.contains("reconstruction=")), out);
    }

    @Test
    void anImageBecomesACodeAndAnImage() throws Exception {
        Path png = folder.resolve("back.png");
        String out = run("Embed", block("docs/java.md", 1), sprite().toString(), png.toString());
        assertTrue(out.matches("\\[-?[0-9.]+, -?[0-9.]+]\\R"), out);
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(28, image.getWidth());
    }

    private Path sprite() throws IOException {
        Path file = folder.resolve("sprite.png");
        float[] pixels = Sprites.of(42, 10, 10).split().training().sample(0);
        Png.write(ImagePixels.toImage(pixels, new Shape(1, 32, 32)), file);
        return file;
    }

    @Test
    void aSavedEncoderIsLoadedByItsFolder() throws Exception {
        String engine = System.getProperty("ai.djl.default_engine");
        Path run = folder.resolve("run");
        assertEquals(
                0,
                AutoencodersCommand.commandLine()
                        .execute(
                                "train",
                                "--limit=100",
                                "--epochs=1",
                                "--engine=" + engine,
                                "--out=" + run));
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(run.resolve("model"))
                        .optEngine(engine)
                        .optArgument("task", "encode")
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .build();
        try (ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> encoder = model.newPredictor()) {
            float[] code = encoder.predict(ImageFactory.getInstance().fromFile(sprite()));
            assertEquals(10, code.length);
        }
    }
}
