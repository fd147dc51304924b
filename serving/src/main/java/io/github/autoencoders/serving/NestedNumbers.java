package io.github.autoencoders.serving;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in JSON: one, a list, or lists in lists, all numbers equally deep. {@code null} in the
 * place of a number is a missing value, NaN; a text or a truth value there is a word.
 */
final class NestedNumbers {

    private final List<double[]> rows = new ArrayList<>(); // the innermost lists, in order
    // Of each that has some, by their places.
    private final Map<Integer, Map<Integer, Object>> words = new HashMap<>();
    private final SortedMap<Integer, Long> sizes = new TreeMap<>(); // of the lists at each depth
    private int depth = -1; // of the numbers, when the first is met
    private String uneven = "";
    private String firstWord = ""; // where it stands

    private NestedNumbers() {}

    /**
     * Reads a number or a list.
     *
     * @throws IllegalStateException where something else stands
     */
    static NestedNumbers read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.BEGIN_ARRAY) {
            in.beginArray();
            return rest(in);
        }
        NestedNumbers one = new NestedNumbers();
        one.depth = 0;
        one.rows.add(new double[] {one.number(in, 0)});
        return one;
    }

    /** Reads what is left of a list that was begun. */
    static NestedNumbers rest(JsonReader in) throws IOException {
        NestedNumbers read = new NestedNumbers();
        read.list(in, 0);
        return read;
    }

    private void list(JsonReader in, int at) throws IOException {
        long size = 0;
        if (depth == at + 1 || (depth < 0 && in.peek() != JsonToken.BEGIN_ARRAY)) {
            depth = at + 1;
            DoubleStream.Builder numbers = DoubleStream.builder();
            for (; in.hasNext(); size++) {
                numbers.add(number(in, (int) size));
            }
            rows.add(numbers.build().toArray());
        } else {
            for (; in.hasNext(); size++) {
                in.beginArray();
                list(in, at + 1);
            }
        }
        in.endArray();
        Long other = sizes.putIfAbsent(at, size);
        if (other != null && other != size && uneven.isEmpty()) {
            uneven =
                    "lists at depth %s must all have one size, but have %s and %s"
                            .formatted(at + 1, other, size);
        }
    }

    private double number(JsonReader in, int place) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return Double.NaN;
        }
        boolean text = in.peek() == JsonToken.STRING;
        if (text || in.peek() == JsonToken.BOOLEAN) {
            firstWord = firstWord.isEmpty() ? "line 1 path " + in.getPath() : firstWord;
            Object word = text ? in.nextString() : (Object) in.nextBoolean();
            words.computeIfAbsent(rows.size(), row -> new TreeMap<>()).put(place, word);
            return Double.NaN;
        }
        if (in.peek() != JsonToken.NUMBER) {
            throw new IllegalStateException("no number at line 1 path " + in.getPath());
        }
        return in.nextDouble();
    }

    /** Returns how deep the numbers lie: 0 for one alone, 1 for a list, 2 for a list of lists. */
    int depth() {
        return depth;
    }

    /** Returns where the first word stands; nothing if there is none. */
    String firstWord() {
        return firstWord;
    }

    /** Returns the innermost lists with their words: each a Double, a word, or null. */
    List<@Nullable Object[]> cells() {
        List<@Nullable Object[]> cells = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<Integer, Object> beside = words.getOrDefault(i, Map.of());
            @Nullable Object[] row = new @Nullable Object[rows.get(i).length];
            for (int j = 0; j < row.length; j++) {
                double number = rows.get(i)[j];
                row[j] = Double.isNaN(number) ? beside.get(j) : (Object) number;
            }
            cells.add(row);
        }
        return cells;
    }

    boolean isEven() {
        return uneven.isEmpty();
    }

    /**
     * Returns the sizes of the lists, the outermost first.
     *
     * @throws RefusedException if they differ at some depth
     */
    List<Long> shape() throws RefusedException {
        if (!isEven()) {
            throw RefusedException.malformed(uneven);
        }
        return List.copyOf(sizes.values());
    }

    /** Returns the innermost lists; a number alone is a list of one. */
    List<double[]> rows() {
        return rows;
    }

    /** Returns all numbers. */
    double[] values() {
        return rows.stream().flatMapToDouble(DoubleStream::of).toArray();
    }

    /** Returns all numbers, true as 1 and false as 0. */
    double[] truths() {
        return cells().stream().flatMap(Stream::of).mapToDouble(NestedNumbers::truth).toArray();
    }

    private static double truth(@Nullable Object cell) {
        if (cell instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return cell instanceof Double number ? number : Double.NaN;
    }
}
