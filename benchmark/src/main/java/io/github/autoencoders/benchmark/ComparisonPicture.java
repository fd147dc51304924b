package io.github.autoencoders.benchmark;

import io.github.autoencoders.benchmark.Comparison.Row;
import io.github.autoencoders.picture.RunBars;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A comparison as a picture. */
public final class ComparisonPicture {

    private final List<Row> ran;

    private ComparisonPicture(List<Row> ran) {
        this.ran = ran;
    }

    /**
     * Returns the picture of the runs that came to their ends.
     *
     * @throws IllegalStateException if there is none, or the machine has no fonts
     */
    public static BufferedImage of(Comparison comparison, String title) {
        List<Row> ran =
                comparison.rows().stream().filter(row -> row.measured().isPresent()).toList();
        if (ran.isEmpty()) {
            throw new IllegalStateException("a run must have come to its end, but none has");
        }
        ComparisonPicture picture = new ComparisonPicture(ran);
        String unit = comparison.recipe().lossUnit();
        return new RunBars(
                        ran.stream().map(row -> row.setup().toString()).toList(),
                        List.of(
                                picture.panel("training, samples/s", 0, Measured::training),
                                picture.panel("encoding, samples/s", 0, Measured::encoding),
                                picture.panel("decoding, samples/s", 0, Measured::decoding),
                                picture.panel("scoring, samples/s", 0, Measured::scoring),
                                picture.panel("first batch, s", 2, Measured::firstBatchSeconds),
                                picture.panel("peak memory, MB", 0, m -> m.peakBytes() / 1e6),
                                picture.panel(
                                        "training loss, " + unit, 2, m -> m.trainingLoss().total()),
                                picture.panel(
                                        "validation loss, " + unit,
                                        2,
                                        m -> m.validationLoss().total())),
                        picture.curves())
                .draw(title);
    }

    private RunBars.Panel panel(String name, int digits, ToDoubleFunction<Measured> figure) {
        return new RunBars.Panel(
                name,
                digits,
                ran.stream()
                        .map(row -> figure.applyAsDouble(row.measured().orElseThrow()))
                        .toList());
    }

    private List<RunBars.Curve> curves() {
        List<RunBars.Curve> curves = new ArrayList<>();
        for (int run = 0; run < ran.size(); run++) {
            if (ran.get(run).agreement() instanceof Comparison.Compared compared) {
                Differences found = compared.differences();
                curves.add(curve(run, true, found.sameParameters()));
                curves.add(curve(run, false, found.freeRunning()));
            }
        }
        return curves;
    }

    // Of the three differences the largest.
    private static RunBars.Curve curve(int run, boolean dashed, List<Differences.Step> steps) {
        return new RunBars.Curve(
                run,
                dashed,
                steps.stream().map(Differences.Step::step).toList(),
                steps.stream()
                        .map(s -> Math.max(s.outputs(), Math.max(s.losses(), s.gradients())))
                        .toList());
    }
}
