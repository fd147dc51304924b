package io.github.autoencoders.dataset;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Lines as they come: of a file that grows, or of another stream. Reading waits for a whole line,
 * and ends when the thread that reads is interrupted, as if the lines before were all. A line that
 * is then not whole is left out. For one thread.
 */
public final class FollowedInput extends InputStream {

    private static final long LOOK_MILLIS = 100;
    private static final int AT_ONCE = 1 << 16;
    private static final int LONGEST = 1 << 24; // line
    private static final int PIECES = 4; // that wait

    /** Bytes, at least one; none at the end. */
    private interface Piece {
        byte[] bytes() throws IOException;
    }

    /** Gives pieces. */
    private interface Source extends AutoCloseable {

        byte[] next() throws IOException, InterruptedException;

        @Override
        void close() throws IOException;
    }

    private final Source source;
    private byte[] bytes = new byte[AT_ONCE];
    private int from; // of what was not given yet
    private int whole; // behind the last whole line
    private int to;
    private boolean ended;
    private boolean stopped;

    private FollowedInput(Source source) {
        this.source = source;
    }

    /**
     * Follows a file, from its beginning on, for ever.
     *
     * @throws IOException if it cannot be read
     */
    public static FollowedInput of(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException(file + " must be a readable file");
        }
        return new FollowedInput(new Growing(file));
    }

    /** Follows a stream to its end; another thread reads it, as that may not be interruptible. */
    public static FollowedInput of(InputStream stream) {
        return new FollowedInput(new Coming(stream));
    }

    /** Returns whether reading ended as the thread was interrupted. */
    public boolean isStopped() {
        return stopped;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0 && from == whole && !ended) {
            take();
        }
        int count = Math.min(length, whole - from);
        System.arraycopy(bytes, from, target, offset, count);
        from += count;
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public int available() {
        return whole - from;
    }

    private void take() throws IOException {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            byte[] next = source.next();
            ended = next.length == 0;
            append(next);
            whole = ended ? to : behindLastLine();
        } catch (InterruptedException e) {
            stopped = true;
            ended = true;
        }
    }

    private void append(byte[] next) throws IOException {
        int kept = to - from;
        if (kept + next.length > LONGEST) {
            throw new IOException(
                    "a line must have at most %s bytes, but has more".formatted(LONGEST));
        }
        byte[] place =
                kept + next.length > bytes.length ? new byte[2 * (kept + next.length)] : bytes;
        System.arraycopy(bytes, from, place, 0, kept);
        System.arraycopy(next, 0, place, kept, next.length);
        bytes = place;
        from = 0;
        to = kept + next.length;
    }

    private int behindLastLine() {
        for (int i = to; i > from; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return from;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** A file to which others append. */
    private static final class Growing implements Source {

        private final Path file;
        private final FileInputStream contents; // no channel, which an interrupt would close
        private final byte[] some = new byte[AT_ONCE];
        private long read;

        Growing(Path file) throws IOException {
            this.file = file;
            contents = new FileInputStream(file.toFile());
        }

        @Override
        public byte[] next() throws IOException, InterruptedException {
            int count = contents.read(some);
            while (count <= 0) {
                if (Files.size(file) < read) {
                    throw new IOException(
                            "%s must grow, but shrank from %s to %s bytes"
                                    .formatted(file, read, Files.size(file)));
                }
                Thread.sleep(LOOK_MILLIS);
                count = contents.read(some);
            }
            read += count;
            return Arrays.copyOf(some, count);
        }

        @Override
        public void close() throws IOException {
            contents.close();
        }
    }

    /** A stream that a thread of its own reads. */
    private static final class Coming implements Source {

        private final BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(PIECES);
        private final InputStream stream;

        Coming(InputStream stream) {
            this.stream = stream;
            Thread reader = new Thread(this::readAll, "input");
            reader.setDaemon(true); // it may wait for ever
            reader.start();
        }

        private void readAll() {
            try {
                put();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void put() throws InterruptedException {
            byte[] some = new byte[AT_ONCE];
            try {
                for (int count = stream.read(some); count >= 0; count = stream.read(some)) {
                    if (count > 0) {
                        byte[] read = Arrays.copyOf(some, count);
                        queue.put(() -> read);
                    }
                }
                queue.put(() -> new byte[0]);
            } catch (IOException e) {
                queue.put(
                        () -> {
                            throw e;
                        });
            }
        }

        @Override
        public byte[] next() throws IOException, InterruptedException {
            return queue.take().bytes();
        }

        @Override
        public void close() {
            // the stream is its owner's
        }
    }
}
