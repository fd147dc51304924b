package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.autoencoders.detection.RangeMeasures.Range;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RangeMeasuresTest {

    private static double[] scores() {
        double[] scores = new double[120];
        for (int i = 0; i < scores.length; i++) {
            scores[i] =
                    i * 37 % 101 / 101.0
                            + (i >= 22 && i < 30 ? 0.5 : 0)
                            + (i >= 85 && i < 90 ? 0.7 : 0);
        }
        return scores;
    }

    private static boolean[] anomalies() {
        boolean[] anomalies = new boolean[120];
        for (int i = 0; i < anomalies.length; i++) {
            anomalies[i] =
                    (i >= 20 && i < 26) || i == 31 || i == 32 || (i >= 80 && i < 95) || i >= 117;
        }
        return anomalies;
    }

    /** Of RangeAUC_volume_opt of the authors' package vus 0.0.6, of the same values. */
    @Test
    void theVolumeIsThatOfItsAuthors() {
        assertEquals(0.32740261407883464, RangeMeasures.volume(scores(), anomalies(), 0), 1e-12);
        assertEquals(0.4961711129719033, RangeMeasures.volume(scores(), anomalies(), 7), 1e-12);
        assertEquals(0.6488755799065948, RangeMeasures.volume(scores(), anomalies(), 20), 1e-12);
    }

    @Test
    void withoutEdgesAndWithoutRangesTheVolumeIsTheAveragePrecision() {
        double[] scores = new double[100];
        boolean[] anomalies = new boolean[100];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i * 29 % 100;
            anomalies[i] = i >= 60 && i < 80;
        }
        scores[70] = 1000; // the range is met at once, so that existence takes nothing away
        assertEquals(
                DetectionEvaluation.averagePrecision(scores, anomalies),
                RangeMeasures.volume(scores, anomalies, 0),
                1e-12);
    }

    /** By hand: recall (6/10 / 2 + 0) / 2, precision (4/4 + 2/5) / 2. */
    @Test
    void rangesCountForWhatIsCoveredOfThem() {
        List<Range> real = List.of(new Range(10, 19), new Range(40, 42));
        List<Range> found = List.of(new Range(10, 13), new Range(18, 22));
        double recall = 0.6 / 2 / 2;
        double precision = (1 + 0.4) / 2;
        assertEquals(
                2 * precision * recall / (precision + recall),
                RangeMeasures.f1(found, real),
                1e-12);
        assertEquals(1, RangeMeasures.f1(real, real), 1e-12);
        assertEquals(0, RangeMeasures.f1(List.of(), real), 1e-12);
    }

    @Test
    void rangesThatAreCloseAreJoined() {
        List<Range> ranges = List.of(new Range(2, 4), new Range(7, 9), new Range(13, 13));
        assertEquals(List.of(new Range(2, 9), new Range(13, 13)), RangeMeasures.joined(ranges, 3));
        assertEquals(ranges, RangeMeasures.joined(ranges, 2));
    }

    @Test
    void aFewWidthsTellTheVolumeOfAllAbout() {
        boolean[] anomalies = new boolean[120];
        for (int i = 20; i < 32; i++) {
            anomalies[i] = true;
        }
        assertEquals(
                RangeMeasures.volume(scores(), anomalies, 16),
                RangeMeasures.volume(scores(), anomalies, 16, 9),
                0.01);
    }
}
