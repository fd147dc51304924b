package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a library says is for callers from Java too: the program alone knows what users type. */
@Tag("no-engine")
class LibraryMessagesTest {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Pattern TYPED =
            Pattern.compile("--(?!data-binary)[a-z]{2}|autoencoders [a-z]"); // the one of curl

    @Test
    void noTextBelowTheProgramNamesAnOptionOrACommand() throws IOException {
        List<String> typed = new ArrayList<>();
        for (String module :
                List.of("api", "zoo", "data", "training", "serving", "spark", "benchmark")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    TEXT.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .filter(text -> TYPED.matcher(text).find())
                            .forEach(text -> typed.add(file.getFileName() + ": " + text));
                }
            }
        }
        assertEquals(List.of(), typed);
    }
}
