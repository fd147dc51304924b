package io.github.autoencoders.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.argument.Spelling;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RecordCopyTest {

    private record Range(int from, int to, String name) {
        private Range {
            if (from > to) {
                throw new IllegalArgumentException("from must be at most " + to);
            }
        }
    }

    private final Range range = new Range(1, 2, "r");

    @Test
    void oneComponentOrSeveralChangeAndTheOthersStay() {
        assertEquals(new Range(1, 5, "r"), RecordCopy.with(range, "to", 5));
        assertEquals(new Range(7, 9, "r"), RecordCopy.with(range, Map.of("from", 7, "to", 9)));
        assertEquals(new Range(1, 2, "r"), range);
    }

    @Test
    void copiesAreCheckedAsTheRecordIs() {
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class, () -> RecordCopy.with(range, "from", 3));
        assertEquals("from must be at most 2", refused.getMessage());
        Exception unknown =
                assertThrows(
                        IllegalArgumentException.class, () -> RecordCopy.with(range, "form", 3));
        assertEquals(
                "component must be one of [from, to, name], but is form", unknown.getMessage());
    }

    @Test
    void suggestionsAreLikeWhatWasGiven() {
        List<String> known = List.of("optimizer.learningRate", "vae-mnist", "ae-mnist", "epochs");
        assertEquals("; did you mean vae-mnist?", Spelling.suggestion("vae-mnits", known));
        assertEquals("; did you mean vae-mnist?", Spelling.suggestion("VAE-MNIST", known));
        assertEquals("; did you mean epochs?", Spelling.suggestion("epoch", known));
        assertEquals(
                "; did you mean optimizer.learningRate?",
                Spelling.suggestion("learningRate", known));
        assertEquals("", Spelling.suggestion("batch", known));
        assertEquals("; did you mean optimizer.learningRate?", Spelling.suggestion("opt", known));
        assertEquals("", Spelling.suggestion("op", known));
    }

    @Test
    void aBeginningOfSeveralSuggestsNone() {
        List<String> metrics = List.of("euclidean", "cosine", "euclidean-squared");
        assertEquals("", Spelling.suggestion("euclid", metrics));
        assertEquals(
                "; did you mean euclidean?", Spelling.suggestion("Euclid", metrics.subList(0, 2)));
    }

    @Test
    void differencesAreOfValuesAndNotOfDigits() {
        assertEquals(
                List.of("b.d", "e", "f"),
                Json.differences(
                        "{\"a\": 1, \"b\": {\"c\": [2], \"d\": 3}, \"e\": true}",
                        "{\"a\": 1.0, \"b\": {\"d\": 4, \"c\": [2]}, \"f\": true}"));
    }

    @Test
    void mergedObjectsKeepWhatIsNotStatedUnlessOfAnotherType() {
        String base = "{\"a\":{\"type\":\"X\",\"b\":1,\"c\":[1,2]},\"d\":4}";
        assertEquals(
                List.of(),
                Json.differences(
                        "{\"a\":{\"type\":\"X\",\"b\":1,\"c\":[3]},\"d\":4}",
                        Json.merged(base, "{\"a\":{\"c\":[3]}}")));
        assertEquals(
                List.of(),
                Json.differences(
                        "{\"a\":{\"type\":\"Y\",\"b\":2},\"d\":4}",
                        Json.merged(base, "{\"a\":{\"type\":\"Y\",\"b\":2}}")));
    }
}
