package io.github.autoencoders.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class ReadAheadTest {

    /** Work waits in the queue until the test does it, as another thread would. */
    @Test
    void oneIsMadeAheadAndNoMore() {
        Deque<Runnable> work = new ArrayDeque<>();
        Iterator<Integer> source = List.of(1, 2, 3).iterator();
        Iterator<Integer> ahead =
                new ReadAhead<>(
                        () -> source.hasNext() ? Optional.of(source.next()) : Optional.empty(),
                        work::add);
        for (int i = 1; i <= 3; i++) {
            assertEquals(1, work.size());
            work.remove().run();
            assertTrue(ahead.hasNext());
            assertEquals(0, work.size());
            assertEquals(i, ahead.next());
        }
        work.remove().run();
        assertFalse(ahead.hasNext());
        assertThrows(NoSuchElementException.class, ahead::next);
        assertEquals(0, work.size());
    }

    @Test
    void whatGoesWrongIsThrownWhereItIsTaken() {
        RuntimeException wrong = new IllegalStateException("the disk is gone");
        Iterator<Integer> failing =
                new ReadAhead<>(
                        () -> {
                            throw wrong;
                        },
                        Runnable::run);
        assertSame(wrong, assertThrows(IllegalStateException.class, failing::next));
        Error serious = new OutOfMemoryError("Java heap space");
        Iterator<Integer> starving =
                new ReadAhead<>(
                        () -> {
                            throw serious;
                        },
                        Runnable::run);
        assertSame(serious, assertThrows(OutOfMemoryError.class, starving::hasNext));
        IOException unread = new IOException("the cable is cut");
        Iterator<Integer> cut =
                new ReadAhead<>(
                        () -> {
                            throw unread;
                        },
                        Runnable::run);
        assertSame(unread, assertThrows(UncheckedIOException.class, cut::next).getCause());
    }
}
