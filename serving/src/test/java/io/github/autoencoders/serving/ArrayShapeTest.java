package io.github.autoencoders.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("no-engine")
class ArrayShapeTest {

    private static List<Long> sizes(String text) {
        return Stream.of(text.split(" ", -1)).filter(s -> !s.isEmpty()).map(Long::valueOf).toList();
    }

    private static ArrayShape of(String text) {
        return ArrayShape.of(new Shape(sizes(text).stream().mapToLong(i -> i).toArray()));
    }

    private static ArrayShape.Rows rows(String model, String given) throws RefusedException {
        long size = sizes(given).stream().reduce(1L, (a, b) -> a * b);
        double[] values = LongStream.range(0, size).asDoubleStream().toArray();
        return of(model).rows(sizes(given), values);
    }

    @ParameterizedTest
    @CsvSource({
        "3 4 5, 3 4 5, 1, false",
        "3 4 5, 60, 1, false",
        "3 4 5, 7 3 4 5, 7, true",
        "3 4 5, 7 60, 7, true",
        "3 4 5, 4 5 3, 1, false",
        "3 4 5, 7 4 5 3, 7, true",
        "1 4 5, 4 5, 1, false",
        "1 4 5, 7 4 5, 7, true",
        "1 4 5, 1 4 5, 1, false",
        "1 4 5, 4 5 1, 1, false",
        "1 4 5, 1 20, 1, true",
        "2 50, 50 2, 1, false",
        "6, 6, 1, false",
        "6, 7 6, 7, true",
        "6, 0 6, 0, true",
        "1, '', 1, false",
        "1, 7, 7, true",
        "1, 7 1, 7, true"
    })
    void anArrayHoldsOneInputOrSeveral(String model, String given, int count, boolean several)
            throws Exception {
        assertEquals(count, rows(model, given).rows().size());
        assertEquals(several, rows(model, given).several());
    }

    @ParameterizedTest
    @CsvSource({
        "3 32 32, 16 64 3, '[3, 32, 32] or [N, 3, 32, 32]'",
        "3 32 32, 32 3 32, '[3, 32, 32] or [N, 3, 32, 32]'",
        "1 4 5, 5 4, '[1, 4, 5] or [N, 1, 4, 5]'",
        "1 4 5, 2 10, '[1, 4, 5] or [N, 1, 4, 5]'",
        "1 4 5, 40, '[1, 4, 5] or [N, 1, 4, 5]'",
        "6, 3 2, '[6] or [N, 6]'"
    })
    void anyOtherShapeIsRefused(String model, String given, String expected) {
        Exception e = assertThrows(RefusedException.class, () -> rows(model, given));
        assertEquals(
                "array must have shape " + expected + ", but has shape " + sizes(given),
                e.getMessage());
    }

    /** By the indices themselves: value (h, w, c) of the one is (c, h, w) of the other. */
    @Test
    void channelsThatComeLastAreSetFirst() throws Exception {
        double[] last = new double[2 * 3 * 4 * 5];
        double[][] first = new double[2][3 * 4 * 5];
        for (int n = 0; n < 2; n++) {
            for (int h = 0; h < 4; h++) {
                for (int w = 0; w < 5; w++) {
                    for (int c = 0; c < 3; c++) {
                        double value = 1000 * n + 100 * h + 10 * w + c;
                        last[((n * 4 + h) * 5 + w) * 3 + c] = value;
                        first[n][(c * 4 + h) * 5 + w] = value;
                    }
                }
            }
        }
        List<double[]> rows = of("3 4 5").rows(List.of(2L, 4L, 5L, 3L), last).rows();
        assertArrayEquals(first[0], rows.get(0));
        assertArrayEquals(first[1], rows.get(1));
    }

    @Test
    void whatIsInTheModelsOrderStaysSoWhereBothFit() throws Exception {
        double[] values = DoubleStream.iterate(0, x -> x + 1).limit(27).toArray();
        List<double[]> rows = of("3 3 3").rows(List.of(3L, 3L, 3L), values).rows();
        assertArrayEquals(values, rows.get(0));
    }
}
