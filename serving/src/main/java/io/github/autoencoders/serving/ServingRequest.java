package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request: what goes into the model, and how it comes out.
 *
 * @param inputs of the model: the arrays of each, checked
 * @param batch whether the request was for a list of inputs, perhaps of one
 * @param named whether its inputs were rows by the names of their columns, as samples that are
 *     answered then are
 * @param label of all inputs, if one is given
 * @param form of the answer
 */
record ServingRequest(
        List<List<double[]>> inputs,
        boolean batch,
        boolean named,
        @Nullable String label,
        AnswerForm form) {

    static final String IMAGE = "image/";
    static final String SOUND = "audio/";
    private static final String FORM = "multipart/form-data";
    static final String BYTES = "application/octet-stream";
    static final Set<String> TENSORS =
            Set.of("tensor/ndlist", "tensor/npz", "application/x-npz", "application/x-npy");

    // What a model server reads from the query, or from other parts of a form.
    private static final Set<String> CONTROLS =
            Set.of("label", "describe", "model_name", "model_version", "model_url");

    /** Returns how one output of the task is written in JSON. */
    AnswerForm.Row row(Task task, SampleFormat format) {
        if (task.output() != Content.TARGET || (!named && format.schema().isOfNumbers())) {
            return AnswerForm::numbers;
        }
        return named
                ? (out, values) -> AnswerForm.named(out, format, values)
                : (out, values) -> AnswerForm.cells(out, format.cells(values));
    }

    /**
     * Reads a request.
     *
     * @throws RefusedException if it cannot be answered, and the reason
     */
    static ServingRequest read(Input input, Task task, AutoencoderConfig config)
            throws RefusedException {
        RequestInputs inputs = new RequestInputs(task, config, input);
        String type = mediaType(input);
        requireKnown(type);
        boolean form = type.equals(FORM);
        List<byte[]> bodies = bodies(input);
        for (byte[] body : bodies) {
            inputs.add(form ? "" : type, body);
        }
        return inputs.request(bodies.size() > 1);
    }

    private static void requireKnown(String type) throws RefusedException {
        boolean json = type.endsWith("/json") || type.endsWith("+json");
        if (!json
                && !type.startsWith(IMAGE)
                && !Set.of("", BYTES, FORM).contains(type)
                && !TENSORS.contains(type)) {
            throw new RefusedException(
                    Reason.UNSUPPORTED,
                    "content type must be application/json, image/png, image/jpeg, audio/wav,"
                            + " tensor/ndlist, tensor/npz, application/octet-stream or"
                            + " multipart/form-data, but is "
                            + type);
        }
    }

    /** Returns whether a body of a type is that of a sound, if its first bytes are. */
    static boolean mayBeSound(String type) {
        return type.startsWith(SOUND) || Set.of("", BYTES, FORM).contains(type);
    }

    /** Returns the label of all inputs, which stands in the query, the form or a header. */
    static @Nullable String label(Input request) {
        String header = request.getProperty("label", "");
        String label = Objects.requireNonNullElse(request.getAsString("label"), header);
        return label.isEmpty() ? null : label;
    }

    /** Returns the type of the content, without what else is said of it. */
    static String mediaType(Input input) {
        String type = input.getProperty("Content-Type", "");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Returns the bodies of a request, one or the parts of a form. */
    static List<byte[]> bodies(Input input) throws RefusedException {
        List<byte[]> data = new ArrayList<>();
        List<byte[]> others = new ArrayList<>();
        for (Pair<String, BytesSupplier> part : input.getContent()) {
            if (part.getKey() == null || part.getKey().equals("data")) {
                data.add(part.getValue().getAsBytes());
            } else if (!CONTROLS.contains(part.getKey())) {
                others.add(part.getValue().getAsBytes());
            }
        }
        List<byte[]> bodies = data.isEmpty() ? others : data;
        if (bodies.stream().allMatch(body -> body.length == 0)) {
            throw new RefusedException(Reason.MALFORMED, "request must have a body, but has none");
        }
        return bodies;
    }
}
