package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import io.github.autoencoders.application.CodeIndex;
import io.github.autoencoders.application.Forecast;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.evaluation.SoundDistortion;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.RandomStreams;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs in README.md and docs, compiled and run as they stand, on a little data. */
class PageProgramsTest {

    private static final int MOST_STATEMENTS = 15;
    private static final int MOST_FIRST = 10; // of the one that README begins with
    private static final String SPARK = "docs/spark.md"; // whose program module spark runs

    @TempDir private static Path compiled;

    private static URLClassLoader loader = new URLClassLoader(new URL[0]);
    private static List<SourceText> programs = List.of();

    @TempDir private Path folder;

    @BeforeAll
    static void compile() throws IOException {
        programs =
                Page.all().stream()
                        .filter(page -> !page.name().equals(SPARK))
                        .flatMap(page -> page.programs().stream())
                        .toList();
        SourceText.compile(programs, compiled);
        loader = new URLClassLoader(new URL[] {compiled.toUri().toURL()});
    }

    @AfterAll
    static void unload() throws IOException {
        loader.close();
    }

    /** Calls the one method of a name. */
    private static Object call(String program, String name, Object... arguments) throws Exception {
        for (var method : loader.loadClass(program).getMethods()) {
            if (method.getName().equals(name)) {
                return method.invoke(null, arguments);
            }
        }
        throw new NoSuchMethodException(program + "." + name);
    }

