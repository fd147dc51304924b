package io.github.autoencoders.dataset;

import java.util.stream.IntStream;

/** Samples that are in memory already. */
final class SetStream extends CountedStream {

    private final SampleSet samples;

    SetStream(SampleSet samples, int portion) {
        super(samples.name(), samples.size(), portion, samples.labelNames());
        this.samples = samples;
    }

    @Override
    SampleSet part(int from, int to) {
        return samples.subset(IntStream.range(from, to).toArray());
    }
}
