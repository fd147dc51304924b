package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a temperature, a machine, which is a word, and a flow. */
class WordsTest {

    private static final String SCORE = "/predictions/tiny-score";
    private static final String RECONSTRUCT = "/predictions/tiny-reconstruct";

    private static TrainedAutoencoder model;
    private static AutoencoderServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Placement place = Placement.of(TinyModels.engine());
        model = TrainedAutoencoder.of(TinyModels.save(TinyModels.words(), folder), place);
        ServerSettings settings =
                ServerSettings.LOCAL.withPort(0).withBytes(1 << 20, 64 << 20).withWorkers(1);
        server = AutoencoderServer.start("tiny", model, List.of(Task.values()), settings);
    }

    @AfterAll
    static void close() {
        server.close();
        model.close();
    }

    private static JsonElement ask(String path, String body) throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, path, body);
        assertEquals(200, answer.status(), answer::body);
        return JsonParser.parseString(answer.body());
    }

    private static double score(float... raw) {
        return model.score(new float[][] {raw})[0];
    }

    @Test
    void rowsMayHaveWordsOrNameTheirColumns() throws Exception {
        double expected = score(21, 1, 4.5f);
        for (String row :
                List.of(
                        "[21, \"M2\", 4.5]",
                        "[21, 1, 4.5]", // the word's index
                        "{\"flow\": 4.5, \"machine\": \"M2\", \"note\": null, \"temp\": 21}")) {
            JsonObject answer =
                    ask(SCORE, "{\"instances\": [" + row + ", " + row + "]}").getAsJsonObject();
            JsonArray scores = answer.getAsJsonArray("predictions");
            assertEquals(2, scores.size());
            assertEquals(expected, scores.get(1).getAsJsonArray().get(0).getAsDouble(), 1e-4, row);
        }
        JsonArray alone = ask(SCORE, "[21, \"M2\", 4.5]").getAsJsonArray();
        assertEquals(expected, alone.get(0).getAsDouble(), 1e-4);
        JsonArray several = ask(SCORE, "[[21, \"M2\", 4.5], [21, \"M9\", 4.5]]").getAsJsonArray();
        assertEquals(
                score(21, 3, 4.5f), several.get(1).getAsJsonArray().get(0).getAsDouble(), 1e-4);
    }

    @Test
    void whatIsMissingIsNull() throws Exception {
        double expected = score(Float.NaN, Float.NaN, 4.5f);
        for (String row :
                List.of(
                        "[null, null, 4.5]",
                        "{\"flow\": 4.5, \"machine\": null, \"temp\": null}")) {
            JsonArray scores =
                    ask(SCORE, "{\"instances\": [" + row + "]}")
                            .getAsJsonObject()
                            .getAsJsonArray("predictions");
            assertEquals(expected, scores.get(0).getAsJsonArray().get(0).getAsDouble(), 1e-4);
        }
        JsonArray number = ask(SCORE, "[null, \"M3\", 4.5]").getAsJsonArray();
        assertEquals(score(Float.NaN, 2, 4.5f), number.get(0).getAsDouble(), 1e-4);
    }

    @Test
    void answersSpeakWords() throws Exception {
        JsonArray alone = ask(RECONSTRUCT, "[21, \"M2\", 4.5]").getAsJsonArray();
        List<Object> expected =
                model.format()
                        .cells(Digits.widened(model.reconstruct(new float[][] {{21, 1, 4.5f}})[0]));
        assertEquals((Float) expected.get(0), alone.get(0).getAsFloat(), 1e-4f);
        assertEquals(expected.get(1), alone.get(1).getAsString());
        JsonObject named =
                ask(
                                RECONSTRUCT,
                                "{\"instances\": [{\"machine\": \"M2\", \"temp\": 21, \"flow\":"
                                        + " 4.5}]}")
                        .getAsJsonObject()
                        .getAsJsonArray("predictions")
                        .get(0)
                        .getAsJsonObject();
        assertEquals(List.of("temp", "machine", "flow"), List.copyOf(named.keySet()));
        assertEquals(expected.get(1), named.get("machine").getAsString());
        JsonArray sampled = ask("/predictions/tiny-sample", "[7]").getAsJsonArray();
        JsonElement word = sampled.get(0).getAsJsonArray().get(1);
        assertTrue(List.of("M1", "M2", "M3").contains(word.getAsString()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'instances': [{'machine': 'M1', 'flow': 1}]} | 422 | input 0: row must have the"
                        + " column 'temp', as the model's data had, but has none",
                "{'instances': [{'machine': 'M1', 'flow': 1, 'tempp': 3}]} | 422 | input 0: row"
                        + " must have the column 'temp', as the model's data had, but has none; did"
                        + " you mean tempp?",
                "{'instances': [['hot', 'M1', 1]]} | 422 | input 0: value of column 'temp' must be"
                        + " a number, but is 'hot'",
                "[1, 'M1'] | 422 | row must hold a cell for each of the 3 columns [temp, machine,"
                        + " flow], but holds 2",
                "[1, 7, 1] | 422 | value 1 of a sample must be a whole number from 0 to 3, the"
                        + " index of a word, but is 7.0",
                "{'instances': [{'b64': ''}, {'temp': 1}]} | 400 | instances must be all images or"
                        + " all rows, but are both"
            })
    void whatIsNoRowIsRefused(String body, int status, String message) throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, SCORE, body.replace('\'', '"'));
        assertEquals(status, answer.status(), answer::body);
        String said =
                JsonParser.parseString(answer.body())
                        .getAsJsonObject()
                        .get("message")
                        .getAsString();
        assertEquals(message.replace('\'', '"').replace("model\"s", "model's"), said);
    }

    /** A code has no words. */
    @Test
    void codesAreNumbers() throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, "/predictions/tiny-decode", "[1, \"M1\", 2]");
        assertEquals(400, answer.status());
        assertTrue(
                answer.body()
                        .contains(
                                "request must hold a list of numbers in JSON, but it has something"
                                        + " else at line 1 path $[1]"),
                answer::body);
    }
}
