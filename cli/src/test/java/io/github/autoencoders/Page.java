package io.github.autoencoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, with the programs and commands that stand in it.
 *
 * @param name as README.md or docs/java.md
 */
record Page(String name, String text) {

    /** The folder of all modules. */
    static final Path ROOT =
            Path.of(System.getProperty("basedir", ""), "..").toAbsolutePath().normalize();

    private static final Pattern PROGRAM =
            Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    // Indented, for a shell: the program, alone or in a pipe, and what makes its data. What is
    // indented further goes on.
    private static final Pattern COMMAND =
            Pattern.compile(
                    "^ {4}((?:(?:autoencoders|awk|head|gzip|printf) |.*[|] autoencoders ).*(?:\n"
                            + " {8}.*)*)$",
                    Pattern.MULTILINE);

    /** Returns README.md and the pages beside it, in the order in which they are to be read. */
    static List<Page> all() throws IOException {
        List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(files::add);
        }
        List<Page> all = new ArrayList<>();
        for (Path file : files) {
            all.add(read(ROOT.relativize(file).toString().replace('\\', '/')));
        }
        return all;
    }

    static Page read(String name) throws IOException {
        return new Page(name, Files.readString(ROOT.resolve(name)).replace("\r", ""));
    }

    /** Returns the Java programs. */
    List<SourceText> programs() {
        return PROGRAM.matcher(text).results().map(each -> SourceText.of(each.group(1))).toList();
    }

    /** Returns the command lines, without comments. */
    List<String> commands() {
        return COMMAND.matcher(text)
                .results()
                .map(each -> each.group(1).replaceFirst(" +# .*", ""))
                .map(line -> line.replaceAll("\\\\\n *", ""))
                .toList();
    }

    /** Returns the name alone, for reports. */
    @Override
    public String toString() {
        return name;
    }
}
