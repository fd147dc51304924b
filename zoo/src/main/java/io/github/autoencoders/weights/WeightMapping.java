package io.github.autoencoders.weights;

import ai.djl.ndarray.NDArray;
import io.github.autoencoders.argument.Spelling;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.config.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which foreign tensor each parameter of a model takes, and what is done with it: guessed by shape,
 * name and order, and changed by whoever knows better.
 */
public final class WeightMapping {

    /**
     * One parameter and what it takes.
     *
     * @param parameter its name
     * @param shape its shape, as "(32, 1, 3, 3)"
     * @param tensor the name of the tensor that it takes; empty if it is zeros there
     * @param how in words, what is done with the tensor; empty if nothing is
     */
    public record Row(String parameter, String shape, String tensor, String how) {}

    private record Choice(Target target, Form form, Optional<Tensor> tensor) {}

    /** What a file of choices holds. */
    private record Chosen(Map<String, String> parameters) {}

    private final List<Target> targets;
    private final List<Tensor> tensors;
    private final Layout layout;
    private final Map<Target, Choice> choices = new LinkedHashMap<>();
    private final List<Tensor> free;

    private WeightMapping(List<Target> targets, List<Tensor> tensors, Layout layout) {
        this.targets = targets;
        this.tensors = tensors;
        this.layout = layout;
        free = new ArrayList<>(tensors.stream().filter(WeightMapping::isWeight).toList());
    }

    // Not an optimizer's, nor what counts steps or makes random numbers.
    private static boolean isWeight(Tensor tensor) {
        String name = tensor.name();
        return tensor.shape().dimension() > 0
                && !name.startsWith("optimizer")
                && !name.contains("seed_generator");
    }

    /**
     * Reads names of tensors by those of parameters: one JSON object.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, String> read(Path file) throws IOException {
        String text = "{\"parameters\": " + Files.readString(file) + "}";
        try {
            return Json.read(text, Chosen.class).parameters();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s must hold tensors' names by those of parameters, but does not: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Returns a mapping; parameters for which there is no tensor stay without.
     *
     * @param chosen names of tensors by those of parameters; all others are guessed
     * @throws IllegalArgumentException if a name is none, or a tensor does not fit
     */
    static WeightMapping of(
            List<Target> targets, List<Tensor> tensors, Layout layout, Map<String, String> chosen) {
        WeightMapping mapping = new WeightMapping(targets, tensors, layout);
        chosen.forEach(mapping::choose);
        mapping.guessWeights();
        mapping.guessOthers();
        return mapping;
    }

