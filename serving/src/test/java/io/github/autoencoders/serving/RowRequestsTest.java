package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What rows a request holds, and how the answer is written; the scorer says what it was told. */
@Tag("no-engine")
class RowRequestsTest {

    /** Says how many letters it was given, and keeps them. */
    private static final class Heard implements RowScorer {

        private String text = "";

        @Override
        public List<String> columns() {
            return List.of("heat", "kind");
        }

        @Override
        public List<Map<String, Object>> score(Form form, byte[] rows) throws IOException {
            text = form + " " + new String(rows, StandardCharsets.UTF_8);
            if (text.contains("unfit")) {
                throw new IllegalArgumentException("kind must be known, but is unfit");
            }
            if (text.contains("malformed")) {
                throw new IOException("rows must be a table, but are none");
            }
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("row", 1);
            said.put("score", text.contains("1e300") ? Float.POSITIVE_INFINITY : 0.1f);
            said.put("p_value", Double.NaN);
            said.put("anomaly", true);
            said.put("reasons", "hot");
            return List.of(said);
        }
    }

    private static final String SAID =
            "{\"row\":1,\"score\":0.1,\"p_value\":null,\"anomaly\":true,\"reasons\":\"hot\"}";

    private final Heard heard = new Heard();

    private Output ask(String type, String body) {
        Input input = new Input();
        input.addProperty("Content-Type", type);
        input.add("data", body.getBytes(StandardCharsets.UTF_8));
        return new RowRequests(heard).answer(input);
    }

    private static String text(Output output) {
        return new String(output.getData().getAsBytes(), StandardCharsets.UTF_8);
    }

    private String message(int code, String type, String body) {
        Output output = ask(type, body);
        assertEquals(code, output.getCode(), () -> text(output));
        return ai.djl.util.JsonUtils.GSON.fromJson(text(output), ErrorBody.class).message();
    }

