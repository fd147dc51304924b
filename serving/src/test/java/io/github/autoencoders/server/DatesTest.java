package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.serving.TinyModels;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of a temperature, and of the time that it was read at, which is learnt from. */
class DatesTest {

    private static final String SCORE = "/predictions/tiny-score";
    private static final String TIME = "2026-11-29 18:05";
    private static final long SECONDS = 1795975500; // by GNU date

    private static TrainedAutoencoder model;
    private static AutoencoderServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Placement place = Placement.of(TinyModels.engine());
        model = TrainedAutoencoder.of(TinyModels.save(TinyModels.dates(), folder), place);
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

    private static double asked(String row) throws Exception {
        return ask(SCORE, "{\"instances\": [" + row + "]}")
                .getAsJsonObject()
                .getAsJsonArray("predictions")
                .get(0)
                .getAsJsonArray()
                .get(0)
                .getAsDouble();
    }

    private static double score(Object temp, @Nullable Object at) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("temp", temp);
        row.put("at", at);
        return model.score(Samples.ofRows(List.of(row), model.format()))[0];
    }

    @Test
    void datesAreTextsAsTheModelsDataHadThemOrSeconds() throws Exception {
        double expected = score(21, TIME);
        assertEquals(expected, score(21, SECONDS), 1e-6);
        for (String row :
                List.of(
                        "[21, \"" + TIME + "\"]",
                        "[21, " + SECONDS + "]",
                        "{\"at\": \"" + TIME + "\", \"temp\": 21, \"note\": \"x\"}",
                        "{\"at\": " + SECONDS + ".0, \"temp\": 21}")) {
            assertEquals(expected, asked(row), 1e-4, row);
        }
        JsonArray alone = ask(SCORE, "[21, \"" + TIME + "\"]").getAsJsonArray();
        assertEquals(expected, alone.get(0).getAsDouble(), 1e-4);
    }

    /** Of which 32-bit floats have no more than every second minute. */
    @Test
    void eachMinuteCounts() throws Exception {
        double first = asked("[21, \"" + TIME + "\"]");
        double second = asked("[21, \"2026-11-29 18:06\"]");
        assertTrue(first != second, () -> first + " and " + second);
        assertEquals(score(21, "2026-11-29 18:06"), second, 1e-4);
    }

    @Test
    void aDateMayBeMissing() throws Exception {
        double expected = score(21, null);
        for (String row : List.of("[21, null]", "{\"at\": null, \"temp\": 21}", "[21, \"\"]")) {
            assertEquals(expected, asked(row), 1e-4, row);
        }
    }

    @Test
    void answersHaveDatesAsTheModelsDataHad() throws Exception {
        Samples row = Samples.ofRows(List.of(Map.of("temp", 21, "at", TIME)), model.format());
        String expected = model.reconstruct(row).cells(0).get(1).toString();
        assertTrue(expected.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}"), expected);
        JsonObject named =
                ask(
                                "/predictions/tiny-reconstruct",
                                "{\"instances\": [{\"temp\": 21, \"at\": \"" + TIME + "\"}]}")
                        .getAsJsonObject()
                        .getAsJsonArray("predictions")
                        .get(0)
                        .getAsJsonObject();
        assertEquals(expected, named.get("at").getAsString());
        JsonArray sampled = ask("/predictions/tiny-sample", "[7]").getAsJsonArray();
        String drawn = sampled.get(0).getAsJsonArray().get(1).getAsString();
        assertTrue(drawn.matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}"), drawn);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[21, '29.11.2026'] | value of column 'at' must be a date as 2027-01-01 00:00,"
                        + " but is '29.11.2026'",
                "{'instances': [{'temp': 21, 'at': true}]} | input 0: value of column 'at' must be"
                        + " a date as 2027-01-01 00:00, but is true",
                "{'instances': [{'temp': 21, 'time': 3}]} | input 0: row must have the column"
                        + " 'at', as the model's data had, but has none; unknown to the model: time"
            })
    void whatIsNoDateIsRefused(String body, String message) throws Exception {
        RawAnswer answer = RawAnswer.ofJson(server, SCORE, body.replace('\'', '"'));
        assertEquals(422, answer.status(), answer::body);
        String said =
                JsonParser.parseString(answer.body())
                        .getAsJsonObject()
                        .get("message")
                        .getAsString();
        assertEquals(message.replace('\'', '"').replace("model\"s", "model's"), said);
    }
}
