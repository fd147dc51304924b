package io.github.autoencoders.benchmark;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.util.List;

/**
 * What a program that uses a model goes through: images as arrays of Java go in, codes come out.
 *
 * @param config of the model
 * @param size of the images, without padding
 * @param place where it runs
 */
record TranslatorWork(AutoencoderConfig config, int size, Placement place) {

    TimedWork open(int images) {
        Model model = Model.newInstance("benchmark", place.device(), place.engine());
        AutoencoderBlock block = config.newBlock();
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        model.setBlock(Part.ENCODER.of(block));
        return new Encoding(
                model,
                model.newPredictor(Task.encoding(config)),
                MadeImages.of(images, size, 0).samples());
    }

    private record Encoding(
            Model model, Predictor<float[], float[]> predictor, List<float[]> images)
            implements TimedWork {

        @Override
        public NDList run(NDManager scope) throws TranslateException {
            predictor.batchPredict(images);
            return new NDList(); // the codes are in Java already: nothing to wait for
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }
}
