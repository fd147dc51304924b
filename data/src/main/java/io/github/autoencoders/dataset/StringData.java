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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@link Strings} in files, and {@link ToyMolecules}. */
final class StringData implements DataKind {

    private static final int LOOKED_AT = 20; // lines of what may be a table
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d*)?([eE][+-]?\\d+)?");

    @Override
    public Inputs inputs() {
        return new Inputs(
                List.of(Strings.TOY),
                "Apache-2.0",
                "file of strings (.smi, .txt)",
                ".*\\.(smi|txt)");
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return "vae-smiles";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        if (input.equals(Strings.TOY)) {
            return ToyMolecules.split(options.seed()).whole(options);
        }
        try (Lines lines = new Lines(Path.of(input), options, Integer.MAX_VALUE)) {
            return lines.next().orElseThrow();
        }
    }

    /** Says that the lines of a text look like rows of a table. */
    @Override
    public List<String> notes(String input, DataOptions options) throws IOException {
        if (Strings.areSmiles(input)) {
            return List.of();
        }
        try (Lines lines = new Lines(Path.of(input), options, LOOKED_AT)) {
            List<String> first = lines.next().orElseThrow().texts();
            boolean rows =
                    CsvText.SEPARATORS
                            .chars()
                            .mapToObj(Character::toString)
                            .anyMatch(each -> areRows(first, Pattern.quote(each)));
            return rows
                    ? List.of("lines look like rows; the file must be called .csv if it is a table")
                    : List.of();
        }
    }

    // As many cells in each, and numbers among them below the first.
    private static boolean areRows(List<String> lines, String separator) {
        List<String[]> rows = lines.stream().map(line -> line.split(separator, -1)).toList();
        int count = rows.get(0).length;
        return count > 1
                && rows.size() > 2
                && rows.stream().allMatch(row -> row.length == count)
                && rows.stream()
                        .skip(1)
                        .allMatch(row -> Stream.of(row).anyMatch(StringData::isNumber));
    }

    private static boolean isNumber(String cell) {
        return NUMBER.matcher(CellNumber.strip(cell)).matches();
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        return input.equals(Strings.TOY)
                ? ToyMolecules.split(options.seed())
                : DataKind.super.split(input, options);
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return input.equals(Strings.TOY)
                ? Optional.empty()
                : Optional.of(new Lines(Path.of(input), options, portion));
    }

    /** The strings of a file, as they are read. */
    private static final class Lines implements SampleStream {

        private final String name;
        private final InputStream contents;
        private final boolean smiles;
        private final int portion;
        private final Iterator<String> strings;

        Lines(Path path, DataOptions options, int portion) throws IOException {
            this.portion = portion;
            name = path.toString();
            smiles = Strings.areSmiles(name);
            contents = InputFile.open(path);
            strings =
                    InputFile.read(
                                    name,
                                    contents,
                                    bytes -> DecodedText.of(bytes, options.data().text()))
                            .lines()
                            .map(line -> smiles ? firstCell(line) : line)
                            .filter(line -> !line.isBlank() && !(smiles && isTitle(line)))
                            .iterator();
            if (!InputFile.read(name, contents, bytes -> strings.hasNext())) {
                contents.close();
                throw new IOException(name + " must hold at least one string, but is empty");
            }
        }

        // No molecule is written with what may stand between the cells of a table, or around them.
        private static String firstCell(String line) {
            return line.strip().split("[\\s,;]", 2)[0].replace("\"", "");
        }

        // As a table of SMILES strings may begin; no molecule is written so.
        private static boolean isTitle(String line) {
            return line.matches("(?i)(canonical_?|isomeric_?)?smiles");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<Samples> next() throws IOException {
            List<String> read = new ArrayList<>();
            return InputFile.read(
                    name,
                    contents,
                    bytes -> {
                        while (read.size() < portion && strings.hasNext()) {
                            read.add(strings.next());
                        }
                        return read.isEmpty()
                                ? Optional.empty()
                                : Optional.of(Strings.of(name, read, smiles));
                    });
        }

        @Override
        public List<String> labelNames() {
            return List.of();
        }

        @Override
        public void close() throws IOException {
            contents.close();
        }
    }
}
