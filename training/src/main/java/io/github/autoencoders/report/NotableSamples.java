package io.github.autoencoders.report;

import io.github.autoencoders.picture.Axis;
import io.github.autoencoders.report.RunView.Cell;
import io.github.autoencoders.report.RunView.Face;
import io.github.autoencoders.report.RunView.Notable;
import io.github.autoencoders.report.RunView.SampleView;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The samples of the least and of the greatest scores, as the page's template takes them. */
final class NotableSamples {

    private final RunReport run;
    private final RunMeasures measures;
    private final boolean pairs;
    private final SampleFaces given;
    private final SampleFaces wanted;

    NotableSamples(RunReport run, RunMeasures measures) {
        this.run = run;
        this.measures = measures;
        pairs = measures.samples().arePairs();
        wanted = new SampleFaces(measures.samples());
        given = pairs ? new SampleFaces(measures.samples().inputs()) : wanted;
    }

    /** Returns how many there are of each. */
    int each() {
        return measures.notable().size() / 2;
    }

    /** Returns those of the least scores, the least first. */
    Notable best(String title) {
        return notable(title, IntStream.range(0, each()));
    }

    /** Returns those of the greatest scores, the greatest first. */
    Notable worst(String title) {
        int last = 2 * each() - 1;
        return notable(title, IntStream.range(0, each()).map(i -> last - i));
    }

    private Notable notable(String title, IntStream places) {
        int left = wanted.cellsLeftOut() + (pairs ? given.cellsLeftOut() : 0);
        return new Notable(
                title,
                Task.scoreUnit(run.config()),
                order(),
                run.config().format().kind() != SampleKind.IMAGE,
                names(),
                places.mapToObj(this::sample).toList(),
                left == 0 ? "" : "and " + left + (left == 1 ? " column" : " columns") + " more");
    }

    private String order() {
        if (wanted.cellNames().isEmpty()) {
            return pairs
                    ? "what goes in, what is wanted, and what the model makes of it"
                    : "each beside what the model makes of it";
        }
        return pairs
                ? "what goes in first; below each value that is wanted, what the model makes of it"
                : "below each value, what the model makes of it";
    }

    private List<String> names() {
        List<String> names = wanted.cellNames();
        return pairs && !names.isEmpty()
                ? Stream.concat(given.cellNames().stream(), names.stream()).toList()
                : names;
    }

    private SampleView sample(int place) {
        int index = measures.notable().get(place);
        Samples samples = measures.samples();
        return new SampleView(
                samples.nameOf(index),
                samples.labelled() ? samples.labelName(index) : "",
                Axis.text(measures.scores().get(index)),
                faces(index, place),
                wanted.cellNames().isEmpty() ? List.of() : cells(index, place));
    }

    private List<Face> faces(int index, int place) {
        Samples samples = measures.samples();
        String name = samples.nameOf(index);
        List<Face> faces = new ArrayList<>();
        if (pairs) {
            faces.add(new Face(given.picture(samples.inputs().sample(index)), "input " + name));
        }
        faces.add(new Face(wanted.picture(samples.sample(index)), name));
        String made = wanted.picture(measures.reconstructed().sample(place));
        faces.add(new Face(made, "reconstruction of " + name));
        faces.removeIf(face -> face.address().isEmpty());
        return faces;
    }

    private List<Cell> cells(int index, int place) {
        List<Cell> cells = new ArrayList<>();
        if (pairs && !given.cellNames().isEmpty()) {
            given.cells(measures.samples().inputs(), index)
                    .forEach(cell -> cells.add(new Cell(cell, "")));
        }
        List<String> before = wanted.cells(measures.samples(), index);
        List<String> after = wanted.cells(measures.reconstructed(), place);
        IntStream.range(0, before.size())
                .forEach(i -> cells.add(new Cell(before.get(i), after.get(i))));
        return cells;
    }
}
