package io.github.autoencoders.spark;

import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a Dataset that samples stand in, found in its schema. */
sealed interface FeatureColumns extends Serializable
        permits VectorColumn, CellColumns, ImageColumn {

    /** What featuresCol is where nothing is said. */
    String FEATURES = "features";

    /** The place of a column that is in no schema. */
    int NOWHERE = -1;

    /**
     * Returns the columns that a stage names.
     *
     * @param format of a model, whose columns are taken by name where it has names and the stage
     *     names no other; or nothing
     * @throws IllegalArgumentException if they are not in the schema, or of another type or width
     */
    static FeatureColumns of(
            AutoencoderParams<?> stage, StructType schema, Optional<SampleFormat> format) {
        format.filter(each -> each.kind() == SampleKind.TEXT).ifPresent(FeatureColumns::refuse);
        FeatureColumns columns = named(stage, schema, format);
        format.ifPresent(each -> columns.requireFits(schema, each));
        return columns;
    }

    private static FeatureColumns named(
            AutoencoderParams<?> stage, StructType schema, Optional<SampleFormat> format) {
        List<Param<?>> said =
                Stream.<Param<?>>of(stage.featuresCol(), stage.featuresCols(), stage.imageCol())
                        .filter(stage::isSet)
                        .toList();
        if (said.size() > 1) {
            throw new IllegalArgumentException(
                    "one of featuresCol, featuresCols and imageCol must be set, but set are %s"
                            .formatted(said.stream().map(Param::name).toList()));
        }
        if (said.contains(stage.imageCol())) {
            return ImageColumn.of(stage.getOrDefault(stage.imageCol()), schema);
        }
        if (said.contains(stage.featuresCol())) {
            return VectorColumn.of(stage.getOrDefault(stage.featuresCol()), schema);
        }
        Optional<SampleFormat> table = format.filter(FeatureColumns::isTable);
        if (table.isPresent()) {
            return CellColumns.of(table.get(), schema);
        }
        return said.isEmpty()
                ? VectorColumn.of(FEATURES, schema)
                : CellColumns.of(stage.getOrDefault(stage.featuresCols()), schema);
    }

    private static void refuse(SampleFormat strings) {
        throw new IllegalArgumentException(
                "model must take rows, windows or images, as columns of a Dataset hold, but takes "
                        + strings.samples());
    }

    /** Returns whether samples are rows whose values have names. */
    static boolean isTable(SampleFormat format) {
        return format.shape().dimension() == 1 && !format.schema().features().isEmpty();
    }

    /**
     * Returns columns as those that a model's samples come out in, where others went in. They are
     * in no schema.
     */
    static FeatureColumns made(SampleFormat target) {
        if (isTable(target)) {
            return CellColumns.made(target);
        }
        return target.kind().isPicture()
                ? new ImageColumn("", NOWHERE)
                : new VectorColumn("", NOWHERE);
    }

    /**
     * Returns a column of a schema.
     *
     * @param param that names it
     * @throws IllegalArgumentException if there is none
     */
    static StructField field(String param, String name, StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s must name columns of the data, but there is no \"%s\"%s"
                                                .formatted(param, name, others(name, schema))));
    }

    private static String others(String name, StructType schema) {
        List<String> there = List.of(schema.fieldNames());
        String suggestion = Spelling.suggestion(name, there);
        return suggestion.isEmpty() ? " among " + there : suggestion;
    }

    static IllegalArgumentException wrongType(String column, String rule, DataType type) {
        return new IllegalArgumentException(
                "column \"%s\" must be of %s, but is of %s"
                        .formatted(column, rule, type.simpleString()));
    }

    /** Returns the names of the columns. */
    List<String> names();

    /** Returns the name of the recipe that suits samples in such columns. */
    String recipe();

    /**
     * Returns the name of the recipe that suits data.
     *
     * @param data of these columns
     */
    default String recipe(Dataset<Row> data) {
        return recipe();
    }

    /**
     * Checks what the schema tells of a sample's size and kind.
     *
     * @throws IllegalArgumentException if a model of the format takes no such samples
     */
    void requireFits(StructType schema, SampleFormat format);

    /**
     * Returns rows to learn from.
     *
     * @param rows of the schema that the columns were found in, at least one
     * @param recipe that is fit to them
     */
    DataSource data(List<Row> rows, TrainingRecipe recipe);

    /**
     * Returns rows as samples for a model.
     *
     * @param rows of the schema that the columns were found in, at least one
     * @param places how messages call them
     */
    Samples samples(List<Row> rows, SampleFormat format, RowPlaces places);

    /** Returns the type of a reconstruction. */
    DataType madeType();

    /** Returns a reconstruction as it stands in a row. */
    Object made(Samples made, int index);
}
