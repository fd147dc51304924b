package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.latent.CodeArithmetic;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.training.RunPictures;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sums and differences of codes. */
@Command(
        name = "arithmetic",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Adds features to samples by adding codes, and draws what the decoder makes of it.",
            "",
            "With labels, the mean code of --plus less that of --minus is added to samples of"
                + " --minus, times -2 to 2. With --from, all three are numbers of samples, from 0:"
                + " code of --from less code of --minus plus code of --plus; a conditional model"
                + " decodes the sum given the label of --from."
        },
        footer = {
            "",
            "autoencoders arithmetic runs/vae-sprites --in sprites --minus square --plus heart"
                    + " --out hearts.png",
            "autoencoders arithmetic runs/vae-sprites --in sprites --from 3 --minus 7 --plus 8"
                    + " --out sum.png"
        })
final class ArithmeticCommand implements Callable<Integer> {

    private static final double[] STRENGTHS = {-2, -1, 0, 1, 2};

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    @Option(
            names = "--minus",
            required = true,
            paramLabel = "LABEL",
            description = "What is taken away: a label, or with --from a sample's number.")
    private String minus = "";

    @Option(
            names = "--plus",
            required = true,
            paramLabel = "LABEL",
            description = "What is added: a label, or with --from a sample's number.")
    private String plus = "";

    @Option(names = "--from", paramLabel = "N", description = "The sample to begin with, from 0.")
    private @Nullable Integer from;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many samples of --minus are shown (default: ${DEFAULT-VALUE}).")
    private int count = 6;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The .png file to write.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        if (count < 1) {
            throw new IllegalArgumentException("--count must be at least 1, but is " + count);
        }
        Output.requireEnding("--out", out, ".png");
        SavedModel saved = model.openForCodes();
        requireLabelsInCodes(saved.config().conditions());
        Samples samples = model.read(in, saved);
        Sheet sheet = from == null ? byLabels(saved, samples) : bySamples(saved, samples);
        String title = from == null ? "From " + minus + " to " + plus : "Arithmetic of codes";
        Png.write(sheet.draw(title), out);
        model.text().println("sums of codes in " + out);
        return CommandLine.ExitCode.OK;
    }

    private void requireLabelsInCodes(List<String> conditions) {
        if (from == null && !conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "--from must be given for a conditional model, which is told the labels "
                            + String.join(", ", conditions)
                            + ": they are not in its codes (sample --label changes them)");
        }
    }

    private Sheet byLabels(SavedModel saved, Samples samples) throws IOException {
        int[] without = ofLabel("--minus", minus, samples);
        int[] with = ofLabel("--plus", plus, samples);
        List<float[]> codes = encode(saved, samples);
        float[] direction =
                CodeArithmetic.direction(
                        CodeArithmetic.mean(chosen(codes, without)),
                        CodeArithmetic.mean(chosen(codes, with)));
        int[] shown = IntStream.of(without).limit(count).toArray();
        List<float[]> moved = new ArrayList<>();
        for (int index : shown) {
            for (double strength : STRENGTHS) {
                moved.add(CodeArithmetic.moved(codes.get(index), strength, direction));
            }
        }
        return steps(samples, shown, model.decode(saved, moved, List.of()));
    }

    private static Sheet steps(Samples samples, int[] shown, List<float[]> decoded) {
        List<Sheet.Row> rows = new ArrayList<>();
        List<float[]> all = new ArrayList<>(decoded);
        for (int row = 0; row < shown.length; row++) {
            List<float[]> tiles = new ArrayList<>();
            tiles.add(samples.sample(shown[row]));
            int start = row * STRENGTHS.length;
            tiles.addAll(decoded.subList(start, start + STRENGTHS.length));
            rows.add(new Sheet.Row("", tiles));
            all.add(samples.sample(shown[row]));
        }
        List<String> captions = new ArrayList<>(List.of("original"));
        for (double strength : STRENGTHS) {
            captions.add(String.format(Locale.ROOT, "%+.0f", strength).replace("+0", "0"));
        }
        return new Sheet(RunPictures.drawing(samples.format(), all), rows, captions, "", "");
    }

    private Sheet bySamples(SavedModel saved, Samples samples) throws IOException {
        int[] indices = {
            index("--from", String.valueOf(from), samples),
            index("--minus", minus, samples),
            index("--plus", plus, samples)
        };
        List<float[]> terms = chosen(samples.samples(), indices);
        List<float[]> codes = encode(saved, samples.subset(indices));
        float[] direction = CodeArithmetic.direction(codes.get(1), codes.get(2));
        float[] sum = CodeArithmetic.moved(codes.get(0), 1, direction);
        List<float[]> tiles = new ArrayList<>(terms);
        List<String> label = samples.subset(new int[] {indices[0]}).labels();
        tiles.addAll(model.decode(saved, List.of(sum), label));
        List<String> captions = List.of("" + from, "- " + minus, "+ " + plus, "decoded sum");
        return new Sheet(
                RunPictures.drawing(samples.format(), tiles),
                List.of(new Sheet.Row("", tiles)),
                captions,
                "",
                "");
    }

    private static int[] ofLabel(String option, String label, Samples samples) {
        int[] indices =
                samples.labelled()
                        ? IntStream.range(0, samples.size())
                                .filter(
                                        i ->
                                                samples.labelNames()
                                                        .get(samples.label(i))
                                                        .equals(label))
                                .toArray()
                        : new int[0];
        if (indices.length == 0) {
            String rule =
                    samples.labelled()
                            ? " must be one of " + String.join(", ", samples.labelNames())
                            : " must be a sample's number, with --from, for data without labels";
            throw new IllegalArgumentException(option + rule + ", but is \"" + label + '"');
        }
        return indices;
    }

    private static int index(String option, String number, Samples samples) {
        int last = samples.size() - 1;
        boolean whole = number.matches("\\d{1,9}");
        if (!whole || Integer.parseInt(number) > last) {
            throw new IllegalArgumentException(
                    option
                            + " must be a sample's number from 0 to "
                            + last
                            + ", but is \""
                            + number
                            + '"');
        }
        return Integer.parseInt(number);
    }

    private static List<float[]> chosen(List<float[]> all, int[] indices) {
        return IntStream.of(indices).mapToObj(all::get).toList();
    }

    private List<float[]> encode(SavedModel saved, Samples samples) throws IOException {
        return model.run(saved, Task.ENCODE, samples);
    }
}
