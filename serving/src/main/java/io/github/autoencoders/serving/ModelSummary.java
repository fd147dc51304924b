package io.github.autoencoders.serving;

import ai.djl.util.JsonUtils;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.translate.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a client must know of a model to ask it something.
 *
 * @param task encode, decode, reconstruct, sample or score
 * @param shape of one raw sample: [C, H, W], [C, L] or [F]
 * @param image whether samples are images: grey or coloured, values from 0 to 255
 * @param codeSize of one code
 * @param normal whether codes are like those of N(0, I), so that drawn ones have a meaning
 * @param conditions the labels of a conditional model
 */
public record ModelSummary(
        String task,
        List<Long> shape,
        boolean image,
        int codeSize,
        boolean normal,
        List<String> conditions) {

    /** Returns the summary of a model. */
    public static ModelSummary of(Task task, AutoencoderConfig config) {
        return new ModelSummary(
                task.name().toLowerCase(Locale.ROOT),
                Arrays.stream(config.format().shape().getShape()).boxed().toList(),
                ImagePixels.isImage(config.format().shape()),
                config.bottleneck().codeSize(),
                config.bottleneck().isStochastic(),
                config.conditions());
    }

    /** Returns the text in JSON. */
    public String json() {
        return JsonUtils.GSON.toJson(this);
    }
}
