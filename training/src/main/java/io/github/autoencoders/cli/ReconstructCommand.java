package io.github.autoencoders.cli;

import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.autoencoders.dataset.SampleSet;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskPredictor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
        Shape shape = saved.config().format().shape();
        SampleWriter.requireKind(out, shape);
        String engine = model.engine().start();
        SampleSet samples = ModelOptions.read(in, saved.config().format());
        List<float[]> originals =
                IntStream.range(0, samples.size()).mapToObj(samples::sample).toList();
        try (var whole =
                TaskPredictor.load(
                        saved, Part.WHOLE, Task::reconstruction, engine, model.engine().device())) {
            List<float[]> reconstructions = whole.predict(originals);
            SampleWriter.write(
                    out, shape, reconstructions, () -> sheet(shape, originals, reconstructions));
        }
        Output.of(spec).printf("%,d samples of %s reconstructed in %s%n", samples.size(), in, out);
        return CommandLine.ExitCode.OK;
    }

    private static BufferedImage sheet(
            Shape shape, List<float[]> originals, List<float[]> reconstructions) {
        int shown = Math.min(COLUMNS, originals.size());
        return Sheet.ofReconstructions(
                        SampleWriter.drawing(shape, originals),
                        originals.subList(0, shown),
                        reconstructions.subList(0, shown))
                .draw("Reconstructions");
    }
}
