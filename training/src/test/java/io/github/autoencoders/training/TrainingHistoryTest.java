package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class TrainingHistoryTest {

    private final TrainingHistory history =
            TrainingHistory.EMPTY
                    .with(epoch(1, 30.25))
                    .with(epoch(2, 1 / 3.0))
                    .with(epoch(3, 1 / 3.0))
                    .with(epoch(4, 1e-300));

    private static TrainingHistory.Epoch epoch(int number, double total) {
        LossSummary training = new LossSummary(total + 0.1, 2 * total, -total);
        LossSummary validation = new LossSummary(total, 20, 10.25);
        return new TrainingHistory.Epoch(number, training, validation, 0.5, 12.5, 8000);
    }

    @Test
    void jsonIsReadAsItWasWritten() {
        assertEquals(history, TrainingHistory.ofJson(history.toJson()));
        assertEquals(TrainingHistory.EMPTY, TrainingHistory.ofJson(TrainingHistory.EMPTY.toJson()));
    }

    @Test
    void csvHasALineForEachEpochAndLosesNoDigit() throws Exception {
        String csv = history.toCsv();
        assertEquals(
                "epoch,training_total,training_reconstruction,training_penalty,validation_total,"
                        + "validation_reconstruction,validation_penalty,penalty_weight,seconds,"
                        + "samples_per_second\n"
                        + "1,30.35,60.5,-30.25,30.25,20.0,10.25,0.5,12.5,8000.0\n",
                csv.lines().limit(2).reduce("", (text, line) -> text + line + "\n"));
        List<CSVRecord> rows =
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(new StringReader(csv))
                        .getRecords();
        assertEquals(4, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            LossSummary expected = history.epochs().get(i).validation();
            assertEquals(expected.total(), Double.parseDouble(rows.get(i).get("validation_total")));
        }
    }

    @Test
    void bestIsTheFirstEpochOfTheLeastValidationLoss() {
        assertEquals(4, history.best().epoch());
        assertEquals(2, new TrainingHistory(history.epochs().subList(0, 3)).best().epoch());
    }

    @Test
    void epochsSinceTheBestAreCounted() {
        assertEquals(0, TrainingHistory.EMPTY.epochsSinceBest());
        assertEquals(0, history.epochsSinceBest());
        assertEquals(1, new TrainingHistory(history.epochs().subList(0, 3)).epochsSinceBest());
        assertEquals(0, new TrainingHistory(history.epochs().subList(0, 2)).epochsSinceBest());
    }

    @Test
    void emptyHistoryHasNoBestEpoch() {
        Exception e = assertThrows(IllegalStateException.class, TrainingHistory.EMPTY::best);
        assertEquals("history must have an epoch", e.getMessage());
    }
}
