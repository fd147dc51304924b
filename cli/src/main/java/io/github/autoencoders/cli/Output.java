package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.sample.SampleFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command's text and files go; picocli mixes it into commands. */
@Command
final class Output {

    private static final int COLUMNS = 80;

    /** What is wrong if the standard output cannot be written to. */
    static final String UNPRINTABLE = "the standard output must take all text, but does not";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private boolean aside; // text goes where messages do

    /** Makes the output of the command that picocli mixes it into. */
    Output() {}

    /** Makes the output of a command that picocli has filled in. */
    Output(@Nullable CommandSpec command) {
        this.command = command;
    }

    /** Returns where text goes beside a table: not between its rows, if it is printed too. */
    Output beside(Path out) {
        Output beside = new Output(command);
        beside.aside = isPrinted(out);
        return beside;
    }

    /** Prints a line at once. */
    void say(Object line) {
        text().println(line);
        text().flush();
    }

    /** Prints a line at once, its numbers as everywhere. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in no library that we need
    void say(String line, @Nullable Object... values) {
        say((Object) String.format(Locale.ROOT, line, values));
    }

    /** Prints lines of the library at once, with the names of options as they are typed. */
    void say(List<String> lines) {
        lines.forEach(line -> text().println(Messages.spelled(line, commandLine())));
        text().flush();
    }

    /** Draws pictures, and returns where they are. */
    @FunctionalInterface
    interface Drawing {
        String draw() throws IOException;
    }

    /**
     * Prints where pictures are, or why there are none: without fonts there are no charts, and some
     * samples cannot be drawn; what else was written is as good.
     */
    void sayDrawn(String name, Drawing drawing) throws IOException {
        try {
            say((Object) (name + drawing.draw()));
        } catch (CancellationException e) { // no lack of fonts
            throw e;
        } catch (IllegalStateException | IllegalArgumentException e) {
            say((Object) (name + "none. " + Messages.message(e)));
        }
    }

    /**
     * Returns words with commas between them, in lines that fit where words do.
     *
     * @param indent columns that stand before the first line, and before each other
     */
    static String listed(int indent, String before, List<String> words, String after) {
        StringBuilder text = new StringBuilder(before);
        int column = indent + before.length();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i + 1 < words.size() ? "," : after);
            if (i > 0 && column + 1 + word.length() > COLUMNS) {
                text.append(System.lineSeparator()).append(" ".repeat(indent));
                column = indent;
            } else if (i > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }

    /** Returns what takes the command's text. */
    PrintWriter text() {
        return aside ? errors() : commandLine().getOut();
    }

    /** Returns what takes the command's messages beside its text. */
    PrintWriter errors() {
        return commandLine().getErr();
    }

    /** Returns the command's name, as "encode". */
    String command() {
        return commandLine().getCommandName();
    }

    private CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("the command must be run by picocli");
        }
        return command.commandLine();
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
    static void requireTable(@Nullable Path out) throws IOException {
        if (out != null && !isPrinted(out)) {
            requireEnding("--out", out, ".csv");
        }
    }

    /** Checks the name of a file, if there is one, before any work is done. */
    static void requireEnding(String option, @Nullable Path file, String... endings)
            throws IOException {
        if (file == null) {
            return;
        }
        if (Stream.of(endings).noneMatch(ending -> endsIn(file, ending))) {
            throw new IllegalArgumentException(
                    "%s must end in %s, but is %s"
                            .formatted(option, String.join(" or ", endings), file));
        }
        requirePlace(file);
    }

    private static void requirePlace(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("output must be a file, but is the folder " + file);
        }
        AtomicWrite.requirePlace(file);
    }

    /** Returns whether a file has the name of a kind of file. */
    static boolean endsIn(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Returns how fast samples went since a time of {@link System#nanoTime}. */
    static String throughput(long samples, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(Locale.ROOT, "%,.0f samples/s", samples / seconds);
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

    /**
     * Returns whether all samples are written, and not only those of a sheet, after the name was
     * checked, before any work is done.
     *
     * @param out or a dash
     */
    static boolean takesAll(Path out, SampleFormat format) throws IOException {
        return isPrinted(out) || samples(out, format).takesAll();
    }

    /** Returns where samples go, which may not be the standard output. */
    static SampleOutput samples(Path out, SampleFormat format) throws IOException {
        if (isPrinted(out)) {
            throw new IllegalArgumentException(
                    "--out must be a file or a folder here, but is the standard output");
        }
        SampleOutput output = SampleOutput.of(out, format);
        AtomicWrite.requirePlace(out);
        return output;
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
}
