package io.github.autoencoders.spark;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Row;

/**
 * Turns the rows of a partition into samples, once a process as long as there is memory for them.
 *
 * @param training that tells partitions of several trainings apart
 * @param columns that the samples stand in
 */
record PartReading(String training, FeatureColumns columns) implements Serializable {

    // Of a process, in which tasks of many rounds come and go.
    private static final Map<Key, SoftReference<Samples>> READ = new ConcurrentHashMap<>();

    private record Key(String training, int part, SampleFormat format) {}

    /** Returns the samples; rows that were read before are not asked for. */
    Samples samples(int part, Iterator<Row> rows, SampleFormat format) {
        READ.keySet().removeIf(key -> !key.training.equals(training));
        Key key = new Key(training, part, format);
        SoftReference<Samples> known = READ.get(key);
        Samples there = known == null ? null : known.get();
        if (there != null) {
            return there;
        }
        List<Row> all = new ArrayList<>();
        rows.forEachRemaining(all::add);
        Samples read = columns.samples(all, format, new RowPlaces(part, 0));
        READ.put(key, new SoftReference<>(read));
        return read;
    }

    /** Returns what a partition has, of a format in JSON, as another process reads it. */
    Workers.Part part(int part, Iterator<Row> rows, String format) {
        if (!rows.hasNext()) {
            return new Workers.Part(0, "");
        }
        Samples samples = samples(part, rows, Json.read(format, SampleFormat.class));
        return new Workers.Part(samples.size(), samples.sha256());
    }
}
