package io.github.autoencoders.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command's text and files go. */
final class Output {

    /** What is wrong if the standard output cannot be written to. */
    static final String UNPRINTABLE = "the standard output must take all text, but does not";

    private static final int AT_ONCE = 1 << 16; // characters

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

    /** Checks the name of a file that is to be written, before any work is done. */
    static void requireEnding(String option, Path file, String ending) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new IllegalArgumentException(
                    "%s must end in %s, but is %s".formatted(option, ending, file));
        }
    }

    /** Writes a file. */
    @FunctionalInterface
    interface Writing {
        void to(Path file) throws IOException;
    }

    /** Writes a file so that it appears whole or not at all. */
    static void write(Path file, Writing writing) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new IOException("--out must be a file, but is " + file);
        }
        Path temporary = temporary(folder, file);
        try {
            writing.to(temporary);
            Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Checks that a folder holds no files. */
    static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(
                        "--out must be a new or empty folder, but " + folder + " holds files");
            }
        }
    }

    /** Checks that a folder is empty or not there yet, before any work is done. */
    static void requireNewOrEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            requireEmpty(folder);
        } else if (Files.exists(folder)) {
            throw new IOException("--out must be a new or empty folder, but is the file " + folder);
        }
    }

    /** Writes a new or empty folder of files so that it appears whole or not at all. */
    static void writeFolder(Path folder, Writing writing) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("--out must be a new or empty folder, but is " + folder);
        }
        Path partial = parent.resolve("." + absolute.getFileName() + ".partial");
        try {
            Files.createDirectories(partial); // one may be left of a program that was stopped
            deleteFiles(partial);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        try {
            writing.to(partial);
            requireNewOrEmpty(absolute);
            Files.deleteIfExists(absolute); // not every system moves a folder onto an empty one
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            if (Files.exists(partial)) {
                deleteFiles(partial);
                Files.delete(partial);
            }
        }
    }

    private static void deleteFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Writes a CSV file of a header and rows of as many values. */
    static void writeTable(Path file, List<String> header, Stream<? extends List<?>> rows)
            throws IOException {
        writeTable(
                file,
                new PrintWriter(Writer.nullWriter()),
                printer -> {
                    printer.printRecord(header);
                    Iterator<? extends List<?>> each = rows.iterator();
                    while (each.hasNext()) {
                        printer.printRecord(each.next());
                    }
                });
    }

    /** Writes rows of a table. */
    @FunctionalInterface
    interface Rows {
        void to(CSVPrinter printer) throws IOException;
    }

    /**
     * Writes a CSV file, or prints one.
     *
     * @param file or a dash
     * @param text the standard output
     * @param rows the header first
     */
    static void writeTable(Path file, PrintWriter text, Rows rows) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
        if (isPrinted(file)) {
            try (CSVPrinter printer =
                    new CSVPrinter(new BufferedWriter(new Printed(text), AT_ONCE), format)) {
                rows.to(printer);
            }
            return;
        }
        write(
                file,
                partial -> {
                    try (Writer writer = Files.newBufferedWriter(partial);
                            CSVPrinter printer = new CSVPrinter(writer, format)) {
                        rows.to(printer);
                    }
                });
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

    private static Path temporary(Path folder, Path file) throws IOException {
        try {
            Files.createDirectories(folder);
            // Not by createTempFile, whose files none but their owner may read.
            Path partial = folder.resolve("." + file.getFileName() + ".partial");
            Files.write(partial, new byte[0]);
            return partial;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** Returns what to throw about an output where nothing can be written. */
    static IOException unwritable(Path out, IOException reason) {
        return new IOException("--out must be where files can be written, but is " + out, reason);
    }
}
