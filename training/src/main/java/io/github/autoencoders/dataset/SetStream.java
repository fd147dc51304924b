package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import java.util.stream.IntStream;

/** Samples that are in memory already. */
final class SetStream extends CountedStream {

    private final Samples samples;

    SetStream(Samples samples, int portion) {
        super(samples.name(), samples.size(), portion, samples.labelNames());
        this.samples = samples;
    }

    @Override
    Samples part(int from, int to) {
        return samples.subset(IntStream.range(from, to).toArray());
    }
}
