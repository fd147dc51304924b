package io.github.autoencoders.spark;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a model has to do with.
 *
 * @param given that samples stand in
 * @param made that reconstructions are made as: the same, unless others come out than go in
 * @param wanted that stand beside what goes in and are to come out, of a model that is to judge how
 *     well they do; else null
 */
record ModelColumns(FeatureColumns given, FeatureColumns made, @Nullable FeatureColumns wanted)
        implements Serializable {

    /**
     * Returns the columns of a model.
     *
     * @param judged whether scores or what they are the sums of are asked for
     * @throws IllegalArgumentException if they are not in the schema, or of another type or width
     */
    static ModelColumns of(AutoencoderModel stage, StructType schema, boolean judged) {
        AutoencoderConfig config = stage.config();
        FeatureColumns given = FeatureColumns.of(stage, schema, Optional.of(config.format()));
        Optional<SampleFormat> other = config.otherTarget();
        Optional<FeatureColumns> wanted =
                other.filter(target -> judged && FeatureColumns.isTable(target))
                        .map(target -> CellColumns.fitting(target, schema));
        return new ModelColumns(
                given, other.map(FeatureColumns::made).orElse(given), wanted.orElse(null));
    }

    /**
     * Returns rows as samples for the model, with what is to come out where that is wanted.
     *
     * @param rows at least one
     * @param places how messages call them
     */
    Samples samples(List<Row> rows, AutoencoderConfig config, RowPlaces places) {
        Samples inputs = given.samples(rows, config.format(), places);
        return wanted == null
                ? inputs
                : wanted.samples(rows, config.target(), places).withInputs(inputs);
    }
}
