package io.github.autoencoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class JsonUpgradeTest {

    @Test
    void defaultsGoWhereNothingIs() {
        assertEquals(
                "{\"a\":1,\"b\":{\"c\":\"kept\",\"d\":\"\"},\"e\":{\"f\":{\"g\":2.5}},\"h\":[]}",
                Json.withDefaults(
                        Json.withDefaults(
                                Json.withDefaults(
                                        Json.withDefaults(
                                                "{\"a\": 1, \"b\": {\"c\": \"kept\"}}",
                                                Map.of("b.c", "lost")),
                                        Map.of("b.d", "")),
                                Map.of("e.f.g", 2.5)),
                        Map.of("h", java.util.List.of())));
    }

    @Test
    void defaultsGoIntoEachOfAList() {
        assertEquals(
                "{\"a\":{\"b\":[{\"c\":1,\"d\":[]},{\"d\":[2]}]}}",
                Json.withDefaults(
                        "{\"a\": {\"b\": [{\"c\": 1}, {\"d\": [2]}]}}",
                        Map.of("a.b[].d", java.util.List.of())));
        assertEquals("{\"a\":{}}", Json.withDefaults("{\"a\": {}}", Map.of("a.b[].d", "nowhere")));
    }

    @Test
    void valuesAreMovedIfTheyAreThere() {
        assertEquals(
                "{\"b\":{\"c\":2,\"d\":{\"e\":[1]}}}",
                Json.moved("{\"a\": {\"e\": [1]}, \"b\": {\"c\": 2}}", Map.of("a", "b.d")));
        assertEquals("{\"b\":3}", Json.moved("{\"b\": 3}", Map.of("a", "b")));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : new String[] {"[1]", "{\"a\": 1}", "7"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Json.withDefaults(text, Map.of("a.b", 1)));
        }
    }
}
