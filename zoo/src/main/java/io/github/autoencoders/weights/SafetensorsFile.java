package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The <a href="https://github.com/huggingface/safetensors">safetensors</a> format: the length of a
 * header in JSON, the header, which says type, shape and place of each tensor, and the tensors one
 * behind the other, without gaps.
 */
final class SafetensorsFile {

    private static final int MOST_HEADER = 1 << 24;
    private static final String METADATA = "__metadata__";

    private SafetensorsFile() {}

    /** Where a tensor stands: bytes from the end of the header. */
    private record Entry(String name, NumberType type, Shape shape, long begin, long end) {}

    static List<Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long room = channel.size() - Long.BYTES;
            require(room >= 0, "it must begin with the length of its header, but ends before");
            long header = bytes(channel, 0, Long.BYTES).getLong(0);
            require(
                    header >= 0 && header <= Math.min(room, MOST_HEADER),
                    "its header must have at most %s bytes, but has %s",
                    Math.min(room, MOST_HEADER),
                    Long.toUnsignedString(header));
            List<Entry> entries =
                    entries(text(bytes(channel, Long.BYTES, (int) header)), room - header);
            List<Tensor> tensors = new ArrayList<>();
            for (Entry entry : entries) {
                int count = (int) ((entry.end - entry.begin) / entry.type.width());
                ByteBuffer bytes = map(channel, Long.BYTES + header + entry.begin, entry);
                float[] values = entry.type.read(bytes, 0, count);
                tensors.add(Tensor.of(entry.name, entry.shape, values));
            }
            return tensors;
        }
    }

    private static ByteBuffer map(FileChannel channel, long from, Entry entry) throws IOException {
        return channel.map(FileChannel.MapMode.READ_ONLY, from, entry.end - entry.begin)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            require(channel.read(bytes, from + bytes.position()) >= 0, "it ends early");
        }
        return bytes;
    }

    private static String text(ByteBuffer bytes) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    // In the order of their places.
    private static List<Entry> entries(String header, long room) throws IOException {
        List<Entry> entries = new ArrayList<>();
        TensorBudget budget = new TensorBudget();
        try {
            JsonObject tree = JsonParser.parseString(header).getAsJsonObject();
            for (Map.Entry<String, JsonElement> each : tree.entrySet()) {
                if (!each.getKey().equals(METADATA)) {
                    entries.add(
                            entry(each.getKey(), each.getValue().getAsJsonObject(), budget, room));
                }
            }
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | ArithmeticException
                | NumberFormatException
                | NullPointerException e) { // by Gson, where a value is of another kind
            throw new IOException("its header must say type, shape and place of each tensor", e);
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long next = 0;
        for (Entry entry : entries) {
            require(
                    entry.begin == next,
                    "%s must begin at byte %s, but begins at %s",
                    entry.name,
                    next,
                    entry.begin);
            next = entry.end;
        }
        require(next == room, "its tensors must have %s bytes, but have %s", room, next);
        return entries;
    }

    private static Entry entry(String name, JsonObject said, TensorBudget budget, long room)
            throws IOException {
        NumberType type = NumberType.ofSafetensors(name, said.get("dtype").getAsString());
        long[] sizes = longs(said.get("shape").getAsJsonArray());
        long[] place = longs(said.get("data_offsets").getAsJsonArray());
        require(place.length == 2, "%s must have a begin and an end", name);
        require(
                0 <= place[0] && place[0] <= place[1] && place[1] <= room,
                "%s must lie in the %s bytes behind the header, but lies from %s to %s",
                name,
                room,
                place[0],
                place[1]);
        long wanted = (long) budget.take(name, sizes) * type.width();
        require(
                place[1] - place[0] == wanted,
                "%s must have %s bytes, but has %s",
                name,
                wanted,
                place[1] - place[0]);
        return new Entry(name, type, new Shape(sizes), place[0], place[1]);
    }

    private static long[] longs(JsonArray numbers) {
        long[] longs = new long[numbers.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = numbers.get(i).getAsBigDecimal().longValueExact();
        }
        return longs;
    }

    /** Writes tensors as 32-bit floats. */
    static void write(Path file, List<Tensor> tensors) throws IOException {
        JsonObject header = new JsonObject();
        JsonObject metadata = new JsonObject();
        metadata.addProperty("format", "pt");
        header.add(METADATA, metadata);
        long next = 0;
        for (Tensor tensor : tensors) {
            long end = next + Float.BYTES * tensor.shape().size();
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            entry.add("shape", array(tensor.shape().getShape()));
            entry.add("data_offsets", array(next, end));
            header.add(tensor.name(), entry);
            next = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padding = (8 - text.length % 8) % 8; // tensors begin at a multiple of 8
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        length.putLong(text.length + padding);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(length.array());
            out.write(text);
            out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
            for (Tensor tensor : tensors) {
                out.write(tensor.littleEndian());
            }
        }
    }

    private static JsonArray array(long... numbers) {
        JsonArray array = new JsonArray();
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }
}
