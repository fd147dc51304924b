package io.github.autoencoders.application;

import io.github.autoencoders.application.NearestNeighbours.Neighbour;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Samples that were asked for, and those whose codes are nearest to theirs.
 *
 * @param searched among which the neighbours were found
 * @param queries among which those are that were asked for
 * @param numbers of the queries that were asked for, Q of them
 * @param neighbours of each, nearest first: their numbers among the samples searched
 * @see NeighbourSearch
 */
public record SampleNeighbours(
        Samples searched,
        Samples queries,
        List<Integer> numbers,
        List<List<Neighbour>> neighbours) {

    private static final List<String> COLUMNS =
            List.of("query", "rank", "index", "distance", "label");

    public SampleNeighbours {
        numbers = List.copyOf(numbers);
        neighbours = List.copyOf(neighbours);
    }

    /** Returns how many neighbours were found in all. */
    public long count() {
        return neighbours.stream().mapToLong(List::size).sum();
    }

    /**
     * Returns the share of the neighbours that have their query's label, from 0 to 1; nothing where
     * samples have no labels.
     */
    public OptionalDouble precision() {
        if (!searched.labelled() || !queries.labelled() || count() == 0) {
            return OptionalDouble.empty();
        }
        long same = 0;
        for (int i = 0; i < numbers.size(); i++) {
            String label = queries.labelName(numbers.get(i));
            same +=
                    neighbours.get(i).stream()
                            .filter(each -> searched.labelName(each.index()).equals(label))
                            .count();
        }
        return OptionalDouble.of(same / (double) count());
    }

    /**
     * Returns the names of a table's columns that {@link #rows} fills: query, rank, index, distance
     * and label, and behind them the keys of queries, as "query file", and of neighbours, as
     * "file".
     */
    public List<String> columns() {
        List<String> columns = new ArrayList<>(COLUMNS);
        queries.keyColumns().forEach(key -> columns.add("query " + key));
        searched.keyColumns()
                .forEach(key -> columns.add(COLUMNS.contains(key) ? "neighbour " + key : key));
        return columns;
    }

    /**
     * Returns the rows of a table: the query's number, the rank from 1, the neighbour's number, its
     * distance, its label, or nothing where there are none, and the keys of both.
     */
    public List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            for (int rank = 0; rank < neighbours.get(i).size(); rank++) {
                Neighbour each = neighbours.get(i).get(rank);
                String label = searched.labelled() ? searched.labelName(each.index()) : "";
                List<Object> row = new ArrayList<>();
                row.addAll(List.of(numbers.get(i), rank + 1, each.index(), each.distance(), label));
                row.addAll(queries.key(numbers.get(i)));
                row.addAll(searched.key(each.index()));
                rows.add(row);
            }
        }
        return rows;
    }

    /**
     * Returns the sheet of a row for each query, which stands before its neighbours; below each of
     * these stand its label and its distance.
     */
    public Sheet sheet() {
        List<Sheet.Row> rows = new ArrayList<>();
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            List<float[]> row = new ArrayList<>(List.of(queries.sample(number)));
            List<String> below = new ArrayList<>(List.of(""));
            for (Neighbour each : neighbours.get(i)) {
                row.add(searched.sample(each.index()));
                String label = searched.labelled() ? searched.labelName(each.index()) + ", " : "";
                below.add(String.format(Locale.ROOT, "%s%.3g", label, each.distance()));
            }
            String label = queries.labelled() ? ": " + queries.labelName(number) : "";
            rows.add(new Sheet.Row(number + label, row, below));
            all.addAll(row);
        }
        List<String> captions = new ArrayList<>(List.of("query"));
        IntStream.range(1, rows.get(0).samples().size()).forEach(rank -> captions.add("" + rank));
        return new Sheet(SampleDrawing.of(searched.format(), all), rows, captions, "", "");
    }
}
