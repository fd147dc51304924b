package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class RatingsTest {

    private static final float NONE = Float.NaN;

    private final Path folder;

    RatingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void aFileBecomesRowsOfUsersAndColumnsOfItems() throws Exception {
        Path tabs = file("u.data", "10\t7\t3\t881250949\n2\t7\t4.5\t1\n2\t30\t1\t2\n");
        Path colons = file("ratings.dat", "10::7::3::881250949\n2::7::4.5::1\n\n2::30::1::2\n");
        for (Path path : List.of(tabs, colons)) {
            Ratings ratings = Ratings.of(path, Schema.NONE);
            assertEquals(List.of("2", "10"), ratings.users());
            assertEquals(List.of("7", "30"), ratings.items());
            assertArrayEquals(new float[] {4.5f, 1}, ratings.rows().get(0));
            assertArrayEquals(new float[] {3, NONE}, ratings.rows().get(1));
        }
    }

    @Test
    void aTitleSaysWhereUserItemAndRatingStand() throws Exception {
        Path usual = file("u.data", "10\t7\t3\t881250949\n2\t7\t4.5\t1\n2\t30\t1\t2\n");
        Path other =
                file(
                        "ratings.csv",
                        "rating,timestamp,movieId,userId\n3,88,7,10\n4.5,1,7,2\n1,2,30,2\n");
        assertTrue(new RatingData().takes(other.toString()));
        assertEquals("ae-ratings", DataSource.recipe(other.toString(), DataOptions.ofSeed(0)));
        Ratings expected = Ratings.of(usual, Schema.NONE);
        Ratings ratings = Ratings.of(other, Schema.NONE);
        assertEquals(expected.users(), ratings.users());
        assertEquals(expected.items(), ratings.items());
        assertArrayEquals(expected.rows().get(0), ratings.rows().get(0));
        assertArrayEquals(expected.rows().get(1), ratings.rows().get(1));
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        assertRefused(
                "line 2 must be user, item and rating with tabs, commas or :: between them, but is"
                        + " \"1\t2\"",
                "1\t1\t5\n1\t2\n");
        assertRefused(
                "line 1 must be user, item and rating with tabs, commas or :: between them, but is"
                        + " \"1\t2\tx\"",
                "1\t2\tx\n");
        assertRefused( // a number for Java
                "line 1 must be user, item and rating with tabs, commas or :: between them, but is"
                        + " \"1\t2\t5f\"",
                "1\t2\t5f\n");
        assertRefused(
                "line 2 must be the only rating of item 2 by user 1, but is another",
                "1\t2\t5\n1\t2\t4\n");
    }

    private void assertRefused(String message, String text) throws IOException {
        Path path = file("bad.ratings", text);
        Exception e = assertThrows(IOException.class, () -> Ratings.of(path, Schema.NONE));
        assertEquals(path + ": " + message, e.getMessage());
    }

    /** Of each user's ratings a share comes out, the others go in, and none does both. */
    @Test
    void ratingsAreDividedAndNotUsers() {
        Ratings all = Ratings.synthetic(1);
        DataSplit split = all.split(0.2, 5);
        Samples in = split.validation().inputs();
        assertSame(split.training(), in);
        assertEquals(1000, in.size());
        int kept = 0;
        int heldOut = 0;
        for (int user = 0; user < 1000; user++) {
            int ofUser = 0;
            int known = 0;
            for (int j = 0; j < 60; j++) {
                float rating = all.rows().get(user)[j];
                float goesIn = in.sample(user)[j];
                float comesOut = split.validation().sample(user)[j];
                assertTrue(Float.isNaN(goesIn) || Float.isNaN(comesOut));
                assertEquals(rating, Float.isNaN(goesIn) ? comesOut : goesIn);
                known += Float.isNaN(rating) ? 0 : 1;
                ofUser += Float.isNaN(comesOut) ? 0 : 1;
            }
            assertEquals(Math.min(known - 1, Math.round(0.2 * known)), ofUser);
            kept += known - ofUser;
            heldOut += ofUser;
        }
        assertEquals(0.3 * 60_000, kept + heldOut, 500); // 4.5 standard deviations
        assertEquals(0.2, heldOut / (double) (kept + heldOut), 0.01);
        assertArrayEquals(split.validation().sample(3), all.split(0.2, 5).validation().sample(3));
        assertFalse(
                Arrays.equals(
                        split.validation().sample(3), all.split(0.2, 6).validation().sample(3)));
    }

    /** The scaling is that of the ratings that are learnt from: a plain sum over them. */
    @Test
    void theScalingIsThatOfTheKnownTrainingRatings() throws Exception {
        DataSplit split = DataSource.of("ratings", DataOptions.ofSeed(3)).split();
        Scaling.Standardized fitted =
                (Scaling.Standardized) split.training().format().scaling().known();
        assertTrue(split.training().format().scaling().allowsMissing());
        double sum = 0;
        double count = 0;
        for (float[] row : split.training().samples()) {
            for (float value : row) {
                sum += Float.isNaN(value) ? 0 : value;
                count += Float.isNaN(value) ? 0 : 1;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (float[] row : split.training().samples()) {
            for (float value : row) {
                squares += Float.isNaN(value) ? 0 : (value - mean) * (value - mean);
            }
        }
        assertEquals(mean, fitted.means().get(0), 1e-9);
        assertEquals(Math.sqrt(squares / count), fitted.standardDeviations().get(0), 1e-9);
        assertEquals(split.training().format(), split.validation().inputs().format());
    }

    @Test
    void aLimitKeepsUsersAndTheirHeldOutRatingsTogether() throws Exception {
        DataSplit split = DataSource.of("ratings", DataOptions.ofSeed(3).withLimit(7)).split();
        assertEquals(7, split.training().size());
        assertEquals(7, split.validation().size());
        assertEquals(7, split.validation().inputs().size());
    }

    @Test
    void ratingsOfAModelAreThoseOfItsItems() throws IOException {
        Path path =
                Files.writeString(folder.resolve("new.ratings"), "9\t20\t4\n9\t5\t2\n8\t5\t1\n");
        Ratings read = Ratings.of(path, Schema.ofFeatures(List.of("10", "20", "30")));
        assertEquals(List.of("8", "9"), read.users());
        assertEquals(List.of("10", "20", "30"), read.samples().format().schema().features());
        assertArrayEquals(new float[] {Float.NaN, 4, Float.NaN}, read.rows().get(1));
        assertEquals(
                path
                        + " must have ratings of items that the model knows, as 1, 2, but has of 5,"
                        + " 20 alone",
                assertThrows(
                                IOException.class,
                                () -> Ratings.of(path, Schema.ofFeatures(List.of("1", "2"))))
                        .getMessage());
    }

    @Test
    void theCsvFileOfMovieLensIsOneOfRatings() throws IOException {
        String csv = "\uFEFFuserId,movieId,rating,timestamp\n1,13,0.5,881250949\n1,7,4,881250949\n";
        Path path = Files.writeString(folder.resolve("ratings.csv"), csv);
        DataSource source = DataSource.of(path.toString(), DataOptions.ofSeed(0));
        assertEquals(List.of("7", "13"), source.ratings().items());
        Files.writeString(path, "a,b\n1,2\n");
        assertTrue(DataSource.of(path).table().isPresent());
    }

    @Test
    void aFileOfRatingsWithoutTitleIsOneWhereItIsOfNumbers() throws IOException {
        Path path = folder.resolve("ratings.csv");
        for (String line : List.of("1,13,0.5,881250949", "1::13::0.5::881250949", "1,13,0.5")) {
            Files.writeString(path, "\n" + line + "\n" + line.replaceFirst("13", "7") + "\n");
            DataSource source = DataSource.of(path);
            assertEquals(List.of("7", "13"), source.ratings().items());
            assertEquals(
                    List.of(
                            "read as user, item and rating, though without a title; call the file"
                                    + " otherwise than ratings.csv if it is a table"),
                    source.notes());
        }
        for (String table : List.of("1.5,13,4,8", "1,x,4", "1,2,3,4,5", "1,2", "1,2,3,0.5")) {
            Files.writeString(path, table + "\n" + table + "\n");
            DataOptions any = DataOptions.ofSeed(0);
            DataOptions bare = any.withText(any.data().text().withNoHeader(true));
            DataSource source = DataSource.of(path.toString(), bare);
            assertTrue(source.table().isPresent(), table);
            assertEquals(List.of(), source.notes());
        }
    }
}
