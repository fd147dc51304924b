package io.github.autoencoders.spark;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of images, as Spark's image source has them: grey, or blue, green and red, or these with
 * an alpha, which is not learnt from.
 *
 * @param name of the column
 * @param place in a row
 */
record ImageColumn(String name, int place) implements FeatureColumns {

    private static final int GREY = 0; // OpenCV's types, CV_8UC1 and CV_8UC3
    private static final int COLOURED = 16;

    static ImageColumn of(String name, StructType schema) {
        StructField field = FeatureColumns.field("imageCol", name, schema);
        List<String> wanted = List.of(ImageSchema.columnSchema().fieldNames());
        boolean image =
                field.dataType() instanceof StructType struct
                        && List.of(struct.fieldNames()).equals(wanted);
        if (!image) {
            throw FeatureColumns.wrongType(
                    name, "images, as Spark's image source has them", field.dataType());
        }
        return new ImageColumn(name, schema.fieldIndex(name));
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public String recipe() {
        return "vae-sprites";
    }

    @Override
    public String recipe(Dataset<Row> data) {
        List<Row> first = data.takeAsList(1);
        if (first.isEmpty() || first.get(0).isNullAt(place)) {
            return recipe(); // what is wrong is said when all are read
        }
        Row image = first.get(0).getStruct(place);
        return DataSource.recipeForImages(
                ImageSchema.getWidth(image),
                ImageSchema.getHeight(image),
                ImageSchema.getNChannels(image) > 1);
    }

    @Override
    public void requireFits(StructType schema, SampleFormat format) {
        if (format.kind() != SampleKind.IMAGE) {
            throw new IllegalArgumentException(
                    "imageCol must be for a model of images, but the model takes "
                            + format.samples());
        }
    }

    @Override
    public DataSource data(List<Row> rows, TrainingRecipe recipe) {
        List<BufferedImage> images = images(rows, RowPlaces.OF_DRIVER);
        TrainingRecipe.Data data = recipe.data();
        if (data.imageSize() == 0) {
            return DataSource.of(Samples.ofImages(images));
        }
        boolean colour = images.stream().anyMatch(image -> image.getRaster().getNumBands() > 1);
        Shape shape = new Shape(colour ? 3 : 1, data.height(), data.imageSize());
        return DataSource.of(Samples.ofImages(images, SampleFormat.unfitted(shape)));
    }

    @Override
    public Samples samples(List<Row> rows, SampleFormat format, RowPlaces places) {
        return Samples.ofImages(images(rows, places), format);
    }

    private List<BufferedImage> images(List<Row> rows, RowPlaces places) {
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i ->
                                image(
                                        places.present(i, name, rows.get(i).getStruct(place)),
                                        places,
                                        i))
                .toList();
    }

    private BufferedImage image(Row image, RowPlaces places, int index) {
        int height = ImageSchema.getHeight(image);
        int width = ImageSchema.getWidth(image);
        int channels = ImageSchema.getNChannels(image);
        byte[] data = ImageSchema.getData(image);
        boolean known = channels == 1 || channels == 3 || channels == 4;
        if (!known || height < 1 || width < 1 || data.length != height * width * channels) {
            throw new IllegalArgumentException(
                    "column \"%s\" must have images of 1, 3 or 4 channels of 8 bits, but %s has one of %s x %s pixels, %s channels and %s bytes"
                            .formatted(
                                    name, places.of(index), width, height, channels, data.length));
        }
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage made = new BufferedImage(width, height, type);
        byte[] pixels = ((DataBufferByte) made.getRaster().getDataBuffer()).getData();
        int kept = Math.min(channels, 3);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = data[i / kept * channels + i % kept];
        }
        return made;
    }

    @Override
    public DataType madeType() {
        return ImageSchema.columnSchema();
    }

    @Override
    public Object made(Samples made, int index) {
        Shape shape = made.format().shape();
        int channels = (int) shape.get(0);
        int pixels = (int) (shape.get(1) * shape.get(2));
        float[] values = made.sample(index); // [C, H, W], red first
        byte[] data = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int channel = channels - 1 - i % channels;
            float value = values[channel * pixels + i / channels];
            data[i] = (byte) Math.round(Math.max(0, Math.min(255, value)));
        }
        return RowFactory.create(
                "",
                (int) shape.get(1),
                (int) shape.get(2),
                channels,
                channels == 1 ? GREY : COLOURED,
                data);
    }
}
