package io.github.autoencoders.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Adam;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.loss.AutoencoderLoss;
import io.github.autoencoders.loss.Reduction;
import io.github.autoencoders.loss.Regularizer;
import io.github.autoencoders.loss.Schedule;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.ActivationBlock;
import io.github.autoencoders.testing.ResidualNetwork;
import org.junit.jupiter.api.Test;

/** Blocks of a user's own between ours, in a user's own Trainer. */
class OwnBlocksTest {

    private static final Shape IMAGE = new Shape(1, 4, 6);

    /** With DJL's listeners alone, which evaluate the loss of each batch again. */
    @Test
    void ownNetworksAreTrainedByAnOwnTrainer() throws Exception {
        ResidualNetwork networks = new ResidualNetwork(6, 2);
        Encoder encoder = Encoder.of(IMAGE, networks.encoder(IMAGE), new Bottleneck.Gaussian(3));
        Decoder decoder = Decoder.of(3, networks.decoder(IMAGE, 1));
        AutoencoderLoss loss =
                new AutoencoderLoss(
                        new Likelihood.Bernoulli(),
                        new Regularizer.KlDivergence(),
                        new Reduction.Sum(),
                        new Schedule.LinearWarmup(0.1, 20));
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(loss)
                        .optOptimizer(Adam.builder().build())
                        .addTrainingListeners(TrainingListener.Defaults.basic());
        try (Model model = Model.newInstance("own")) {
            AutoencoderBlock block = new VariationalAutoencoder(encoder, decoder);
            model.setBlock(block);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(block.inputShapes());
                NDArray black = trainer.getManager().zeros(new Shape(8, 1, 4, 6));
                NDArray x = black.concat(black.onesLike()); // black and white images
                ArrayDataset data =
                        new ArrayDataset.Builder()
                                .setData(x)
                                .optLabels(x)
                                .setSampling(8, true)
                                .build();
                EasyTrain.fit(trainer, 1, data, data);
                float first = trainer.getTrainingResult().getValidateLoss();
                EasyTrain.fit(trainer, 15, data, data);
                float last = trainer.getTrainingResult().getValidateLoss();
                assertTrue(last < 0.7 * first, first + " to " + last);
            }
        }
    }

    /** The lambda of DJL's block is tried on arrays of the shapes that it is asked about. */
    @Test
    void lambdaBlocksAndMapsAsFeaturesWillDo() {
        Block network = new SequentialBlock().add(Blocks.identityBlock()).add(arrays -> arrays);
        Encoder encoder =
                Encoder.of(IMAGE, network, new Bottleneck.Deterministic(5, Activation.TANH));
        assertArrayEquals(
                new Shape[] {new Shape(-1, 5)},
                encoder.getOutputShapes(new Shape[] {new Shape(-1, 1, 4, 6)}));
        try (NDManager manager = NDManager.newBaseManager()) {
            encoder.initialize(manager, DataType.FLOAT32, new Shape(-1, 1, 4, 6));
            NDList x = new NDList(manager.ones(new Shape(2, 1, 4, 6)));
            NDList code = encoder.forward(new ParameterStore(manager, false), x, false);
            assertEquals(new Shape(2, 5), code.head().getShape());
        }
    }

    @Test
    void ownNetworksCanBeConditional() {
        Block features =
                new SequentialBlock()
                        .add(Linear.builder().setUnits(7).build())
                        .add(new ActivationBlock(Activation.RELU));
        Encoder encoder = Encoder.of(new Shape(9), 2, features, new Bottleneck.Gaussian(3));
        Decoder decoder = Decoder.of(3, 2, Linear.builder().setUnits(9).build());
        assertEquals(2, encoder.conditions());
        AutoencoderBlock block = new VariationalAutoencoder(encoder, decoder);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, block.inputShapes());
            NDList inputs =
                    new NDList(manager.ones(new Shape(4, 9)), manager.ones(new Shape(4, 2)));
            NDList output = block.forward(new ParameterStore(manager, false), inputs, false);
            assertEquals(new Shape(4, 9), output.head().getShape());
            assertEquals(new Shape(9, 5), decoder.getParameters().valueAt(0).getShape());
        }
    }
}
