package io.github.autoencoders.evaluation;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import io.github.autoencoders.dataset.ReconstructionDataset;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Corruption;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a model makes of corrupted samples, beside the clean ones; all raw and as many.
 *
 * @param corrupted what the model saw; as the samples are in a file, but for rounding
 * @param restored what it made of them
 * @param clean what they were
 */
public record Restoration(List<float[]> corrupted, List<float[]> restored, List<float[]> clean) {

    private static final int BATCH_SIZE = 256; // at most

    public Restoration {
        corrupted = List.copyOf(corrupted);
        restored = List.copyOf(restored);
        clean = List.copyOf(clean);
    }

    /**
     * Takes pairs as they are, or corrupts samples as they were in the validation of the model's
     * training, if they are the same, and lets the model restore them.
     *
     * @param model whose card has the corruption
     * @param samples in the model's format
     * @throws IllegalArgumentException if the card has none, and the samples are no pairs
     */
    public static Restoration of(TrainedAutoencoder model, Samples samples) {
        List<float[]> corrupted = new ArrayList<>();
        List<float[]> restored = new ArrayList<>();
        List<float[]> clean = new ArrayList<>();
        each(
                model,
                samples,
                batch -> {
                    corrupted.addAll(batch.corrupted);
                    restored.addAll(batch.restored);
                    clean.addAll(batch.clean);
                });
        return new Restoration(corrupted, restored, clean);
    }

    /** The same for batches of samples, one after the other, of which there may be many. */
    static void each(TrainedAutoencoder model, Samples samples, Consumer<Restoration> report) {
        TrainingRecipe recipe = model.card().recipe();
        Corruption corruption = recipe.corruption();
        if (!corruption.corrupts() && !samples.arePairs()) {
            throw new IllegalArgumentException(
                    "samples must be pairs for a model that did not learn from corrupted ones, but"
                            + " are none");
        }
        ReconstructionDataset dataset =
                ReconstructionDataset.of(samples, model.config().atOnce(BATCH_SIZE))
                        .withConditions(model.config().conditions())
                        .withCorruption(corruption, recipe.validationSeed());
        try (Model whole = model.newModel(Part.WHOLE);
                NDManager manager = whole.getNDManager().newSubManager()) {
            for (Batch batch : dataset.getData(manager)) {
                try (batch) {
                    report.accept(restored(model.config(), whole.getBlock(), batch, samples));
                }
            }
        }
    }

    private static Restoration restored(
            AutoencoderConfig config, Block whole, Batch batch, Samples samples) {
        ParameterStore parameters = new ParameterStore(batch.getManager(), false);
        NDList output = whole.forward(parameters, batch.getData(), false);
        NDArray restored = config.likelihood().mean(output.head());
        SampleFormat format = config.target();
        return new Restoration(
                raw(config.format(), batch.getData().head()),
                raw(format, restored),
                clean(raw(format, batch.getLabels().head()), batch.getIndices(), samples));
    }

    // NaN where a value is missing.
    private static List<float[]> clean(List<float[]> clean, List<?> indices, Samples samples) {
        for (int i = 0; i < clean.size(); i++) {
            int index = ((Number) indices.get(i)).intValue();
            for (int j = 0; j < clean.get(i).length; j++) {
                if (Double.isNaN(samples.value(index, j))) {
                    clean.get(i)[j] = Float.NaN;
                }
            }
        }
        return clean;
    }

    private static List<float[]> raw(SampleFormat format, NDArray model) {
        float[] values = Digits.narrowed(Digits.of(format.toRaw(model)));
        List<float[]> samples = new ArrayList<>();
        for (int from = 0; from < values.length; from += format.size()) {
            samples.add(Arrays.copyOfRange(values, from, from + format.size()));
        }
        return samples;
    }

    /** Returns how near samples of a format are to the clean ones before and after, in words. */
    public List<String> lines(SampleFormat format) {
        return List.of(
                "corrupted: " + ReconstructionQuality.of(format, clean, corrupted),
                "restored:  " + ReconstructionQuality.of(format, clean, restored));
    }

    /** Returns the sheet of the first samples: corrupted, restored and clean below each other. */
    public Sheet sheet(SampleDrawing drawing, int columns) {
        return sheet(drawing, columns, "corrupted", "restored", "clean");
    }

    /** Returns the sheet of the first pairs: what goes in, what comes out, and the target. */
    public Sheet sheetOfPairs(SampleDrawing drawing, int columns) {
        return sheet(drawing, columns, "input", "output", "target");
    }

    private Sheet sheet(
            SampleDrawing drawing, int columns, String before, String after, String wanted) {
        int shown = Math.min(columns, clean.size());
        List<Sheet.Row> rows =
                List.of(
                        new Sheet.Row(before, corrupted.subList(0, shown)),
                        new Sheet.Row(after, restored.subList(0, shown)),
                        new Sheet.Row(wanted, clean.subList(0, shown)));
        return new Sheet(drawing, rows, List.of(), "", "");
    }
}
