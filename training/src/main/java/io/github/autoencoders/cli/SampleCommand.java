package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

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
        SampleFormat format = saved.config().format();
        SampleWriter.requireKind(out, format.shape());
        String engine = model.engine().start();
        List<Long> seeds = LongStream.range(seed, seed + count).boxed().toList();
        try (var decoder =
                TaskPredictor.load(
                        saved, Part.DECODER, Task::sampling, engine, model.engine().device())) {
            List<float[]> samples = decoder.predict(seeds);
            int columns = (int) Math.ceil(Math.sqrt(count));
            SampleWriter.write(
                    out,
                    format,
                    samples,
                    () ->
                            Sheet.ofSamples(RunPictures.drawing(format, samples), samples, columns)
                                    .draw("Samples from the prior"));
        }
        Output.of(spec).printf(Locale.ROOT, "%,d samples in %s%n", count, out);
        return CommandLine.ExitCode.OK;
    }
}
