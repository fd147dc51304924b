package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.util.Set;

/**
 * Answers requests for rows of a table, or points of a series, that a {@link RowScorer} judges.
 *
 * <p>A request holds rows in CSV, below a line that names the columns (content type {@code
 * text/csv}), or in JSON: objects by the names of columns or lists in their order, one or a list of
 * them, {@code instances} of these, or tensors of KServe's protocol, one with a row in each line or
 * one for each column.
 */
public final class RowRequests extends ScoreRequests {

    private final RowScorer scorer;

    /** Makes what answers by a scorer. */
    public RowRequests(RowScorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public ModelSummary summary() {
        return ModelSummary.ofRows(scorer.columns());
    }

    @Override
    public Set<String> words() {
        return scorer.words();
    }

    @Override
    byte[] judged(Input request) throws RefusedException, IOException {
        RowBody body = RowBody.read(request, scorer.columns());
        return body.form().write(scores(() -> scorer.score(body.written(), body.rows())));
    }
}
