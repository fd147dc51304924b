package io.github.autoencoders.dataset;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables in files that are no text: how these are known, and how a text is made of them. */
enum ForeignTable {
    PARQUET("Parquet file", "parquet", "50415231", "python -c \"%s\"".formatted(pandas("parquet"))),
    FEATHER(
            "Arrow file",
            "feather|arrow",
            "4152524f5731",
            "python -c \"%s\"".formatted(pandas("feather"))),
    ORC("ORC file", "orc", "4f5243", "python -c \"%s\"".formatted(pandas("orc"))),
    AVRO("Avro file", "avro", "4f626a01", "java -jar avro-tools.jar tojson FILE > FILE.jsonl"),
    SHEET("spreadsheet or archive", "xlsx?|ods", "504b0304", "save it as CSV"),
    OLD_SHEET("spreadsheet", "xls", "d0cf11e0a1b11ae1", "save it as CSV"),
    SQLITE(
            "SQLite database",
            "sqlite3?|db",
            "53514c69746520666f726d6174203300",
            "sqlite3 -header -csv FILE 'select * from TABLE' > FILE.csv"),
    HDF("HDF5 file", "h5|hdf5?", "894844460d0a1a0a", "save the table in it as CSV");

    /** How many first bytes of a file tell. */
    static final int MAGIC = 16;

    private final String called;
    private final String endings;
    private final String magic; // the first bytes, as hexadecimal digits
    private final String conversion;

    ForeignTable(String called, String endings, String magic, String conversion) {
        this.called = called;
        this.endings = endings;
        this.magic = magic;
        this.conversion = conversion;
    }

    private static String pandas(String form) {
        return "import pandas; pandas.read_%s('FILE').to_csv('FILE.csv', index=False)"
                .formatted(form);
    }

    /** Returns what a file is by the ending of its name, if that is none of a text. */
    static Optional<ForeignTable> named(String input) {
        return Stream.of(values())
                .filter(table -> input.matches("(?is).*\\.(" + table.endings + ")(\\.gz)?"))
                .findFirst();
    }

    /** Returns what contents are by their first bytes, if they are of another kind than text. */
    static Optional<ForeignTable> of(byte[] first) {
        if (isText(first)) { // in which a column may be called ORC
            return Optional.empty();
        }
        String digits = HexFormat.of().formatHex(first);
        return Stream.of(values()).filter(table -> digits.startsWith(table.magic)).findFirst();
    }

    private static boolean isText(byte[] first) {
        return IntStream.range(0, first.length)
                .map(i -> first[i])
                .allMatch(b -> b < 0 || b >= ' ' || b == '\t' || b == '\r' || b == '\n');
    }

    /** Returns what is to be done before a file can be read. */
    String advice(String file) {
        Path name = Path.of(file).getFileName();
        String way = conversion.replace("FILE", name == null ? file : name.toString());
        return "convert it first: " + way;
    }

    @Override
    public String toString() {
        return called;
    }
}
