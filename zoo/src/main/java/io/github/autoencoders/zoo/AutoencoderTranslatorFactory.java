package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the translator of a saved model for the types and the task that a Criteria asks for.
 * Without the argument {@code task} the types decide: an image to numbers is encoded, numbers to an
 * image are decoded, an image to an image is reconstructed, anything to a Double is scored; and
 * where more than one task has them, the model does what its part does by itself.
 *
 * <p>An NDList holds one array of samples or codes [B, ...]. Input and Output need
 * autoencoders-serving on the class path. The argument {@code label} gives a conditional model the
 * same label with every input, as {@code Task.given} does.
 */
public final class AutoencoderTranslatorFactory implements TranslatorFactory {

    private static final long serialVersionUID = 1L;

    private static final Map<Use, Function<AutoencoderConfig, Translator<?, ?>>> TRANSLATORS =
            Map.ofEntries(
                    use(Task.ENCODE, float[].class, float[].class, Task::encoding),
                    use(Task.ENCODE, Image.class, float[].class, Task::imageEncoding),
                    use(Task.ENCODE, NDList.class, NDList.class, Task::batchEncoding),
                    use(Task.DECODE, float[].class, float[].class, Task::decoding),
                    use(Task.DECODE, float[].class, Image.class, Task::imageDecoding),
                    use(Task.DECODE, NDList.class, NDList.class, Task::batchDecoding),
                    use(Task.RECONSTRUCT, float[].class, float[].class, Task::reconstruction),
                    use(Task.RECONSTRUCT, Image.class, Image.class, Task::imageReconstruction),
                    use(Task.RECONSTRUCT, NDList.class, NDList.class, Task::batchReconstruction),
                    use(Task.SAMPLE, Long.class, float[].class, Task::sampling),
                    use(Task.SAMPLE, Long.class, Image.class, Task::imageSampling),
                    use(Task.SCORE, float[].class, Double.class, Task::scoring),
                    use(Task.SCORE, Image.class, Double.class, Task::imageScoring),
                    use(Task.SCORE, NDList.class, NDList.class, Task::batchScoring));

    /** DJL makes one by its name. */
    public AutoencoderTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        Set<Pair<Type, Type>> types =
                TRANSLATORS.keySet().stream()
                        .map(use -> new Pair<Type, Type>(use.input, use.output))
                        .collect(Collectors.toSet());
        types.add(new Pair<>(Input.class, Output.class));
        return types;
    }

    @Override
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        try {
            SavedModel saved = SavedModel.open(model.getModelPath());
            Task task =
                    TaskArgument.of(arguments)
                            .orElseGet(() -> ofTypes(input, output, saved.part()));
            saved.require(task.part());
            run(task, model);
            return translator(new Use(task, input, output), saved.config(), arguments);
        } catch (IOException | IllegalArgumentException e) {
            throw new TranslateException(e.getMessage(), e); // DJL then tries the next model
        }
    }

    private static Task ofTypes(Type input, Type output, Part part) {
        Task own = TaskArgument.own(part);
        if (TRANSLATORS.containsKey(new Use(own, input, output))) {
            return own;
        }
        return TRANSLATORS.keySet().stream()
                .filter(use -> use.input.equals(input) && use.output.equals(output))
                .map(Use::task)
                .findFirst() // there is only one
                .orElse(own);
    }

    // A model may have been loaded whole, before its task was known. In any case its block is set
    // again: when DJL makes a trainer, it thaws all of a block that was loaded.
    private static void run(Task task, Model model) {
        model.setBlock(
                model.getBlock() instanceof AutoencoderBlock whole
                        ? task.part().of(whole)
                        : model.getBlock());
    }

    @SuppressWarnings("unchecked") // the table's keys are the types of its translators
    private static <I, O> Translator<I, O> translator(
            Use use, AutoencoderConfig config, Map<String, ?> arguments) {
        if (use.input.equals(Input.class) && use.output.equals(Output.class)) {
            return (Translator<I, O>) requests(use.task, arguments);
        }
        var translator = TRANSLATORS.get(use);
        if (translator == null) {
            List<String> uses = TRANSLATORS.keySet().stream().map(Use::toString).sorted().toList();
            throw new IllegalArgumentException("use must be one of " + uses + ", but is " + use);
        }
        Object label = arguments.get("label");
        return label == null
                ? (Translator<I, O>) translator.apply(config)
                : Task.given(
                        config,
                        label.toString(),
                        without -> (Translator<I, O>) translator.apply(without));
    }

    private static RequestTranslator requests(Task task, Map<String, ?> arguments) {
        RequestTranslator translator =
                ServiceLoader.load(RequestTranslator.class)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "autoencoders-serving must be on the class path"
                                                        + " for Input and Output, but is not"));
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("task", task.name());
        translator.setArguments(all);
        return translator;
    }

    private static Map.Entry<Use, Function<AutoencoderConfig, Translator<?, ?>>> use(
            Task task,
            Type input,
            Type output,
            Function<AutoencoderConfig, Translator<?, ?>> translator) {
        return Map.entry(new Use(task, input, output), translator);
    }

    private record Use(Task task, Type input, Type output) {

        @Override
        public String toString() {
            return task + " from " + input.getTypeName() + " to " + output.getTypeName();
        }
    }
}
