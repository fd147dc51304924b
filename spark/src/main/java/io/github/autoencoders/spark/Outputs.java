package io.github.autoencoders.spark;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Computation;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that are added to rows, by their names; empty where one is not wanted.
 *
 * @param code of vectors
 * @param reconstruction of what samples are
 * @param score of numbers
 * @param contributions of vectors
 */
record Outputs(String code, String reconstruction, String score, String contributions)
        implements Serializable {

    static final String SCORE = "score"; // where nothing is said

    Outputs {
        if (Stream.of(code, reconstruction, score, contributions).allMatch(String::isEmpty)) {
            throw new IllegalArgumentException(
                    "one of codeCol, reconstructionCol, scoreCol and contributionsCol must name a"
                            + " new column, but all are empty");
        }
    }

    /**
     * Returns the columns that a stage names.
     *
     * @param scored whether there is a score where nothing is said of it
     */
    static Outputs of(AutoencoderParams<?> stage, boolean scored) {
        return new Outputs(
                name(stage, stage.codeCol(), ""),
                name(stage, stage.reconstructionCol(), ""),
                name(stage, stage.scoreCol(), scored ? SCORE : ""),
                name(stage, stage.contributionsCol(), ""));
    }

    private static String name(AutoencoderParams<?> stage, Param<String> param, String unsaid) {
        return stage.isSet(param) ? stage.getOrDefault(param) : unsaid;
    }

    /** Returns whether a model is to judge what comes out. */
    boolean judge() {
        return !score.isEmpty() || !contributions.isEmpty();
    }

    /**
     * Checks that a model can give all of them.
     *
     * @param there the part of it that is
     * @param paired whether there is what is to come out beside what goes in
     * @throws IllegalArgumentException if it cannot
     */
    void requireOf(Part there, AutoencoderConfig config, boolean paired) {
        requireThere("codeCol", code, Task.ENCODE.computation(), there);
        requireThere("reconstructionCol", reconstruction, Task.RECONSTRUCT.computation(), there);
        requireThere("scoreCol", score, Task.SCORE.computation(), there);
        requireThere("contributionsCol", contributions, Computation.CONTRIBUTIONS, there);
        if (!paired && !score.isEmpty()) {
            Task.SCORE.requireFits(config);
        }
        if (!paired && !contributions.isEmpty()) {
            Computation.CONTRIBUTIONS.requireFits(config);
        }
    }

    private static void requireThere(String param, String name, Computation asked, Part there) {
        if (!name.isEmpty() && !there.holds(asked.part())) {
            throw new IllegalArgumentException(
                    "%s must be empty for a model of which there is the %s alone, but is \"%s\""
                            .formatted(param, there.name().toLowerCase(Locale.ROOT), name));
        }
    }

    /**
     * Returns a schema with the columns behind its own.
     *
     * @param made as which reconstructions are made
     * @param contributors what a score is the sum of; none where it is not known yet
     * @throws IllegalArgumentException if one is there already
     */
    StructType addedTo(StructType schema, FeatureColumns made, List<String> contributors) {
        StructType all = with(schema, "codeCol", code, SQLDataTypes.VectorType());
        all = with(all, "reconstructionCol", reconstruction, made.madeType());
        all = with(all, "scoreCol", score, DataTypes.DoubleType);
        return withContributions(all, contributions, contributors);
    }

    /** Returns a schema with a column of contributions, whose metadata say what they are of. */
    static StructType withContributions(StructType schema, String name, List<String> contributors) {
        Metadata names =
                new MetadataBuilder()
                        .putStringArray("contributors", contributors.toArray(String[]::new))
                        .build();
        return with(
                schema,
                "contributionsCol",
                new StructField(name, SQLDataTypes.VectorType(), true, names));
    }

    /**
     * Returns a schema with a new column, or as it is where that has no name.
     *
     * @param param that names it
     * @throws IllegalArgumentException if it is there already
     */
    static StructType with(StructType schema, String param, String name, DataType type) {
        return with(schema, param, DataTypes.createStructField(name, type, true));
    }

    private static StructType with(StructType schema, String param, StructField field) {
        if (field.name().isEmpty()) {
            return schema;
        }
        if (Arrays.asList(schema.fieldNames()).contains(field.name())) {
            throw new IllegalArgumentException(
                    "%s must name a new column, but there is a \"%s\" already"
                            .formatted(param, field.name()));
        }
        return schema.add(field);
    }

    /** Returns the cells that are added to each row, in the order of their columns. */
    List<Object[]> of(TrainedAutoencoder model, Samples samples, FeatureColumns like) {
        List<IntFunction<Object>> cells = new ArrayList<>();
        if (!code.isEmpty()) {
            float[][] codes = model.encode(samples);
            cells.add(i -> vector(codes[i]));
        }
        if (!reconstruction.isEmpty()) {
            Samples made = model.reconstruct(samples);
            cells.add(i -> like.made(made, i));
        }
        if (!score.isEmpty()) {
            double[] scores = model.score(samples);
            cells.add(i -> scores[i]);
        }
        if (!contributions.isEmpty()) {
            float[][] parts = model.contributions(samples);
            cells.add(i -> vector(parts[i]));
        }
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = i;
            rows.add(cells.stream().map(cell -> Objects.requireNonNull(cell.apply(row))).toArray());
        }
        return rows;
    }

    private static Vector vector(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return Vectors.dense(wide);
    }
}
