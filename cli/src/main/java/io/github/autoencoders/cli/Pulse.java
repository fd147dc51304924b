package io.github.autoencoders.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/**
 * Says each half minute that a command is at work, as long as it says nothing itself: whatever
 * takes long, nobody is left to wonder whether it still runs.
 */
final class Pulse {

    private static final long NANOS_BETWEEN_LINES = 30_000_000_000L;
    private static final long LOOK_MILLIS = 500;

    /** A command that others keep waiting, and that is silent meanwhile. */
    interface Waiting {

        /** Returns whether it does so as it was called. */
        default boolean waits() {
            return true;
        }
    }

    private final LongSupplier clock;
    private final long begun;
    private volatile long heard; // when anything was said last

    /**
     * Begins now.
     *
     * @param clock in nanoseconds
     */
    Pulse(LongSupplier clock) {
        this.clock = clock;
        begun = clock.getAsLong();
        heard = begun;
    }

    /** Returns a writer of which this knows when something is said. */
    Writer heard(Writer writer) {
        return new Writer() { // all that is written goes through its one method

            @Override
            public void write(char[] letters, int offset, int length) throws IOException {
                heard = clock.getAsLong();
                writer.write(letters, offset, length);
            }

            @Override
            public void flush() throws IOException {
                heard = clock.getAsLong();
                writer.flush();
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    /**
     * Looks at a command from now on, unless others keep it waiting.
     *
     * @param command whose errors are heard
     */
    void follow(CommandLine command) {
        if (command.getCommandSpec().userObject() instanceof Waiting waiting && waiting.waits()) {
            return;
        }
        // All but the program's own name.
        String name = command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", "");
        Thread looking =
                new Thread(
                        () -> {
                            try {
                                while (true) {
                                    Thread.sleep(LOOK_MILLIS);
                                    look(name, command.getErr());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "pulse");
        looking.setDaemon(true);
        looking.start();
    }

    /** Says that a command is at work, if nothing was said for so long. */
    void look(String command, PrintWriter lines) {
        long now = clock.getAsLong();
        if (now - heard >= NANOS_BETWEEN_LINES) {
            lines.printf(
                    Locale.ROOT, "%s: at work for %,d s%n", command, (now - begun) / 1_000_000_000);
            lines.flush();
        }
    }
}
