package io.github.autoencoders.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RunningCalibrationTest {

    /** By counting all anew for each score, of which many are the same, and 40 are kept. */
    @Test
    void aScoreIsComparedWithThoseHeldOutAndTheLastThatCame() {
        Random random = new Random(1);
        double[] heldOut = random.ints(100, 0, 30).asDoubleStream().toArray();
        RunningCalibration running = new RunningCalibration(new Calibration(heldOut), 40);
        List<Double> came = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double score = random.nextInt(40);
            List<Double> last = came.subList(Math.max(0, came.size() - 40), came.size());
            double old = DoubleStream.of(heldOut).filter(each -> each >= score).count();
            double seen = last.stream().filter(each -> each >= score).count();
            double own = 0.2 + 0.8 * last.size() / 40; // 0.2 is 40 / 100 / 2
            double expected = (own + 0.2 * old + seen) / (own + 0.2 * 100 + last.size());
            assertEquals(expected, running.pValue(score), 1e-12, "score " + i);
            running.add(score);
            came.add(score);
        }
    }

    @Test
    void atFirstItIsWhatWasHeldOutThatCounts() {
        Calibration heldOut = new Calibration(new Random(2).doubles(77).toArray());
        RunningCalibration running = new RunningCalibration(heldOut, 160);
        for (double score : new double[] {-1, 0.2, 0.7, 2}) {
            assertEquals(heldOut.pValue(score), running.pValue(score), 1e-15);
        }
    }

    /** Of scores drawn as those held out 1 % are flagged; of greater ones, soon as few. */
    @Test
    void scoresThatAreAllGreaterBecomeUsual() {
        Random random = new Random(3);
        Calibration heldOut = new Calibration(random.doubles(4000).toArray());
        for (double more : new double[] {0, 5}) {
            double rate = 0;
            for (int draw = 0; draw < 5; draw++) {
                PointJudge judge = new PointJudge.Running(heldOut, heldOut, 0.01, 250);
                for (int i = 0; i < 4000; i++) {
                    rate += judge.next(more + random.nextDouble()).flagged() ? 1.0 / 20_000 : 0;
                }
            }
            // 0.5 % until they are 1 % of all, and then what ranks among the first of k: ln(200) /
            // 2
            double expected = more == 0 ? 0.01 : 0.005 + 0.01 * (1 + Math.log(200) / 2);
            assertEquals(expected, rate, 0.004, "above by " + more);
        }
        PointJudge fixed = new PointJudge.Fixed(heldOut, heldOut, heldOut.falseAlarms(0.01));
        for (int i = 0; i < 4000; i++) {
            assertTrue(fixed.next(5).flagged());
        }
    }

    @Test
    void peaksAreThoseOfAsManyPointsAsAWindowReaches() {
        Calibration points = new Calibration(new double[] {1, 2, 3, 4});
        Calibration peaks = new Calibration(new double[] {3, 4});
        PointJudge judge = new PointJudge.Running(points, peaks, 0.1, 3);
        assertEquals(1.0 / 3, judge.next(5).peakPValue(), 1e-12);
        assertFalse(judge.next(Double.NaN).flagged(), "no score");
        assertEquals(1.0 / 3, judge.next(9).peakPValue(), 1e-12, "9 is of the first three");
        assertEquals(1.0 / 3, judge.next(8).peakPValue(), 1e-12);
        double own = 0.5 + 0.5 / 16; // one of 16 came
        assertEquals((own + 1) / (own + 2), judge.next(9).peakPValue(), 1e-12, "9 was before");
        assertEquals(own / (own + 2), judge.next(10).peakPValue(), 1e-12);
    }

    /** However small the rate is: of scores that are all greater, the first of k is one of k. */
    @Test
    void smallRatesHoldBehindADrift() {
        Random random = new Random(4);
        Calibration heldOut = new Calibration(random.doubles(5000).toArray());
        RunningCalibration running = new RunningCalibration(heldOut, 1000);
        int flagged = 0;
        for (int i = 0; i < 101_000; i++) {
            double score = 5 + random.nextDouble();
            flagged += i >= 1000 && running.pValue(score) <= 0.0007 ? 1 : 0;
            running.add(score);
        }
        // p is 0.0007 for the first of 1,000 that came and a half as many that were held out
        assertEquals(100, flagged, 40);
    }
}
