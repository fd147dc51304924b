package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** New samples from the prior. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws codes from the prior N(0, I) and decodes them into new samples.",
            "",
            "The same seed gives the same codes on every engine. A plain autoencoder has no prior:"
                    + " few of its samples will look like anything."
        })
final class SampleCommand implements Callable<Integer> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int count = 100;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the first code; each next one has the next seed (default: 0).")
    private long seed;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for one sheet, a .csv file for numbers, or a folder for one image"
                            + " each.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        if (count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, but is " + count);
        }
        SavedModel saved = model.open();
        SampleOutput output = SampleOutput.of(out, saved.config().format());
        List<Long> seeds = LongStream.range(seed, seed + count).boxed().toList();
        List<float[]> samples = model.predict(saved, Part.DECODER, Task::sampling, seeds);
        int columns = (int) Math.ceil(Math.sqrt(count));
        output.write(
                samples,
                "samples",
                () ->
                        Sheet.ofSamples(output.drawing(samples), samples, columns)
                                .draw("Samples from the prior"),
                model.text());
        return CommandLine.ExitCode.OK;
    }
}
