package io.github.autoencoders.application;

import io.github.autoencoders.application.NearestNeighbours.Neighbour;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds samples by their codes: those whose codes are nearest to the code of another sample.
 *
 * <pre>{@code
 * try (NeighbourSearch search = NeighbourSearch.of(model, samples, Metric.EUCLIDEAN)) {
 *     SampleNeighbours nearest = search.nearest(samples, 5);
 *     BufferedImage sheet = nearest.sheet().draw("Nearest codes");
 * }
 * }</pre>
 *
 * <p>Each query is compared with every sample as long as that takes no more than about a minute,
 * and is exact; where there are more, a {@link CodeIndex} is built, which finds nearly all of the
 * nearest. An index that was kept spares encoding the samples, and is always asked.
 *
 * <p>A search uses all processors, but is itself for one thread.
 */
public final class NeighbourSearch implements AutoCloseable {

    private static final double MOST_DIFFERENCES = 5e10; // of two values, in an exact search

    private final TrainedAutoencoder model;
    private final Samples samples;
    private final Metric metric;
    private float @Nullable [][] codes; // of the samples, once they were needed
    private @Nullable CodeIndex index;

    private NeighbourSearch(
            TrainedAutoencoder model, Samples samples, Metric metric, @Nullable CodeIndex index) {
        this.model = model;
        this.samples = samples;
        this.metric = metric;
        this.index = index;
    }

    /**
     * Returns a search among samples.
     *
     * @param samples in the model's format, labelled for a conditional model
     * @param metric what near means
     */
    public static NeighbourSearch of(TrainedAutoencoder model, Samples samples, Metric metric) {
        return new NeighbourSearch(model, samples, metric, null);
    }

    /**
     * Returns a search among samples whose codes were kept.
     *
     * @param samples those that the index was made of
     * @param index what {@link #index} returned, or was saved of it; closed with the search
     * @throws IllegalArgumentException if it is of another model or of other samples
     */
    public static NeighbourSearch of(
            TrainedAutoencoder model, Samples samples, Metric metric, CodeIndex index) {
        if (index.metric() != metric) {
            throw new IllegalArgumentException(
                    "metric must be that of the index, %s, but is %s"
                            .formatted(index.metric(), metric));
        }
        String expected = about(model, samples);
        if (!index.about().equals(expected)) {
            throw new IllegalArgumentException(
                    "index must be of %s, but is of %s".formatted(expected, index.about()));
        }
        return new NeighbourSearch(model, samples, metric, index);
    }

    /**
     * Returns a search by the index that a folder keeps; where there is none, it is built and kept.
     *
     * @param index the folder
     * @throws IllegalArgumentException if there is an index of others
     */
    public static NeighbourSearch kept(
            TrainedAutoencoder model, Samples samples, Metric metric, Path index)
            throws IOException {
        if (Files.exists(index)) {
            return of(model, samples, metric, CodeIndex.open(index));
        }
        NeighbourSearch search = of(model, samples, metric);
        search.index().save(index);
        return search;
    }

    private static String about(TrainedAutoencoder model, Samples samples) {
        return String.format(
                Locale.ROOT,
                "codes of %,d samples with the sha256 %s, by the model of %s",
                samples.size(),
                samples.sha256(),
                model.card().trained());
    }

    /** Returns the index of the samples' codes, by their numbers; built if there is none yet. */
    public CodeIndex index() {
        if (index == null) {
            float[][] all = codes();
            CodeIndex fresh = CodeIndex.newIndex(all[0].length, metric, about(model, samples));
            fresh.add(IntStream.range(0, all.length).mapToObj(String::valueOf).toList(), all);
            index = fresh;
        }
        return index;
    }

    private float[][] codes() {
        if (codes == null) {
            codes = model.encode(samples);
        }
        return codes;
    }

    /**
     * Returns the nearest of the samples to each of others.
     *
     * @param queries in the model's format, labelled for a conditional model
     * @param count how many of each, if there are so many
     */
    public SampleNeighbours nearest(Samples queries, int count) {
        List<Integer> numbers = IntStream.range(0, queries.size()).boxed().toList();
        List<List<Neighbour>> found = nearest(model.encode(queries), count);
        return new SampleNeighbours(samples, queries, numbers, found);
    }

    /**
     * Returns the nearest of the samples to some of them, without themselves.
     *
     * @param numbers of the samples that are asked for, from 0
     * @param count how many of each, if there are so many
     */
    public SampleNeighbours nearest(List<Integer> numbers, int count) {
        Require.atLeast(1, "count", count);
        numbers.forEach(number -> Conditioned.requireNumber(number, samples));
        int[] asked = numbers.stream().mapToInt(Integer::intValue).toArray();
        List<List<Neighbour>> found =
                nearest(model.encode(samples.subset(asked)), Math.addExact(count, 1));
        List<List<Neighbour>> others =
                IntStream.range(0, asked.length)
                        .mapToObj(
                                i ->
                                        found.get(i).stream()
                                                .filter(each -> each.index() != asked[i])
                                                .limit(count)
                                                .toList())
                        .toList();
        return new SampleNeighbours(samples, samples, numbers, others);
    }

    private List<List<Neighbour>> nearest(float[][] queries, int count) {
        int codeSize = queries[0].length;
        double differences = (double) samples.size() * queries.length * codeSize;
        boolean many = differences > MOST_DIFFERENCES && codeSize <= CodeIndex.MOST_VALUES;
        if (index == null && !many) {
            NearestNeighbours exact = new NearestNeighbours(List.of(codes()), metric);
            return Stream.of(queries).parallel().map(query -> exact.of(query, count, -1)).toList();
        }
        CodeIndex quick = index();
        return Stream.of(queries).parallel().map(query -> numbered(quick, query, count)).toList();
    }

    private static List<Neighbour> numbered(CodeIndex index, float[] query, int count) {
        return index.search(query, count).stream()
                .map(found -> new Neighbour(Integer.parseInt(found.key()), found.distance()))
                .toList();
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
    }
}
