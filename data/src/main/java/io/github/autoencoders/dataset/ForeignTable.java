package io.github.autoencoders.dataset;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables in files that are no text: how these are known, and how a text is made of them. */
enum ForeignTable {
    PARQUET( // which are read by their name alone
            "Parquet file", "(?!)", "50415231", "it must be a file called .parquet"),
    FEATHER("Arrow file", "feather|arrow", "4152524f5731", pandas("feather")),
    ORC("ORC file", "orc", "4f5243", pandas("orc")),
    AVRO(
            "Avro file",
            "avro",
            "4f626a01",
            converted("java -jar avro-tools.jar tojson FILE > FILE.jsonl")),
    SHEET("spreadsheet or archive", "xlsx?|ods", "504b0304", converted("save it as CSV")),
    OLD_SHEET("spreadsheet", "xls", "d0cf11e0a1b11ae1", converted("save it as CSV")),
    SQLITE(
            "SQLite database",
            "sqlite3?|db",
            "53514c69746520666f726d6174203300",
            converted("sqlite3 -header -csv FILE 'select * from TABLE' > FILE.csv")),
    HDF("HDF5 file", "h5|hdf5?", "894844460d0a1a0a", converted("save the table in it as CSV"));

    /** How many first bytes of a file tell. */
    static final int MAGIC = 16;

    private final String called;
    private final String endings;
    private final String magic; // the first bytes, as hexadecimal digits
    private final String advice;

    ForeignTable(String called, String endings, String magic, String advice) {
        this.called = called;
        this.endings = endings;
        this.magic = magic;
        this.advice = advice;
    }

    private static String pandas(String form) {
        return converted(
                "python -c \"import pandas; pandas.read_%s('FILE').to_csv('FILE.csv', index=False)\""
                        .formatted(form));
    }

    private static String converted(String way) {
        return "convert it first: " + way;
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
        return advice.replace("FILE", name == null ? file : name.toString());
    }

    @Override
    public String toString() {
        return called;
    }
}
