package io.github.autoencoders.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What tells samples apart, as the names of their files or the numbers of their rows: for each a
 * value of each of some columns, or of none. Immutable.
 */
final class Keys {

    /** Of samples that nothing tells apart but their order. */
    static final Keys NONE = new Keys(List.of(), List.of());

    private final List<String> columns;
    private final List<List<String>> values; // of each column, one for each sample

    private Keys(List<String> columns, List<List<String>> values) {
        this.columns = List.copyOf(columns);
        this.values = List.copyOf(values);
    }

    /**
     * Returns these keys and a further column of them.
     *
     * @param set how messages call the samples
     * @param size how many samples there are
     */
    Keys with(String set, int size, String column, List<String> more) {
        if (columns.contains(column)) {
            throw new IllegalArgumentException(
                    "column must be none of the keys %s of %s, but is \"%s\""
                            .formatted(columns, set, column));
        }
        if (more.size() != size) {
            throw new IllegalArgumentException(
                    "%s must hold one key for each of its %s samples, but holds %s"
                            .formatted(set, size, more.size()));
        }
        return new Keys(
                Stream.concat(columns.stream(), Stream.of(column)).toList(),
                Stream.concat(values.stream(), Stream.of(more)).toList());
    }

    /** Returns those of some columns. */
    Keys only(List<String> wanted) {
        return new Keys(
                wanted, wanted.stream().map(each -> values.get(columns.indexOf(each))).toList());
    }

    List<String> columns() {
        return columns;
    }

    /** Returns a sample's value of each column. */
    List<String> of(int sample) {
        return values.stream().map(column -> column.get(sample)).toList();
    }

    Keys first(int count) {
        return new Keys(columns, values.stream().map(each -> each.subList(0, count)).toList());
    }

    Keys subset(int[] samples) {
        return new Keys(
                columns,
                values.stream()
                        .map(column -> LazyList.of(samples.length, i -> column.get(samples[i])))
                        .toList());
    }

    /** Returns these keys and then the others; none where their columns differ. */
    Keys followedBy(Keys others) {
        if (!columns.equals(others.columns)) {
            return NONE;
        }
        return new Keys(
                columns,
                IntStream.range(0, columns.size())
                        .mapToObj(i -> joined(values.get(i), others.values.get(i)))
                        .toList());
    }

    private static List<String> joined(List<String> these, List<String> those) {
        List<String> all = new ArrayList<>(these);
        all.addAll(those);
        return all;
    }
}
