package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class PulseTest {

    private final AtomicLong seconds = new AtomicLong(-7);
    private final Pulse pulse = new Pulse(() -> seconds.get() * 1_000_000_000L);
    private final StringWriter text = new StringWriter();
    private final PrintWriter lines = new PrintWriter(pulse.heard(text));

    private void waits(int count) {
        for (int i = 0; i < count; i++) {
            seconds.incrementAndGet();
            pulse.look("anomalies train", lines);
        }
    }

    private String said() {
        return text.toString().replace("\r", "");
    }

    @Test
    void aSilentCommandIsSaidToBeAtWorkEachHalfMinute() {
        waits(1_230);
        String first = "anomalies train: at work for 30 s\nanomalies train: at work for 60 s\n";
        assertEquals(first, said().substring(0, first.length()));
        assertEquals(41, said().lines().count());
        assertEquals(
                "anomalies train: at work for 1,230 s", said().lines().skip(40).findFirst().get());
    }

    @Test
    void whoSaysSomethingIsNotSilent() {
        waits(20);
        lines.println("12 rows");
        lines.flush();
        waits(29);
        assertEquals("12 rows\n", said());
        lines.flush(); // as a bar of progress does, which writes elsewhere
        waits(29);
        assertEquals("12 rows\n", said());
        waits(1);
        assertEquals("12 rows\nanomalies train: at work for 79 s\n", said());
    }
}
