package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.detection.DetectorSettings;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesFindings;
import io.github.autoencoders.engine.Placement;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** A wave, which of machine b stands still for a while. */
class AnomalyProcessorTest {

    private static final int PERIOD = 12;
    private static final int POINTS = 240;

    private static float[][] points(long seed, int still) {
        Random random = new Random(seed);
        float[][] points = new float[POINTS][1];
        for (int i = 0; i < POINTS; i++) {
            boolean stands = i >= still && i < still + PERIOD;
            double wave = stands ? 0 : Math.sin(2 * Math.PI * i / PERIOD);
            points[i][0] = (float) (wave + random.nextGaussian() / 20);
        }
        return points;
    }

    @Test
    void theTopicHasThePValuesOfTheWholeSeries() {
        DetectorSettings settings = DetectorSettings.DEFAULT.withSteps(60);
        Series normal = Series.of("normal", points(1, POINTS));
        try (SeriesDetector detector =
                        SeriesDetector.fit(normal, PERIOD, settings, Placement.ofDefault());
                TopologyTestDriver driver =
                        new TopologyTestDriver(AnomalyProcessor.topology(detector, 0.02))) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic(
                            "points", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic(
                            "anomalies", new StringDeserializer(), new StringDeserializer());
            float[][] a = points(2, POINTS);
            float[][] b = points(3, 150);
            for (int i = 0; i < POINTS; i++) {
                in.pipeInput("a", "" + a[i][0], 60_000L * i);
                in.pipeInput("b", "" + b[i][0], 60_000L * i);
            }
            List<TestRecord<String, String>> told = out.readRecordsToList();
            assertEquals(2 * (POINTS - detector.delay()), told.size());
            SeriesFindings found =
                    detector.find(Series.of("b", b), detector.points().falseAlarms(0.02));
            List<TestRecord<String, String>> ofB =
                    told.stream().filter(each -> each.key().equals("b")).toList();
            for (int i = 0; i < ofB.size(); i++) {
                String[] value = ofB.get(i).value().split(",");
                double p = found.pValue(i);
                assertEquals(60_000L * i, ofB.get(i).timestamp());
                assertEquals(p, Double.parseDouble(value[0]), 0.02);
                assertEquals(found.isFlagged(i) ? "1" : "0", value[1]);
            }
            assertTrue(ofB.get(155).value().endsWith(",1"), "where the wave stands still");
        }
    }
}
