package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may have been taken for something else than it is. */
final class ColumnDoubts {

    private static final int SHOWN = 4; // names in a line

    private ColumnDoubts() {}

    /**
     * Returns a line for each doubt about a schema that was found, as the data say nothing of it.
     */
    static List<String> of(Schema schema, TrainingRecipe.Data data) {
        return Stream.of(label(schema, data.columns()), header(schema, data), ratings(schema))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> label(Schema schema, Columns said) {
        if (!said.label().isEmpty() || !said.features().isEmpty()) {
            return Optional.empty();
        }
        boolean plane = schema.column("x").isPresent(); // y is a coordinate then
        return schema.columns().stream()
                .filter(column -> !(plane && column.name().equals("y")))
                .filter(column -> SchemaReading.isDoubtfulLabel(column.name()))
                .filter(column -> column.role() != Role.LEFT_OUT)
                .findFirst()
                .map(
                        column ->
                                column.role() == Role.LABEL
                                        ? "%s is taken for the label; label must be %s if there is none"
                                                .formatted(column.name(), Columns.NO_COLUMN)
                                        : "%s is learnt from; label must be %1$s if it is what rows are called"
                                                .formatted(column.name()));
    }

    // Of the columns of a file of ratings that has another name.
    private static Optional<String> ratings(Schema schema) {
        return schema.column("rating").isEmpty()
                ? Optional.empty()
                : schema.columns().stream()
                        .map(Column::name)
                        .filter(name -> name.matches("(?i)user(_?id)?"))
                        .findFirst()
                        .map(
                                user ->
                                        "%s and rating are columns of a table; the file must be called ratings.csv if it has ratings of items by users"
                                                .formatted(user));
    }

    // As where words stand among the numbers of a first row that names nothing.
    private static Optional<String> header(Schema schema, TrainingRecipe.Data data) {
        List<String> numbers =
                schema.columns().stream()
                        .map(Column::name)
                        .filter(name -> name.matches("[+-]?\\d*[.,]\\d+"))
                        .toList();
        if (data.text().noHeader() || numbers.isEmpty()) {
            return Optional.empty();
        }
        List<String> shown = numbers.subList(0, Math.min(SHOWN, numbers.size()));
        return Optional.of(
                "columns are called %s; noHeader must be given if these are values"
                        .formatted(String.join(", ", shown)));
    }
}
