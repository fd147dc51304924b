package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.zoo.RowScorer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of a model server for rows of a table, or points of a series, that a {@link
 * RowScorer} judges.
 *
 * <p>A request holds rows in CSV, below a line that names the columns (content type {@code
 * text/csv}), or in JSON: objects by the names of columns or lists in their order, one or a list of
 * them, {@code instances} of these, or tensors of KServe's protocol, one with a row in each line or
 * one for each column. The answer is an object for each row.
 *
 * <p>What is refused gets 400 where it is malformed, 415, or 422 where rows do not fit. {@code
 * describe} in the query gets the {@link ModelSummary} in the place of an answer. For any number of
 * threads.
 */
public final class RowRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RowRequests.class);

    private final RowScorer scorer;

    /** Makes what answers by a scorer. */
    public RowRequests(RowScorer scorer) {
        this.scorer = scorer;
    }

    /** Returns what a client must know to ask something. */
    public ModelSummary summary() {
        return ModelSummary.ofRows(scorer.columns());
    }

    /** Returns which columns have texts, as words and dates; the others have numbers. */
    public Set<String> words() {
        return scorer.words();
    }

    /** Returns the answer to a request, or why there is none. */
    public Output answer(Input request) {
        try {
            if (request.getContent().contains("describe")) {
                return AutoencoderServingTranslator.json(summary().json());
            }
            RowBody body = RowBody.read(request, scorer.columns());
            return AutoencoderServingTranslator.json(body.form().write(scores(body)));
        } catch (RefusedException e) {
            return e.output();
        } catch (IOException | RuntimeException | Error e) { // nothing of a request ends the thread
            LOG.error("rows: a request failed: {}", e.toString());
            LOG.debug("rows", e);
            return RefusedException.failed(e).output();
        }
    }

    private List<Map<String, Object>> scores(RowBody body) throws RefusedException {
        try {
            List<Map<String, Object>> scores = scorer.score(body.written(), body.rows());
            requireFinite(scores);
            return scores;
        } catch (IOException e) {
            throw new RefusedException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Reason.UNFIT, String.valueOf(e.getMessage()), e);
        }
    }

    // JSON has no word for others; what is not known is none of them.
    private static void requireFinite(List<Map<String, Object>> rows) throws RefusedException {
        for (int i = 0; i < rows.size(); i++) {
            for (Map.Entry<String, Object> said : rows.get(i).entrySet()) {
                if (said.getValue() instanceof Number number
                        && Double.isInfinite(number.doubleValue())) {
                    throw new RefusedException(
                            Reason.UNFIT,
                            "%s of row %s must be finite, but is %s"
                                    .formatted(said.getKey(), i + 1, number));
                }
            }
        }
    }
}
