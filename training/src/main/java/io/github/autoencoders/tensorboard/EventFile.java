package io.github.autoencoders.tensorboard;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.ProtobufMessage;
import io.github.autoencoders.picture.Png;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads them: messages of type Event, each in a record with its
 * length and with checksums, so that what is written while TensorBoard reads is taken when it is
 * whole. Not for several threads at once.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">event.proto</a>
 * @see <a
 *     href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">Records</a>
 */
final class EventFile implements Closeable {

    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int RGBA = 4;
    private static final int BINS = 30;

    private final OutputStream out;
    private final Clock clock;

    /**
     * Begins a file in a folder, which is made if it is not there. Earlier files stay: TensorBoard
     * reads all that are in a folder as one.
     *
     * @throws IOException if it cannot be written
     */
    EventFile(Path folder, Clock clock) throws IOException {
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            out = Files.newOutputStream(newFile(folder), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw AtomicWrite.unwritable(folder, e);
        }
        write(event().with(3, "brain.Event:2"));
    }

    // TensorBoard reads files in the order of their names, which have the second in ten digits.
    private Path newFile(Path folder) {
        long second = clock.instant().getEpochSecond();
        Path file = named(folder, second);
        while (Files.exists(file)) {
            second++;
            file = named(folder, second);
        }
        return file;
    }

    private static Path named(Path folder, long second) {
        String digits = "0".repeat(10) + second;
        return folder.resolve(
                "events.out.tfevents." + digits.substring(digits.length() - 10) + ".autoencoders");
    }

    /**
     * Writes a number.
     *
     * @param tag its name; those with the same beginning, up to a /, are shown together
     */
    void scalar(String tag, long step, double value) throws IOException {
        value(step, new ProtobufMessage().with(1, tag).with(2, (float) value));
    }

    /** Writes a picture. */
    void image(String tag, long step, BufferedImage image) throws IOException {
        ProtobufMessage picture =
                new ProtobufMessage()
                        .with(1, image.getHeight())
                        .with(2, image.getWidth())
                        .with(3, RGBA)
                        .with(4, Png.bytes(image));
        value(step, new ProtobufMessage().with(1, tag).with(4, picture));
    }

    /**
     * Writes how values are distributed: how many there are in each of 30 intervals of one width.
     *
     * @param values at least one, all finite
     */
    void histogram(String tag, long step, double[] values) throws IOException {
        double least = Arrays.stream(values).min().orElseThrow();
        double most = Arrays.stream(values).max().orElseThrow();
        double width = (most > least ? most - least : 1) / BINS;
        double[] edges = new double[BINS]; // the upper ones
        double[] counts = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            edges[i] = least + width * (i + 1);
        }
        for (double value : values) {
            counts[(int) Math.min(BINS - 1, (value - least) / width)]++;
        }
        ProtobufMessage histogram =
                new ProtobufMessage()
                        .with(1, least)
                        .with(2, most)
                        .with(3, (double) values.length)
                        .with(4, Arrays.stream(values).sum())
                        .with(5, Arrays.stream(values).map(value -> value * value).sum())
                        .with(6, edges)
                        .with(7, counts);
        value(step, new ProtobufMessage().with(1, tag).with(5, histogram));
    }

    private void value(long step, ProtobufMessage value) throws IOException {
        write(event().with(2, step).with(5, new ProtobufMessage().with(1, value)));
    }

    private ProtobufMessage event() {
        return new ProtobufMessage().with(1, clock.millis() / 1e3);
    }

    private void write(ProtobufMessage event) throws IOException {
        byte[] data = event.toBytes();
        byte[] length = new byte[Long.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
        byte[] whole = new byte[length.length + data.length + 2 * Integer.BYTES];
        ByteBuffer.wrap(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length)
                .putInt(checksum(length))
                .put(data)
                .putInt(checksum(data));
        out.write(whole); // at once: a record that is cut off is passed over
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return Integer.rotateRight((int) sum.getValue(), 15) + CHECKSUM_MASK;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