    /** Digits stay as they were sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1.50, \"a\"] | [{\"heat\":1.50,\"kind\":\"a\"}]",
                "{\"kind\": \"a\", \"heat\": 1e3} | [{\"kind\":\"a\",\"heat\":1e3}]",
                "{\"id\": \"x\", \"heat\": null} | [{\"id\":\"x\",\"heat\":null}]",
            })
    void oneRowIsAnsweredByOneObject(String body, String rows) {
        assertEquals(SAID, text(ask("application/json", body)));
        assertEquals("JSON " + rows, heard.text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[[1, \"a\"], [2, \"b\"]]"
                        + " | [{\"heat\":1,\"kind\":\"a\"},{\"heat\":2,\"kind\":\"b\"}]",
                "[{\"heat\": 1}, {\"kind\": true}] | [{\"heat\":1},{\"kind\":true}]",
            })
    void severalRowsAreAnsweredByAList(String body, String rows) {
        assertEquals("[" + SAID + "]", text(ask("application/json; charset=utf-8", body)));
        assertEquals("JSON " + rows, heard.text);
    }

    @Test
    void aTableInCsvIsGivenAsItIs() {
        assertEquals("[" + SAID + "]", text(ask("text/csv", "heat;kind\n1,5;a\n")));
        assertEquals("CSV heat;kind\n1,5;a\n", heard.text);
    }

    @Test
    void instancesOfTensorFlowServingAreAnsweredByPredictions() {
        String body = "{\"signature_name\": \"x\", \"instances\": [[1, \"a\"]], \"more\": [1]}";
        assertEquals("{\"predictions\":[" + SAID + "]}", text(ask("application/json", body)));
        assertEquals("JSON [{\"heat\":1,\"kind\":\"a\"}]", heard.text);
    }

    /** In one tensor, or in one for each column. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\": [{\"name\": \"input\", \"shape\": [1, 2], \"datatype\": \"BYTES\","
                        + " \"data\": [[1, \"a\"]]}], \"id\": \"7\"}",
                "{\"id\": \"7\", \"parameters\": {}, \"inputs\": ["
                        + "{\"name\": \"heat\", \"shape\": [1], \"data\": [1]},"
                        + "{\"name\": \"kind\", \"shape\": [1, 1], \"data\": [\"a\"]}]}",
            })
    void kServesTensorsAreAnsweredByTensors(String body) {
        assertEquals(
                "{\"model_name\":\"\",\"id\":\"7\",\"outputs\":["
                        + "{\"name\":\"row\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[1]},"
                        + "{\"name\":\"score\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[0.1]},"
                        + "{\"name\":\"p_value\",\"datatype\":\"FP64\",\"shape\":[1],"
                        + "\"data\":[null]},"
                        + "{\"name\":\"anomaly\",\"datatype\":\"BOOL\",\"shape\":[1],"
                        + "\"data\":[true]},"
                        + "{\"name\":\"reasons\",\"datatype\":\"BYTES\",\"shape\":[1],"
                        + "\"data\":[\"hot\"]}]}",
                text(ask("application/json", body)));
        assertEquals("JSON [{\"heat\":1,\"kind\":\"a\"}]", heard.text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | 400 | request must have at least one row, but has none",
                "7 | 400 | request must hold rows in JSON, but it holds no rows",
                "[1, 2 | 400 | request must hold rows in JSON, but it ends early",
                "[[1, 2]] 3 | 400 | request must hold rows in JSON, but it is malformed at line 1"
                        + " column 11 path $",
                "[NaN, 1] | 400 | request must hold rows in JSON, but it is malformed at line 1"
                        + " column 2 path $[0]",
                "[[1, 2], 3] | 422 | row 2 must have 2 values (heat, kind), but has 1",
                "[1] | 422 | row 1 must have 2 values (heat, kind), but has 1",
                "{\"heat\": [1, 2]} | 400 | row 1 must hold numbers, texts, true, false and null,"
                        + " but holds another object or list as \"heat\"",
                "{\"inputs\": []} | 400 | inputs must hold at least one tensor, but hold none",
                "{\"inputs\": [{\"name\": \"a\", \"shape\": [3], \"data\": [1]}]} | 400 | tensor"
                        + " \"a\" must have as many values as its shape [3] says, but has 1",
                "{\"inputs\": [{\"name\": \"heat\", \"shape\": [1], \"data\": [1]},"
                        + " {\"name\": \"kind\", \"shape\": [2], \"data\": [1, 2]}]} | 400 | tensor"
                        + " \"kind\" must have as many values as the first, 1, but has 2",
                "{\"inputs\": [{\"name\": \"a\", \"shape\": [-1, -1], \"data\": [1]}]} | 400 |"
                        + " tensor \"a\" must have as many values as its shape [-1, -1] says, but"
                        + " has 1",
                "{\"inputs\": [{\"name\": \"a\", \"shape\": [274177, 67280421310721],"
                        + " \"data\": [1]}]} | 400 | tensor \"a\" must have as many values as its"
                        + " shape [274177, 67280421310721] says, but has 1",
                "{\"inputs\": [{\"name\": \"a\", \"shape\": [1, 2], \"data\": [1, [2]]}]} | 400 |"
                        + " data of tensor \"a\" must be one list, or lists of shape [1, 2]",
                "{\"inputs\": [{\"name\": \"a\", \"shape\": [4], \"data\": [[1, 2], [3, 4]]}]}"
                        + " | 400 | data of tensor \"a\" must be one list, or lists of shape [4]",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"NONSENSE\", \"data\": [1, 2]}]}"
                        + " | 400 | datatype must be one of [BOOL, UINT8, UINT16, UINT32, UINT64,"
                        + " INT8, INT16, INT32, INT64, FP16, BF16, FP32, FP64, BYTES], but is"
                        + " NONSENSE",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"UINT8\", \"data\": [1, 300]}]}"
                        + " | 400 | data must hold numbers of datatype UINT8, but holds 300",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"INT64\", \"data\": [0.5, 1]}]}"
                        + " | 400 | data must hold numbers of datatype INT64, but holds 0.5",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [1, \"a\"]}]}"
                        + " | 400 | data must hold numbers of datatype FP32, but holds \"a\"",
                "{\"inputs\": [{\"shape\": [1, 2], \"datatype\": \"INT8\", \"data\": [1, true]}]}"
                        + " | 400 | data must hold numbers of datatype INT8, but holds true",
                "[1e300, \"a\"] | 422 | score of row 1 must be finite, but is Infinity",
                "{\"kind\": \"unfit\"} | 422 | kind must be known, but is unfit",
                "{\"kind\": \"malformed\"} | 400 | rows must be a table, but are none",
            })
    void whatIsWrongIsSaid(String body, int code, String message) {
        assertEquals(message, message(code, "application/json", body));
    }

    @Test
    void otherContentAndTooManyRowsAreRefused() {
        assertEquals(
                "content type must be text/csv or application/json, but is image/png",
                message(415, "image/png", "x"));
        String rows = "[1, 2], ".repeat(10_000);
        assertEquals(
                "request must have at most 10000 rows, but has more",
                message(422, "application/json", "[" + rows + "[1, 2]]"));
        assertEquals(
                "request must have at most 10000 rows, but has more",
                message(422, "text/csv", "heat,kind\n" + "1,a\n".repeat(10_001)));
        assertEquals(
                "request must have at most 10000 rows, but has more",
                message(422, "text/csv", "heat,kind\r" + "1,a\r".repeat(10_001)));
        String cells = "0,".repeat(20_000) + "0";
        assertEquals(
                "request must have at most 10000 rows, but has more",
                message(
                        422,
                        "application/json",
                        "{\"inputs\": [{\"name\": \"heat\", \"shape\": [20001], \"data\": ["
                                + cells
                                + "]}]}"));
        assertEquals(200, ask("text/csv", "heat,kind\n" + "1,a\n".repeat(10_000)).getCode());
        assertEquals(200, ask("text/csv", "heat,kind\r\n" + "1,a\r\n".repeat(10_000)).getCode());
    }

    /** A table has as many cells in each row as there are names in all. */
    @Test
    void tooManyColumnsAreRefused() {
        StringBuilder rows = new StringBuilder("[{\"c0\":0}");
        for (int i = 1; i < 102; i++) {
            rows.append(",{\"c").append(i).append("\":0}");
        }
        assertEquals(200, ask("application/json", rows + "]").getCode());
        assertEquals(
                "request must have at most 102 columns, but has more",
                message(422, "application/json", rows + ",{\"c102\":0}]"));
        assertEquals(
                "request must have at most 102 columns, but has more",
                message(422, "text/csv", ";".repeat(103 * 10_001)));
        assertEquals(200, ask("text/csv", ";".repeat(102 * 10_001)).getCode());
    }

