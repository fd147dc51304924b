package io.github.autoencoders.training;

import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.round.Round;
import io.github.autoencoders.round.RoundSum;
import io.github.autoencoders.round.Workers;
import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Workers of this process, one after the other.
 *
 * @param samples of each
 * @param place where all compute
 */
record LocalWorkers(List<Samples> samples, Placement place) implements Workers {

    LocalWorkers {
        samples = List.copyOf(samples);
    }

    /** Returns workers that samples are dealt out to. */
    static LocalWorkers of(Samples all, int workers, Placement place) {
        if (workers > all.size()) {
            throw new IllegalArgumentException(
                    "workers must be at most %s, the training samples of %s, but is %s"
                            .formatted(all.size(), all.name(), workers));
        }
        if (workers == 1) {
            return new LocalWorkers(List.of(all), place);
        }
        return new LocalWorkers(
                IntStream.range(0, workers)
                        .mapToObj(worker -> all.subset(dealt(all.size(), workers, worker)))
                        .toList(),
                place);
    }

    private static int[] dealt(int size, int workers, int worker) {
        return IntStream.range(0, size).filter(i -> i % workers == worker).toArray();
    }

    @Override
    public List<Part> parts() {
        return samples.stream().map(each -> new Part(each.size(), each.sha256())).toList();
    }

    @Override
    public RoundSum run(Round round) {
        RoundSum sum = new RoundSum();
        for (int i = 0; i < samples.size(); i++) {
            sum.add(new RoundWorker(round.plan(), i, samples.get(i), place).run(round));
        }
        return sum;
    }
}
