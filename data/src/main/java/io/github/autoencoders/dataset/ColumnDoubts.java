package io.github.autoencoders.dataset;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.sample.Schema.Column;
import io.github.autoencoders.sample.Schema.Role;
import io.github.autoencoders.zoo.Columns;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What may have been taken for something else than it is. */
final class ColumnDoubts {

    private static final int SHOWN = 4; // names in a line

    private static final int LEAST_ROWS = 20; // of which all differ by more than chance
    private static final int MOST_LABELS = 20;
    // What rows may be called by, though measured values may have these names as well.
    private static final Pattern LABELS =
            Pattern.compile(
                    "(is|has)_.*|.*_?labels?|y_.*|.*_truth|gt|attack(_cat|_type)?|defect(ive)?"
                        + "|fail(ure|ed)?|fault(y)?|(ab)?normal|anomal(y|ous).*|outcome"
                        + "|diagnosis|species|status|state|malicious|fraudulent|result|quality");
    // What tells rows apart, though they are numbers.
    private static final Pattern KEYS =
            Pattern.compile(
                    "|#|.*(^|_)(id|ids|no|nr|num|number|key|index|idx|code|uuid|serial)|.*_at"
                            + "|ts|.*(time|date|epoch)(_.*)?|row.*|unnamed.*");

    private ColumnDoubts() {}

    /**
     * Returns a line for each doubt about the schema of samples that was found, as the data say
     * nothing of it.
     */
    static List<String> of(Samples samples, TrainingRecipe.Data data) {
        Schema schema = samples.format().schema();
        boolean chosen = !data.columns().features().isEmpty() || samples.holdsBytes();
        return Stream.of(
                        label(schema, data.columns()),
                        chosen ? Optional.<String>empty() : otherLabel(samples, data.columns()),
                        chosen ? Optional.<String>empty() : key(samples),
                        constant(samples),
                        header(schema, data),
                        ratings(schema))
                .flatMap(Optional::stream)
                .toList();
    }

    // Of few kinds, and called as labels are.
    private static Optional<String> otherLabel(Samples samples, Columns said) {
        List<Column> features = samples.format().schema().featureColumns();
        if (!said.label().isEmpty() || samples.format().schema().label().isPresent()) {
            return Optional.empty();
        }
        return IntStream.range(0, features.size())
                .filter(i -> LABELS.matcher(SchemaReading.plain(features.get(i).name())).matches())
                .filter(i -> !SchemaReading.isDoubtfulLabel(features.get(i).name()))
                .filter(i -> isOfKinds(samples, i))
                .mapToObj(
                        i ->
                                "%s is learnt from; label must be %1$s if it is what rows are called"
                                        .formatted(features.get(i).name()))
                .findFirst();
    }

    private static boolean isOfKinds(Samples samples, int column) {
        double[] kinds = values(samples, column).distinct().limit(MOST_LABELS + 1).toArray();
        return kinds.length > 1
                && kinds.length <= Math.min(MOST_LABELS, samples.size() / 2)
                && DoubleStream.of(kinds).allMatch(kind -> kind == Math.rint(kind));
    }

    private static DoubleStream values(Samples samples, int column) {
        return samples.channel(column).filter(value -> !Double.isNaN(value));
    }

    private static Optional<String> constant(Samples samples) {
        List<Column> features = samples.format().schema().featureColumns();
        if (samples.size() < LEAST_ROWS || samples.format().kind() != SampleKind.ROW) {
            return Optional.empty();
        }
        List<String> same =
                IntStream.range(0, features.size())
                        .filter(i -> !features.get(i).isOfWords())
                        .filter(i -> values(samples, i).distinct().limit(2).count() == 1)
                        .mapToObj(i -> shown(features.get(i)))
                        .toList();
        return same.isEmpty()
                ? Optional.empty()
                : Optional.of("the same in all rows: " + Spelling.first(SHOWN, same));
    }

    // Whole numbers that are all different: a name of rows, or when they were.
    private static Optional<String> key(Samples samples) {
        SampleKind kind = samples.format().kind();
        List<Column> features = samples.format().schema().featureColumns();
        boolean named = samples.format().shape().get(0) == features.size();
        if (!named || (kind != SampleKind.ROW && kind != SampleKind.SIGNAL)) {
            return Optional.empty();
        }
        boolean series = kind == SampleKind.SIGNAL;
        return IntStream.range(0, features.size())
                .filter(i -> !features.get(i).isOfWords() && !features.get(i).isOfDates())
                .filter(i -> series ? isEven(samples, i) : isNumbering(samples, i, features.get(i)))
                .mapToObj(
                        i ->
                                series
                                        ? "%s is learnt from; time must be %1$s if it is when points were"
                                                .formatted(shown(features.get(i)))
                                        : "%s is learnt from; key must be %1$s if it tells rows apart"
                                                .formatted(shown(features.get(i))))
                .findFirst();
    }

    private static String shown(Column column) {
        return column.name().isEmpty() ? "\"\"" : column.name();
    }

    private static boolean isNumbering(Samples samples, int column, Column named) {
        Set<Double> different = new HashSet<>();
        boolean all =
                samples.size() >= LEAST_ROWS
                        && values(samples, column)
                                .allMatch(n -> n == Math.rint(n) && different.add(n));
        return all
                && !different.isEmpty()
                && (KEYS.matcher(SchemaReading.plain(named.name())).matches()
                        || Collections.max(different) - Collections.min(different)
                                < 2.0 * different.size());
    }

    // Rises by the same from point to point.
    private static boolean isEven(Samples samples, int channel) {
        double[] values = values(samples, channel).limit(LEAST_ROWS + 1).toArray();
        double step = values.length > LEAST_ROWS ? values[1] - values[0] : 0;
        return step > 0
                && IntStream.range(1, values.length)
                        .allMatch(i -> Math.abs(values[i] - values[i - 1] - step) < 0.01 * step);
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
