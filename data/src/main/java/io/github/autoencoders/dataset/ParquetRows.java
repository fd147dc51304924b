package io.github.autoencoders.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a Parquet file, of which one group is in memory at a time. Columns that have no one
 * cell for each row, or bytes alone, are left out. What is null is empty. The index that pandas
 * keeps without a name comes first and has none, as in the CSV files that pandas writes.
 */
final class ParquetRows implements RowText.Rows {

    private static final String INDEX = "__index_level_0__";
    private static final List<CompressionCodecName> CODECS =
            List.of(
                    CompressionCodecName.UNCOMPRESSED,
                    CompressionCodecName.SNAPPY,
                    CompressionCodecName.GZIP,
                    CompressionCodecName.LZ4_RAW,
                    CompressionCodecName.ZSTD);

    /** What may be asked of a file that is damaged. */
    interface Question<T> {
        T answer() throws IOException;
    }

    private final ParquetFileReader file;
    private final List<ParquetColumn> columns;
    private final List<Type> others; // columns
    private final MessageType schema; // of the columns
    private List<ColumnReader> cells = List.of(); // of a group of rows
    private long left; // rows of the group

    private ParquetRows(ParquetFileReader file, String decimal) throws IOException {
        this.file = file;
        MessageType all = file.getFileMetaData().getSchema();
        columns =
                all.getFields().stream()
                        .flatMap(type -> ParquetColumn.of(type, decimal).stream())
                        .sorted(Comparator.comparing(column -> !column.name().equals(INDEX)))
                        .toList();
        List<Type> read = columns.stream().<Type>map(ParquetColumn::type).toList();
        others = all.getFields().stream().filter(type -> !read.contains(type)).toList();
        schema = new MessageType(all.getName(), read);
        if (columns.isEmpty()) {
            throw new TextFormatException(
                    "there must be a column of numbers, words or times, but there is none"
                            + leftOut().stream().map(line -> "; " + line).findFirst().orElse(""));
        }
        requireKnownCodecs();
        file.setRequestedSchema(schema);
    }

    /**
     * Opens a file.
     *
     * @param decimal what stands before the decimals of numbers in the table
     * @throws IOException if it is no Parquet file, or none of its columns can be read
     */
    static ParquetRows open(Path path, String decimal) throws IOException {
        ParquetFileReader file =
                intact(
                        () ->
                                ParquetFileReader.open(
                                        new LocalInputFile(path),
                                        ParquetReadOptions.builder()
                                                .withCodecFactory(new ParquetCodecs())
                                                .build()));
        try {
            return intact(() -> new ParquetRows(file, decimal));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    // The library trusts its file.
    static <T> T intact(Question<T> question) throws IOException {
        try {
            return question.answer();
        } catch (TextFormatException e) {
            throw e; // says what is wrong
        } catch (OutOfMemoryError e) {
            throw new TextFormatException(
                    "a group of rows must fit into the %s MB of memory that Java may take, but does not"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20),
                    e);
        } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
            throw new TextFormatException(
                    "the contents must be those of a Parquet file, but are none, or damaged", e);
        }
    }

    private void requireKnownCodecs() throws IOException {
        Optional<CompressionCodecName> other =
                file.getFooter().getBlocks().stream()
                        .map(BlockMetaData::getColumns)
                        .flatMap(List::stream)
                        .map(ColumnChunkMetaData::getCodec)
                        .filter(codec -> !CODECS.contains(codec))
                        .findFirst();
        if (other.isPresent()) {
            throw new TextFormatException(
                    "columns must be compressed by one of %s, but one is by %s"
                            .formatted(CODECS, other.get()));
        }
    }

    /** Returns the names of the columns that are read. */
    List<String> names() {
        return columns.stream()
                .map(column -> column.name().equals(INDEX) ? "" : column.name())
                .toList();
    }

    /** Returns a line that says which columns are left out; none where all are read. */
    List<String> leftOut() {
        List<String> names =
                others.stream()
                        .map(
                                type ->
                                        type.getName()
                                                + (ParquetColumn.isNested(type)
                                                        ? " (nested)"
                                                        : " (bytes)"))
                        .toList();
        return names.isEmpty() ? List.of() : List.of("left out: " + String.join(", ", names));
    }

    @Override
    public Optional<List<String>> next() throws IOException {
        return intact(this::row);
    }

    private Optional<List<String>> row() throws IOException {
        while (left == 0) {
            PageReadStore group = file.readNextRowGroup();
            if (group == null) {
                return Optional.empty();
            }
            left = group.getRowCount();
            ColumnReadStore store =
                    new ColumnReadStoreImpl(
                            group,
                            new DummyRecordConverter(schema).getRootConverter(),
                            schema,
                            file.getFileMetaData().getCreatedBy());
            cells = schema.getColumns().stream().map(store::getColumnReader).toList();
        }
        left--;
        List<String> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            row.add(columns.get(i).read(cells.get(i)));
        }
        return Optional.of(row);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
