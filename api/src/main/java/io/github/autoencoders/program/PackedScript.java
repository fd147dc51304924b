package io.github.autoencoders.program;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A graph in TorchScript for processors, with copies of the convolutions' weights that lie as they
 * are multiplied, and of biases for them. PyTorch counts how often an array was written to: each
 * call also returns the sum of these counts, and is repeated with new copies where weights have
 * changed.
 */
final class PackedScript implements LoadedGraph {

    private final Model model;
    private final Model packing;
    private final List<Integer> weights; // among the arrays that are given
    private final ReadWriteLock use = new ReentrantReadWriteLock(); // of what is packed
    private Optional<Packed> packed = Optional.empty();

    /** Copies of weights, and how often these had been written to. */
    private record Packed(NDList weights, NDList copies, long writes) {

        boolean isOf(NDList others) {
            for (int i = 0; i < weights.size(); i++) {
                if (weights.get(i) != others.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private PackedScript(Model model, Model packing, List<Integer> weights) {
        this.model = model;
        this.packing = packing;
        this.weights = List.copyOf(weights);
    }

    /** Loads a graph, if it has weights to pack and the engine was built with what packs them. */
    static Optional<LoadedGraph> load(Graph graph, Placement place) throws IOException {
        Map<String, Term> given = TorchScript.arguments(graph);
        TorchForm form = new TorchForm(graph, given, true, DenseLayers.NONE);
        List<String> results = new ArrayList<>(TorchScript.outputs(graph, form, given));
        List<String> arguments = List.copyOf(form.packings().keySet());
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            lines.add(TorchForm.packed(arguments.get(i)) + " = a" + (given.size() + i));
        }
        lines.addAll(form.lines());
        results.add(writes(arguments, lines));
        String code = TorchScript.function(given.size() + arguments.size(), lines, results);
        String packing = packing(given.size(), form.packings());
        List<Integer> weights =
                arguments.stream().map(name -> Integer.valueOf(name.substring(1))).toList();
        try {
            Model packer = TorchScript.load(packing, place);
            try {
                return Optional.of(
                        new PackedScript(TorchScript.load(code, place), packer, weights));
            } catch (IOException | RuntimeException e) {
                packer.close();
                throw e;
            }
        } catch (EngineException e) { // without oneDNN
            return Optional.empty();
        }
    }

    private static String packing(int arguments, Map<String, String> packings) {
        List<String> lines = new ArrayList<>();
        packings.forEach((weight, packed) -> lines.add(TorchForm.packed(weight) + " = " + packed));
        List<String> results = new ArrayList<>();
        packings.keySet().forEach(weight -> results.add(TorchForm.packed(weight)));
        results.add(writes(List.copyOf(packings.keySet()), lines));
        return TorchScript.function(arguments, lines, results);
    }

    // The variable of the sum.
    private static String writes(List<String> weights, List<String> lines) {
        lines.add("n0 = 0");
        for (int i = 0; i < weights.size(); i++) {
            lines.add(
                    "n%s = torch.add(n%s, torch._version(%s))".formatted(i + 1, i, weights.get(i)));
        }
        lines.add("n = torch.tensor(n%s)".formatted(weights.size()));
        return "n";
    }

    @Override
    public NDList run(NDList arrays, boolean training) {
        if (training) {
            throw new IllegalArgumentException("training must be false for packed weights");
        }
        NDList given = new NDList();
        weights.forEach(index -> given.add(arrays.get(index)));
        Optional<NDList> made = Optional.empty();
        while (made.isEmpty()) {
            made = runPacked(arrays, given);
            if (made.isEmpty()) {
                pack(arrays, given);
            }
        }
        return made.get();
    }

    private Optional<NDList> runPacked(NDList arrays, NDList given) {
        use.readLock().lock();
        try {
            return packed.filter(now -> now.isOf(given)).flatMap(now -> run(arrays, now));
        } finally {
            use.readLock().unlock();
        }
    }

    private Optional<NDList> run(NDList arrays, Packed now) {
        NDList made = LoadedGraph.forward(model, new NDList(arrays).addAll(now.copies()), false);
        try (NDArray writes = made.remove(made.size() - 1)) {
            if (writes.getLong() == now.writes()) {
                return Optional.of(made);
            }
        }
        made.close();
        return Optional.empty();
    }

    private void pack(NDList arrays, NDList given) {
        use.writeLock().lock();
        try {
            packed.ifPresent(old -> old.copies().close());
            packed = Optional.empty();
            NDList copies = LoadedGraph.forward(packing, arrays, false);
            try (NDArray writes = copies.remove(copies.size() - 1)) {
                copies.attach(model.getNDManager());
                packed = Optional.of(new Packed(given, copies, writes.getLong()));
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        model.close();
        packing.close();
    }
}
