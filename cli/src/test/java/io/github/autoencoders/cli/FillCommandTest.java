package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ratings from a file to predictions in another. */
class FillCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    /**
     * Odd users rate odd items 5 and others 1; even users the other way; item 10 + u is missing.
     */
    private static String ratings(int users) {
        StringBuilder lines = new StringBuilder();
        for (int user = 1; user <= users; user++) {
            for (int item = 1; item <= 20; item++) {
                if (item != 10 + user % 10) {
                    int rating = user % 2 == item % 2 ? 5 : 1;
                    lines.append(user).append('\t').append(item).append('\t').append(rating);
                    lines.append("\t881250949\n");
                }
            }
        }
        return lines.toString();
    }

    @Test
    void missingRatingsAreWrittenAndTheHighestFirst(@TempDir Path folder) throws Exception {
        Path data = Files.writeString(folder.resolve("u.data"), ratings(60));
        Path run = folder.resolve("run");
        String text =
                Answer.expect(
                        0,
                        "train",
                        "ae-ratings",
                        "--data",
                        data,
                        "--epochs",
                        60,
                        "--out",
                        run,
                        "--engine",
                        ENGINE);
        assertTrue(text.matches("(?s).*values held out: RMSE 0\\.\\d{4} in the units.*"), text);
        Path out = folder.resolve("filled.csv");
        Answer.expect(0, "fill", run, "--in", data, "--out", out, "--engine", ENGINE);
        List<String> rows = Files.readAllLines(out);
        assertEquals("user,item,rating", rows.get(0));
        assertEquals(1 + 60, rows.size());
        assertTrue(rows.get(1).startsWith("1,11,"), rows.get(1));
        for (String row : rows.subList(1, 61)) {
            String[] cells = row.split(",", -1);
            boolean alike = Integer.parseInt(cells[0]) % 2 == Integer.parseInt(cells[1]) % 2;
            assertEquals(alike ? 5 : 1, Float.parseFloat(cells[2]), 0.5, row);
        }
        // A user of whom two ratings are known misses 18; the best two are alike.
        Path few = Files.writeString(folder.resolve("few.ratings"), few());
        Answer.expect(0, "fill", run, "--in", few, "--out", out, "--top", 2, "--engine", ENGINE);
        List<String> best =
                Files.readAllLines(out).stream().filter(r -> r.startsWith("99,")).toList();
        assertEquals(2, best.size());
        for (String row : best) {
            assertEquals(1, Integer.parseInt(row.split(",", -1)[1]) % 2, row);
        }
    }

    // All items, and user 99, who likes odd ones.
    private static String few() {
        return ratings(2) + "99\t1\t5\n99\t2\t1\n99\t3\t5\n99\t4\t1\n";
    }

    @Test
    void otherItemsAndOtherModelsAreRefused(@TempDir Path folder) throws Exception {
        Path data = Files.writeString(folder.resolve("u.data"), ratings(20));
        Path run = folder.resolve("run");
        Answer.expect(
                0,
                "train",
                "ae-ratings",
                "--data",
                data,
                "--epochs",
                1,
                "--out",
                run,
                "--engine",
                ENGINE);
        Path other = Files.writeString(folder.resolve("other.ratings"), "1\tx1\t5\n1\tx2\t3\n");
        Path out = folder.resolve("filled.csv");
        assertEquals(
                "autoencoders: "
                        + other
                        + " must have ratings of items that the model knows, as 1, 2, 3, 4, 5, but"
                        + " has of x1, x2 alone\n",
                Answer.expect(1, "fill", run, "--in", other, "--out", out));
        assertEquals(
                "autoencoders: --top must be at least 1, but is 0\n",
                Answer.expect(1, "fill", run, "--in", data, "--out", out, "--top", 0));
        Path table = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n5,7\n");
        Path plain = folder.resolve("plain");
        Answer.expect(
                0, "train", "--data", table, "--epochs", 1, "--out", plain, "--engine", ENGINE);
        assertEquals(
                "autoencoders: RUN must be one of ratings or of a table with missing cells, but"
                        + " its samples have no missing values\n",
                Answer.expect(1, "fill", plain, "--in", data, "--out", out));
    }
}
