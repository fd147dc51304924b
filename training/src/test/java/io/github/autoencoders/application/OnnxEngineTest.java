package io.github.autoencoders.application;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ONNX through DJL's engine for them, beside the engine that models run on. */
class OnnxEngineTest {

    @TempDir private Path folder;

    @Test
    void aFileIsLoadedByCriteriaAndScoresAsItsModel() throws Exception {
        Path file = folder.resolve("score.onnx");
        try (TrainedAutoencoder model = UntrainedModels.ofRecipe("vae-table")) {
            float[][] five = {{0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, {0.9f, 0, 1, 0, 0.5f}};
            model.toOnnx(Export.SCORE).write(file);
            double[] expected = model.score(five);
            Criteria<NDList, NDList> criteria =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(file)
                            .optEngine("OnnxRuntime")
                            .optTranslator(new NoopTranslator())
                            .build();
            try (ZooModel<NDList, NDList> loaded = criteria.loadModel();
                    Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
                float[] flat = new float[10];
                System.arraycopy(five[0], 0, flat, 0, 5);
                System.arraycopy(five[1], 0, flat, 5, 5);
                NDList x = new NDList(loaded.getNDManager().create(flat, new Shape(2, 5)));
                float[] scores = predictor.predict(x).singletonOrThrow().toFloatArray();
                assertArrayEquals(
                        expected, new double[] {scores[0], scores[1]}, 1e-5 * expected[0]);
            }
        }
    }

    @Test
    void theEngineOfFilesIsNoneForModels() {
        assertFalse(Placement.engines().contains("OnnxRuntime"));
        assertEquals(List.of("PyTorch", "MXNet"), Placement.engines());
    }
}
