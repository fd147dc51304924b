package io.github.autoencoders.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Adam;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.util.Pair;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.testing.ResidualNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A half that is frozen stays as it is, bit for bit, in a user's own training of a saved model. */
class FreezingTest {

    private static final Placement PLACE = Placement.of(TinyModels.engine());

    @TempDir private Path folder;

    private enum Moment {
        BEFORE_THE_TRAINER,
        BEFORE_IT_IS_INITIALIZED,
        BEFORE_IT_FITS
    }

    private void tune(Model model, Moment moment, boolean encoder) throws Exception {
        AutoencoderBlock block = (AutoencoderBlock) model.getBlock();
        Block frozen = encoder ? block.encoder() : block.decoder();
        Map<String, float[]> before = values(block);
        if (moment == Moment.BEFORE_THE_TRAINER) {
            frozen.freezeParameters(true);
        }
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(
                                AutoencoderLoss.negativeElbo(TinyModels.images().likelihood()))
                        .optOptimizer(Adam.builder().build())
                        .addTrainingListeners(TrainingListener.Defaults.basic());
        try (Trainer trainer = model.newTrainer(config)) {
            if (moment == Moment.BEFORE_IT_IS_INITIALIZED) {
                frozen.freezeParameters(true);
            }
            trainer.initialize(block.inputShapes());
            if (moment == Moment.BEFORE_IT_FITS) {
                frozen.freezeParameters(true);
            }
            NDArray x = trainer.getManager().randomUniform(0, 1, new Shape(8, 1, 4, 4));
            ArrayDataset data =
                    new ArrayDataset.Builder().setData(x).optLabels(x).setSampling(4, true).build();
            EasyTrain.fit(trainer, 2, data, data);
        }
        Map<String, float[]> after = values(block);
        for (String name : before.keySet()) {
            boolean kept = name.contains(encoder ? "encoder" : "decoder");
            boolean same = Arrays.equals(before.get(name), after.get(name));
            assertEquals(kept || frozen(block, name), same, name);
        }
    }

    private static boolean frozen(Block block, String name) {
        Parameter parameter = block.getParameters().get(name);
        return parameter.getType() != Parameter.Type.RUNNING_MEAN
                && parameter.getType() != Parameter.Type.RUNNING_VAR
                && !parameter.requiresGradient();
    }

    private static Map<String, float[]> values(Block block) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            values.put(parameter.getKey(), parameter.getValue().getArray().toFloatArray());
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void aHalfOfASavedModelStaysFrozen(Moment moment) throws Exception {
        SavedModel saved = TinyModels.write(folder, TinyModels.images());
        for (boolean encoder : new boolean[] {true, false}) {
            try (Model model = saved.load(Part.WHOLE, PLACE)) {
                tune(model, moment, encoder);
            }
        }
    }

    /** So stay the running means of a user's normalization, which no gradient changes. */
    @ParameterizedTest
    @EnumSource
    void aHalfWithNormalizationStaysFrozen(Moment moment) throws Exception {
        SavedModel saved = TinyModels.write(folder, residual());
        for (boolean encoder : new boolean[] {true, false}) {
            try (Model model = saved.load(Part.WHOLE, PLACE)) {
                tune(model, moment, encoder);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHalfOfAModelThatDjlLoadedStaysFrozen(Moment moment) throws Exception {
        TinyModels.write(folder, TinyModels.images());
        try (Model model = Model.newInstance("own", TinyModels.engine())) {
            model.setBlock(TinyModels.images().newBlock());
            model.load(folder, SavedModel.NAME);
            tune(model, moment, true);
        }
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine(TinyModels.engine())
                        .optModelPath(folder)
                        .optArgument("task", "reconstruct")
                        .optTranslatorFactory(new DeferredTranslatorFactory())
                        .build();
        try (Model model = criteria.loadModel()) {
            tune(model, moment, true);
        }
    }

    /** DJL lets go of it where it holds a block for one that was loaded. */
    @Test
    void aLayerOfASavedModelStaysFrozen() throws Exception {
        SavedModel saved = TinyModels.write(folder, TinyModels.images());
        try (Model model = saved.load(Part.WHOLE, PLACE)) {
            AutoencoderBlock block = (AutoencoderBlock) model.getBlock();
            Block mean = block.encoder().getChildren().get("02mean");
            mean.freezeParameters(true);
            Map<String, float[]> before = values(mean);
            tune(model, Moment.BEFORE_THE_TRAINER, false);
            assertArrayEquals(before.values().toArray(), values(mean).values().toArray());
        }
    }

    @Test
    void whatIsThawedIsTrainedAgain() throws Exception {
        SavedModel saved = TinyModels.write(folder, TinyModels.images());
        try (Model model = saved.load(Part.WHOLE, PLACE)) {
            AutoencoderBlock block = (AutoencoderBlock) model.getBlock();
            block.encoder().freezeParameters(true);
            block.freezeParameters(false);
            tune(model, Moment.BEFORE_THE_TRAINER, false);
        }
    }

    static AutoencoderConfig residual() {
        AutoencoderConfig images = TinyModels.images();
        return new AutoencoderConfig(
                images.format(),
                List.of(),
                new ResidualNetwork(3, 2),
                images.bottleneck(),
                images.likelihood());
    }

    /** As DJL's own Model writes it; without an engine's name, the parameters' file is the same. */
    @ParameterizedTest
    @EnumSource(names = {"WHOLE", "ENCODER", "DECODER"})
    void aPartThatWasLoadedIsSavedByDjl(Part part) throws Exception {
        for (AutoencoderConfig config :
                List.of(TinyModels.images(), TinyModels.conditional(), residual())) {
            Path whole = Files.createTempDirectory(folder, "whole");
            SavedModel saved = TinyModels.write(whole, config);
            Path own = Files.createTempDirectory(folder, "own");
            try (Model model = saved.load(part, PLACE);
                    Model again = Model.newInstance("own", TinyModels.engine())) {
                model.save(own, "own");
                again.setBlock(part.alone(config.newBlock()));
                again.load(own, "own");
                assertArrayEquals(
                        values(model.getBlock()).values().toArray(),
                        values(again.getBlock()).values().toArray());
            }
        }
    }

    @Test
    void partsOfOnesOwnNetworksAreExportedAndReadAgain() throws Exception {
        SavedModel saved = TinyModels.write(folder, residual());
        assertEquals(OwnClasses.of(ResidualNetwork.class), saved.ownClasses());
        Path into = Files.createTempDirectory(folder, "encoder");
        TinyModels.export(saved, Part.ENCODER, into);
        SavedModel encoder = SavedModel.open(into, OwnClasses.of(ResidualNetwork.class));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.arange(32f).reshape(2, 1, 4, 4);
            assertArrayEquals(code(saved, x), code(encoder, x));
        }
    }

    private static float[] code(SavedModel saved, NDArray x) throws Exception {
        try (Model model = saved.load(Part.ENCODER, PLACE)) {
            ParameterStore parameters = new ParameterStore(model.getNDManager(), false);
            return model.getBlock()
                    .forward(parameters, new NDList(x.toType(DataType.FLOAT32, false)), false)
                    .head()
                    .toFloatArray();
        }
    }
}
