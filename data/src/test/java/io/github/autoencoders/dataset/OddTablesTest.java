package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, and images, as people have them who have never heard of this. */
@Tag("no-engine")
class OddTablesTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(0);

    private final Path folder;

    OddTablesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // Thirty rows, of which the second column tells nothing.
    private DataSource table(String header, IntFunction<String> first) throws IOException {
        StringBuilder text = new StringBuilder(header + ",other\n");
        IntStream.range(0, 30).forEach(i -> text.append(first.apply(i) + "," + i % 7 + "\n"));
        Path path = Files.writeString(folder.resolve("t.csv"), text);
        return DataSource.of(path.toString(), OPTIONS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(1.50) | -1.5 | false",
                "$(12) | NaN | false",
                "($ 12.00) | -12 | false",
                "(1.234,50 \u20ac) | -1234.5 | true",
                "1.50- | -1.5 | false",
                "1.234,50- | -1234.5 | true",
                "2- | NaN | false", // as teachers mark
                "(1) | NaN | false", // as footnotes are
                "-1.50- | NaN | false",
                "(-1.50) | NaN | false",
                "1e-5 | 1e-5 | false",
                "12,34,567.89 | 1234567.89 | false",
                "1,23,4 | NaN | false",
                "\u0661\u0662\u066b\u0665 | 12.5 | false",
                "\u0661\u0662\u066b\u0665 | 12.5 | true",
                "\u0661\u066c\u0662\u0663\u0664 | 1234 | false",
                "\u096a\u0968 | 42 | false",
                "\uff11\uff12 | 12 | false"
            })
    void numbersAreReadAsTheyAreWrittenElsewhere(String cell, double number, boolean comma) {
        assertEquals(number, new CellNumber(comma, false).parse(cell));
    }

    @Test
    void numbersOfMoreDigitsThanAreToldApartAreLeftOut() throws IOException {
        List<String> lines =
                table("id", i -> "12345678901234567890" + (100 + i)).load().format().schemaLines();
        assertEquals(
                List.of(
                        "features: other",
                        "left out: id (whole numbers of more digits than are told apart)"),
                lines);
    }

    /** Whose differences from their mean are 0 though no float has their digits. */
    @ParameterizedTest
    @ValueSource(strings = {"12345678901", "0.1", "5", "1e22", "123456789012345678", "-16777217"})
    void whatIsTheSameInAllRowsIsSaidAndTellsNothing(String value) throws IOException {
        DataSource source = table("k", i -> value);
        DataSplit split = source.split();
        assertEquals(List.of("the same in all rows: k"), source.doubts(split.training()));
        Samples training = split.training();
        double mean = ((Scaling.Standardized) training.format().scaling()).means().get(0);
        double cell = Double.parseDouble(value);
        double lost = Math.abs(cell) < 4096 ? (float) cell - mean : cell - mean;
        assertEquals(0, lost, 1e-6);
    }

    /** As a fraction of what is the least that a deviation of 1 would show. */
    @Test
    void whatDiffersByTheLastBitsCountsAsTheSame() throws IOException {
        DataSplit split = table("k", i -> "1.23456789012345" + (600 + i) + "E22").split();
        Scaling.Standardized scaling = (Scaling.Standardized) split.training().format().scaling();
        for (int i = 0; i < split.training().size(); i++) {
            double difference = split.training().value(i, 0) - scaling.means().get(0);
            assertEquals(0, difference / scaling.standardDeviations().get(0), 1e-2);
        }
    }

    @Test
    void ofAnAnimationTheFirstPictureIsSaidToCount() throws IOException {
        String gif = "R0lGODlhAgACAIAAAAAAAP///";
        byte[] one =
                Base64.getDecoder()
                        .decode(
                                gif
                                        + "yH5BAQFAAAALAAAAAACAAIAAAIDRAIFACH5BAQFAAAALAAAAAACAAIAAAIDRAIFADs=");
        Files.write(folder.resolve("a.gif"), one);
        Files.write(folder.resolve("b.gif"), one);
        assertEquals(
                List.of("2 images of 2x2; 2 of several pictures, of which the first counts"),
                DataSource.of(folder.toString(), OPTIONS).notes());
    }
}
