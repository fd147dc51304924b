package io.github.autoencoders.zoo;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderBlock;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the translator of a saved model for the types and the task that a Criteria asks for.
 * Without the argument {@code task} the types decide: an image to numbers is encoded, numbers to an
 * image are decoded, an image to an image is reconstructed, anything to a Double is scored; and
 * where more than one task has them, the model does what its part does by itself.
 *
 * <p>An NDList holds one array of samples or codes [B, ...], and for a conditional model one of
 * their labels, one-hot [B, K]. Input and Output need autoencoders-serving on the class path. The
 * argument {@code label} gives a conditional model the same label with every input; without it,
 * each input is {@code Labelled}.
 */
public final class AutoencoderTranslatorFactory implements TranslatorFactory {

    private static final long serialVersionUID = 1L;

    private static final Pair<Type, Type> REQUESTS = new Pair<>(Input.class, Output.class);

    /** DJL makes one by its name. */
    public AutoencoderTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Stream.concat(
                        Stream.of(REQUESTS),
                        Stream.of(Task.values()).flatMap(task -> task.types().stream()))
                .collect(Collectors.toSet());
    }

    @Override
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        try {
            SavedModel saved = SavedModel.open(model.getModelPath());
            Pair<Type, Type> types = new Pair<>(input, output);
            Task task = TaskArgument.of(arguments).orElseGet(() -> ofTypes(types, saved.part()));
            saved.require(task.part());
            run(task, model);
            if (types.equals(REQUESTS)) {
                return requests(task, arguments);
            }
            Object label = arguments.get("label");
            return task.translator(
                    saved.config(), label == null ? null : label.toString(), input, output);
        } catch (IOException | IllegalArgumentException e) {
            throw new TranslateException(e.getMessage(), e); // DJL then tries the next model
        }
    }

    private static Task ofTypes(Pair<Type, Type> types, Part part) {
        Task own = TaskArgument.own(part);
        return Stream.concat(Stream.of(own), Stream.of(Task.values()))
                .filter(task -> task.types().contains(types))
                .findFirst()
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

    @SuppressWarnings("unchecked") // from Input to Output
    private static <I, O> Translator<I, O> requests(Task task, Map<String, ?> arguments) {
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
        return (Translator<I, O>) translator;
    }
}
