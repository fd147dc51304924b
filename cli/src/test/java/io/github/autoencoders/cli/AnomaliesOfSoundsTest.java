package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tones, and among fresh ones two of noise; judged by what a model of speech makes of them. */
class AnomaliesOfSoundsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final int RATE = 8000;

    @TempDir private static Path folder;

    private static Path fresh;
    private static Path detector;
    private static String said;

    private static String call(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[all.length - 2] = "--engine";
        all[all.length - 1] = ENGINE;
        return Answer.expect(0, all);
    }

    private static Path sounds(String name, int count, int noises, long seed) throws IOException {
        Path sounds = Files.createDirectory(folder.resolve(name));
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            boolean noise = i < noises;
            double hertz = 200 + 600 * random.nextDouble();
            float[] tone = new float[1600];
            for (int j = 0; j < tone.length; j++) {
                double pure = Math.sin(2 * Math.PI * hertz * j / RATE);
                tone[j] = (float) (0.3 * (noise ? random.nextGaussian() : pure));
            }
            Path file = sounds.resolve((noise ? "noise_" : "tone_") + i + ".wav");
            WaveFile.write(Sound.of(new float[][] {tone}, RATE), tone.length, file);
        }
        return sounds;
    }

    @BeforeAll
    static void train() throws IOException {
        Path tones = sounds("tones", 30, 0, 1);
        fresh = sounds("fresh", 10, 2, 2);
        Path run = folder.resolve("run");
        call("train", "denoising-speech", "--data", tones, "--epochs", 1, "--out", run);
        detector = folder.resolve("detector");
        said = call("anomalies", "train", "--data", tones, "--model", run, "--out", detector);
    }

    @Test
    void aCodeThatIsTooLargeForARowIsTakenInMeans() {
        assertTrue(
                said.startsWith(
                        "samples of shape (1, 1024), judged by codes of 8192 values (means of 32"
                                + " each) and 9 errors of their reconstructions\n120 rows of "),
                said);
    }

    @Test
    void theNoiseIsFoundWithItsFileAndSecond() throws IOException {
        Path out = folder.resolve("found.csv");
        String found =
                call(
                        "anomalies",
                        "score",
                        detector,
                        "--in",
                        fresh,
                        "--false-alarms",
                        0.1,
                        "--out",
                        out);
        List<String> lines = Files.readAllLines(out);
        assertEquals("row,file,second,score,p_value,anomaly,reasons", lines.get(0));
        assertEquals(1 + 4 * 10, lines.size());
        for (String line : lines.subList(1, 9)) {
            assertTrue(line.matches("\\d,noise_[01].wav,0\\.[0-9]+,[0-9.]+,[0-9.]+,[01],.*"), line);
        }
        assertTrue(flagged(lines.subList(1, 9)) >= 6, found);
        assertTrue(flagged(lines.subList(9, 41)) <= 8, found);
        assertTrue(found.lines().anyMatch(line -> line.startsWith("noise_0.wav, 0.")), found);
        String why = call("anomalies", "explain", detector, "--in", fresh, "--row", 1);
        assertTrue(why.contains("z1 to z32") && why.contains("error at 1 of 8"), why);
    }

    private static long flagged(List<String> lines) {
        return lines.stream().filter(line -> line.split(",", -1)[5].equals("1")).count();
    }

    @Test
    void labelsOfFilesAreThoseThatScoresAreJudgedBy() {
        String judged =
                call("anomalies", "evaluate", detector, "--in", fresh, "--anomaly", "noise");
        assertTrue(judged.contains("8 anomalies"), judged);
    }
}
