package io.github.autoencoders.weights;

import static io.github.autoencoders.weights.TensorBudget.require;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The index of weights that are divided among several files of one folder, its shards, as Hugging
 * Face's libraries write it: which tensor is in which file.
 */
final class ShardIndex {

    /** How the name of an index ends. */
    static final String END = ".index.json";

    private static final int MOST_JSON = 1 << 24;
    private static final int MOST_SHARDS = 1000;

    // No separator of folders: a shard is beside its index.
    private static final Pattern NAME = Pattern.compile("\\w[\\w.-]{0,200}\\.(safetensors|bin)");
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}(\\.\\w+)");

    private ShardIndex() {}

    /** Returns the index beside a file that has the name of a shard. */
    static Optional<Path> beside(Path file) {
        Matcher shard = SHARD.matcher(String.valueOf(file.getFileName()));
        return shard.matches()
                ? Optional.of(file.resolveSibling(shard.group(1) + shard.group(2) + END))
                        .filter(Files::isRegularFile)
                : Optional.empty();
    }

    static List<Tensor> read(Path file) throws IOException {
        Map<String, String> places = places(file);
        Set<String> shards = new LinkedHashSet<>(places.values());
        require(
                shards.size() <= MOST_SHARDS,
                "it must name at most %s files, but names %s",
                MOST_SHARDS,
                shards.size());
        TensorBudget budget = new TensorBudget();
        List<Tensor> tensors = new ArrayList<>();
        for (String shard : shards) {
            for (Tensor tensor : WeightFile.read(beside(file, shard))) {
                require(
                        places.remove(tensor.name(), shard),
                        "it must list what its files hold, but not %s of %s",
                        tensor.name(),
                        shard);
                budget.take(tensor.name(), tensor.shape().getShape());
                tensors.add(tensor);
            }
        }
        for (Map.Entry<String, String> missing : places.entrySet()) {
            throw new IOException(
                    "%s must be in %s, but is not".formatted(missing.getKey(), missing.getValue()));
        }
        return tensors;
    }

    private static Path beside(Path file, String shard) throws IOException {
        require(NAME.matcher(shard).matches(), "it must name files beside it, but names %s", shard);
        Path there = file.resolveSibling(shard);
        require(
                Files.isRegularFile(there),
                "%s must be beside it, but there is no such file",
                shard);
        return there;
    }

    // The names of shards by those of tensors.
    private static Map<String, String> places(Path file) throws IOException {
        require(Files.size(file) <= MOST_JSON, "it must have at most %s bytes", MOST_JSON);
        Map<String, String> places = new LinkedHashMap<>();
        try {
            JsonElement map =
                    JsonParser.parseString(Files.readString(file))
                            .getAsJsonObject()
                            .get("weight_map");
            require(map != null, "it must have a weight_map, but has none");
            map.getAsJsonObject()
                    .asMap()
                    .forEach((tensor, shard) -> places.put(tensor, shard.getAsString()));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new IOException("its weight_map must say which file each tensor is in", e);
        }
        return places;
    }
}
