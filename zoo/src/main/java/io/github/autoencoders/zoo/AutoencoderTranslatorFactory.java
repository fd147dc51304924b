package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the translator of a saved model for the types and the task that a Criteria asks for. The
 * argument {@code label} gives a conditional model the same label with every input, as {@code
 * Task.given} does.
 */
public final class AutoencoderTranslatorFactory implements TranslatorFactory {

    private static final long serialVersionUID = 1L;

    private static final Map<Use, Function<AutoencoderConfig, Translator<?, ?>>> TRANSLATORS =
            Map.of(
                    new Use(Task.ENCODE, float[].class, float[].class), Task::encoding,
                    new Use(Task.ENCODE, Image.class, float[].class), Task::imageEncoding,
                    new Use(Task.DECODE, float[].class, float[].class), Task::decoding,
                    new Use(Task.DECODE, float[].class, Image.class), Task::imageDecoding,
                    new Use(Task.RECONSTRUCT, float[].class, float[].class), Task::reconstruction,
                    new Use(Task.RECONSTRUCT, Image.class, Image.class), Task::imageReconstruction,
                    new Use(Task.SAMPLE, Long.class, float[].class), Task::sampling,
                    new Use(Task.SAMPLE, Long.class, Image.class), Task::imageSampling,
                    new Use(Task.SCORE, float[].class, Double.class), Task::scoring,
                    new Use(Task.SCORE, Image.class, Double.class), Task::imageScoring);

    /** DJL makes one by its name. */
    public AutoencoderTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return TRANSLATORS.keySet().stream()
                .map(use -> new Pair<Type, Type>(use.input, use.output))
                .collect(Collectors.toSet());
    }

    @Override
    @SuppressWarnings("unchecked") // the table's keys are the types of its translators
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        Use use = new Use(TaskArgument.of(arguments), input, output);
        var translator = TRANSLATORS.get(use);
        if (translator == null) {
            List<String> uses = TRANSLATORS.keySet().stream().map(Use::toString).sorted().toList();
            throw new TranslateException("use must be one of " + uses + ", but is " + use);
        }
        try {
            AutoencoderConfig config = SavedModel.open(model.getModelPath()).config();
            Object label = arguments.get("label");
            return label == null
                    ? (Translator<I, O>) translator.apply(config)
                    : Task.given(
                            config,
                            label.toString(),
                            without -> (Translator<I, O>) translator.apply(without));
        } catch (IOException e) {
            throw new TranslateException(e);
        }
    }

    private record Use(Task task, Type input, Type output) {

        @Override
        public String toString() {
            return task + " from " + input.getTypeName() + " to " + output.getTypeName();
        }
    }
}
