package io.github.autoencoders.cli;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Schema;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model does not know of data that are read for it: columns, said at once, and words, said
 * once all are counted.
 */
final class Unknowns {

    private static final int SHOWN = 8; // words, each in a line

    private final Schema model;
    private final PrintWriter text;
    private final Map<String, Map<String, Long>> words = new TreeMap<>();
    private String name = "";

    /**
     * Makes what knows of none.
     *
     * @param model the schema of its samples
     * @param text where they are said: not between the rows of a table
     */
    Unknowns(Schema model, PrintWriter text) {
        this.model = model;
        this.text = text;
    }

    /** Notes samples as they were read. */
    void note(Samples read) {
        if (name.isEmpty()) {
            name = read.name();
            List<String> columns = read.format().schema().unknownColumns();
            if (!columns.isEmpty()) {
                text.println(
                        name
                                + ": left out, as the model does not know it: "
                                + String.join(", ", columns));
            }
        }
        read.unknownWords(model)
                .forEach(
                        (column, counts) -> {
                            Map<String, Long> all =
                                    words.computeIfAbsent(column, each -> new TreeMap<>());
                            counts.forEach((word, rows) -> all.merge(word, rows, Long::sum));
                        });
    }

    /** Says which words there were. */
    void sayWords() {
        List<String> lines = model.unknownLines(words);
        lines.stream()
                .limit(SHOWN)
                .forEach(line -> text.println(name + ": a word unknown to the model: " + line));
        if (lines.size() > SHOWN) {
            text.println(
                    name + ": and " + (lines.size() - SHOWN) + " other words unknown to the model");
        }
        text.flush();
    }
}
