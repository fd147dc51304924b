package io.github.autoencoders.serving;

import ai.djl.util.JsonUtils;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.Classes;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.util.Arrays;
import java.util.List;

/**
 * What a client must know of a model to ask it something.
 *
 * @param task by its key
 * @param input what goes in
 * @param output what comes out
 * @param shape of one raw sample: [C, H, W], [C, L] or [F]
 * @param image whether samples are images: grey or coloured, values from 0 to 255
 * @param codeSize of one code; a detector has none
 * @param normal whether codes are like those of N(0, I), so that drawn ones have a meaning
 * @param conditions the labels of a conditional model
 * @param columns the names of a row's values, where it has names
 * @param symbols that strings are made of, the first being the empty one that ends them
 * @param rate how many samples a second has, if samples are windows of sounds, else 0
 * @param classes of pixels, the values of the masks that come out, if such do
 * @param detector whether it judges rows or samples, and is no model
 */
public record ModelSummary(
        String task,
        End input,
        End output,
        List<Long> shape,
        boolean image,
        int codeSize,
        boolean normal,
        List<String> conditions,
        List<String> columns,
        List<String> symbols,
        int rate,
        List<Integer> classes,
        boolean detector) {

    /**
     * What goes in or comes out.
     *
     * @param content sample, code, seed or score
     * @param shape of one; that of a single number is [1]
     */
    public record End(String content, List<Long> shape) {

        static End of(Content content, AutoencoderConfig config) {
            long[] shape = content.shape(config).getShape();
            return new End(content.key(), Arrays.stream(shape).boxed().toList());
        }
    }

    /** Returns the summary of a model. */
    public static ModelSummary of(Task task, AutoencoderConfig config) {
        return of(task, config, false);
    }

    private static ModelSummary of(Task task, AutoencoderConfig config, boolean detector) {
        return new ModelSummary(
                task.key(),
                End.of(task.input(), config),
                End.of(task.output(), config),
                Arrays.stream(config.format().shape().getShape()).boxed().toList(),
                Content.SAMPLE.mayBeImage(config),
                config.bottleneck().codeSize(),
                config.bottleneck().isStochastic(),
                config.conditions(),
                config.format().schema().features(),
                config.format().kind() == SampleKind.TEXT ? config.format().symbols() : List.of(),
                config.format().schema().rate().orElse(0),
                config.target().scaling().pixelClasses().map(Classes::values).orElse(List.of()),
                detector);
    }

    /** Returns the summary of what judges the samples of a model and is none. */
    static ModelSummary ofScorer(AutoencoderConfig config) {
        return of(Task.SCORE, config, true);
    }

    /** Returns the summary of what judges rows and is no model: it has no codes. */
    static ModelSummary ofRows(List<String> columns) {
        List<Long> row = List.of((long) columns.size());
        return new ModelSummary(
                Task.SCORE.key(),
                new End(Content.SAMPLE.key(), row),
                new End(Content.SCORE.key(), List.of(1L)),
                row,
                false,
                0,
                false,
                List.of(),
                columns,
                List.of(),
                0,
                List.of(),
                true);
    }

    /** Returns the text in JSON. */
    public String json() {
        return JsonUtils.GSON.toJson(this);
    }
}
