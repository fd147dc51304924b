package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundBytes;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ExportedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sounds over the network. */
class SoundServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<Task> TASKS = List.of(Task.values());

    private static TrainedAutoencoder model;
    private static AutoencoderServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        var saved = TinyModels.save(TinyModels.sounds(), folder);
        model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
        server = AutoencoderServer.start("tiny", model, TASKS, ServerSettings.LOCAL.withPort(0));
    }

    @AfterAll
    static void close() {
        server.close();
        model.close();
    }

    private static byte[] sound(int frames) throws IOException {
        float[][] sweep = new float[2][frames];
        for (int i = 0; i < frames; i++) {
            sweep[0][i] = (float) (0.4 * Math.sin(1e-4 * i * i));
            sweep[1][i] = (float) (0.3 * Math.cos(0.2 * i));
        }
        return WaveFile.bytes(Sound.of(sweep, 11025), frames);
    }

    private static HttpResponse<byte[]> send(
            AutoencoderServer to, Task task, byte[] body, String... headers) throws Exception {
        URI address =
                URI.create(
                        "http://127.0.0.1:%s/predictions/tiny-%s".formatted(to.port(), task.key()));
        return CLIENT.send(
                HttpRequest.newBuilder(address)
                        .headers(headers)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static byte[] asked(AutoencoderServer to, Task task, byte[] body) throws Exception {
        return good(send(to, task, body, "Content-Type", "audio/wav"));
    }

    private static byte[] good(HttpResponse<byte[]> answer) {
        assertEquals(
                200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
        return answer.body();
    }

    private static List<Double> scores(byte[] body) {
        JsonArray windows =
                JsonUtils.GSON
                        .fromJson(new String(body, StandardCharsets.UTF_8), JsonObject.class)
                        .getAsJsonArray("windows");
        return IntStream.range(0, windows.size())
                .mapToObj(i -> windows.get(i).getAsJsonObject().get("score").getAsDouble())
                .toList();
    }

    /** But for how windows are cut, which the files do not say: half a window here, 5 there. */
    @Test
    void filesOfOnnxAnswerAsTheirModel() throws Exception {
        byte[] sound = sound(3000);
        try (ExportedModel exported = ExportedModel.of(model, TASKS, 1);
                AutoencoderServer other =
                        AutoencoderServer.start(
                                "tiny", exported, TASKS, ServerSettings.LOCAL.withPort(0))) {
            float[][] ours = values(asked(server, Task.RECONSTRUCT, sound));
            float[][] theirs = values(asked(other, Task.RECONSTRUCT, sound));
            for (int channel = 0; channel < 2; channel++) {
                assertArrayEquals(ours[channel], theirs[channel], 1e-4f);
            }
            List<Double> fives = scores(asked(server, Task.SCORE, sound));
            List<Double> eights = scores(asked(other, Task.SCORE, sound));
            for (int sample = 0; sample < 2000; sample += 40) { // where both begin one
                assertEquals(fives.get(sample / 5), eights.get(sample / 8), 1e-3);
            }
        }
    }

    private static float[][] values(byte[] wave) throws IOException {
        return SoundBytes.of(wave).open().rest();
    }

    @Test
    void aPackedSoundIsUnpacked() throws Exception {
        byte[] sound = sound(500);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(sound);
        }
        assertArrayEquals(
                asked(server, Task.RECONSTRUCT, sound),
                good(
                        send(
                                server,
                                Task.RECONSTRUCT,
                                packed.toByteArray(),
                                "Content-Type",
                                "audio/wav",
                                "Content-Encoding",
                                "gzip")));
    }

    @Test
    void oneSampleIsGivenAsASound() throws Exception {
        HttpResponse<byte[]> answer =
                send(
                        server,
                        Task.SAMPLE,
                        new byte[] {'7'},
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "audio/wav");
        assertEquals("audio/wav", answer.headers().firstValue("Content-Type").orElse(""));
        float[] sample = model.sample(1, 7).sample(0);
        byte[] wave = WaveFile.bytes(Sound.of(new float[][] {sample}, 8000), sample.length);
        assertArrayEquals(wave, good(answer));
    }
}
