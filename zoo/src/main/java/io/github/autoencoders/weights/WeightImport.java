package io.github.autoencoders.weights;

import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.config.RecordCopy;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.zoo.LibraryVersion;
import io.github.autoencoders.zoo.ModelCard;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes over the parameters of a model that was trained elsewhere, and whose networks a recipe
 * describes. What comes out is a model as any other, once it was compared with golden values.
 *
 * <pre>{@code
 * try (ImportedModel imported =
 *         WeightImport.of(recipe).read(List.of(file), Golden.read(folder.resolve("golden.npz")))) {
 *     imported.model().save(folder.resolve("model"));
 * }
 * }</pre>
 *
 * @param recipe whose networks, code and likelihood are those of the foreign model
 * @param format what a sample is; without one, as golden values tell: images [C, H, W] of [0, 1]
 *     are those of 8 bits, all else is taken as it stands
 * @param layout of the files; without one, that of their kind
 * @param mapping names of tensors by those of parameters, where a guess would be wrong
 * @param place where it is computed
 */
public record WeightImport(
        TrainingRecipe recipe,
        Optional<SampleFormat> format,
        Optional<Layout> layout,
        Map<String, String> mapping,
        Placement place) {

    public WeightImport {
        mapping = Map.copyOf(mapping);
        if (recipe.isConditional()) {
            throw new IllegalArgumentException(
                    "recipe must be of a model without conditions to be imported, but has them");
        }
    }

    /** Returns an import on the default engine that guesses all that it can. */
    public static WeightImport of(TrainingRecipe recipe) {
        return new WeightImport(
                recipe, Optional.empty(), Optional.empty(), Map.of(), Placement.ofDefault());
    }

    /** Returns the import with samples of a format. */
    public WeightImport withFormat(SampleFormat newFormat) {
        return RecordCopy.with(this, "format", Optional.of(newFormat));
    }

    /** Returns the import from a layout. */
    public WeightImport withLayout(Layout newLayout) {
        return RecordCopy.with(this, "layout", Optional.of(newLayout));
    }

    /** Returns the import with some parameters' tensors chosen. */
    public WeightImport withMapping(Map<String, String> newMapping) {
        return RecordCopy.with(this, "mapping", newMapping);
    }

    /** Returns the import on an engine and a device. */
    public WeightImport on(Placement newPlace) {
        return RecordCopy.with(this, "place", newPlace);
    }

    /**
     * Reads weights, and compares what becomes of them with golden values.
     *
     * @param files of one model, as its encoder's and its decoder's; names of tensors then begin
     *     with the file's
     * @param golden what the foreign model makes of some samples
     * @return what came of it, equal or not; the caller closes it
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the recipe does not fit, or the mapping does not
     */
    public ImportedModel read(List<Path> files, Golden golden) throws IOException {
        return read(files, Optional.of(golden));
    }

    /**
     * Reads weights that are compared with nothing: shapes alone say that they are where they
     * belong. What is between the layers, as an activation or a padding, is not checked at all.
     *
     * @param files as for {@link #read(List, Golden)}
     * @return the model; the caller closes it
     * @throws IllegalArgumentException if there is no format, or the mapping does not fit
     */
    public ImportedModel readUnchecked(List<Path> files) throws IOException {
        return read(files, Optional.empty());
    }

    private ImportedModel read(List<Path> files, Optional<Golden> golden) throws IOException {
        List<Tensor> tensors = tensors(files);
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException(
                    "weights must be tensors with names, but there are none in " + names(files));
        }
        ModelCard card = card(files);
        List<Layout> layouts = layouts(WeightFile.of(files.get(0)), golden);
        return read(tensors, golden, layouts, card);
    }

    // Where a file does not tell, golden values do: both are tried, Keras' first.
    private List<Layout> layouts(WeightFile kind, Optional<Golden> golden) {
        if (layout.isPresent()) {
            return List.of(layout.get());
        }
        if (kind == WeightFile.NUMPY && golden.isEmpty()) {
            throw new IllegalArgumentException(
                    "layout must be given for NumPy's arrays without golden values, but is not");
        }
        return kind == WeightFile.NUMPY
                ? List.of(Layout.KERAS, Layout.PYTORCH)
                : List.of(kind.layout());
    }

    private ImportedModel read(
            List<Tensor> tensors, Optional<Golden> golden, List<Layout> layouts, ModelCard card) {
        Optional<ImportedModel> nearest = Optional.empty();
        IllegalArgumentException refused = new IllegalArgumentException();
        for (Layout each : layouts) {
            ImportedModel imported;
            try {
                imported = read(tensors, golden, each, card);
            } catch (IllegalArgumentException e) {
                refused = e; // axes in the wrong order fit no network
                continue;
            }
            if (nearest.isPresent() && !imported.isNearerThan(nearest.get())) {
                imported.close();
            } else {
                nearest.ifPresent(ImportedModel::close);
                nearest = Optional.of(imported);
            }
            if (imported.isSound()) {
                break;
            }
        }
        if (nearest.isEmpty()) {
            throw refused;
        }
        return nearest.get();
    }

    private ImportedModel read(
            List<Tensor> tensors, Optional<Golden> golden, Layout from, ModelCard card) {
        AutoencoderConfig config = config(golden, from);
        Model model = Model.newInstance(SavedModel.NAME, place.device(), place.engine());
        try {
            AutoencoderBlock block = config.newBlock();
            model.setBlock(block);
            block.initialize(model.getNDManager(), DataType.FLOAT32, block.inputShapes());
            WeightMapping taken = WeightMapping.of(TargetWalk.of(block), tensors, from, mapping);
            Map<String, Double> differences = Map.of();
            if (taken.missing().isEmpty()) {
                taken.apply();
                differences =
                        golden.map(
                                        values ->
                                                values.differences(
                                                        config, block, from, model.getNDManager()))
                                .orElse(Map.of());
            }
            return new ImportedModel(
                    taken,
                    golden.isPresent(),
                    differences,
                    TrainedAutoencoder.ofModel(config, card, place, model));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static List<Tensor> tensors(List<Path> files) throws IOException {
        for (Path file : files) {
            Optional<Path> index = ShardIndex.beside(file);
            if (index.isPresent()) {
                throw new IllegalArgumentException(
                        "weights in several files must be given by their index, %s, but %s is one of them"
                                .formatted(index.get(), file));
            }
        }
        if (files.size() == 1) {
            return WeightFile.read(files.get(0));
        }
        List<Tensor> tensors = new ArrayList<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
            WeightFile.read(file)
                    .forEach(tensor -> tensors.add(tensor.named(name + "/" + tensor.name())));
        }
        return tensors;
    }

    private AutoencoderConfig config(Optional<Golden> golden, Layout guessed) {
        SampleFormat of =
                format.or(() -> golden.map(values -> format(values.sample(guessed))))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "format must be given where there are no golden"
                                                        + " values, but is not"));
        golden.ifPresent(values -> values.requireWithin(of, recipe.likelihood()));
        return new AutoencoderConfig(
                of, List.of(), recipe.architecture(), recipe.bottleneck(), recipe.likelihood());
    }

    private SampleFormat format(Shape model) {
        int padding = model.dimension() > 1 ? recipe.data().padding() : 0;
        long[] sizes = model.getShape().clone();
        for (int axis = 1; axis < sizes.length; axis++) {
            sizes[axis] = model.get(axis) - 2L * padding;
            if (sizes[axis] < 1) {
                throw new IllegalArgumentException(
                        "x of the golden file must be larger than the padding of the recipe, %s,"
                                        .formatted(padding)
                                + " but has samples of shape "
                                + model);
            }
        }
        Scaling scaling =
                sizes.length == 3
                        ? Scaling.UnitInterval.BYTES
                        : recipe.likelihood().needsUnitInterval()
                                ? new Scaling.UnitInterval(0, 1)
                                : new Scaling.Identity();
        return new SampleFormat(new Shape(sizes), padding, scaling);
    }

    private ModelCard card(List<Path> files) throws IOException {
        String sha256 = files.size() == 1 ? Digest.SHA_256.of(files.get(0)) : "";
        return new ModelCard(
                recipe,
                new ModelCard.Data("imported from " + names(files), sha256, 0),
                new ModelCard.Data("", "", 0),
                "",
                ModelCard.Environment.of(place),
                LibraryVersion.current(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                1,
                "",
                Map.of());
    }

    private static String names(List<Path> files) {
        return files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
    }
}
