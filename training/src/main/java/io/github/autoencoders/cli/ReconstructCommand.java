package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.SampleSet;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Samples to what the model makes of them. */
@Command(
        name = "reconstruct",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Encodes and decodes samples.")
final class ReconstructCommand implements Callable<Integer> {

    private static final int COLUMNS = 10;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for the first "
                            + COLUMNS
                            + " above their reconstructions, a .csv"
                            + " file for the numbers of all, or a folder for one image each.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        SavedModel saved = model.open();
        SampleFormat format = saved.config().format();
        SampleWriter.requireKind(out, format.shape());
        String engine = model.engine().start();
        SampleSet samples = ModelOptions.read(in, saved);
        List<float[]> originals = SampleWriter.shown(out, samples.samples(), COLUMNS);
        try (var whole =
                TaskPredictor.load(
                        saved, Part.WHOLE, Task::reconstruction, engine, model.engine().device())) {
            List<float[]> reconstructions = whole.predict(originals);
            SampleWriter.write(
                    out,
                    format,
                    reconstructions,
                    () ->
                            Sheet.ofReconstructions(
                                            RunPictures.drawing(format, originals),
                                            originals,
                                            reconstructions)
                                    .draw("Reconstructions"));
        }
        Output.of(spec)
                .printf(
                        Locale.ROOT,
                        "%,d samples of %s reconstructed in %s%n",
                        originals.size(),
                        in,
                        out);
        return CommandLine.ExitCode.OK;
    }
}
