package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kinds of data in which names and paths are looked up.
 *
 * @param all in the order in which they are asked
 */
record DataKinds(List<DataKind> all) {

    /** Returns the kind of a name, or of a path that need not exist. */
    Optional<DataKind> of(String input) {
        return all.stream().filter(kind -> kind.takes(input)).findFirst();
    }

    /**
     * Returns the kind of data that are there.
     *
     * @throws IllegalArgumentException if there are none
     */
    DataKind existing(String input) {
        return of(input).filter(kind -> kind.exists(input)).orElseThrow(() -> refused(input));
    }

    private IllegalArgumentException refused(String input) {
        Optional<ForeignTable> foreign = ForeignTable.named(input);
        if (foreign.isPresent()) {
            return new IllegalArgumentException(
                    "data must be text, as CSV or JSON lines, but are \"%s\"; %s"
                            .formatted(input, foreign.get().advice(input)));
        }
        String files = files();
        String existing = "an existing " + files;
        if (InputFile.exists(input) && !files.isEmpty()) {
            return new IllegalArgumentException(
                    "data must be %s, but %s is none".formatted(existing, input));
        }
        String near =
                InputFile.path(input).map(path -> Spelling.suggestion(path, names())).orElse("");
        if (!files.isEmpty() && input.matches("[^\\x00]*[./\\\\][^\\x00]*")) { // as paths are
            return new IllegalArgumentException(
                    "data must be an existing file or folder, but there is no such file as %s%s"
                            .formatted(input, near));
        }
        String choices =
                Stream.of("one of " + String.join(", ", names()), existing)
                        .filter(choice -> !choice.endsWith(" "))
                        .collect(Collectors.joining(", or "));
        return near.isEmpty()
                ? refused(choices, input)
                : new IllegalArgumentException(
                        "data must be a known name, or an existing file or folder, but is \"%s\"%s"
                                .formatted(input, near));
    }

    static IllegalArgumentException refused(String rule, String input) {
        return new IllegalArgumentException(
                "data must be %s, but is \"%s\"".formatted(rule, input));
    }

    // "IDX file, CSV file or folder of images"
    private String files() {
        return all.stream()
                .map(kind -> kind.inputs().files())
                .filter(name -> !name.isEmpty())
                .distinct()
                .reduce((some, next) -> some + "\n" + next)
                .orElse("")
                .replaceFirst("\n(.*)$", " or $1")
                .replace("\n", ", ");
    }

    /** Returns all names that are known. */
    List<String> names() {
        return all.stream().flatMap(kind -> kind.inputs().names().stream()).toList();
    }
}
