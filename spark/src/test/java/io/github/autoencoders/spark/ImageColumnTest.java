package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.dataset.Sprites;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as Spark's own source reads them. */
class ImageColumnTest {

    private static SparkSession spark;

    @BeforeAll
    static void begin() {
        spark = LocalSpark.threads();
    }

    @Test
    void imagesOfAFolderAreLearntScoredAndMadeAsTheLibraryDoes(@TempDir Path folder)
            throws IOException {
        List<BufferedImage> sprites = Sprites.of(42, 40, 10).split().training().images();
        for (int i = 0; i < sprites.size(); i++) {
            Png.write(sprites.get(i), folder.resolve("sprite-" + (100 + i) + ".png"));
        }
        Dataset<Row> rows =
                spark.read().format("image").load(folder.toString()).orderBy("image.origin");
        AutoencoderModel model =
                new AutoencoderEstimator()
                        .setImageCol("image")
                        .setReconstructionCol("made")
                        .setEpochs(1)
                        .fit(rows);
        List<Row> scored = model.transform(rows).collectAsList();
        try (TrainedAutoencoder alone =
                AutoencoderTrainer.of(Recipes.named("vae-sprites").withEpochs(1)).fit(sprites)) {
            double[] scores = alone.score(sprites);
            List<BufferedImage> made = alone.reconstruct(sprites);
            for (int i = 0; i < sprites.size(); i++) {
                assertEquals(scores[i], scored.get(i).<Double>getAs("score"), 1e-3);
                byte[] data = ImageSchema.getData(scored.get(i).getAs("made"));
                for (int p = 0; p < data.length; p++) {
                    int expected = made.get(i).getRaster().getSample(p % 32, p / 32, 0);
                    assertEquals(expected, data[p] & 0xFF, 1); // rounded
                }
            }
        }
    }

    @Test
    void photographsAreLearntByTheRecipeThatSuitsThem() throws IOException {
        int side = 40;
        Dataset<Row> photographs =
                spark.createDataFrame(
                        IntStream.range(0, 12)
                                .mapToObj(i -> RowFactory.create(photograph(i, side)))
                                .toList(),
                        ImageSchema.imageSchema());
        AutoencoderModel model =
                new AutoencoderEstimator()
                        .setImageCol("image")
                        .setReconstructionCol("made")
                        .setEpochs(1)
                        .fit(photographs);
        assertEquals(Recipes.named("vae-photos").architecture(), model.config().architecture());
        Row made = model.transform(photographs).first().getAs("made");
        assertEquals(List.of(side, side, 3), List.of(made.get(1), made.get(2), made.get(3)));
    }

    private static Row photograph(int number, int side) {
        byte[] data = new byte[side * side * 3];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * (number + 1) / side);
        }
        return RowFactory.create("", side, side, 3, 16, data);
    }

    @Test
    void coloursAndTheirOrderAreKept() {
        byte[] bgr = {1, 2, 3, 40, 50, 60}; // two pixels
        byte[] bgra = {1, 2, 3, -1, 40, 50, 60, 0};
        ImageColumn column = new ImageColumn("image", 0);
        SampleFormat format = SampleFormat.unfitted(new Shape(3, 1, 2));
        RowPlaces places = new RowPlaces(0, 0);
        float[] planes = {3, 60, 2, 50, 1, 40}; // red, green, blue
        for (Row image : List.of(row(3, bgr), row(4, bgra))) {
            Samples samples = column.samples(List.of(image), format, places);
            assertArrayEquals(planes, samples.sample(0));
            Row made = (Row) column.made(samples, 0);
            assertArrayEquals(bgr, ImageSchema.getData(made));
            assertEquals(16, ImageSchema.getMode(made));
        }
    }

    private static Row row(int channels, byte[] data) {
        return RowFactory.create(RowFactory.create("", 1, 2, channels, 16, data));
    }
}
