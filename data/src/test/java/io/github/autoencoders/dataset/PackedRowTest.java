package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class PackedRowTest {

    /** Those that the parser gives: empty ones, of letters of one to four bytes, of lines. */
    @Test
    void cellsAreWhatTheyWere() throws IOException {
        String text = ",12.50,\u00e9t\u00e9 \u20ac,\ud83c\udf0a,\"a,\n\"\"b\"\"\",\u0000,\n";
        try (CSVParser parser = CSVFormat.DEFAULT.parse(new StringReader(text))) {
            CSVRecord record = parser.iterator().next();
            PackedRow row = PackedRow.of(record);
            assertEquals(7, row.size());
            assertEquals(List.of(record.values()), row.toList());
            assertEquals("\ud83c\udf0a", row.get(3));
            assertEquals("", row.get(6));
        }
    }
}
