package io.github.autoencoders.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Samples that are in memory already. */
final class SetStream implements SampleStream {

    private final SampleSet samples;
    private final int portion;
    private int given;

    SetStream(SampleSet samples, int portion) {
        this.samples = samples;
        this.portion = portion;
    }

    @Override
    public String name() {
        return samples.name();
    }

    @Override
    public Optional<SampleSet> next() {
        if (given == samples.size()) {
            return Optional.empty();
        }
        int to = Math.min(given + portion, samples.size());
        int[] indices = IntStream.range(given, to).toArray();
        given = to;
        return Optional.of(samples.subset(indices));
    }

    @Override
    public List<String> labelNames() {
        return samples.labelNames();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
