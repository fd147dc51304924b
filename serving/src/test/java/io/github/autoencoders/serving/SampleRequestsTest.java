package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.zoo.SampleScorer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What samples a request holds, and how the answer is written; the scorer tells their sums. */
@Tag("no-engine")
class SampleRequestsTest {

    /** Says what the sum of each sample is, and its label. */
    private record Sums(AutoencoderConfig config) implements SampleScorer {

        @Override
        public List<Map<String, Object>> score(Samples samples) {
            List<Map<String, Object>> said = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                double sum = Arrays.stream(samples.numbers(i)).sum();
                if (sum > 1000) {
                    throw new IllegalArgumentException("sum must be small, but is " + sum);
                }
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("score", sum);
                one.put("reasons", config.conditions().isEmpty() ? "" : samples.labelName(i));
                said.add(one);
            }
            return said;
        }
    }

    /** Says the same of windows that begin 5 samples behind each other. */
    private record OfWindows(Runnable asked) implements SampleScorer {

        @Override
        public AutoencoderConfig config() {
            return TinyModels.sounds();
        }

        @Override
        public int windowStep() {
            return 5;
        }

        @Override
        public List<Map<String, Object>> score(Samples samples) {
            asked.run();
            return new Sums(config()).score(samples);
        }
    }

    private static Input sound(Input input, byte[] bytes) {
        input.addProperty("Content-Type", "audio/wav");
        input.add("data", bytes);
        return input;
    }

    private static Output ask(AutoencoderConfig config, String type, byte[] body, String label) {
        Input input = new Input();
        input.addProperty("Content-Type", type);
        input.add("data", body);
        if (!label.isEmpty()) {
            input.add("label", label);
        }
        return new SampleRequests(new Sums(config)).answer(input);
    }

    private static Output ask(AutoencoderConfig config, String json) {
        return ask(config, "application/json", json.getBytes(StandardCharsets.UTF_8), "");
    }

    private static String text(Output output) {
        return new String(output.getData().getAsBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void oneSampleIsAnsweredByAnObjectAndSeveralByAList() {
        assertEquals(
                "{\"score\":21.0,\"reasons\":\"\"}",
                text(ask(TinyModels.rows(), "[1, 2, 3, 4, 5, 6]")));
        assertEquals(
                "[{\"score\":21.0,\"reasons\":\"\"},{\"score\":6.0,\"reasons\":\"\"}]",
                text(ask(TinyModels.rows(), "[[1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1]]")));
    }

    @Test
    void theProtocolsOfOtherServersAreAnsweredInTheirForms() {
        assertEquals(
                "{\"predictions\":[{\"score\":21.0,\"reasons\":\"\"}]}",
                text(ask(TinyModels.rows(), "{\"instances\": [[1, 2, 3, 4, 5, 6]]}")));
        assertEquals(
                "{\"model_name\":\"\",\"id\":\"7\",\"outputs\":["
                    + "{\"name\":\"score\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[21.0]},"
                    + "{\"name\":\"reasons\",\"datatype\":\"BYTES\",\"shape\":[1],"
                    + "\"data\":[\"\"]}]}",
                text(
                        ask(
                                TinyModels.rows(),
                                "{\"id\": \"7\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 6],"
                                    + " \"datatype\": \"FP32\", \"data\": [1, 2, 3, 4, 5, 6]}]}")));
    }

    /** Twenty pixels of 40. */
    @Test
    void anImageIsTakenAndTheLabelOfTheQueryWithIt() throws IOException {
        BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int at = 0; at < 20; at++) {
            image.getRaster().setSample(at % 5, at / 5, 0, 40);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        assertEquals(
                "{\"score\":800.0,\"reasons\":\"dog\"}",
                text(ask(TinyModels.conditional(), "image/png", png.toByteArray(), "dog")));
    }

    /** A sound of a ramp, whose windows of 16 begin at 0 and at 5. */
    @Test
    void eachWindowOfASoundIsJudged() throws IOException {
        float[][] ramp = new float[2][21];
        for (int i = 0; i < 21; i++) {
            ramp[0][i] = i / 64f;
            ramp[1][i] = i / 32f;
        }
        Input input = sound(new Input(), WaveFile.bytes(Sound.of(ramp, 8000), 21));
        JsonArray said =
                JsonUtils.GSON.fromJson(
                        text(new SampleRequests(new OfWindows(() -> {})).answer(input)),
                        JsonArray.class);
        assertEquals(2, said.size());
        for (int window = 0; window < 2; window++) {
            JsonObject one = said.get(window).getAsJsonObject();
            double mean = 1.5 / 64; // of the channels
            double sum = (16 * 15 / 2 + window * 16 * 5) * mean;
            assertEquals(sum, one.get("score").getAsDouble(), 1e-3);
            assertEquals(window * 5 / 8000.0, one.get("second").getAsDouble());
        }
    }

    @Test
    void aNumberThatIsNoneIsFoundOnTheWay() throws IOException {
        byte[] floats = SoundRequestsTest.floats(new float[] {0, 0.5f, Float.NaN, 0});
        Output refused =
                new SampleRequests(new OfWindows(() -> {})).answer(sound(new Input(), floats));
        assertEquals(400, refused.getCode(), () -> text(refused));
        assertEquals(
                "content must hold finite numbers, but sample 2 is NaN",
                JsonUtils.GSON.fromJson(text(refused), ErrorBody.class).message());
    }

    @Test
    void nothingIsJudgedForWhoHasStoppedToWait() throws IOException {
        AwaitedInput input = new AwaitedInput();
        sound(input, WaveFile.bytes(Sound.of(new float[1][4000], 8000), 4000)); // some portions
        int[] calls = new int[1];
        Runnable asked =
                () -> {
                    calls[0]++;
                    input.abandon();
                };
        assertEquals(500, new SampleRequests(new OfWindows(asked)).answer(input).getCode());
        assertEquals(1, calls[0]);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertRefused(422, "sum must be small, but is 1020.0", "[1000, 4, 4, 4, 4, 4]");
        assertRefused(400, "request must hold a list of numbers in JSON, but it ends early", "[1");
        Output label = ask(TinyModels.conditional(), "[[1, 2]]");
        assertEquals(422, label.getCode(), () -> text(label));
    }

    private static void assertRefused(int code, String message, String json) {
        Output refused = ask(TinyModels.rows(), json);
        assertEquals(code, refused.getCode(), () -> text(refused));
        assertEquals(message, JsonUtils.GSON.fromJson(text(refused), ErrorBody.class).message());
    }

    /** The encoder of all labels needs none: what judges the samples may, and is not told any. */
    @Test
    void whereTheEncoderNeedsNoLabelNoneIsMadeUp() {
        AutoencoderConfig config = TinyModels.conditional();
        AutoencoderConfig shared =
                new AutoencoderConfig(
                        config.format(),
                        config.conditions(),
                        new Architecture.Shared(config.architecture(), false),
                        config.bottleneck(),
                        config.likelihood());
        List<Boolean> labelled = new ArrayList<>();
        SampleScorer scorer =
                new SampleScorer() {
                    @Override
                    public AutoencoderConfig config() {
                        return shared;
                    }

                    @Override
                    public List<Map<String, Object>> score(Samples samples) {
                        labelled.add(samples.labelled());
                        return List.of(Map.of("score", 1.0));
                    }
                };
        Input input = new Input();
        input.add("data", Arrays.toString(new int[20]).getBytes(StandardCharsets.UTF_8));
        assertEquals("{\"score\":1.0}", text(new SampleRequests(scorer).answer(input)));
        input.add("label", "dog");
        assertEquals("{\"score\":1.0}", text(new SampleRequests(scorer).answer(input)));
        assertEquals(List.of(false, true), labelled);
    }

    @Test
    void theSummaryIsThatOfTheModelsScore() {
        ModelSummary summary = new SampleRequests(new Sums(TinyModels.conditional())).summary();
        assertEquals("score", summary.task());
        assertTrue(summary.detector());
        assertEquals(List.of(1L, 4L, 5L), summary.input().shape());
        assertEquals(List.of("cat", "dog"), summary.conditions());
    }
}
