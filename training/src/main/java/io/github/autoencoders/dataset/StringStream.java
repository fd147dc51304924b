package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines of a file of {@linkplain Strings strings}. */
final class StringStream implements SampleStream {

    private final String name;
    private final InputStream contents;
    private final boolean smiles;
    private final int portion;
    private final Stream<String> lines;
    private final Iterator<String> each;

    /**
     * Opens a file.
     *
     * @param portion how many strings are read at a time
     */
    StringStream(Path path, int portion) throws IOException {
        this.portion = portion;
        name = path.toString();
        smiles = Strings.areSmiles(InputFile.plainName(path));
        contents = InputFile.open(path);
        lines = Strings.lines(contents, smiles);
        each = lines.iterator();
        if (!InputFile.read(name, contents, bytes -> each.hasNext())) {
            close();
            throw new IOException(name + " must hold at least one string, but is empty");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Samples> next() throws IOException {
        List<String> strings = InputFile.read(name, contents, bytes -> strings());
        return strings.isEmpty()
                ? Optional.empty()
                : Optional.of(Strings.of(name, strings, smiles));
    }

    private List<String> strings() {
        List<String> strings = new ArrayList<>();
        while (strings.size() < portion && each.hasNext()) {
            strings.add(each.next());
        }
        return strings;
    }

    @Override
    public List<String> labelNames() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        contents.close();
    }
}
