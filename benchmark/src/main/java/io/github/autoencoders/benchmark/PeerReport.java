package io.github.autoencoders.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Ours and a foreign program, run alternately, as it stands in the JSON file.
 *
 * @param recipe name or file
 * @param mode of ours: train, encode or reconstruct
 * @param engine of ours
 * @param device of ours
 * @param threads of ours, 0 for one for each core
 * @param batch images of a batch of ours
 * @param epochs of ours
 * @param command the foreign program
 * @param ours one for each round
 * @param peers one for each round
 */
public record PeerReport(
        String recipe,
        String mode,
        String engine,
        String device,
        int threads,
        int batch,
        int epochs,
        String command,
        List<PeerRun> ours,
        List<PeerRun> peers) {

    public PeerReport {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
        if (ours.size() != peers.size()) {
            throw new IllegalArgumentException(
                    "ours has " + ours.size() + " runs but peers has " + peers.size());
        }
    }

    /**
     * Returns the quartiles of ours divided by the peer's, round by round: what the machine did
     * besides was much the same for both.
     *
     * @param quantity of a run
     */
    public Quartiles ratio(ToDoubleFunction<PeerRun> quantity) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(quantity.applyAsDouble(ours.get(i)) / quantity.applyAsDouble(peers.get(i)));
        }
        return Quartiles.of(ratios);
    }

    /** Returns the quartiles of some runs. */
    public static Quartiles of(List<PeerRun> runs, ToDoubleFunction<PeerRun> quantity) {
        return Quartiles.of(runs.stream().mapToDouble(quantity).toArray());
    }
}
