package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says and writes does not depend on where its user lives. */
class LocaleTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");
    private static final Locale BEFORE = Locale.getDefault();

    private static Map<String, String> expected;
    private static Path strings;

    @BeforeAll
    static void underTheUsualLocale(@TempDir Path folder, @TempDir Path data) throws Exception {
        List<String> molecules = List.of("CCO", "C1CC1", "CC(Cl)C", "OCCO", "C=CN", "NCCN");
        strings = Files.write(data.resolve("molecules.smi"), molecules);
        expected = made(Locale.US, folder);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(BEFORE);
    }

    private static Map<String, String> made(Locale locale, Path folder) throws IOException {
        Map<String, String> made = new TreeMap<>();
        Path run = folder.resolve("run");
        Path repository = folder.resolve("repository");
        Path sampled = folder.resolve("sampled.txt");
        Locale.setDefault(locale);
        try {
            String[] small = "--epochs 1 --code 3 --batch 4 --threads 1".split(" ", -1);
            made.put("train", said("train", "vae-smiles", "--data", strings, "--out", run, small));
            made.put("publish", said("publish", run, "--to", repository, "--license", "MIT"));
            made.put("sample", said("sample", run, "--count", 5, "--seed", 3, "--out", sampled));
            made.put("summary", Answer.expect(0, "summary", "vae-mnist"));
            made.put("refusal", Answer.expect(2, "sample", run, "--count", -1000));
            made.put("address", ServerSettings.LOCAL.address(8080));
        } finally {
            Locale.setDefault(BEFORE);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                made.put(name, name.matches(".*\\.(json|csv|txt)") ? Files.readString(file) : "");
            }
        }
        made.replaceAll((name, text) -> masked(text.replace(folder.toString(), "FOLDER")));
        return made;
    }

    private static String said(Object... arguments) {
        List<Object> all =
                Stream.concat(Stream.of(arguments), Stream.of("--engine", ENGINE))
                        .flatMap(
                                each ->
                                        each instanceof String[] more
                                                ? Stream.of(more)
                                                : Stream.of(each))
                        .toList();
        return Answer.expect(0, all.toArray());
    }

    // Times and what is made of them differ; the digits of another script would be left.
    private static String masked(String text) {
        return text.replaceAll("[-0-9a-fE.,:TZ]*[0-9][-0-9a-fE.,:TZ]*", "#").replaceAll(" +", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN", "tr-TR", "th-TH-u-nu-thai", "de-DE"})
    void theSameIsSaidAndWrittenEverywhere(String language, @TempDir Path folder) throws Exception {
        Map<String, String> made = made(Locale.forLanguageTag(language), folder);
        assertEquals(expected.keySet(), made.keySet());
        expected.forEach((name, text) -> assertEquals(text, made.get(name), name));
    }

    /** Else the test above would find nothing. */
    @Test
    void theDigitsOfALocaleAreLeft() {
        assertEquals(
                "# of \u0663",
                masked(12.5 + " of " + String.format(Locale.forLanguageTag("ar-EG"), "%d", 3)));
        assertTrue(expected.keySet().stream().anyMatch(name -> name.contains("0.0.1")));
    }
}
