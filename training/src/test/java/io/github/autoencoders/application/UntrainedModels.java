package io.github.autoencoders.application;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.onnxruntime.OrtEnvironment;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.training.RecipeSummary;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Models whose parameters are drawn: what they say means nothing, but they say it. */
public final class UntrainedModels {

    private UntrainedModels() {}

    /** Returns the engine that this process tests, on the processor. */
    public static Placement place() {
        return Placement.of(System.getProperty("ai.djl.default_engine", "PyTorch"), "cpu");
    }

    /** Returns a model of rows. */
    public static TrainedAutoencoder ofRows(int size, Scaling scaling, List<String> conditions)
            throws IOException {
        return of(
                "vae-table",
                new AutoencoderConfig(
                        new SampleFormat(new Shape(size), 0, scaling),
                        conditions,
                        new Architecture.Dense(List.of(8), Activation.TANH),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Gaussian(1)));
    }

    /** Returns a model of grey images of 2 x 2, padded to 4 x 4. */
    public static TrainedAutoencoder ofPaddedImages() throws IOException {
        return of(
                "vae-table",
                new AutoencoderConfig(
                        new SampleFormat(new Shape(1, 2, 2), 1, Scaling.UnitInterval.BYTES),
                        List.of(),
                        new Architecture.Dense(List.of(8), Activation.TANH),
                        new Bottleneck.Gaussian(2),
                        new Likelihood.Bernoulli()));
    }

    /** Returns a model of strings of at most five letters a to c, drawn one by one. */
    public static TrainedAutoencoder ofStrings() throws IOException {
        var recipe = Recipes.read("vae-smiles", Map.of());
        return of(
                "vae-smiles",
                new AutoencoderConfig(
                        new SampleFormat(
                                new Shape(1, 5), 0, new OneHot(List.of("", "a", "b", "c"))),
                        List.of(),
                        recipe.architecture(),
                        new Bottleneck.Gaussian(2),
                        recipe.likelihood()));
    }

    /**
     * Returns a model of a recipe, of other data where it wants a file, with parameters as small as
     * those that training begins with.
     */
    public static TrainedAutoencoder ofRecipe(String name) throws IOException {
        TrainingRecipe recipe = Recipes.read(name, Map.of());
        return of(name, summary(recipe).config(), new NormalInitializer(0.05f));
    }

    /**
     * Returns the names of the recipes, but of those that are alike the first one's alone.
     *
     * @param what alike recipes have in common
     */
    public static List<String> recipes(Function<RecipeSummary, ?> what) throws IOException {
        Map<Object, String> names = new LinkedHashMap<>();
        for (String name : Recipes.names()) {
            names.putIfAbsent(what.apply(summary(Recipes.named(name))), name);
        }
        return List.copyOf(names.values());
    }

    /** Returns the one environment of a process: DJL's engine wants to have made it. */
    public static OrtEnvironment onnxRuntime() {
        Engine.getEngine("OnnxRuntime");
        return OrtEnvironment.getEnvironment();
    }

    /** Returns a recipe's summary: of data that users bring, of a shape; all others are known. */
    public static RecipeSummary summary(TrainingRecipe recipe) throws IOException {
        String source = recipe.data().source();
        if (source.equals("photos")) {
            return RecipeSummary.of(recipe, new Shape(3, 23, 30));
        }
        if (!source.endsWith(".csv") && !source.equals("sounds")) {
            return RecipeSummary.of(recipe);
        }
        int window = recipe.data().window();
        Shape sample = window > 0 ? new Shape(1, window) : new Shape(5);
        if (!recipe.isConditional()) {
            return RecipeSummary.of(recipe, sample);
        }
        TrainingRecipe plain = recipe.withData(recipe.data().withConditional(false));
        AutoencoderConfig config = RecipeSummary.of(plain, sample).config();
        return RecipeSummary.of(
                recipe,
                new AutoencoderConfig(
                        config.format(),
                        List.of("a", "b"),
                        config.architecture(),
                        config.bottleneck(),
                        config.likelihood()));
    }

    /** Returns a model of a configuration, with parameters as small. */
    public static TrainedAutoencoder of(AutoencoderConfig config) throws IOException {
        return of("vae-table", config, new NormalInitializer(0.05f));
    }

    private static TrainedAutoencoder of(String recipe, AutoencoderConfig config)
            throws IOException {
        return of(recipe, config, new NormalInitializer(0.5f));
    }

    private static TrainedAutoencoder of(
            String recipe, AutoencoderConfig config, Initializer initializer) throws IOException {
        Placement place = place();
        AutoencoderBlock block = config.newBlock();
        Model model = Model.newInstance("untrained", place.device(), place.engine());
        model.setBlock(block);
        block.setInitializer(initializer, parameter -> true);
        block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
        ModelCard.Data none = new ModelCard.Data("none", "", 0);
        ModelCard card =
                new ModelCard(
                        Recipes.read(recipe, Map.of()),
                        none,
                        none,
                        "",
                        ModelCard.Environment.of(place),
                        "",
                        "",
                        0,
                        "",
                        Map.of());
        return TrainedAutoencoder.ofModel(config, card, place, model);
    }
}