    private void choose(String parameter, String name) {
        Target target = named("parameter", parameter, targets, Target::name);
        Tensor tensor = named("tensor", name, tensors, Tensor::name);
        List<Form> forms = target.forms(layout);
        Form form =
                bestForm(forms, tensor)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "%s must take a tensor of shape %s, but %s has %s"
                                                        .formatted(
                                                                parameter,
                                                                shapes(forms),
                                                                name,
                                                                tensor.shape())));
        take(target, form, tensor);
    }

    private static <T> T named(String what, String name, List<T> all, Function<T, String> naming) {
        List<String> names = all.stream().map(naming).toList();
        return all.stream()
                .filter(each -> naming.apply(each).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "%s must be one of %s, but is %s%s"
                                                .formatted(
                                                        what,
                                                        String.join(", ", names),
                                                        name,
                                                        Spelling.suggestion(name, names))));
    }

    private static String shapes(List<Form> forms) {
        return forms.stream()
                .map(form -> form.shape().toString())
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private void take(Target target, Form form, Tensor tensor) {
        choices.put(target, new Choice(target, form, Optional.of(tensor)));
        free.remove(tensor);
    }

    private void guessWeights() {
        for (Target target : targets) {
            if (target.parameter().getShape().dimension() > 1 && !choices.containsKey(target)) {
                guess(target, free);
            }
        }
    }

    // A bias stands beside its weight; where names do not tell, order does.
    private void guessOthers() {
        for (Target target : targets) {
            if (choices.containsKey(target)) {
                continue;
            }
            Form form = target.forms(layout).get(0);
            switch (form.source()) {
                case ZEROS -> choices.put(target, new Choice(target, form, Optional.empty()));
                case SHARED ->
                        beside(target, form)
                                .ifPresent(
                                        tensor ->
                                                choices.put(
                                                        target,
                                                        new Choice(
                                                                target,
                                                                form,
                                                                Optional.of(tensor))));
                default -> {
                    List<Tensor> neighbours = neighbours(target);
                    guess(target, neighbours.isEmpty() ? free : neighbours);
                }
            }
        }
    }

    // What the parameter of the same layer and form took.
    private Optional<Tensor> beside(Target target, Form form) {
        return choices.values().stream()
                .filter(choice -> choice.target.layer() == target.layer())
                .filter(choice -> choice.form.shape().equals(form.shape()))
                .filter(choice -> choice.target.parameter().getShape().dimension() == 1)
                .flatMap(choice -> choice.tensor.stream())
                .findFirst();
    }

    private List<Tensor> neighbours(Target target) {
        TreeSet<String> layers = new TreeSet<>();
        for (Choice choice : choices.values()) {
            if (choice.target.layer() == target.layer()) {
                choice.tensor.ifPresent(tensor -> layers.add(layer(tensor)));
            }
        }
        layers.remove("");
        return free.stream().filter(tensor -> layers.contains(layer(tensor))).toList();
    }

    private static String layer(Tensor tensor) {
        String name = tensor.name();
        return name.substring(
                0, Math.max(0, Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'))));
    }

    private void guess(Target target, List<Tensor> candidates) {
        List<Form> forms = target.forms(layout);
        Tensor best = null;
        int least = Integer.MAX_VALUE;
        for (Tensor candidate : candidates) {
            Optional<Form> form = bestForm(forms, candidate);
            if (form.isPresent()) {
                int doubts = doubts(target, candidate, forms.indexOf(form.get()));
                if (doubts < least) {
                    best = candidate;
                    least = doubts;
                }
            }
        }
        if (best != null) {
            take(target, bestForm(forms, best).orElseThrow(), best);
        }
    }

    // The form of which a tensor has the shape; of several, the one that its name speaks of.
    private static Optional<Form> bestForm(List<Form> forms, Tensor tensor) {
        List<Form> fitting =
                forms.stream().filter(form -> form.shape().equals(tensor.shape())).toList();
        boolean last = tensor.name().contains("transpose");
        return fitting.isEmpty()
                ? Optional.empty()
                : Optional.of(fitting.get(last ? fitting.size() - 1 : 0));
    }

    // The more a tensor's name says against it, the more; none for a parameter of our own.
    private static int doubts(Target target, Tensor tensor, int form) {
        String name = tensor.name();
        boolean encoder = target.name().startsWith("encoder.");
        boolean otherHalf =
                Target.isOf(encoder ? "decoder" : "encoder", name)
                        && !Target.isOf(encoder ? "encoder" : "decoder", name);
        boolean otherHead = isVariance(target.name()) != isVariance(name);
        boolean otherKind = form > 0 && !name.contains("transpose");
        boolean otherEnd = !last(target.name()).equals(last(name));
        return name.equals(target.name())
                ? -1
                : (otherHalf ? 8 : 0)
                        + (otherHead ? 4 : 0)
                        + (otherKind ? 2 : 0)
                        + (otherEnd ? 1 : 0);
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean isVariance(String name) {
        return name.matches("(?i).*(log_?var|variance|sigma).*");
    }

    /** Returns what each parameter takes, those without a tensor left out. */
    public List<Row> rows() {
        return targets.stream()
                .flatMap(target -> Optional.ofNullable(choices.get(target)).stream())
                .map(WeightMapping::row)
                .toList();
    }

    private static Row row(Choice choice) {
        return new Row(
                choice.target.name(),
                choice.target.parameter().getShape().toString(),
                choice.tensor.map(Tensor::name).orElse(""),
                choice.tensor.isPresent() ? choice.form.how() : "zeros");
    }

    /** Returns the {@link #rows} as a table, below a line that says what its columns are. */
    List<String> lines() {
        List<Row> all = new ArrayList<>(List.of(new Row("parameter", "shape", "takes", "")));
        all.addAll(rows());
        String line =
                "%-" + width(all, Row::parameter) + "s  %-" + width(all, Row::shape) + "s  %s%s";
        return all.stream()
                .map(
                        row ->
                                line.formatted(
                                        row.parameter,
                                        row.shape,
                                        row.tensor,
                                        row.how.isEmpty() ? "" : " (" + row.how + ")"))
                .map(String::strip)
                .toList();
    }

    private static int width(List<Row> rows, Function<Row, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElseThrow();
    }

    /** Returns the names and shapes of parameters for which there is no tensor. */
    public List<String> missing() {
        return targets.stream()
                .filter(target -> !choices.containsKey(target))
                .map(
                        target ->
                                "%s of shape %s"
                                        .formatted(target.name(), target.parameter().getShape()))
                .toList();
    }

    /** Returns the names and shapes of weights that no parameter takes. */
    public List<String> unused() {
        return free.stream()
                .map(tensor -> "%s of shape %s".formatted(tensor.name(), tensor.shape()))
                .toList();
    }

    /**
     * Checks that each parameter has a tensor.
     *
     * @throws IllegalArgumentException if one has none
     */
    void requireComplete() {
        if (!missing().isEmpty()) {
            String unused =
                    unused().isEmpty() ? "" : "; not used are " + String.join(", ", unused());
            throw new IllegalArgumentException(
                    "weights must have a tensor for each parameter, but have none for "
                            + String.join(", ", missing())
                            + unused);
        }
    }

    /** Gives the parameters their values. */
    void apply() {
        choices.values().forEach(WeightMapping::apply);
    }

    private static void apply(Choice choice) {
        NDArray array = choice.target.parameter().getArray();
        if (choice.tensor.isEmpty()) {
            Numbers.set(array, new float[(int) array.size()]);
            return;
        }
        Tensor converted = choice.form.conversion().apply(choice.tensor.get());
        if (!converted.shape().equals(array.getShape())) {
            throw new IllegalStateException(
                    "%s has shape %s but %s has shape %s"
                            .formatted(
                                    choice.target.name(),
                                    array.getShape(),
                                    converted.name(),
                                    converted.shape()));
        }
        Numbers.set(array, converted.values());
    }
}
