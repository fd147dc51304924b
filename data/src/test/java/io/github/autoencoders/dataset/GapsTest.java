package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with missing cells, divided and scaled. */
@Tag("no-engine")
class GapsTest {

    private final Path folder;

    GapsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // Columns around 10, 1000 and -3, a fifth of the cells empty.
    private static String table() {
        Random random = new Random(2);
        StringBuilder rows = new StringBuilder("a,b,c,label\n");
        double[] centres = {10, 1000, -3};
        for (int i = 0; i < 200; i++) {
            for (double centre : centres) {
                boolean known = random.nextDouble() < 0.8;
                rows.append(known ? centre * (1 + random.nextGaussian() / 5) : "").append(',');
            }
            rows.append(i % 2).append('\n');
        }
        return rows.toString();
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.csv"), text).toString();
    }

    @Test
    void rowsAreHeldOutAndOfTheseSomeKnownCellsAreHidden() throws IOException {
        String path = file(table());
        Samples all = DataSource.of(path, DataOptions.ofSeed(1)).load();
        DataSplit split = DataSource.of(path, DataOptions.ofSeed(1).withHeldOut(0.4)).split();
        Samples validation = split.validation();
        Samples in = validation.inputs();
        assertEquals(120, split.training().size());
        assertEquals(80, validation.size());
        assertEquals(80, in.size());
        assertSame(split.training(), split.training().inputs());
        Set<String> rows = new HashSet<>();
        all.samples().forEach(row -> rows.add(Arrays.toString(row)));
        for (int i = 0; i < 80; i++) {
            assertTrue(rows.contains(Arrays.toString(validation.sample(i)))); // all that is known
            int known = 0;
            int seen = 0;
            for (int j = 0; j < 3; j++) {
                boolean goesIn = !Float.isNaN(in.sample(i)[j]);
                assertTrue(!goesIn || in.sample(i)[j] == validation.sample(i)[j]);
                seen += goesIn ? 1 : 0;
                known += Float.isNaN(validation.sample(i)[j]) ? 0 : 1;
            }
            long hidden = Math.min(Math.max(1, Math.round(0.4 * known)), known - 1);
            assertEquals(known - Math.max(0, hidden), seen);
        }
        DataSplit less =
                DataSource.of(path, DataOptions.ofSeed(1).withHeldOut(0.4).withLimit(7)).split();
        assertEquals(7, less.training().size());
        assertEquals(80, less.validation().inputs().size());
    }

    /** Of each column, from the cells that are learnt from alone: plain sums over them. */
    @Test
    void theScalingIsThatOfTheKnownTrainingCells() throws IOException {
        Samples training = DataSource.of(file(table()), DataOptions.ofSeed(1)).split().training();
        Scaling.Standardized fitted = (Scaling.Standardized) training.format().scaling().known();
        for (int j = 0; j < 3; j++) {
            double count = 0;
            double sum = 0;
            double squares = 0;
            for (float[] row : training.samples()) {
                if (!Float.isNaN(row[j])) {
                    count++;
                    sum += row[j];
                    squares += (double) row[j] * row[j];
                }
            }
            double mean = sum / count;
            double deviation = Math.sqrt(squares / count - mean * mean);
            assertEquals(1, mean / fitted.means().get(j), 1e-9);
            assertEquals(1, deviation / fitted.standardDeviations().get(j), 1e-6);
        }
    }

    @Test
    void aColumnOfWhichNothingIsKnownIsRefusedByName() throws IOException {
        String path = file("a,word,b,c\n1,x,,2\n3,y,NA,1\n4,,?,5\n");
        assertEquals(
                path + ": column \"b\" must have known values to learn from, but has none",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DataSource.of(path, DataOptions.ofSeed(1)).split())
                        .getMessage());
        // A model that was trained on others can take it.
        assertEquals(3, DataSource.of(path, DataOptions.ofSeed(1)).load().format().size());
    }
}
