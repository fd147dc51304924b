package io.github.autoencoders.cli;

import io.github.autoencoders.dataset.CsvStream;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Codes to samples. */
@Command(name = "decode", description = "Turns codes, the rows of a CSV file, into samples.")
final class DecodeCommand extends Action {

    private static final int ON_A_SHEET = 100;

    @Mixin private ModelOptions model = new ModelOptions();
    @Mixin final TextOptions text = new TextOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "FILE",
            description =
                    "A CSV file as encode writes it, or - for the standard input: z1, z2 and so on"
                            + " are read by name, columns before them are kept as keys; a column"
                            + " label is passed over, unless the model is conditional.")
    private String in = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description =
                    "A .png file for a sheet of the first "
                            + ON_A_SHEET
                            + ", a .csv file for the numbers"
                            + " of all, or a folder for one image each; for strings a .txt or .smi"
                            + " file.")
    private Path out = Path.of("");

    @Override
    void run() throws IOException {
        SavedModel saved = model.open(Part.DECODER);
        SampleFormat format = saved.config().target();
        boolean sheet = !Output.takesAll(out, format);
        int portion = SampleStream.portion((int) format.modelShape().size()); // of what they become
        try (TrainedAutoencoder decoder = model.load(saved);
                SampleStream codes =
                        ModelOptions.stream(
                                in,
                                model.told(DataOptions.ofSeed(0)),
                                sheet ? ON_A_SHEET : portion)) {
            if (codes instanceof CsvStream table) {
                table.takeCodes(saved.config().bottleneck().codeSize());
            }
            if (sheet) {
                Samples shown = codes.next().orElseThrow().first(ON_A_SHEET);
                List<float[]> samples = List.of(decoder.run(Task.DECODE, shown));
                SampleDrawing drawing = SampleDrawing.of(format, samples);
                Png.write(Sheet.ofSamples(drawing, samples, 10).draw("Decoded"), out);
                model.say("%,d samples in %s", samples.size(), out);
            } else {
                model.writeAll(decoder, Task.DECODE, codes, "samples", out);
            }
        }
    }
}
