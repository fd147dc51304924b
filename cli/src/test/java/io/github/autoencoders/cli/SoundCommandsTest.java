package io.github.autoencoders.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.server.AutoencoderServer;
import io.github.autoencoders.server.ServerSettings;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundFile;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/sound.md does, with six short tones. */
class SoundCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path speech;
    private static Path run;

    private static Answer succeed(Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals(0, answer.exitCode(), answer::err);
        return answer;
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = Answer.of(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    private static void tone(String name, int rate, int channels, int frames, double hertz)
            throws IOException {
        float[][] tone = new float[channels][frames];
        for (float[] channel : tone) {
            for (int i = 0; i < frames; i++) {
                channel[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / rate));
            }
        }
        WaveFile.write(Sound.of(tone, rate), frames, speech.resolve(name));
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws IOException {
        folder = shared;
        speech = Files.createDirectories(shared.resolve("speech"));
        for (int i = 0; i < 5; i++) {
            tone((i < 3 ? "low_" : "high_") + i + ".wav", 8000, 1, 1500 + i, 200 + 100 * i);
        }
        tone("high_5.wav", 16000, 2, 5001, 900);
        run = shared.resolve("run");
        String text =
                succeed(
                                "train",
                                "denoising-speech",
                                "--data",
                                speech,
                                "--epochs",
                                1,
                                "--out",
                                run,
                                "--engine",
                                ENGINE)
                        .out();
        assertTrue(text.startsWith("19 samples of"), text);
        assertTrue(
                text.contains(
                        "6 sounds of 1.3 seconds together, 8,000 samples a second; 1 of another"
                                + " rate, brought to it; 1 of two channels, of which the mean is"
                                + " taken\n"),
                text);
    }

    @Test
    void oneSoundIsRestoredInItsRateAndLength() throws IOException {
        Path out = folder.resolve("clean.wav");
        String text =
                succeed(
                                "reconstruct",
                                run,
                                "--in",
                                speech.resolve("high_5.wav"),
                                "--out",
                                out,
                                "--engine",
                                ENGINE)
                        .out();
        assertTrue(
                text.matches(
                        "(?s)1 sound of \\S+high_5.wav restored in \\S+clean.wav: 0.3 seconds of"
                                + " sound in \\S+ s, [\\d,]+ times real time\\R"),
                text);
        assertEquals(new SoundFile(out, 2, 16000, 16, 5001), SoundFile.read(out));
    }

    /** That of the recipe stays in the run; another is set as any line of a recipe. */
    @Test
    void hopsAreSetAndCheckedAsOtherLinesAre() throws IOException {
        assertTrue(Files.readString(run.resolve("recipe.json")).contains("\"hop\": 235"));
        Path out = folder.resolve("none");
        assertRefused(
                "denoising-speech: data: hop must be at most window, which is 1024, but is 1025",
                "train",
                "denoising-speech",
                "--data",
                speech,
                "--set",
                "data.hop=1025",
                "--out",
                out,
                "--engine",
                ENGINE);
        assertRefused(
                "hop must be 0 where samples are no windows of sounds, but is 9",
                "train",
                "vae-series",
                "--set",
                "data.hop=9",
                "--out",
                out,
                "--engine",
                ENGINE);
    }

    @Test
    void aFolderIsRestoredUnderTheSameNames() throws IOException {
        Path out = folder.resolve("restored");
        succeed("reconstruct", run, "--in", speech, "--out", out, "--engine", ENGINE);
        for (String name : List.of("low_0.wav", "low_1.wav", "high_3.wav", "high_5.wav")) {
            SoundFile before = SoundFile.read(speech.resolve(name));
            SoundFile after = SoundFile.read(out.resolve(name));
            assertEquals(before.frames(), after.frames());
            assertEquals(before.rate(), after.rate());
        }
    }

    @Test
    void evaluationSaysTheQualityOfSoundsBeforeAndAfter() {
        String text = succeed("evaluate", run, "--data", speech, "--engine", ENGINE).out();
        assertTrue(
                text.matches(
                        "(?s).*white noise at 0.0 dB: SI-SDR -?0\\.\\d\\d dB, log-spectral distance"
                                + " \\S+ dB\\Rrestored: SI-SDR \\S+ dB, log-spectral distance \\S+"
                                + " dB \\(SI-SDR [-+]\\S+ dB\\)\\R"),
                text);
    }

    @Test
    void codesAndScoresHaveTheNamesOfFiles() throws IOException {
        Path scores = folder.resolve("scores.csv");
        succeed("score", run, "--in", speech, "--out", scores, "--engine", ENGINE);
        List<String> lines = Files.readAllLines(scores);
        assertTrue(lines.get(0).startsWith("file,second,"), lines.get(0));
        assertTrue(lines.get(2).startsWith("high_3.wav,0.032,"), lines.get(2));
    }

    @Test
    void aServerAnswersWhatTheCommandsWrite() throws Exception {
        Path sound = speech.resolve("high_5.wav");
        Path out = folder.resolve("served.wav");
        Path scores = folder.resolve("served.csv");
        succeed("reconstruct", run, "--in", sound, "--out", out, "--engine", ENGINE);
        succeed("score", run, "--in", sound, "--out", scores, "--engine", ENGINE);
        List<Task> tasks = List.of(Task.RECONSTRUCT, Task.SCORE);
        ServerSettings settings = ServerSettings.LOCAL.withPort(0).withWorkers(1);
        try (TrainedAutoencoder model =
                        TrainedAutoencoder.open(run.toString(), Placement.of(ENGINE));
                AutoencoderServer server =
                        AutoencoderServer.start("speech", model, tasks, settings)) {
            assertArrayEquals(Files.readAllBytes(out), asked(server, Task.RECONSTRUCT, sound));
            JsonArray windows =
                    JsonUtils.GSON
                            .fromJson(
                                    new String(asked(server, Task.SCORE, sound), UTF_8),
                                    JsonObject.class)
                            .getAsJsonArray("windows");
            List<String> lines = Files.readAllLines(scores);
            List<String> names = List.of(lines.get(0).split(",", -1));
            assertEquals(lines.size() - 1, windows.size());
            for (int i = 0; i < windows.size(); i++) {
                String[] line = lines.get(i + 1).split(",", -1);
                JsonObject window = windows.get(i).getAsJsonObject();
                for (String name : List.of("second", "score")) {
                    double wanted = Double.parseDouble(line[names.indexOf(name)]);
                    assertEquals(wanted, window.get(name).getAsDouble(), 1e-3, name);
                }
            }
        }
    }

    private static byte[] asked(AutoencoderServer server, Task task, Path sound) throws Exception {
        URI address =
                URI.create(
                        "http://127.0.0.1:%s/predictions/speech-%s"
                                .formatted(server.port(), task.key()));
        HttpResponse<byte[]> answer =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(address)
                                        .header("Content-Type", "audio/wav")
                                        .POST(HttpRequest.BodyPublishers.ofFile(sound))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        return answer.body();
    }

    @Test
    void inspectSaysWhatSoundsAreTakenFor() {
        String text = succeed("inspect", speech, "--engine", ENGINE).out();
        assertTrue(text.startsWith("6 windows of 2501 points of 1 channel in "), text);
        assertTrue(text.contains("time: time (8000 samples per second)\n"), text);
        assertTrue(text.contains("samples of each label: high 3, low 3\n"), text);
    }

    @Test
    void whatIsNoSoundIsNotRestored() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "sound\n1\n2\n");
        assertRefused(
                "--in must be a sound file or a folder of sounds, but is " + table,
                "reconstruct",
                run,
                "--in",
                table,
                "--out",
                folder.resolve("x.wav"),
                "--engine",
                ENGINE);
        Path text = Files.writeString(folder.resolve("text.wav"), "text");
        assertRefused(
                text + " must be a sound in WAV, AIFF or AU, but cannot be read as one",
                "reconstruct",
                run,
                "--in",
                text,
                "--out",
                folder.resolve("x.wav"),
                "--engine",
                ENGINE);
        assertRefused(
                "--out must be a folder for 6 sounds, but is " + folder.resolve("x.wav"),
                "reconstruct",
                run,
                "--in",
                speech,
                "--out",
                folder.resolve("x.wav"),
                "--engine",
                ENGINE);
    }

    /**
     * Frames of 32 ms at 8 kHz, seven of them; a model of one epoch makes noise, but into files.
     */
    @Test
    void newSoundsOfEachLabelAreWrittenAndJudged() throws IOException {
        Path sounds = folder.resolve("sounds");
        String[] train = {
            "train", "cvae-sounds", "--data", speech.toString(), "--window", "448", "--code", "2"
        };
        List<Object> arguments = new ArrayList<>(List.of(train));
        arguments.addAll(List.of("--epochs", 1, "--out", sounds, "--engine", ENGINE));
        String text = succeed(arguments.toArray()).out();
        assertTrue(text.contains("6 cut behind 448 samples"), text);
        Path out = folder.resolve("new");
        succeed("sample", sounds, "--count", 2, "--out", out, "--engine", ENGINE);
        for (String name : List.of("00000.wav", "00003.wav")) {
            assertEquals(
                    new SoundFile(out.resolve(name), 1, 8000, 16, 448),
                    SoundFile.read(out.resolve(name)));
        }
        Path made = folder.resolve("made");
        succeed("reconstruct", sounds, "--in", speech, "--out", made, "--engine", ENGINE);
        assertEquals(448, SoundFile.read(made.resolve("low_1.wav")).frames());
        String judged =
                succeed("probe", sounds, "--data", speech, "--generated", 3, "--engine", ENGINE)
                        .out();
        Matcher told =
                Pattern.compile(
                                "5 samples of \\S+ to learn from, 1 to be judged by, 2 labels\\R"
                                        + "accuracy, linear, of 1 real samples not learnt from:"
                                        + " [01]\\.0000\\R"
                                        + "accuracy, linear, of 6 new samples: ([01]\\.\\d{4})\\R"
                                        + "of 3 new ones of each label are known: high ([0-3]),"
                                        + " low ([0-3])\\R")
                        .matcher(judged);
        assertTrue(told.matches(), judged);
        int known = Integer.parseInt(told.group(2)) + Integer.parseInt(told.group(3));
        assertEquals(known / 6.0, Double.parseDouble(told.group(1)), 1e-4, judged);
        assertRefused(
                "--generated must be at least 1, but is 0",
                "probe",
                sounds,
                "--generated",
                0,
                "--engine",
                ENGINE);
        assertRefused(
                "--seed must be with --generated, but is 7 without",
                "probe",
                sounds,
                "--seed",
                7,
                "--engine",
                ENGINE);
    }
}
