package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import io.github.autoencoders.serving.RefusedException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of a model server for what is judged by something that is no model, as a
 * detector of anomalies is. The answer is an object for each row or sample, in JSON.
 *
 * <p>What is refused gets 400 where it is malformed, 415, or 422 where it does not fit. {@code
 * describe} in the query gets the {@link ModelSummary} in the place of an answer. For any number of
 * threads.
 */
public abstract sealed class ScoreRequests permits RowRequests, SampleRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ScoreRequests.class);

    ScoreRequests() {}

    /** Returns what a client must know to ask something. */
    public abstract ModelSummary summary();

    /** Returns which columns have texts, as words and dates; the others have numbers. */
    public Set<String> words() {
        return Set.of();
    }

    /** Returns the answer to a request, in JSON. */
    abstract byte[] judged(Input request) throws RefusedException, IOException;

    /** Returns the answer to a request, or why there is none. */
    public final Output answer(Input request) {
        try {
            return request.getContent().contains("describe")
                    ? AutoencoderServingTranslator.json(summary().json())
                    : AutoencoderServingTranslator.output(AnswerForm.Json.TYPE, judged(request));
        } catch (RefusedException e) {
            return e.output();
        } catch (CancellationException e) { // whose answer nobody reads
            return RefusedException.failed(e).output();
        } catch (IOException | RuntimeException | Error e) { // nothing of a request ends the thread
            LOG.error("score: a request failed: {}", e.toString());
            LOG.debug("score", e);
            return RefusedException.failed(e).output();
        }
    }

    /** What is said by a scorer. */
    @FunctionalInterface
    interface Scoring {
        List<Map<String, Object>> scores() throws IOException;
    }

    /** Returns what is said, or refuses what cannot be judged. */
    static List<Map<String, Object>> scores(Scoring scoring) throws RefusedException {
        try {
            return requireFinite(scoring.scores());
        } catch (IOException e) {
            throw RefusedException.malformed(e);
        } catch (IllegalArgumentException e) {
            throw RefusedException.unfit(e);
        }
    }

    // JSON has no word for others; what is not known is none of them.
    private static List<Map<String, Object>> requireFinite(List<Map<String, Object>> rows)
            throws RefusedException {
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
        return rows;
    }
}
