package io.github.autoencoders.training;

import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Codes with the labels that a conditional model's decoder is given. */
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
        List<float[]> codes = new ArrayList<>();
        for (String label : labels) {
            int index = config.condition(label);
            seeds.forEach(seed -> codes.add(with(index, standardNormal(config, seed))));
        }
        return codes;
    }

    /**
     * Returns codes, each with one label: the first code with the first, and again from the first
     * when all have been used.
     *
     * @param config of a conditional model
     * @param labels some of its conditions
     * @param seeds of the codes
     */
    public static List<float[]> inTurn(
            AutoencoderConfig config, List<String> labels, List<Long> seeds) {
        List<float[]> codes = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            int index = config.condition(labels.get(i % labels.size()));
            codes.add(with(index, standardNormal(config, seeds.get(i))));
        }
        return codes;
    }

    /**
     * Returns codes as a model's decoder takes them: for a conditional model each with the label of
     * the sample that it is the code of.
     *
     * @param samples as the encoder takes them, {@code Samples.samples(conditions)}
     * @param codes as many, [D] each
     */
    public static List<float[]> ofSamples(
            AutoencoderConfig config, List<float[]> samples, List<float[]> codes) {
        if (config.conditions().isEmpty()) {
            return codes;
        }
        List<float[]> labelled = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            labelled.add(with(samples.get(i)[config.format().size()], codes.get(i)));
        }
        return labelled;
    }

    private static float[] standardNormal(AutoencoderConfig config, long seed) {
        return Task.standardNormal(seed, config.bottleneck().codeSize());
    }

    private static float[] with(float label, float[] code) {
        float[] labelled = Arrays.copyOf(code, code.length + 1);
        labelled[code.length] = label;
        return labelled;
    }
}
