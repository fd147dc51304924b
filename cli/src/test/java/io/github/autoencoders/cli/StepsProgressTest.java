package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class StepsProgressTest {

    /** Tests have no terminal. */
    @Test
    void aLineIsSaidEachHalfMinute() {
        StringWriter text = new StringWriter();
        AtomicLong seconds = new AtomicLong(-7);
        try (StepsProgress progress =
                new StepsProgress(
                        "epoch 1/2",
                        "samples",
                        new PrintWriter(text),
                        () -> seconds.get() * 1_000_000_000L)) {
            for (int done = 0; done <= 9_000; done += 100) {
                progress.at(done, 9_000);
                seconds.incrementAndGet();
            }
        }
        assertEquals(
                """
                epoch 1/2: 3,000 of 9,000 samples
                epoch 1/2: 6,000 of 9,000 samples
                epoch 1/2: 9,000 of 9,000 samples
                """,
                text.toString().replace("\r", ""));
    }

    @Test
    void ofNobodyKnowsHowManyTheDoneAreSaid() {
        StringWriter text = new StringWriter();
        AtomicLong seconds = new AtomicLong();
        try (StepsProgress progress =
                new StepsProgress(
                        "score",
                        "samples",
                        new PrintWriter(text),
                        () -> seconds.get() * 1_000_000_000L)) {
            for (int done = 0; done < 80_000; done += 20_000) {
                progress.at(done);
                seconds.addAndGet(20);
            }
        }
        assertEquals("score: 40,000 samples\n", text.toString().replace("\r", ""));
    }
}
