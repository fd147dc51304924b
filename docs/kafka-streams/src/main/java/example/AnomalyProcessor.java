package example;

import io.github.autoencoders.detection.Calibration;
import io.github.autoencoders.detection.SeriesDetector;
import io.github.autoencoders.detection.SeriesStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Points of series, as "1.5,-2" with the machine as key, to their p-values: "0.0012,1" for an
 * anomaly, with the time of the point. Of each machine a window is kept in memory, so that at a
 * restart the points whose score is not certain yet remain without an answer.
 */
public final class AnomalyProcessor extends ContextualProcessor<String, String, String, String> {

    private final SeriesDetector detector; // which threads may share
    private final Calibration.Threshold threshold;
    private final Map<String, Machine> machines = new HashMap<>();

    private record Machine(SeriesStream stream, Deque<Long> times) {}

    AnomalyProcessor(SeriesDetector detector, double falseAlarms) {
        this.detector = detector;
        threshold = detector.points().falseAlarms(falseAlarms);
    }

    /** Returns a topology from the topic "points" to the topic "anomalies". */
    public static Topology topology(SeriesDetector detector, double falseAlarms) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("points", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new AnomalyProcessor(detector, falseAlarms))
                .to("anomalies", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Override
    public void process(Record<String, String> point) {
        Machine machine =
                machines.computeIfAbsent(
                        point.key(),
                        key -> new Machine(detector.stream(threshold), new ArrayDeque<>()));
        String[] cells = point.value().split(",");
        float[] values = new float[cells.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(cells[i]);
        }
        machine.times.add(point.timestamp());
        List<SeriesStream.Scored> certain = machine.stream.add(point.timestamp() / 1000.0, values);
        for (SeriesStream.Scored scored : certain) {
            String value = (float) scored.pValue() + (scored.flagged() ? ",1" : ",0");
            context().forward(new Record<>(point.key(), value, machine.times.remove()));
        }
    }
}