    /** Runs a program and returns what it prints. */
    private static String run(String program, String... arguments) throws Exception {
        PrintStream before = System.out;
        var out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            call(program, "main", (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Tag("no-engine")
    @Test
    void everyProgramIsShortAndRunHere() throws IOException {
        Set<String> names = new TreeSet<>();
        for (SourceText program : programs) {
            assertTrue(
                    program.statements() <= MOST_STATEMENTS,
                    () -> program.name() + " has more than " + MOST_STATEMENTS + " statements");
            names.add(program.name());
        }
        assertEquals(
                List.of(
                        "ClassOfEachPixel",
                        "CleanSpeech",
                        "Denoise",
                        "EightThreads",
                        "Embed",
                        "Gaps",
                        "MixedRows",
                        "NearestImage",
                        "NewSounds",
                        "NewStrings",
                        "NextPoints",
                        "OtherLook",
                        "Outliers",
                        "OwnTrainer",
                        "Photographs",
                        "PredictedColumns",
                        "RunOnnx",
                        "Spellings",
                        "TenImages",
                        "TuneDecoder",
                        "UnusualRows",
                        "com.example.OwnNetwork"),
                List.copyOf(names));
    }

    @Tag("no-engine")
    @Test
    void whatIsReadFirstIsShorter() throws IOException {
        Page readme = Page.read("README.md");
        assertEquals(1, readme.programs().size());
        assertTrue(readme.programs().get(0).statements() <= MOST_FIRST);
        assertTrue(readme.text().lines().count() < 250);
    }

    @Tag("no-engine")
    @Test
    void everyPageIsFoundFromTheFirst() throws IOException {
        String readme = Page.read("README.md").text();
        assertEquals(
                List.of(),
                Page.all().stream()
                        .map(Page::name)
                        .filter(name -> name.startsWith("docs/") && !readme.contains(name))
                        .toList());
    }

    @Tag("no-engine")
    @Test
    void aStatementIsWhatEndsOrHoldsOthers() throws IOException {
        String text =
                """
                import java.util.List;

                public class Six {
                    private static final int ONE = 1;

                    static int of(List<Integer> all) throws Exception {
                        try (var in = System.in) {
                            for (int each : all) {
                                all.forEach(x -> x++);
                            }
                            Runnable run = () -> {};
                        }
                        return ONE;
                    }
                }
                """;
        assertEquals(6, SourceText.of(text).statements());
    }

    /** The columns of a row are equal, but for the last row's where one breaks the rule. */
    private static float[][] rows(int count) {
        float[][] rows = new float[count][3];
        for (int i = 0; i < rows.length; i++) {
            Arrays.fill(rows[i], (float) Math.sin(i));
        }
        return rows;
    }

    @Test
    void rowsAreLearntSavedAndScoredAgain() throws Exception {
        float[][] rows = rows(120);
        rows[rows.length - 1] = new float[] {3, -3, 3};
        String model = folder.resolve("outliers").toString();
        double[] scores = (double[]) call("Outliers", "learn", rows, model);
        assertArrayEquals(scores, (double[]) call("Outliers", "use", rows, model), 1e-4);
        assertEquals(Arrays.stream(scores).max().orElseThrow(), scores[rows.length - 1]);
    }

    @Test
    void unusualRowsAreNamedWithTheirReasons() throws Exception {
        String detector = folder.resolve("detector").toString();
        call("UnusualRows", "learn", rows(200), detector);
        float[][] others = rows(20);
        others[7][1] += 4;
        List<?> unusual = (List<?>) call("UnusualRows", "of", others, detector);
        assertTrue(unusual.get(0).toString().startsWith("row 7: x2 4.6"), "" + unusual);
    }

    @Test
    void aRowOfUsualCellsThatDoNotGoTogetherScoresHigher() throws Exception {
        List<Map<String, Object>> usual =
                IntStream.range(0, 300)
                        .mapToObj(i -> row("M" + i % 3, 20 * (i % 3) + Math.sin(i)))
                        .toList();
        double[] scores =
                (double[])
                        call("MixedRows", "scores", usual, List.of(row("M2", 40), row("M0", 40)));
        assertTrue(scores[1] > scores[0] + 1, scores[1] + " against " + scores[0]);
    }

    private static Map<String, Object> row(String machine, double temperature) {
        return Map.of("machine", machine, "temperature", temperature);
    }

    @Test
    void aDecoderOfOnnxGivesSprites() throws Exception {
        Path file = folder.resolve("decoder.onnx");
        assertEquals("1024 grey levels\n", run("RunOnnx", file.toString()));
        assertTrue(Files.size(file) > 100_000, "parameters are in the file");
    }

    @Test
    void missingCellsComeNearerToTheTruthThanTheirColumnsMean() throws Exception {
        float[][] whole = rows(300);
        float[][] gaps = Stream.of(whole).map(float[]::clone).toArray(float[][]::new);
        double mean = 0;
        for (int i = 0; i < gaps.length; i += 5) {
            gaps[i][i % 3] = Float.NaN;
            mean += whole[i][0] / (gaps.length / 5.0);
        }
        float[][] filled = (float[][]) call("Gaps", "filled", (Object) gaps);
        double error = 0;
        double errorOfMean = 0;
        for (int i = 0; i < gaps.length; i++) {
            for (int j = 0; j < 3; j++) {
                if (Float.isNaN(gaps[i][j])) {
                    error += Math.pow(filled[i][j] - whole[i][j], 2);
                    errorOfMean += Math.pow(mean - whole[i][j], 2);
                } else {
                    assertEquals(gaps[i][j], filled[i][j]);
                }
            }
        }
        assertTrue(error < errorOfMean / 4, error + " of " + errorOfMean);
    }

    /** Sine waves of any phase, [N][32]. */
    private static double[][] waves(int count, long seed) {
        Random random = RandomStreams.of(seed, 0);
        double[][] waves = new double[count][32];
        for (double[] wave : waves) {
            double phase = 2 * Math.PI * random.nextDouble();
            Arrays.setAll(wave, t -> Math.sin(phase + t / 4.0));
        }
        return waves;
    }

    private static double squaredError(double[][] expected, int sample, double[] actual) {
        return IntStream.range(0, actual.length)
                .mapToDouble(t -> Math.pow(actual[t] - expected[sample][t], 2))
                .sum();
    }

    @Test
    void signalsThatWereNotLearntFromLoseTheirNoise() throws Exception {
        double[][] others = waves(50, 2);
        double[][] noisy = Stream.of(others).map(double[]::clone).toArray(double[][]::new);
        Random random = RandomStreams.of(3, 0);
        for (double[] wave : noisy) {
            Arrays.setAll(wave, t -> wave[t] + 0.35 * random.nextGaussian());
        }
        double[][] restored = (double[][]) call("Denoise", "restored", waves(400, 1), noisy);
        double before = 0;
        double after = 0;
        for (int i = 0; i < others.length; i++) {
            before += squaredError(others, i, noisy[i]);
            after += squaredError(others, i, restored[i]);
        }
        assertTrue(after < before / 2, after + " of " + before);
    }

    @Test
    void theNextPointsGoOnAsTheWaveDoes() throws Exception {
        StringBuilder text = new StringBuilder("wave\n");
        for (int i = 0; i < 600; i++) {
            text.append(Math.sin(2 * Math.PI * i / 30)).append('\n');
        }
        Path csv = Files.writeString(folder.resolve("wave.csv"), text);
        Forecast next = (Forecast) call("NextPoints", "behind", csv);
        double[] expected = next.stretches().get(0).middle().get(0);
        assertEquals(24, expected.length);
        for (int i = 0; i < 24; i++) {
            assertEquals(Math.sin(2 * Math.PI * (600 + i) / 30), expected[i], 0.3);
        }
    }

    /** Of tones, to which noise is added at 0 dB, most of the noise is taken away. */
    @Test
    void speechIsMadeClean() throws Exception {
        Path clean = Files.createDirectories(folder.resolve("tones"));
        for (int i = 0; i < 5; i++) {
            float[][] tone = {tone(3000, 300 + 20 * i)};
            WaveFile.write(Sound.of(tone, 8000), 3000, clean.resolve(i + ".wav"));
        }
        float[] wanted = tone(6000, 370);
        float[] noisy = wanted.clone();
        Random random = new Random(1);
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (0.3 * Math.sqrt(0.5) * random.nextGaussian());
        }
        Path in = folder.resolve("noisy.wav");
        Path out = folder.resolve("clean.wav");
        WaveFile.write(Sound.of(new float[][] {noisy}, 8000), 6000, in);
        run("CleanSpeech", clean.toString(), in.toString(), out.toString());
        float[] made = SoundFile.read(out).open().rest()[0];
        double before = SoundDistortion.of(wanted, noisy, 8000).ratio();
        double after = SoundDistortion.of(wanted, made, 8000).ratio();
        assertTrue(after > before + 3, after + " of " + before);
    }

    /** Two kinds of tones that lie far apart: new ones differ as theirs do. */
    @Test
    void newSoundsAreOfTheirLabels() throws Exception {
        Path tones = Files.createDirectories(folder.resolve("kinds"));
        for (int i = 0; i < 40; i++) {
            String kind = i % 2 == 0 ? "low" : "high";
            float[][] tone = {tone(6144, (i % 2 == 0 ? 300 : 1500) + 5 * i)};
            WaveFile.write(Sound.of(tone, 8000), 6144, tones.resolve(kind + "_" + i + ".wav"));
        }
        Path out = Files.createDirectories(folder.resolve("new"));
        run("NewSounds", tones.toString(), out.toString());
        double low = lowness(out.resolve("low.wav"));
        double high = lowness(out.resolve("high.wav"));
        assertTrue(low > 2 * high, low + " and " + high);
    }

    // The power where low tones are, in units of that where high ones are.
    private static double lowness(Path sound) throws IOException {
        float[] made = SoundFile.read(sound).open().rest()[0];
        assertEquals(6144, made.length);
        return power(made, 300, 500) / power(made, 1500, 1700);
    }

    private static double power(float[] sound, int from, int to) {
        double power = 0;
        for (int hertz = from; hertz < to; hertz++) {
            double real = 0;
            double imaginary = 0;
            for (int i = 0; i < sound.length; i++) {
                real += sound[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
                imaginary += sound[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
            }
            power += real * real + imaginary * imaginary;
        }
        return power;
    }

    private static float[] tone(int size, double hertz) {
        float[] tone = new float[size];
        for (int i = 0; i < size; i++) {
            tone[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / 8000));
        }
        return tone;
    }

    private static List<BufferedImage> sprites(int count) {
        return Sprites.of(42, count, 10).split().training().images();
    }

    @Test
    void theNearestOfANoisedCopyIsItsOriginal() throws Exception {
        List<BufferedImage> images = sprites(200);
        List<String> names = IntStream.range(0, 200).mapToObj(i -> "sprite " + i).toList();
        Random random = RandomStreams.of(1, 0);
        for (int original : new int[] {3, 77, 199}) {
            BufferedImage image = images.get(original);
            BufferedImage noised = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
            for (int pixel = 0; pixel < 32 * 32; pixel++) {
                int value = image.getRaster().getSample(pixel % 32, pixel / 32, 0);
                int changed = (int) Math.round(value + 6 * random.nextGaussian());
                noised.getRaster()
                        .setSample(pixel % 32, pixel / 32, 0, Math.max(0, Math.min(255, changed)));
            }
            List<?> nearest = (List<?>) call("NearestImage", "of", noised, names, images);
            assertEquals(3, nearest.size());
            assertEquals(names.get(original), ((CodeIndex.Found) nearest.get(0)).key());
        }
    }

    /** Of sprites on black, and of others on grey, those on black get a grey ground. */
    @Test
    void spritesGetTheLookOfAFolder() throws Exception {
        List<BufferedImage> black = sprites(200);
        Path looks = folder.resolve("looks");
        for (int i = 0; i < 200; i++) {
            boolean grey = i % 2 == 1;
            Path look = Files.createDirectories(looks.resolve(grey ? "grey" : "black"));
            Png.write(grey ? onGrey(black.get(i)) : black.get(i), look.resolve(i + ".png"));
        }
        List<?> made = (List<?>) call("OtherLook", "of", black.subList(0, 20), "grey", looks);
        assertEquals(20, made.size());
        for (Object each : made) {
            assertTrue(((BufferedImage) each).getRaster().getSample(0, 0, 0) > 45);
        }
    }

    private static BufferedImage onGrey(BufferedImage image) {
        BufferedImage grey = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 32 * 32; pixel++) {
            int level = image.getRaster().getSample(pixel % 32, pixel / 32, 0);
            grey.getRaster().setSample(pixel % 32, pixel / 32, 0, 90 + level * 165 / 255);
        }
        return grey;
    }

    @Test
    void tenImagesAreWritten() throws Exception {
        assertEquals("", run("TenImages", folder.toString()));
        Set<Integer> bright = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            BufferedImage image = ImageIO.read(folder.resolve(i + ".png").toFile());
            assertEquals(32, image.getWidth());
            bright.add(
                    IntStream.range(0, 32 * 32)
                            .map(p -> image.getRaster().getSample(p % 32, p / 32, 0))
                            .sum());
        }
        assertTrue(bright.size() > 5 && bright.iterator().next() > 0, bright.toString());
    }

    @Test
    void aFrozenEncoderStaysBitForBitWhileTheDecoderChanges() throws Exception {
        String whole = folder.resolve("whole").toString();
        var recipe = Recipes.named("vae-sprites-2").withEpochs(1);
        try (TrainedAutoencoder model = AutoencoderTrainer.of(recipe).fit(sprites(100))) {
            model.save(Path.of(whole));
        }
        List<BufferedImage> others = Sprites.of(7, 100, 10).split().training().images();
        String tuned = folder.resolve("tuned").toString();
        call("TuneDecoder", "tune", whole, others, tuned);
        Map<String, float[]> before = parameters(whole);
        Map<String, float[]> after = parameters(tuned);
        assertEquals(before.keySet(), after.keySet());
        before.forEach(
                (name, values) -> {
                    if (name.contains("encoder")) {
                        assertArrayEquals(values, after.get(name), name);
                    } else {
                        assertFalse(Arrays.equals(values, after.get(name)), name);
                    }
                });
    }

    private static Map<String, float[]> parameters(String saved) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (TrainedAutoencoder model = TrainedAutoencoder.open(saved)) {
            for (var parameter : model.block(Part.WHOLE).getParameters()) {
                values.put(parameter.getKey(), parameter.getValue().getArray().toFloatArray());
            }
        }
        return values;
    }

