package io.github.autoencoders.evaluation;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.latent.UniformQuantizer;
import io.github.autoencoders.sample.SampleFormat;
import java.util.List;

/**
 * Codes with a few bits for each of their values, and what samples take that are kept as such codes
 * and nothing else. The range of the values, two numbers for each, once for all samples, is not
 * counted, and neither is the model.
 *
 * @param bits of each value of a code
 * @param rate bits for each pixel of a sample: values of a code * bits / pixels
 * @param entropy bits for each pixel if an entropy code wrote the values, at best
 * @param codes after rounding
 */
public record Compression(int bits, double rate, double entropy, List<float[]> codes) {

    public Compression {
        codes = List.copyOf(codes);
    }

    /**
     * Returns codes rounded over their own range.
     *
     * @param format of the samples
     * @param codes of the samples
     * @param bits of each value of a code, 1 to 16
     */
    public static Compression of(SampleFormat format, List<float[]> codes, int bits) {
        UniformQuantizer quantizer = UniformQuantizer.ofRange(codes, bits);
        List<int[]> cells = codes.stream().map(quantizer::cells).toList();
        return new Compression(
                bits,
                rate(format, (double) codes.get(0).length * bits),
                rate(format, UniformQuantizer.entropyBits(cells)),
                cells.stream().map(quantizer::middles).toList());
    }

    /** Returns codes of a codebook, of which the numbers of the entries are kept. */
    public static Compression ofCodebook(
            SampleFormat format, List<float[]> codes, Bottleneck.VectorQuantized book) {
        double rate = rate(format, book.bits());
        return new Compression((int) (book.bits() / book.codes()), rate, rate, codes);
    }

    /** Returns codes as they are, 32-bit floats: no rounding can do better. */
    public static Compression unrounded(SampleFormat format, List<float[]> codes) {
        double rate = rate(format, (double) codes.get(0).length * Float.SIZE);
        return new Compression(Float.SIZE, rate, rate, codes);
    }

    /**
     * Returns bits for each pixel, or for each value of other samples.
     *
     * @param bits of one code
     */
    public static double rate(SampleFormat format, double bits) {
        return bits / format.kind().units(format);
    }
}
