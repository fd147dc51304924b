package io.github.autoencoders.reproduction;

import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** All that was ever measured below a folder, on any engine, as a table in Markdown. */
public final class ReproductionTable {

    private ReproductionTable() {}

    /** Returns where one reproduction is kept on one engine. */
    public static Path folder(Path out, Reproduction reproduction, String engine) {
        return out.resolve(reproduction.name() + "-" + engine.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the table, published figures beside ours.
     *
     * @param out the folder of all reproductions
     * @throws IOException if what was measured cannot be read
     */
    public static String of(Path out) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append("| source | quantity | epoch | published | ours | engine |\n");
        lines.append("|---|---|---|---|---|---|\n");
        for (Reproduction reproduction : Reproduction.all()) {
            for (String engine : Placement.engines()) {
                for (Measured figure : Reproduction.results(folder(out, reproduction, engine))) {
                    lines.append(row(reproduction, figure));
                }
            }
        }
        return lines.toString();
    }

    private static String row(Reproduction reproduction, Measured figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s |%n",
                reproduction.source(),
                figure.quantity(),
                reproduction.epoch(figure),
                number(figure.published()),
                number(figure.ours()),
                figure.engine());
    }

    private static String number(double value) {
        if (value == Math.rint(value)) { // a count
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.4f" : "%.2f", value);
    }
}
