package io.github.autoencoders.round;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** Who runs rounds: workers in this process, or on other machines. */
public interface Workers {

    /**
     * The samples of one worker.
     *
     * @param samples their number
     * @param sha256 of the samples
     */
    record Part(long samples, String sha256) implements Serializable {

        private static final long serialVersionUID = 1;
    }

    /** Returns what each worker has, in their order. */
    List<Part> parts() throws IOException;

    /**
     * Runs a round on all workers.
     *
     * @return their results, added up in an order that depends on nothing but their numbers
     * @throws IOException if it cannot be done
     */
    RoundSum run(Round round) throws IOException;
}
