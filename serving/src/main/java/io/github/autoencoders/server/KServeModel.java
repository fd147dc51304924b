package io.github.autoencoders.server;

import io.github.autoencoders.serving.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What KServe's protocol, version 2, tells of a model.
 *
 * @param name of the model
 * @param versions of it, one
 * @param platform that runs it
 * @param inputs what goes in, without the number of inputs
 * @param outputs what comes out
 */
record KServeModel(
        String name,
        List<String> versions,
        String platform,
        List<Description> inputs,
        List<Description> outputs) {

    /** A tensor, -1 where any size will do. */
    record Description(String name, String datatype, List<Long> shape) {}

    static KServeModel of(String name, ModelSummary summary) {
        return new KServeModel(
                name,
                List.of("1"),
                "djl",
                List.of(new Description("input", "FP32", many(summary.input().shape()))),
                List.of(new Description("output", "FP32", many(summary.output().shape()))));
    }

    /**
     * Returns what is told of what judges rows or samples: a tensor goes in with all of each, or
     * where some columns have texts, a tensor for each column.
     *
     * @param words the columns that have texts
     */
    static KServeModel ofScores(String name, ModelSummary summary, Set<String> words) {
        Stream<Description> columns =
                summary.columns().stream()
                        .map(column -> one(column, words.contains(column) ? "BYTES" : "FP64"));
        return new KServeModel(
                name,
                List.of("1"),
                "djl",
                words.isEmpty()
                        ? List.of(new Description("input", "FP64", many(summary.input().shape())))
                        : columns.toList(),
                List.of(
                        one("row", "INT64"),
                        one("score", "FP64"),
                        one("p_value", "FP64"),
                        one("anomaly", "BOOL"),
                        one("reasons", "BYTES")));
    }

    private static Description one(String name, String datatype) {
        return new Description(name, datatype, List.of(-1L));
    }

    private static List<Long> many(List<Long> shape) {
        List<Long> batch = new ArrayList<>(List.of(-1L));
        batch.addAll(shape);
        return batch;
    }
}