    /** The server unpacks bodies in gzip, within bounds, where their encoding says so. */
    @Test
    void rowsInGzipAreNotUnpacked() {
        Input input = new Input();
        input.addProperty("Content-Type", "text/csv");
        input.add("data", new byte[] {0x1f, (byte) 0x8b, 8, 0});
        Output output = new RowRequests(heard).answer(input);
        assertEquals(400, output.getCode(), () -> text(output));
        assertTrue(
                text(output)
                        .contains(
                                "request must have content encoding gzip for rows in gzip, but has"
                                        + " none"),
                () -> text(output));
        assertEquals("", heard.text);
    }

    /** Where nobody says of which type a body is, as curl, its first letter does. */
    @Test
    void theFirstLetterOfABodyWithoutATypeTells() {
        assertEquals("[" + SAID + "]", text(ask("", "heat,kind\n1,a\n")));
        assertEquals("CSV heat,kind\n1,a\n", heard.text);
        assertEquals(SAID, text(ask("application/x-www-form-urlencoded", " {\"heat\": 1}")));
        assertEquals("JSON [{\"heat\":1}]", heard.text);
    }

    @Test
    void noDamagedRequestIsTheServersFault() {
        List<String> good =
                List.of(
                        "[1.50, \"a\"]",
                        "[[1, \"a\"], [2, null]]",
                        "{\"id\": \"x\", \"heat\": null}",
                        "{\"instances\": [{\"heat\": 1}, {\"kind\": true}]}",
                        "{\"inputs\": [{\"name\": \"heat\", \"shape\": [1], \"data\": [1]}]}",
                        "{\"inputs\": [{\"shape\": [2, 2], \"data\": [1, 2, 3, 4]}]}");
        List<String> parts =
                List.of("1e999", "-9223372036854775808", "0.5", "[", "{", "]", "\"", "null", "1");
        Random random = new Random(1);
        int answered = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder(good.get(i % good.size()));
            for (int times = random.nextInt(3); times >= 0; times--) {
                int at = random.nextInt(body.length());
                switch (random.nextInt(3)) {
                    case 0 -> body.deleteCharAt(at).append(' ');
                    case 1 -> body.setCharAt(at, (char) (32 + random.nextInt(96)));
                    default -> body.replace(at, at + 1, parts.get(random.nextInt(parts.size())));
                }
            }
            Output output = ask("application/json", body.toString());
            assertTrue(output.getCode() < 500, body::toString);
            assertEquals(1, text(output).lines().count(), body::toString);
            answered += output.getCode() == 200 ? 1 : 0;
        }
        assertTrue(answered > 1000 && answered < 15_000, answered + " were answered");
    }

    @Test
    void itTellsWhatItIs() {
        Input input = new Input();
        input.add("describe", "true");
        assertEquals(
                "{\"task\":\"score\",\"input\":{\"content\":\"sample\",\"shape\":[2]},"
                    + "\"output\":{\"content\":\"score\",\"shape\":[1]},\"shape\":[2],"
                    + "\"image\":false,\"codeSize\":0,\"normal\":false,\"conditions\":[],"
                    + "\"columns\":[\"heat\",\"kind\"],\"symbols\":[],\"rate\":0,\"classes\":[],"
                    + "\"detector\":true}",
                text(new RowRequests(heard).answer(input)));
    }
}
