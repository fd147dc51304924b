package io.github.autoencoders.sample;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of the columns of a schema. */
record SchemaLines(Schema schema) {

    private static final int SHOWN = 6; // names in a line

    /** Returns a line for each role that columns have, as {@link Schema#lines} says. */
    List<String> of(String features) {
        return Stream.of(
                        featureLine(features),
                        line("label, not learnt from", schema.label().stream().toList()),
                        line("time", told(Role.TIME)),
                        line("key", schema.keys()),
                        line("group", told(Role.GROUP)),
                        line("left out", told(Role.LEFT_OUT)))
                .flatMap(Optional::stream)
                .toList();
    }

    // With what was found of them.
    private List<String> told(Role role) {
        return schema.ofRole(role)
                .map(
                        column ->
                                shown(column.name())
                                        + (column.reason().isEmpty()
                                                ? ""
                                                : " (" + column.reason() + ")"))
                .toList();
    }

    // Where some are words, numbers are told from them.
    private Optional<String> featureLine(String features) {
        List<String> numbers =
                schema.featureColumns().stream()
                        .filter(Column::isOfNumbers)
                        .map(Column::name)
                        .toList();
        if (numbers.size() == schema.features().size()) {
            return line(features, numbers);
        }
        List<String> words =
                schema.columns().stream()
                        .filter(column -> !column.isOfNumbers())
                        .map(column -> "%s (%s)".formatted(shown(column.name()), count(column)))
                        .toList();
        Optional<String> first = line(features, numbers).map(line -> line + " (numbers)");
        return line(first.isPresent() ? "" : features, words)
                .map(line -> first.orElse("") + line.replaceFirst("^: ", ", "));
    }

    private static String count(Column column) {
        if (column.isOfDates()) {
            return "dates as " + column.reason();
        }
        int count = column.words().size();
        return count + (count == 1 ? " word" : " words");
    }

    private static String shown(String name) {
        return name.isEmpty() ? "\"\"" : name;
    }

    static Optional<String> line(String what, List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> shown = names.stream().map(SchemaLines::shown).toList();
        return Optional.of(what + ": " + Spelling.first(SHOWN, shown));
    }
}