    @Test
    void aResidualBlockOfOnesOwnIsTrainedSavedAndScoresEqually() throws Exception {
        String model = folder.resolve("residual").toString();
        float[][] rows = rows(120);
        double[] scores = (double[]) call("com.example.OwnNetwork", "learn", rows, model);
        assertEquals(120, scores.length);
        assertArrayEquals(
                scores, (double[]) call("com.example.OwnNetwork", "use", rows, model), 1e-9);
        String saved = Files.readString(Path.of(model, "model.json"));
        assertTrue(saved.contains("com.example.OwnNetwork"), saved);
    }

    @Test
    void eightThreadsGetWhatOneAloneGets() throws Exception {
        List<BufferedImage> images = sprites(64);
        List<List<BufferedImage>> portions =
                IntStream.range(0, 32).mapToObj(i -> images.subList(2 * i, 2 * i + 2)).toList();
        List<?> together = (List<?>) call("EightThreads", "codes", portions);
        assertEquals(portions.size(), together.size());
        try (TrainedAutoencoder model = TrainedAutoencoder.open("vae-sprites-16")) {
            for (int i = 0; i < portions.size(); i++) {
                float[][] alone = model.encode(portions.get(i));
                assertTrue(Arrays.deepEquals(alone, (float[][]) together.get(i)), "portion " + i);
            }
        }
    }

