package io.github.autoencoders.serving;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.OverlapAdd;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.SoundBytes;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.testing.Noise;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sounds get what the library's own methods give, on any engine. */
class SoundRequestsTest {

    @TempDir private static Path folder;
    private static SavedModel saved;
    private static TrainedAutoencoder model;

    @BeforeAll
    static void open() throws IOException {
        saved = TinyModels.save(TinyModels.sounds(), folder);
        model = TrainedAutoencoder.of(saved, Placement.of(TinyModels.engine()));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Output> answers(SavedModel of, String task, List<Input> requests)
            throws Exception {
        AutoencoderServingTranslator translator = new AutoencoderServingTranslator();
        translator.setArguments(Map.of("task", task));
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelPath(of.folder())
                        .optArgument("task", task)
                        .optTranslator(translator)
                        .optEngine(TinyModels.engine())
                        .build();
        try (ZooModel<Input, Output> loaded = criteria.loadModel();
                Predictor<Input, Output> predictor = loaded.newPredictor()) {
            return predictor.batchPredict(requests);
        }
    }

    private static Output answer(String task, Input request) throws Exception {
        return answers(saved, task, List.of(request)).get(0);
    }

    private static Input request(String type, byte[] body) {
        Input input = new Input();
        input.addProperty("Content-Type", type);
        input.add("data", body);
        return input;
    }

    private static Input with(Input input, String name, String value) {
        input.addProperty(name, value);
        return input;
    }

    private static byte[] wave(int channels, int rate, int frames) throws IOException {
        return WaveFile.bytes(Sound.of(Noise.of(channels, frames), rate), frames);
    }

    private static byte[] body(Output output) {
        assertEquals(200, output.getCode(), () -> output.getData().getAsString());
        return output.getData().getAsBytes();
    }

    private static byte[] restored(byte[] bytes) throws IOException {
        return restored(bytes, 8);
    }

    private static byte[] restored(byte[] bytes, int hop) throws IOException {
        SoundBytes sound = SoundBytes.of(bytes);
        Sound restored = new OverlapAdd(model::reconstruct, 16, hop, sound.open().at(8000));
        return WaveFile.bytes(restored.at(sound.rate()), sound.frames());
    }

    /** Shorter than a window, and longer than what is computed at once. */
    @ParameterizedTest
    @CsvSource({"1, 8000, 3", "1, 8000, 16", "2, 8000, 1700", "1, 44100, 6000", "2, 2000, 300"})
    void aSoundBecomesOneOfItsRateLengthAndChannels(int channels, int rate, int frames)
            throws Exception {
        byte[] sound = wave(channels, rate, frames);
        Output output = answer("reconstruct", request("audio/wav", sound));
        byte[] made = body(output);
        assertEquals("audio/wav", output.getProperty("Content-Type", "none"));
        SoundBytes header = SoundBytes.of(made);
        assertEquals(channels, header.channels());
        assertEquals(rate, header.rate());
        assertEquals(frames, header.frames());
        assertArrayEquals(restored(sound), made);
    }

    /** Where windows are told of they begin where they did. */
    @Test
    void windowsAreJoinedAsTheRecipeSays(@TempDir Path other) throws Exception {
        SavedModel of = withHop(other, 5);
        byte[] sound = wave(2, 11025, 1700);
        Input asked = request("audio/wav", sound);
        byte[] made = body(answers(of, "reconstruct", List.of(asked)).get(0));
        assertArrayEquals(restored(sound, 5), made);
        assertFalse(Arrays.equals(restored(sound, 8), made));
        byte[] told = body(answers(of, "score", List.of(asked)).get(0));
        assertArrayEquals(body(answer("score", asked)), told);
    }

    @Test
    void cardsWithoutAHopAreOfHalfWindows(@TempDir Path other) throws Exception {
        SavedModel of = withHop(other, 0);
        Path card = of.folder().resolve("card.json");
        String text = Files.readString(card);
        String old = text.replaceFirst(",\\s*\"hop\": 0", "");
        assertNotEquals(text, old);
        Files.writeString(card, old);
        Files.delete(of.folder().resolve(Seal.FILE));
        byte[] sound = wave(1, 8000, 1700);
        Output made = answers(of, "reconstruct", List.of(request("", sound))).get(0);
        assertArrayEquals(restored(sound, 8), body(made));
    }

    // The same parameters, with another card.
    private static SavedModel withHop(Path other, int hop) throws IOException {
        ModelCard card = saved.card();
        TrainingRecipe recipe = card.recipe();
        TrainingRecipe changed = recipe.withData(recipe.data().withHop(hop));
        return saved.copy(other, RecordCopy.with(card, "recipe", changed));
    }

    /** The first bytes tell, whatever the type says. */
    @ParameterizedTest
    @CsvSource({
        "AIFF, audio/aiff",
        "AIFF, audio/wav",
        "AU, audio/basic",
        "AU, application/octet-stream",
        "AU, ''"
    })
    void otherFormatsAreReadToo(String format, String type) throws Exception {
        AudioFormat big = new AudioFormat(16000, 16, 1, true, true);
        AudioFormat coded = new AudioFormat(Encoding.ULAW, 16000, 8, 1, 1, 16000, true);
        boolean aiff = format.equals("AIFF");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] values = new byte[400];
        new Random(1).nextBytes(values);
        AudioSystem.write(
                new AudioInputStream(
                        new ByteArrayInputStream(values), aiff ? big : coded, aiff ? 200 : 400),
                aiff ? AudioFileFormat.Type.AIFF : AudioFileFormat.Type.AU,
                bytes);
        byte[] made = body(answer("reconstruct", request(type, bytes.toByteArray())));
        assertArrayEquals(restored(bytes.toByteArray()), made);
        assertEquals(aiff ? 200 : 400, SoundBytes.of(made).frames());
    }

