package io.github.autoencoders.sample;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The labels of samples: each an index into names, or none at all. Immutable. */
final class Labels {

    private final int[] indices; // one for each sample, or none
    private final List<String> names;

    private Labels(int[] indices, List<String> names) {
        this.indices = indices;
        this.names = List.copyOf(names);
    }

    /**
     * Returns labels.
     *
     * @param set how messages call the samples
     * @param size how many samples there are
     * @param indices one for each sample, or none
     * @param names what they mean; empty if there are none
     */
    static Labels of(String set, int size, int[] indices, List<String> names) {
        if (indices.length != size && (indices.length > 0 || !names.isEmpty())) {
            throw new IllegalArgumentException(
                    "%s must hold one label for each of its %s samples, but holds %s"
                            .formatted(set, size, indices.length));
        }
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= names.size()) {
                throw new IllegalArgumentException(
                        "%s: label of sample %s must be from 0 to %s, but is %s"
                                .formatted(set, i, names.size() - 1, indices[i]));
            }
        }
        return new Labels(indices.clone(), names);
    }

    /** Returns labels of which each is a name; the names are in the order in which they come. */
    static Labels of(String set, int size, List<String> labels) {
        Map<String, Integer> order = new LinkedHashMap<>();
        int[] indices =
                labels.stream()
                        .mapToInt(label -> order.computeIfAbsent(label, each -> order.size()))
                        .toArray();
        return of(set, size, indices, List.copyOf(order.keySet()));
    }

    /** Returns whether there are any. */
    boolean any() {
        return indices.length > 0;
    }

    int[] indices() {
        return indices;
    }

    int index(int sample) {
        return indices[sample];
    }

    List<String> names() {
        return names;
    }

    /** Returns the name of each sample's label. */
    List<String> ofEach() {
        return IntStream.of(indices).mapToObj(names::get).toList();
    }

    /** Returns the index of each sample's label among other names, which must have them. */
    int[] among(String set, List<String> others) {
        Map<String, Integer> there = new HashMap<>();
        IntStream.range(0, others.size()).forEach(i -> there.putIfAbsent(others.get(i), i));
        int[] places = names.stream().mapToInt(name -> there.getOrDefault(name, -1)).toArray();
        for (int index : indices) {
            if (places[index] < 0) {
                throw new IllegalArgumentException(
                        "%s must have labels among %s, but one is \"%s\""
                                .formatted(set, String.join(", ", others), names.get(index)));
            }
        }
        return IntStream.of(indices).map(index -> places[index]).toArray();
    }

    /** Returns the samples of one label. */
    int[] samplesOf(String name) {
        int wanted = names.indexOf(name);
        return IntStream.range(0, indices.length).filter(i -> indices[i] == wanted).toArray();
    }

    Labels first(int count) {
        return any() ? new Labels(Arrays.copyOf(indices, count), names) : this;
    }

    Labels subset(int[] samples) {
        return any()
                ? new Labels(IntStream.of(samples).map(i -> indices[i]).toArray(), names)
                : this;
    }

    int[] followedBy(Labels others) {
        return IntStream.concat(IntStream.of(indices), IntStream.of(others.indices)).toArray();
    }

    /** Returns the indices as big-endian 32-bit integers. */
    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(indices.length * Integer.BYTES);
        bytes.asIntBuffer().put(indices);
        return bytes;
    }
}
