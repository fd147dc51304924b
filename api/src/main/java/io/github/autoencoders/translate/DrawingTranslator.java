package io.github.autoencoders.translate;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.RandomStreams;
import java.util.List;
import java.util.Random;

/**
 * From seeds to codes from N(0, I) and the noise that makes an autoregressive decoder's choices
 * draws: with g from the standard Gumbel distribution for each symbol, the symbol of the greatest
 * \(\log p + T g\) is one drawn from \(p^{1 / T}\), normalized; that is, of the greatest \(\log p /
 * T + g\).
 */
final class DrawingTranslator implements Translator<Long, float[]> {

    private final int codeSize;
    private final int values;
    private final double temperature;
    private final Translator<float[], float[]> decoding;

    DrawingTranslator(
            AutoencoderConfig config, double temperature, Translator<float[], float[]> decoding) {
        codeSize = config.bottleneck().codeSize();
        values = Math.toIntExact(config.format().modelShape().size());
        this.temperature = temperature;
        this.decoding = decoding;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, Long seed) {
        NDList batch = batchProcessInput(context, List.of(seed));
        return new NDList(batch.get(0).squeeze(0), batch.get(1).squeeze(0));
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Long> seeds) {
        float[] codes = new float[seeds.size() * codeSize];
        float[] noise = new float[seeds.size() * values];
        for (int i = 0; i < seeds.size(); i++) {
            Random random = RandomStreams.of(seeds.get(i));
            float[] code = Task.standardNormal(random, codeSize);
            System.arraycopy(code, 0, codes, i * codeSize, codeSize);
            for (int j = 0; j < values; j++) {
                noise[i * values + j] = (float) (temperature * gumbel(random));
            }
        }
        NDManager manager = context.getNDManager();
        return new NDList(
                manager.create(codes, new Shape(seeds.size(), codeSize)),
                manager.create(noise, new Shape(seeds.size(), values)));
    }

    // -log(-log u) with u uniform in (0, 1): never infinite.
    private static double gumbel(Random random) {
        double u = random.nextDouble();
        return -Math.log(-Math.log(Math.max(u, Double.MIN_NORMAL)));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList list) throws Exception {
        return decoding.processOutput(context, list);
    }

    @Override
    public List<float[]> batchProcessOutput(TranslatorContext context, NDList list)
            throws Exception {
        return decoding.batchProcessOutput(context, list);
    }
}
