package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code torch.save} writes of a dictionary of tensors: from PyTorch 1.6 on a zip file of a
 * pickle and the storages, before that several pickles and the storages behind them, and before
 * 0.1.10 a tar file, which is refused. Tensors may be views, and share their storages. In
 * dictionaries within dictionaries, names are joined by dots; tensors whose keys are numbers, as an
 * optimizer's, and those in lists are left out.
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

    // What files before 1.6 begin with, a pickle of a number.
    private static final byte[] OLDER = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");
    private static final Long OLDER_VERSION = 1001L;

    // What stands in the head of a tar file.
    private static final String TAR = "ustar";
    private static final int TAR_AT = 257;

    private final Bytes bytes;
    private final TensorBudget budget = new TensorBudget();
    private final Map<String, Storage> named = new HashMap<>();
    private final Map<String, ByteBuffer> storages = new HashMap<>();
    private int nodes;

    private PyTorchFile(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Where the bytes of storages are, by their keys. */
    @FunctionalInterface
    private interface Bytes {
        ByteBuffer of(String key) throws IOException;
    }

    /** What of a storage a tensor is. */
    private record View(Storage storage, long offset, Shape sizes, Shape steps) {}

    static List<Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] head = new byte[TAR_AT + TAR.length()];
            channel.read(ByteBuffer.wrap(head));
            if (begins(head, 0, OLDER)) {
                return older(channel);
            }
            require(
                    !begins(head, TAR_AT, TAR.getBytes(StandardCharsets.US_ASCII)),
                    "it is a tar file, as PyTorch wrote before 0.1.10; let PyTorch write it anew:"
                            + " torch.save(torch.load(file, weights_only=False), new)");
            require(
                    begins(head, 0, new byte[] {'P', 'K'}),
                    "it must begin as files of torch.save do, but does not");
        }
        return zipped(file);
    }

    private static boolean begins(byte[] head, int at, byte[] bytes) {
        return Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private static List<Tensor> zipped(Path file) throws IOException {
        try (Archive archive = Archive.open(file)) {
            String pickle =
                    archive.names().stream()
                            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IOException("it must hold data.pkl, but does not"));
            String folder = pickle.substring(0, pickle.length() - PICKLE.length());
            String order = folder + "byteorder";
            if (archive.names().contains(order)) {
                String said = new String(archive.read(order, 16), StandardCharsets.US_ASCII);
                requireLittle(said.equals("little"));
            }
            PyTorchFile read =
                    new PyTorchFile(
                            key ->
                                    ByteBuffer.wrap(
                                            archive.read(folder + "data/" + key, Long.MAX_VALUE)));
            return read.tensors(
                    Pickle.read(ByteBuffer.wrap(archive.read(pickle, MOST_PICKLE)), read));
        }
    }

    private static void requireLittle(boolean little) throws IOException {
        require(little, "its numbers must be little-endian, but are not");
    }

    // Pickles: a version, the machine's kind, the dictionary, the keys of the storages. Then, in
    // the order of the keys, the count and the numbers of each.
    private static List<Tensor> older(FileChannel channel) throws IOException {
        require(
                channel.size() <= Integer.MAX_VALUE,
                "it must have at most %s bytes, but has %s",
                Integer.MAX_VALUE,
                channel.size());
        ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        in.order(ByteOrder.LITTLE_ENDIAN).position(OLDER.length);
        Map<String, ByteBuffer> behind = new HashMap<>();
        PyTorchFile read = new PyTorchFile(key -> found(behind, key));
        require(OLDER_VERSION.equals(read.next(in)), "its version must be %s", OLDER_VERSION);
        requireLittle(
                read.next(in) instanceof Map<?, ?> kind
                        && Boolean.TRUE.equals(kind.get("little_endian")));
        Object dictionary = read.next(in);
        if (!(read.next(in) instanceof List<?> keys)) {
            throw new IOException("it must list its storages, but does not");
        }
        for (Object key : keys) {
            Storage storage = read.named.get(key);
            if (storage == null) {
                throw new IOException("it must hold storages that it names, but holds more");
            }
            behind.put(storage.key(), storage.cutFrom(in));
        }
        require(!in.hasRemaining(), "it must end behind its storages, but goes on");
        return read.tensors(dictionary);
    }

    private static ByteBuffer found(Map<String, ByteBuffer> storages, String key)
            throws IOException {
        ByteBuffer bytes = storages.get(key);
        if (bytes == null) {
            throw new IOException("it must hold the storage %s, but does not".formatted(key));
        }
        return bytes;
    }

    private Object next(ByteBuffer in) throws IOException {
        ByteBuffer pickle = in.slice();
        pickle.limit((int) Math.min(pickle.capacity(), MOST_PICKLE));
        Object value = Pickle.read(pickle, this);
        in.position(in.position() + pickle.position());
        return value;
    }

    private List<Tensor> tensors(Object read) throws IOException {
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
        ByteBuffer numbers = numbers(storage);
        long last = view.offset;
        for (int axis = 0; axis < view.sizes.dimension(); axis++) {
            require(
                    view.steps.get(axis) <= storage.count(),
                    "%s must have steps of at most %s, but has %s",
                    name,
                    storage.count(),
                    view.steps.get(axis));
            // below 2^28 * 2^31: nothing overflows
            last += (Math.max(1, view.sizes.get(axis)) - 1) * view.steps.get(axis);
        }
        require(
                size == 0
                        || (view.offset >= 0
                                && view.offset < storage.count() // or the sum may overflow
                                && last < storage.count()),
                "%s must lie in the %s values of its storage, but ends at %s",
                name,
                storage.count(),
                last);
        return Tensor.of(
                name,
                view.sizes,
                Tensor.gathered(
                        i -> storage.type().at(numbers, i * storage.type().width()),
                        view.offset,
                        view.sizes,
                        view.steps));
    }

    private ByteBuffer numbers(Storage storage) throws IOException {
        ByteBuffer known = storages.get(storage.key());
        ByteBuffer numbers = known == null ? bytes.of(storage.key()) : known;
        storages.put(storage.key(), numbers.order(ByteOrder.LITTLE_ENDIAN));
        return storage.checked(numbers);
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

    // ("storage", class of the storage, key, device, count), and before 1.6 nothing behind it
    @Override
    public Object load(List<?> key) throws IOException {
        require(
                (key.size() == 5 || (key.size() == 6 && key.get(5) == Pickle.NONE))
                        && key.get(1) instanceof Pickle.Name
                        && key.get(2) instanceof String
                        && key.get(4) instanceof Long,
                "a storage must have a type, a key and a size");
        String name = (String) key.get(2);
        String type = ((Pickle.Name) key.get(1)).name();
        NumberType numbers = NumberType.ofTorch("storage " + name, type);
        Storage storage = new Storage(numbers, name, (Long) key.get(4));
        named.putIfAbsent(name, storage);
        return storage;
    }
}
