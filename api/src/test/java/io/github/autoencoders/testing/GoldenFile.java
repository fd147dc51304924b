package io.github.autoencoders.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers of another framework, from resources/golden; make_golden.py beside the files says how
 * they were made.
 *
 * @param name of the file without its ending, then a slash and the case
 * @param arrays by name, in the file's order, float32
 */
public record GoldenFile(String name, Map<String, NDArray> arrays) {

    /**
     * Returns the arrays of the file {@code golden/<name>.npz}.
     *
     * @param manager owns the arrays
     */
    public static GoldenFile read(String name, NDManager manager) {
        String resource = "/golden/" + name + ".npz";
        try (InputStream stream = GoldenFile.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no golden file " + resource);
            }
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            for (NDArray array : NDList.decode(manager, stream)) {
                arrays.put(array.getName(), array);
            }
            return new GoldenFile(name, arrays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the array of that name. */
    public NDArray array(String arrayName) {
        NDArray array = arrays.get(arrayName);
        if (array == null) {
            throw new IllegalArgumentException(
                    name + " has no array " + arrayName + " but has " + arrays.keySet());
        }
        return array;
    }

    /** Returns the arrays whose name starts with the prefix and a slash, named by the rest. */
    public GoldenFile part(String prefix) {
        Map<String, NDArray> part = new LinkedHashMap<>();
        arrays.forEach(
                (key, array) -> {
                    if (key.startsWith(prefix + "/")) {
                        part.put(key.substring(prefix.length() + 1), array);
                    }
                });
        return new GoldenFile(name + "/" + prefix, part);
    }

    /** Returns the part of each prefix, in the file's order. */
    public List<GoldenFile> parts() {
        List<GoldenFile> parts = new ArrayList<>();
        arrays.keySet().stream()
                .filter(key -> key.contains("/"))
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .forEach(prefix -> parts.add(part(prefix)));
        return parts;
    }
}
