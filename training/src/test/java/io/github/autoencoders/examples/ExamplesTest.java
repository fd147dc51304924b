package io.github.autoencoders.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.training.RunFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs, on a few batches each. */
class ExamplesTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int LONGEST = 40; // lines, all of a file
    private static final int DIGITS = 200;
    private static final int SIDE = 28;
    private static final int POINTS = 600;

    private final Path folder;
    private final Path run;
    private Path digits = Path.of("");

    ExamplesTest(@TempDir Path folder) {
        this.folder = folder;
        this.run = folder.resolve("run");
    }

    @FunctionalInterface
    private interface Program {
        void run(String[] arguments) throws Exception;
    }

    @BeforeEach
    void writeDigits() throws IOException {
        digits = images("digits-images-idx3-ubyte", 1);
    }

    /** Writes images like digits: two strokes, a bright one across and a bright one down. */
    private Path images(String name, long seed) throws IOException {
        Random random = new Random(seed);
        ByteBuffer file = ByteBuffer.allocate(16 + DIGITS * SIDE * SIDE);
        file.putInt(0x0803).putInt(DIGITS).putInt(SIDE).putInt(SIDE);
        for (int i = 0; i < DIGITS; i++) {
            int across = 4 + random.nextInt(20);
            int down = 4 + random.nextInt(20);
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                boolean stroke = pixel / SIDE == across || pixel % SIDE == down;
                file.put((byte) (stroke ? 255 : 0));
            }
        }
        return Files.write(folder.resolve(name), file.array());
    }

    private Path series(String name, int first, int last) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("value\n");
        for (int i = 0; i < POINTS; i++) {
            boolean planted = i >= first && i <= last;
            double normal = Math.sin(2 * Math.PI * i / 40) + 0.1 * random.nextGaussian();
            text.append(planted ? 8 : normal).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    /** Runs a program and returns what it prints. */
    private String print(Program program, Path... data) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            program.run(
                    Stream.concat(Stream.of(ENGINE, run), Stream.of(data))
                            .map(Object::toString)
                            .toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private void assertPicture(String name) throws IOException {
        assertNotNull(ImageIO.read(run.resolve(name).toFile()), name);
    }

    @Test
    void denseAutoencoder() throws Exception {
        String text = print(DenseAutoencoder::main, digits);
        assertTrue(text.contains("20 codes of 32 values\n784 pixels decoded"), text);
    }

    @Test
    void rowsInMemory() throws Exception {
        String[] scores = print(RowsInMemory::main).replaceAll("[\\[\\]\\s]", "").split(",", -1);
        assertTrue(Double.parseDouble(scores[0]) < Double.parseDouble(scores[1]), scores[0]);
    }

    @Test
    void pretrainedModel() throws Exception {
        System.setProperty("DJL_CACHE_DIR", folder.resolve("cache").toString());
        try {
            Path png = folder.resolve("stroke.png");
            var stroke = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            stroke.createGraphics().drawLine(5, 22, 20, 4);
            ImageIO.write(stroke, "png", png.toFile());
            String text = print(PretrainedModel::main, Path.of("ae-mnist-32"), png);
            assertTrue(text.startsWith("32 values: ["), text);
            assertPicture("decoded.png");
        } finally {
            System.clearProperty("DJL_CACHE_DIR");
        }
    }

    @Test
    void convolutionalAutoencoder() throws Exception {
        assertTrue(print(ConvolutionalAutoencoder::main, digits).contains("validation="));
        assertPicture("reconstructions.png");
    }

    @Test
    void codePlane() throws Exception {
        assertEquals("", print(CodePlane::main, digits));
        assertPicture("plane.png");
    }

    @Test
    void latentSpace() throws Exception {
        String text = print(LatentSpace::main, digits);
        assertEquals(2, text.lines().filter(line -> line.contains("KL divergence")).count(), text);
        assertPicture("samples.png");
    }

    @Test
    void seriesAnomalies() throws Exception {
        Path normal = series("normal.csv", -1, -1);
        String text = print(SeriesAnomalies::main, normal, series("planted.csv", 250, 400));
        assertTrue(text.matches("(?s).*\nanomalies: \\[Stretch\\[first=\\d+, last=\\d+]]\n"), text);
    }

    @Test
    void threeLosses() throws Exception {
        String text = print(ThreeLosses::main, digits);
        assertEquals(
                List.of("mse", "bce", "ssim"),
                text.lines().map(line -> line.replaceFirst(":.*", "")).toList());
        assertPicture("losses.png");
    }

    @Test
    void partsOfAModel() throws Exception {
        String text = print(PartsOfAModel::main, digits, images("other.idx", 2));
        assertTrue(text.contains("10 samples on the way"), text);
        Map<String, float[]> whole = parameters("whole");
        Map<String, float[]> tuned = parameters("tuned");
        assertEquals(whole.keySet(), tuned.keySet());
        whole.forEach(
                (name, values) -> {
                    if (name.contains("encoder")) {
                        assertArrayEquals(values, tuned.get(name), name);
                    } else {
                        assertFalse(Arrays.equals(values, tuned.get(name)), name);
                    }
                });
    }

    private Map<String, float[]> parameters(String name) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        RunFolder trained = RunFolder.open(run.resolve(name));
        try (Model model = trained.model().load(Part.WHOLE, Placement.of(ENGINE))) {
            model.getBlock()
                    .getParameters()
                    .forEach(
                            parameter ->
                                    values.put(
                                            parameter.getKey(),
                                            parameter.getValue().getArray().toFloatArray()));
        }
        return values;
    }

    @Test
    void denoising() throws Exception {
        String text = print(Denoising::main, digits);
        assertTrue(text.matches("(?s).*\ncorrupted .*PSNR .*; restored .*PSNR .*\n"), text);
        assertPicture("denoised.png");
    }

    @Tag("no-engine")
    @Test
    void everyProgramIsShort() throws IOException {
        String base = System.getProperty("basedir", "");
        Path sources = Path.of(base, "src/test/java/io/github/autoencoders/examples");
        List<String> others = List.of("ExamplesTest.java", "package-info.java");
        int programs = 0;
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                if (!others.contains(file.toFile().getName())) {
                    int lines = Files.readAllLines(file).size();
                    assertTrue(lines <= LONGEST, file + ": " + lines + " lines");
                    programs++;
                }
            }
        }
        assertEquals(10, programs);
    }
}
