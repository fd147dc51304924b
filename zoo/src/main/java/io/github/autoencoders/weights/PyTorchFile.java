package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code torch.save} writes of a dictionary of tensors, from PyTorch 1.6 on: a zip file of a
 * pickle and the storages. Tensors may be views, and share their storages. In dictionaries within
 * dictionaries, names are joined by dots; tensors whose keys are numbers, as an optimizer's, and
 * those in lists are left out.
 */
final class PyTorchFile implements Pickle.Calls {

    private static final long MOST_PICKLE = 1 << 26;
    private static final int MOST_NODES = 1 << 20;
    private static final String PICKLE = "data.pkl";

    private static final Pickle.Name DICTIONARY = new Pickle.Name("collections", "OrderedDict");
    private static final Pickle.Name TENSOR = new Pickle.Name("torch._utils", "_rebuild_tensor_v2");
    private static final Pickle.Name PARAMETER =
            new Pickle.Name("torch._utils", "_rebuild_parameter");
    private static final Set<Pickle.Name> FUNCTIONS = Set.of(DICTIONARY, TENSOR, PARAMETER);

    private final Archive archive;
    private final String folder;
    private final TensorBudget budget = new TensorBudget();
    private final Map<String, ByteBuffer> storages = new HashMap<>();
    private int nodes;

    private PyTorchFile(Archive archive, String folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /** Numbers by their key, of a count that the pickle says. */
    private record Storage(NumberType type, String key, long count) {}

    /** What of a storage a tensor is. */
    private record View(Storage storage, long offset, Shape sizes, Shape steps) {}

    static List<Tensor> read(Path file) throws IOException {
        try (Archive archive = Archive.open(file)) {
            String pickle =
                    archive.names().stream()
                            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IOException("it must hold data.pkl, but does not"));
            String folder = pickle.substring(0, pickle.length() - PICKLE.length());
            return new PyTorchFile(archive, folder).tensors();
        }
    }

    private List<Tensor> tensors() throws IOException {
        String order = folder + "byteorder";
        if (archive.names().contains(order)) {
            String said = new String(archive.read(order, 16), StandardCharsets.US_ASCII);
            require(said.equals("little"), "its bytes must be in little order");
        }
        Object read = Pickle.read(archive.read(folder + PICKLE, MOST_PICKLE), this);
        List<Tensor> tensors = new ArrayList<>();
        add("", read, 0, tensors);
        return tensors;
    }

    private void add(String name, Object value, int level, List<Tensor> tensors)
            throws IOException {
        nodes++;
        require(
                level <= TensorBudget.MOST_LEVELS && nodes <= MOST_NODES,
                "its dictionaries must be nested at most %s times",
                TensorBudget.MOST_LEVELS);
        if (value instanceof View view) {
            tensors.add(tensor(name, view));
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> each : map.entrySet()) {
                if (each.getKey() instanceof String key) {
                    add(
                            name.isEmpty() ? key : name + "." + key,
                            each.getValue(),
                            level + 1,
                            tensors);
                }
            }
        }
    }

    private Tensor tensor(String name, View view) throws IOException {
        int size = budget.take(name, view.sizes.getShape());
        Storage storage = view.storage;
        ByteBuffer bytes = bytes(storage);
        long last = view.offset;
        for (int axis = 0; axis < view.sizes.dimension(); axis++) {
            require(
                    view.steps.get(axis) <= storage.count,
                    "%s must have steps of at most %s, but has %s",
                    name,
                    storage.count,
                    view.steps.get(axis));
            // below 2^28 * 2^31: nothing overflows
            last += (Math.max(1, view.sizes.get(axis)) - 1) * view.steps.get(axis);
        }
        require(
                size == 0 || (view.offset >= 0 && last < storage.count),
                "%s must lie in the %s values of its storage, but ends at %s",
                name,
                storage.count,
                last);
        return Tensor.of(
                name,
                view.sizes,
                Tensor.gathered(
                        i -> storage.type.at(bytes, i * storage.type.width()),
                        view.offset,
                        view.sizes,
                        view.steps));
    }

    private ByteBuffer bytes(Storage storage) throws IOException {
        ByteBuffer known = storages.get(storage.key);
        ByteBuffer bytes =
                known == null
                        ? ByteBuffer.wrap(
                                        archive.read(
                                                folder + "data/" + storage.key, Long.MAX_VALUE))
                                .order(ByteOrder.LITTLE_ENDIAN)
                        : known;
        storages.put(storage.key, bytes);
        require(
                storage.count >= 0
                        && bytes.capacity() == (double) storage.count * storage.type.width(),
                "the storage %s must have %s values, but has %s bytes",
                storage.key,
                storage.count,
                bytes.capacity());
        return bytes;
    }

    @Override
    public void requireKnown(Pickle.Name name) throws IOException {
        boolean storage = name.module().equals("torch") && name.name().endsWith("Storage");
        require(
                storage || FUNCTIONS.contains(name),
                "it must hold a dictionary of tensors alone, as torch.save(model.state_dict(),"
                        + " file) writes it, but names %s",
                name);
    }

    @Override
    public Object call(Pickle.Name function, List<?> arguments) throws IOException {
        if (function.equals(DICTIONARY)) {
            require(arguments.isEmpty(), "a dictionary must begin empty");
            return new LinkedHashMap<>();
        }
        if (function.equals(PARAMETER)) {
            require(
                    !arguments.isEmpty() && arguments.get(0) instanceof View,
                    "a parameter must be a tensor");
            return arguments.get(0);
        }
        require(
                function.equals(TENSOR)
                        && arguments.size() >= 4
                        && arguments.get(0) instanceof Storage
                        && arguments.get(1) instanceof Long,
                "a tensor must have a storage, an offset, sizes and steps");
        Shape sizes = shape(arguments.get(2));
        Shape steps = shape(arguments.get(3));
        require(
                sizes.dimension() == steps.dimension(),
                "a tensor must have as many steps as sizes");
        return new View((Storage) arguments.get(0), (Long) arguments.get(1), sizes, steps);
    }

    private static Shape shape(Object tuple) throws IOException {
        require(tuple instanceof List, "sizes and steps of a tensor must be tuples");
        List<?> numbers = (List<?>) tuple;
        require(
                numbers.stream().allMatch(size -> size instanceof Long steps && steps >= 0),
                "sizes and steps of a tensor must be numbers of at least 0");
        return new Shape(numbers.stream().mapToLong(Long.class::cast).toArray());
    }

    // ("storage", class of the storage, key, device, count)
    @Override
    public Object load(List<?> key) throws IOException {
        require(
                key.size() == 5
                        && key.get(1) instanceof Pickle.Name
                        && key.get(2) instanceof String
                        && key.get(4) instanceof Long,
                "a storage must have a type, a key and a size");
        String name = (String) key.get(2);
        String type = ((Pickle.Name) key.get(1)).name();
        return new Storage(NumberType.ofTorch("storage " + name, type), name, (Long) key.get(4));
    }
}
