package io.github.autoencoders.spark;

import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of vectors, or of arrays of floats or doubles; NaN, or null in an array, where a value
 * is missing.
 *
 * @param name of the column
 * @param place in a row
 */
record VectorColumn(String name, int place) implements FeatureColumns {

    static VectorColumn of(String name, StructType schema) {
        StructField field = FeatureColumns.field("featuresCol", name, schema);
        DataType type = field.dataType();
        boolean array =
                type instanceof ArrayType of
                        && (of.elementType().equals(DataTypes.FloatType)
                                || of.elementType().equals(DataTypes.DoubleType));
        if (!array && !type.equals(SQLDataTypes.VectorType())) {
            throw FeatureColumns.wrongType(name, "vectors or arrays of floats or doubles", type);
        }
        return new VectorColumn(name, schema.fieldIndex(name));
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public String recipe() {
        return "vae-table";
    }

    @Override
    public void requireFits(StructType schema, SampleFormat format) {
        StructField field = schema.apply(name);
        if (!field.dataType().equals(SQLDataTypes.VectorType())) {
            return; // arrays have no width
        }
        int width = AttributeGroup.fromStructField(field).size(); // -1 where it is not known
        if (width >= 0 && width != format.size()) {
            throw new IllegalArgumentException(
                    "column \"%s\" must have vectors of %s values, as the model takes, but has %s"
                            .formatted(name, format.size(), width));
        }
    }

    @Override
    public DataSource data(List<Row> rows, TrainingRecipe recipe) {
        if (recipe.data().windowStep() > 0) {
            throw new IllegalArgumentException(
                    "windowStep must be 0, as rows of a Dataset have no order: each is a window"
                            + " itself; but is "
                            + recipe.data().windowStep());
        }
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers(rows.get(i), RowPlaces.OF_DRIVER, i);
        }
        return DataSource.of(values);
    }

    @Override
    public Samples samples(List<Row> rows, SampleFormat format, RowPlaces places) {
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers(rows.get(i), places, i);
            places.requireFits(i, values[i], format);
        }
        return Samples.of(values, format);
    }

    private double[] numbers(Row row, RowPlaces places, int index) {
        Object cell = places.present(index, name, row.get(place));
        if (cell instanceof Vector vector) {
            return vector.toArray();
        }
        List<Number> numbers = row.getList(place);
        return numbers.stream()
                .mapToDouble(each -> each == null ? Double.NaN : each.doubleValue())
                .toArray();
    }

    @Override
    public DataType madeType() {
        return SQLDataTypes.VectorType();
    }

    @Override
    public Object made(Samples made, int index) {
        return Vectors.dense(made.numbers(index));
    }
}
