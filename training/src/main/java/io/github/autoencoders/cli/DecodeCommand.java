package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DatasetCatalog;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Codes to samples. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Turns codes, the rows of a CSV file, into samples.")
final class DecodeCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description =
                    "A CSV file as encode writes it; a column label is passed over,"
                            + " unless the model is conditional.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for a sheet of the first "
                            + SampleOutput.ON_A_SHEET
                            + ", a .csv file for the numbers"
                            + " of all, or a folder for one image each; for strings a .txt or .smi"
                            + " file.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open(Part.DECODER);
        SampleOutput output = SampleOutput.of(out, saved.config().format());
        SampleSet codes = DatasetCatalog.loadAll(in, DataOptions.ofSeed(0));
        requireCodes(codes, saved.config().bottleneck().codeSize());
        List<float[]> inputs = codes.samples(saved.config().conditions());
        List<float[]> shown = output.shown(inputs, SampleOutput.ON_A_SHEET);
        List<float[]> samples = model.predict(saved, Part.DECODER, Task::decoding, shown);
        output.write(
                samples,
                "samples",
                () -> Sheet.ofSamples(output.drawing(samples), samples, 10).draw("Decoded"),
                model.text());
        return CommandLine.ExitCode.OK;
    }

    private void requireCodes(SampleSet codes, int codeSize) {
        Shape shape = codes.format().shape();
        if (!shape.equals(new Shape(codeSize))) {
            throw new IllegalArgumentException(
                    in + " must hold " + codeSize + " values in a row, but holds " + shape.size());
        }
    }
}
