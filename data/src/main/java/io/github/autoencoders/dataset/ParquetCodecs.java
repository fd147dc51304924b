package io.github.autoencoders.dataset;

import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/**
 * What decompresses the pages of Parquet files: the library's own, Java's and that of the library
 * for LZ4.
 */
final class ParquetCodecs implements CompressionCodecFactory {

    private final CompressionCodecFactory own = HadoopCodecs.newFactory(0);

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return own.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) { // the library has the first two of Hadoop alone
            case GZIP -> new Unpacking(ParquetCodecs::gunzipped);
            case LZ4_RAW -> new Unpacking(ParquetCodecs::ofLz4);
            default -> own.getDecompressor(codec);
        };
    }

    @Override
    public void release() {
        own.release();
    }

    private static byte[] gunzipped(byte[] packed, int size) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(size);
            requireWhole(bytes.length, size);
            return bytes;
        }
    }

    private static byte[] ofLz4(byte[] packed, int size) throws IOException {
        byte[] bytes = new byte[size];
        int length = new Lz4Decompressor().decompress(packed, 0, packed.length, bytes, 0, size);
        requireWhole(length, size);
        return bytes;
    }

    private static void requireWhole(int length, int size) throws IOException {
        if (length != size) {
            throw new IOException("a page must have %s bytes, but has %s".formatted(size, length));
        }
    }

    /** Unpacks a page. */
    private interface Codec {
        byte[] unpacked(byte[] packed, int size) throws IOException;
    }

    private record Unpacking(Codec codec) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(codec.unpacked(bytes(bytes), size));
        }

        @Override
        public void decompress(ByteBuffer input, int packed, ByteBuffer output, int size)
                throws IOException {
            ByteBuffer part = input.slice().limit(packed);
            input.position(input.position() + packed);
            output.put(codec.unpacked(bytes(BytesInput.from(part)), size));
        }

        private static byte[] bytes(BytesInput packed) throws IOException {
            try (InputStream in = packed.toInputStream()) {
                return in.readAllBytes();
            }
        }

        @Override
        public void release() {
            // holds nothing
        }
    }
}
