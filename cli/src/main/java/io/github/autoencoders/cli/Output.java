package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command's text and files go. */
final class Output {

    /** What is wrong if the standard output cannot be written to. */
    static final String UNPRINTABLE = "the standard output must take all text, but does not";

    private Output() {}

    /** Returns the writer of a command that picocli has filled in. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return commandLine(spec).getOut();
    }

    /** Returns the writer of a command's messages beside its text. */
    static PrintWriter errors(@Nullable CommandSpec spec) {
        return commandLine(spec).getErr();
    }

    private static CommandLine commandLine(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("the command must be run by picocli");
        }
        return spec.commandLine();
    }

    /** Returns whether an output is a dash, which stands for the standard output. */
    static boolean isPrinted(Path out) {
        return out.toString().equals("-");
    }

    /** Returns how text calls an output. */
    static String name(Path out) {
        return isPrinted(out) ? "the standard output" : out.toString();
    }

    /** Checks the name of a table, before any work is done. */
    static void requireTable(Path out) {
        if (!isPrinted(out)) {
            requireEnding("--out", out, ".csv");
        }
    }

    /** Checks the name of a file, if there is one, before any work is done. */
    static void requireEnding(String option, @Nullable Path file, String ending) {
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new IllegalArgumentException(
                    "%s must end in %s, but is %s".formatted(option, ending, file));
        }
    }

    /**
     * Returns where a table goes.
     *
     * @param file or a dash
     * @param text the standard output
     */
    static CsvOutput table(Path file, PrintWriter text) {
        return isPrinted(file) ? CsvOutput.to(new Printed(text)) : CsvOutput.to(file);
    }

    // The standard output, of which all that a PrintWriter says is whether it is still well: not
    // with a full disk, or with a pipe that whoever read from it has closed.
    private static final class Printed extends Writer {

        private final PrintWriter text;

        Printed(PrintWriter text) {
            this.text = text;
        }

        @Override
        public void write(char[] buffer, int offset, int length) throws IOException {
            text.write(buffer, offset, length);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (text.checkError()) {
                throw new IOException(UNPRINTABLE);
            }
        }

        @Override
        public void close() throws IOException {
            flush(); // others may go on printing
        }
    }

    /** Returns lines of the library with the names of options as they are typed. */
    static Stream<String> spelled(@Nullable CommandSpec spec, List<String> lines) {
        return lines.stream().map(line -> Messages.spelled(line, commandLine(spec)));
    }
}