    // Windows of 16 that begin 5 behind each other, of 200 samples: the 37 that have some new ones,
    // and one with silence behind.
    private static float[][] windows(byte[] sound) throws IOException {
        float[] values = SoundBytes.of(sound).open(1, 8000).rest()[0];
        float[][] windows = new float[(values.length - 16 + 4) / 5 + 1][];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = Arrays.copyOfRange(values, i * 5, i * 5 + 16);
        }
        return windows;
    }

    @Test
    void eachWindowHasACodeAndTheSecondAtWhichItBegins() throws Exception {
        byte[] sound = wave(2, 16000, 1000);
        float[][] codes = model.encode(windows(sound));
        String text = new String(body(answer("encode", request("audio/wav", sound))), UTF_8);
        JsonArray said = JsonUtils.GSON.fromJson(text, JsonObject.class).getAsJsonArray("windows");
        assertEquals(codes.length, said.size());
        for (int i = 0; i < codes.length; i++) {
            JsonObject window = said.get(i).getAsJsonObject();
            assertEquals(i * 5 / 8000.0, window.get("second").getAsDouble());
            float[] code = JsonUtils.GSON.fromJson(window.get("code"), float[].class);
            assertArrayEquals(codes[i], code, 1e-5f);
        }
    }

    @Test
    void aSoundHasTheMeanOfItsWindowsScores() throws Exception {
        byte[] sound = wave(1, 8000, 700);
        double[] scores = model.score(windows(sound));
        String text = new String(body(answer("score", request("audio/wav", sound))), UTF_8);
        JsonObject said = JsonUtils.GSON.fromJson(text, JsonObject.class);
        assertEquals(
                Arrays.stream(scores).average().orElseThrow(),
                said.get("score").getAsDouble(),
                1e-4);
        JsonArray windows = said.getAsJsonArray("windows");
        assertEquals(scores.length, windows.size());
        for (int i = 0; i < scores.length; i++) {
            double score = windows.get(i).getAsJsonObject().get("score").getAsDouble();
            assertEquals(scores[i], score, 1e-4);
        }
    }

    @Test
    void codesComeAsAnArrayWhereThatIsAccepted() throws Exception {
        byte[] sound = wave(1, 8000, 300);
        float[][] codes = model.encode(windows(sound));
        Input request = with(request("audio/wav", sound), "Accept", "tensor/ndlist");
        byte[] bytes = body(answer("encode", request));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = NDList.decode(manager, bytes).get(0);
            assertEquals(codes.length, array.getShape().get(0));
            float[] all = array.toFloatArray();
            for (int i = 0; i < codes.length; i++) {
                assertArrayEquals(codes[i], Arrays.copyOfRange(all, 3 * i, 3 * i + 3), 1e-5f);
            }
        }
    }

    @Test
    void oneSampleIsHeardWhereThatIsAccepted() throws Exception {
        float[] sample = model.sample(1, 7).sample(0);
        byte[] wave = WaveFile.bytes(Sound.of(new float[][] {sample}, 8000), 16);
        for (String accept : List.of("audio/wav", "audio/*, */*;q=0.1", "audio/x-wav")) {
            Input seed = with(json("7"), "Accept", accept);
            Output output = answer("sample", seed);
            assertArrayEquals(wave, body(output));
            assertEquals("audio/wav", output.getProperty("Content-Type", "none"));
        }
        assertRefused(
                406,
                "accept must not be a sound alone: only one sample of a model of sounds is answered"
                        + " by one",
                answer("sample", with(json("[7, 8]"), "Accept", "audio/wav")));
        assertRefused(
                406,
                "accept must not be an image alone: only one sample of a model of images is"
                        + " answered by one",
                answer("sample", with(json("7"), "Accept", "image/png")));
    }

    private static Input json(String body) {
        return request("application/json", body.getBytes(UTF_8));
    }

    /** One that is refused leaves its neighbours alone. */
    @Test
    void soundsAndNumbersAreAnsweredInOneBatch() throws Exception {
        byte[] sound = wave(1, 8000, 100);
        String numbers = Arrays.toString(new float[16]);
        List<Output> answers =
                answers(
                        saved,
                        "reconstruct",
                        List.of(
                                json(numbers),
                                request("audio/wav", sound),
                                request("audio/wav", new byte[] {1, 2}),
                                json("[" + numbers + "]")));
        float[] zeros = model.reconstruct(new float[1][16])[0];
        float[] alone =
                JsonUtils.GSON.fromJson(new String(body(answers.get(0)), UTF_8), float[].class);
        assertArrayEquals(zeros, alone, 1e-5f);
        assertArrayEquals(restored(sound), body(answers.get(1)));
        assertEquals(400, answers.get(2).getCode());
        assertEquals(200, answers.get(3).getCode());
    }

    @Test
    void aFormHasOneSound() throws Exception {
        byte[] sound = wave(1, 8000, 100);
        Input form = new Input();
        form.addProperty("Content-Type", "multipart/form-data; boundary=X");
        form.add("a", sound);
        assertArrayEquals(restored(sound), body(answer("reconstruct", form)));
        form.add("b", sound);
        assertRefused(
                422, "request must hold one sound alone, but has 2 parts", answer("encode", form));
    }

    @Test
    void aConditionalModelNeedsTheLabelOfTheSound(@TempDir Path other) throws Exception {
        SavedModel words = TinyModels.save(TinyModels.sounds(List.of("yes", "no"), 16), other);
        byte[] sound = wave(1, 8000, 100);
        Input unlabelled = request("audio/wav", sound);
        Input labelled = request("audio/wav", sound);
        labelled.add("label", "no");
        List<Output> answers = answers(words, "score", List.of(unlabelled, labelled));
        assertRefused(
                422,
                "label must be one of yes, no for a conditional model, but is not given",
                answers.get(0));
        JsonObject said =
                JsonUtils.GSON.fromJson(new String(body(answers.get(1)), UTF_8), JsonObject.class);
        try (var conditional = TrainedAutoencoder.of(words, Placement.of(TinyModels.engine()))) {
            float[][] windows = windows(sound);
            Samples samples =
                    Samples.of(windows, conditional.format())
                            .withLabels(Collections.nCopies(windows.length, "no"));
            double mean = Arrays.stream(conditional.score(samples)).average().orElseThrow();
            assertEquals(mean, said.get("score").getAsDouble(), 1e-4);
        }
    }

    @Test
    void whatIsNoSoundOrDoesNotFitIsRefusedInALine() throws Exception {
        byte[] sound = wave(1, 8000, 100);
        assertRefused(
                400,
                "sound must be in WAV, AIFF or AU, but is in none of them, by its first bytes",
                answer("encode", request("audio/wav", "a text".getBytes(UTF_8))));
        byte[] song = Arrays.copyOf("ID3".getBytes(ISO_8859_1), 100);
        for (String type : List.of("audio/mpeg", "application/octet-stream")) {
            assertRefused(
                    415,
                    "sound must be in WAV, AIFF or AU, but is in MP3",
                    answer("encode", request(type, song)));
        }
        assertRefused(
                400,
                "content must be a sound in WAV, AIFF or AU, but cannot be read as one",
                answer("encode", request("audio/wav", Arrays.copyOf(sound, 20))));
        assertRefused(
                400,
                "content must hold 100 frames, as its header says, but is cut off",
                answer("reconstruct", request("audio/wav", Arrays.copyOf(sound, 100))));
        assertRefused(
                400,
                "content must hold a sound, but holds 0 samples",
                answer("score", request("audio/wav", wave(1, 8000, 0))));
        assertRefused(
                400,
                "content must have 1 or 2 channels, but has 6",
                answer("score", request("audio/wav", wave(6, 8000, 9))));
        byte[] still = sound.clone();
        still[24] = still[25] = 0;
        assertRefused(
                400,
                "content must have from 1000 to 384000 samples a second, but has 0.0",
                answer("score", request("audio/wav", still)));
        assertRefused(
                415,
                "content type must not be that of a sound: the task decode of this model takes"
                        + " none",
                answer("decode", request("audio/wav", sound)));
        assertRefused(
                406,
                "accept must be audio/wav for a sound that becomes another, but is"
                        + " application/json",
                answer(
                        "reconstruct",
                        with(request("audio/wav", sound), "Accept", "application/json")));
        assertRefused(
                400,
                "request must have a body, but has none",
                answer("encode", request("audio/wav", new byte[0])));
    }

    @Test
    void aNumberThatIsNoneIsFoundOnTheWay() throws Exception {
        byte[] floats = floats(new float[] {0, 0.5f, Float.NaN, 0});
        for (String task : List.of("reconstruct", "encode", "score")) {
            assertRefused(
                    400,
                    "content must hold finite numbers, but sample 2 is NaN",
                    answer(task, request("audio/wav", floats)));
        }
    }

    @Test
    void aSoundOfWhichTheModelMakesNoNumbersIsRefused() throws Exception {
        byte[] loud = floats(new float[] {0, 3e38f, -3e38f, 0});
        for (String task : List.of("reconstruct", "score")) {
            Output refused = answer(task, request("audio/wav", loud));
            assertEquals(422, refused.getCode());
            String message =
                    JsonUtils.GSON
                            .fromJson(refused.getData().getAsString(), ErrorBody.class)
                            .message();
            assertTrue(message.startsWith("output must hold finite numbers"), message);
        }
    }

    static byte[] floats(float[] values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] header = wave(1, 8000, 2 * values.length);
        header[20] = 3; // the code of floats
        header[28] = 0;
        header[29] = 125; // 32000 bytes a second
        header[32] = 4;
        header[34] = 32;
        bytes.write(header, 0, 44);
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            for (int shift = 0; shift < 32; shift += 8) {
                bytes.write(bits >> shift);
            }
        }
        return bytes.toByteArray();
    }

    /** A header alone may promise hours, which at the model's rate are many more samples. */
    @Test
    void aSoundTooLongForARequestIsRefusedBeforeItIsDecoded() throws Exception {
        byte[] hours = WaveFile.bytes(Sound.of(new float[1][4_000_000], 1000), 4_000_000);
        assertRefused(
                422,
                "sound must have at most 786432 windows of 16 samples at a rate of 8000, but has"
                        + " 4000001",
                answer("reconstruct", request("audio/wav", hours)));
        assertRefused(
                422,
                "sound must have at most 786432 windows of 16 samples at a rate of 8000, but has"
                        + " 6399998",
                answer("score", request("audio/wav", hours)));
    }

    @Test
    void nothingIsComputedForWhoHasStoppedToWait() throws Exception {
        for (Task task : List.of(Task.RECONSTRUCT, Task.ENCODE, Task.SCORE)) {
            AwaitedInput input = new AwaitedInput();
            input.addProperty("Content-Type", "audio/wav");
            input.add("data", wave(1, 8000, 4000)); // some portions
            SoundRequest request =
                    SoundRequest.of(input, task, saved.config(), new WindowPlaces(5, 0))
                            .orElseThrow();
            int size = (int) task.output().shape(saved.config()).size();
            int[] calls = new int[1];
            SoundAnswer.Model model =
                    inputs -> {
                        calls[0]++;
                        input.abandon();
                        return Collections.nCopies(inputs.size(), new double[size]);
                    };
            try (NDManager manager = NDManager.newBaseManager()) {
                assertThrows(
                        CancellationException.class, () -> SoundAnswer.of(request, model, manager));
            }
            assertEquals(1, calls[0], task.key());
        }
    }

    /** Numbers as text are larger than samples: a sixth of as many are told. */
    @Test
    void codesTooManyForAnAnswerAreRefused() throws Exception {
        byte[] sound = wave(1, 8000, 3_500_000);
        assertRefused(
                422,
                "sound must have at most 699050 windows of 16 samples at a rate of 8000, but has"
                        + " 699998",
                answer("encode", request("audio/wav", sound)));
    }

    @Test
    void otherModelsTakeNoSounds(@TempDir Path other) throws Exception {
        SavedModel images = TinyModels.save(TinyModels.images(), other);
        Input typed = request("audio/wav", wave(1, 8000, 10));
        Input untyped = request("application/octet-stream", wave(1, 8000, 10));
        for (Output output : answers(images, "encode", List.of(typed, untyped))) {
            assertRefused(
                    415,
                    "content type must not be that of a sound: the task encode of this model takes"
                            + " none",
                    output);
        }
    }

    private static void assertRefused(int code, String message, Output output) {
        ErrorBody error = JsonUtils.GSON.fromJson(output.getData().getAsString(), ErrorBody.class);
        assertEquals(code + ": " + message, output.getCode() + ": " + error.message());
    }
}