    @Test
    void aModelTrainsInADjlTrainerWithDjlsListeners() throws Exception {
        String out = run("OwnTrainer");
        assertTrue(out.contains("Training:    100%"), out); // DJL's listener
        List<Double> totals =
                Pattern.compile("Epoch\\[training=LossSummary\\[total=([0-9.]+), reconstruction=")
                        .matcher(out)
                        .results()
                        .map(found -> Double.valueOf(found.group(1)))
                        .toList();
        assertEquals(3, totals.size(), out);
        assertTrue(totals.get(2) < totals.get(0) / 2, out);
    }

    @Test
    void newStringsAreOfTheSymbolsThatWereLearnt() throws Exception {
        List<String> strings =
                IntStream.range(0, 200).mapToObj(i -> "ab" + i % 10 + "-ba").toList();
        List<?> drawn = (List<?>) call("NewStrings", "like", strings, 20);
        assertEquals(20, drawn.size());
        assertTrue(drawn.stream().allMatch(each -> each.toString().matches("[ab0-9-]{0,6}")));
        assertTrue(drawn.stream().anyMatch(each -> each.toString().startsWith("ab")), "" + drawn);
    }

    @Test
    void stringsAreWrittenAsTheyWereLearntInPairs() throws Exception {
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            before.add("" + (char) ('a' + i % 20) + (char) ('a' + i / 20 % 20));
        }
        List<String> after = before.stream().map(PageProgramsTest::otherwise).toList();
        List<?> made = (List<?>) call("Spellings", "of", before, after, before);
        long right =
                IntStream.range(0, made.size())
                        .filter(i -> made.get(i).equals(after.get(i)))
                        .count();
        assertTrue(right > 0.3 * before.size(), right + " of " + before.size());
    }

    // "ab" is "b-A".
    private static String otherwise(String two) {
        return two.charAt(1) + "-" + Character.toUpperCase(two.charAt(0));
    }

    @Test
    void columnsAreToldFromTheOthersOfARow() throws Exception {
        StringBuilder text = new StringBuilder("machine,load,heat,state\n");
        for (int i = 0; i < 300; i++) {
            double load = 5 + 4 * Math.sin(i);
            int machine = i % 3;
            text.append(
                    "M%s,%s,%s,%s\n"
                            .formatted(
                                    machine,
                                    load,
                                    20 * machine + 2 * load,
                                    load > 5 ? "busy" : "idle"));
        }
        Path table = Files.writeString(folder.resolve("machines.csv"), text);
        Map<String, Object> row = Map.of("machine", "M2", "load", 8.0);
        List<?> told =
                (List<?>)
                        call(
                                "PredictedColumns",
                                "of",
                                table.toString(),
                                List.of("heat", "state"),
                                row);
        assertEquals(56, ((Number) told.get(0)).doubleValue(), 4);
        assertEquals("busy", told.get(1));
    }

    /** Draws a bright square on noise, or where it is: 1, on 0. */
    private static BufferedImage square(long seed, boolean mask) {
        Random random = RandomStreams.of(seed, 0);
        int left = random.nextInt(14);
        int top = random.nextInt(10);
        BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < 24 * 20; pixel++) {
            int x = pixel % 24;
            int y = pixel / 24;
            int inside = x >= left && x < left + 8 && y >= top && y < top + 8 ? 1 : 0;
            int noise = random.nextInt(60);
            image.getRaster().setSample(x, y, 0, mask ? inside : 20 + noise + 120 * inside);
        }
        return image;
    }

    @Test
    void squaresAreFoundInImagesOfAnotherSizeThanTheRecipes() throws Exception {
        Path images = Files.createDirectories(folder.resolve("images"));
        Path masks = Files.createDirectories(folder.resolve("masks"));
        for (int i = 0; i < 80; i++) {
            Png.write(square(i, false), images.resolve(i + ".png"));
            Png.write(square(i, true), masks.resolve(i + ".png"));
        }
        List<?> found =
                (List<?>)
                        call(
                                "ClassOfEachPixel",
                                "of",
                                images.toString(),
                                masks.toString(),
                                List.of(square(1000, false)));
        BufferedImage mask = (BufferedImage) found.get(0);
        BufferedImage wanted = square(1000, true);
        long right =
                IntStream.range(0, 24 * 20)
                        .filter(i -> grey(mask, i % 24, i / 24) == grey(wanted, i % 24, i / 24))
                        .count();
        assertTrue(right > 24 * 20 - 8 * 8 / 2, right + " of " + 24 * 20); // half without squares
    }

    private static int grey(BufferedImage image, int x, int y) {
        return image.getRaster().getSample(x, y, 0);
    }

    @Test
    void photographsOfAnyWidthAndHeightAreLearntFrom() throws Exception {
        List<BufferedImage> photos =
                IntStream.range(0, 60).mapToObj(PageProgramsTest::landscape).toList();
        String model = folder.resolve("photos").toString();
        List<?> drawn = (List<?>) call("Photographs", "learn", photos, model);
        assertEquals(9, drawn.size());
        List<?> again = (List<?>) call("Photographs", "again", photos, model);
        double error = 0;
        double others = 0;
        for (int i = 0; i < photos.size(); i++) {
            BufferedImage made = (BufferedImage) again.get(i);
            assertEquals("24 x 20", made.getWidth() + " x " + made.getHeight());
            error += distance(photos.get(i), made);
            others += distance(photos.get((i + 6) % 12), made);
        }
        assertTrue(error < 0.8 * others, error + " against " + others);
    }

    // A sky above a ground, each of a colour of its own.
    private static BufferedImage landscape(int number) {
        BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 24; x++) {
                boolean sky = y < 4 + number % 12;
                image.setRGB(x, y, sky ? 0x4080F0 : 0x308020 + ((number % 12 * 16) << 16));
            }
        }
        return image;
    }

    private static double distance(BufferedImage one, BufferedImage other) {
        double sum = 0;
        for (int i = 0; i < one.getWidth() * one.getHeight() * 3; i++) {
            int x = i / 3 % one.getWidth();
            int y = i / 3 / one.getWidth();
            int difference =
                    one.getRaster().getSample(x, y, i % 3)
                            - other.getRaster().getSample(x, y, i % 3);
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void anImageBecomesACodeAndAnImage() throws Exception {
        Path png = folder.resolve("back.png");
        String out = run("Embed", sprite().toString(), png.toString());
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
        Path run = folder.resolve("run");
        var recipe = Recipes.named("vae-sprites").withEpochs(1);
        AutoencoderTrainer.of(recipe).into(run).fit(sprites(50)).close();
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(run.resolve("model"))
                        .optEngine(System.getProperty("ai.djl.default_engine"))
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
