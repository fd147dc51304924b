package io.github.autoencoders.training;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Codes drawn from the prior for a conditional model's decoder. */
public final class LabelledCodes {

    private LabelledCodes() {}

    /**
     * Returns the same codes with each label, which is the value behind a code, as {@code
     * Task.decoding} wants it: first all codes of the first label, in the order of the seeds, then
     * all of the second.
     *
     * @param config of a conditional model
     * @param labels some of its conditions
     * @param seeds of the codes
     */
    public static List<float[]> of(
            AutoencoderConfig config, List<String> labels, List<Long> seeds) {
        int codeSize = config.bottleneck().codeSize();
        List<float[]> codes = new ArrayList<>();
        for (String label : labels) {
            int index = config.condition(label);
            for (long seed : seeds) {
                float[] code = Arrays.copyOf(Task.standardNormal(seed, codeSize), codeSize + 1);
                code[codeSize] = index;
                codes.add(code);
            }
        }
        return codes;
    }
}
