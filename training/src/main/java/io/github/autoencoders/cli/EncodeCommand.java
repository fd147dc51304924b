package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to codes. */
@Command(
        name = "encode",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Turns samples into codes, one row of a CSV file for each.",
            "",
            "A variational autoencoder's code is the mean of its posterior. Labels of the samples,"
                    + " if any, become the last column; a conditional model needs them."
        })
final class EncodeCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description =
                    "An IDX file, a CSV file, a file of strings, a folder of images, or a data"
                            + " set's name.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The CSV file to write.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open(Part.ENCODER);
        Output.requireEnding("--out", out, ".csv");
        SampleSet samples = model.read(in, saved);
        List<float[]> inputs = samples.samples(saved.config().conditions());
        List<float[]> codes = model.predict(saved, Part.ENCODER, Task::encoding, inputs);
        List<String> header =
                new ArrayList<>(SampleOutput.columns("z", saved.config().bottleneck().codeSize()));
        if (samples.labelled()) {
            header.add("label");
        }
        Output.writeTable(
                out,
                header,
                IntStream.range(0, codes.size()).mapToObj(i -> row(codes, samples, i)));
        model.text()
                .printf(
                        Locale.ROOT,
                        "%,d codes of %s in %s%n",
                        samples.size(),
                        samples.name(),
                        out);
        return CommandLine.ExitCode.OK;
    }

    private static List<Object> row(List<float[]> codes, SampleSet samples, int i) {
        List<Object> row = new ArrayList<>(SampleOutput.row(codes.get(i)));
        if (samples.labelled()) {
            row.add(samples.labelNames().get(samples.label(i)));
        }
        return row;
    }
}
