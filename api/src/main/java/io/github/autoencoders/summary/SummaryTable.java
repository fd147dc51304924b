package io.github.autoencoders.summary;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A summary in columns: layer, output, parameters, multiplications. */
final class SummaryTable {

    private static final int COLUMNS = 4;
    private static final int LEAST_WIDTH = 60;
    private static final String CUT = "...";

    private final NetworkSummary summary;
    private final int width;
    private final List<String[]> rows = new ArrayList<>();

    SummaryTable(NetworkSummary summary, int width) {
        if (width < LEAST_WIDTH) {
            throw new IllegalArgumentException(
                    "width must be at least " + LEAST_WIDTH + ", but is " + width);
        }
        this.summary = summary;
        this.width = width;
    }

    String text(List<String> remarks) {
        addRows();
        int[] widths = widths();
        String ruler = "-".repeat(Arrays.stream(widths).sum() + gap(widths) * (COLUMNS - 1));
        StringBuilder text = new StringBuilder();
        paragraph(text, heading());
        text.append('\n');
        for (String[] row : rows) {
            text.append(row.length == 0 ? ruler : line(row, widths)).append('\n');
        }
        text.append('\n');
        Stream.concat(Stream.of(parameters(), arithmetic()), remarks.stream())
                .forEach(sentence -> paragraph(text, sentence));
        return text.toString();
    }

    private String heading() {
        return summary.name()
                + " of "
                + summary.inputs().stream()
                        .map(SummaryTable::batch)
                        .collect(Collectors.joining(" and "));
    }

    private void addRows() {
        add("LAYER", "OUTPUT", "PARAMETERS", "MULTIPLY-ADDS");
        for (NetworkSummary.Section section : summary.sections()) {
            if (rows.size() > 1 && !summary.code().isEmpty()) {
                add("code: " + summary.code(), "", "", "");
            }
            add(section.name(), "", "", "");
            section.layers().forEach(this::add);
        }
        rows.add(new String[0]);
        for (NetworkSummary.Section section : summary.sections()) {
            add(section.name(), "", number(section.parameters()), number(section.multiplyAdds()));
        }
        if (summary.sections().size() > 1) {
            add("all", "", number(summary.parameters()), number(summary.multiplyAdds()));
        }
    }

    private void add(Layer layer) {
        String multiplyAdds = layer.multiplyAdds() == 0 ? "" : number(layer.multiplyAdds());
        String name = shortName(layer.name());
        String space = name.matches("[0-9/]+") ? " " : ": ";
        add(
                "  " + name + space + layer.kind(),
                batch(layer.output()),
                layer.parameters() == 0 ? "" : number(layer.parameters()),
                layer.isCounted() ? multiplyAdds : "-");
    }

    private void add(String... cells) {
        rows.add(cells);
    }

    // Of network/03SequentialBlock/01Conv2d: 03/01, as the kind follows.
    private static String shortName(String name) {
        return Stream.of(name.replaceFirst("^network/", "").split("/", -1))
                .map(section -> section.replaceFirst("^(\\d+)[A-Z].*", "$1"))
                .collect(Collectors.joining("/"));
    }

    private static String batch(Shape sample) {
        return LongStream.of(sample.getShape())
                .mapToObj(size -> ", " + size)
                .collect(Collectors.joining("", "[B", "]"));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    // What is too wide is taken off the names. A row of one cell may lie over all columns.
    private int[] widths() {
        int[] widths = new int[COLUMNS];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                boolean over = column == 0 && row[1].isEmpty() && row[2].isEmpty();
                widths[column] = Math.max(widths[column], over ? 0 : row[column].length());
            }
        }
        int excess = Arrays.stream(widths).sum() + COLUMNS - 1 - width;
        widths[0] -= Math.max(0, excess);
        return widths;
    }

    private int gap(int[] widths) {
        return Arrays.stream(widths).sum() + 2 * (COLUMNS - 1) <= width ? 2 : 1;
    }

    private String line(String[] row, int[] widths) {
        String gap = " ".repeat(gap(widths));
        String name = row[0];
        boolean over = row[1].isEmpty() && row[2].isEmpty();
        int room = over ? width : widths[0];
        if (name.length() > room) {
            name = name.substring(0, room - CUT.length()) + CUT;
        }
        String format =
                "%%-%ss%s%%-%ss%s%%%ss%s%%%ss"
                        .formatted(widths[0], gap, widths[1], gap, widths[2], gap, widths[3]);
        return format.formatted(name, row[1], row[2], row[3]).stripTrailing();
    }

    private String parameters() {
        return "%s parameters, %s bytes in float32; %s of them are trained"
                .formatted(
                        number(summary.parameters()),
                        number(summary.bytes()),
                        number(summary.trained()));
    }

    private String arithmetic() {
        String step =
                "a training step takes %s floating-point operations for each sample"
                        .formatted(number(summary.operations(1)));
        List<String> uncounted = summary.uncounted();
        return uncounted.isEmpty()
                ? step
                : step + ", without those of " + String.join(", ", uncounted);
    }

    private void paragraph(StringBuilder text, String sentence) {
        int column = 0;
        for (String word : sentence.strip().split(" +", -1)) {
            if (column > 0 && column + 1 + word.length() > width) {
                text.append("\n  ");
                column = 2;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }
}
