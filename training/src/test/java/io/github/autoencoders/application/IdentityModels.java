package io.github.autoencoders.application;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Models of rows of two values whose codes are the samples themselves, so that what comes of them
 * can be said by hand. The decoder of a conditional one adds ten times the label's number.
 */
public final class IdentityModels {

    /** Rows of two numbers, as they stand. */
    public static final SampleFormat PAIR =
            new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1));

    private IdentityModels() {}

    /** Returns a plain autoencoder. */
    public static TrainedAutoencoder plain(String... conditions) throws IOException {
        return of(new Bottleneck.Deterministic(2, Activation.IDENTITY), conditions);
    }

    /** Returns a variational one, whose posteriors have the variance 1 about the sample. */
    public static TrainedAutoencoder variational(String... conditions) throws IOException {
        return of(new Bottleneck.Gaussian(2), conditions);
    }

    /** Returns samples with labels, or none. */
    public static Samples samples(float[][] rows, String... labels) {
        return Samples.of(rows, PAIR).withLabels(List.of(labels));
    }

    private static TrainedAutoencoder of(Bottleneck bottleneck, String... conditions)
            throws IOException {
        AutoencoderConfig config =
                new AutoencoderConfig(
                        PAIR,
                        List.of(conditions),
                        new Architecture.Dense(List.of(), Activation.IDENTITY),
                        bottleneck,
                        new Likelihood.Gaussian(1));
        Placement place = Placement.of(System.getProperty("ai.djl.default_engine", "PyTorch"));
        Model model = Model.newInstance("identity", place.device(), place.engine());
        AutoencoderBlock block = config.newBlock();
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        model.setBlock(block);
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            set(parameter.getKey(), parameter.getValue(), conditions.length);
        }
        ModelCard.Data none = new ModelCard.Data("none", "", 0);
        ModelCard card =
                new ModelCard(
                        Recipes.read("vae-table", Map.of()),
                        none,
                        none,
                        "",
                        ModelCard.Environment.of(place),
                        "",
                        "2026-01-01T00:00:00Z",
                        0,
                        "",
                        Map.of());
        return TrainedAutoencoder.ofModel(config, card, place, model);
    }

    private static void set(String name, Parameter parameter, int conditions) {
        boolean weight = name.endsWith("weight") && !name.contains("logVariance");
        int inputs = 2 + conditions;
        float[] values = new float[(int) parameter.getArray().size()];
        for (int out = 0; weight && out < 2; out++) {
            values[out * inputs + out] = 1;
            for (int label = 0; label < conditions && name.contains("decoder"); label++) {
                values[out * inputs + 2 + label] = 10 * label;
            }
        }
        parameter.getArray().set(values);
    }
}
