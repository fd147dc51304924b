package io.github.autoencoders.examples;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** An image to its code and back, by a model of the zoo. Arguments: ENGINE FOLDER NAME IMAGE. */
final class PretrainedModel {
    public static void main(String[] args) throws Exception {
        var model =
                Criteria.builder()
                        .optGroupId("io.github.autoencoders")
                        .optArtifactId(args[2])
                        .optEngine(args[0]);
        Image image = ImageFactory.getInstance().fromFile(Path.of(args[3]));
        float[] code;
        try (var encoder = model.setTypes(Image.class, float[].class).build().loadModel();
                var predictor = encoder.newPredictor()) {
            code = predictor.predict(image);
        }
        System.out.println(code.length + " values: " + Arrays.toString(code));
        Path folder = Files.createDirectories(Path.of(args[1]));
        try (var decoder = model.setTypes(float[].class, Image.class).build().loadModel();
                var predictor = decoder.newPredictor();
                OutputStream out = Files.newOutputStream(folder.resolve("decoded.png"))) {
            predictor.predict(code).save(out, "png");
        }
    }
}
