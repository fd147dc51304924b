package io.github.autoencoders.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopCodecs;

/** What decompresses the pages of Parquet files: the library's own, and for gzip Java's. */
final class ParquetCodecs implements CompressionCodecFactory {

    private final CompressionCodecFactory own = HadoopCodecs.newFactory(0);

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return own.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return codec == CompressionCodecName.GZIP // which the library has of Hadoop alone
                ? new Gzip()
                : own.getDecompressor(codec);
    }

    @Override
    public void release() {
        own.release();
    }

    private static final class Gzip implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(unpacked(bytes.toInputStream(), size));
        }

        @Override
        public void decompress(ByteBuffer input, int packed, ByteBuffer output, int size)
                throws IOException {
            ByteBuffer part = input.slice().limit(packed);
            input.position(input.position() + packed);
            output.put(unpacked(BytesInput.from(part).toInputStream(), size));
        }

        private static byte[] unpacked(InputStream packed, int size) throws IOException {
            try (InputStream in = new GZIPInputStream(packed)) {
                byte[] bytes = in.readNBytes(size);
                if (bytes.length != size) {
                    throw new IOException(
                            "a page must have %s bytes, but has %s".formatted(size, bytes.length));
                }
                return bytes;
            }
        }

        @Override
        public void release() {
            // holds nothing
        }
    }
}
