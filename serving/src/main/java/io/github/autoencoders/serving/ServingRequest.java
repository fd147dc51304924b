package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.Pair;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param form of the answer
 */
record ServingRequest(List<List<float[]>> inputs, boolean batch, AnswerForm form) {

    /** How many inputs one request may have, so that the memory for them has a bound. */
    static final int MAX_INPUTS = 256;

    /** Of an image in a request: twice that of a telephone's camera. */
    private static final int MAX_PIXELS = 1 << 24;

    private static final String IMAGE = "image/";
    private static final String FORM = "multipart/form-data";
    private static final String BYTES = "application/octet-stream";
    private static final Set<String> TENSORS =
            Set.of("tensor/ndlist", "tensor/npz", "application/x-npz", "application/x-npy");

    // What a model server reads from the query, or from other parts of a form.
    private static final Set<String> CONTROLS =
            Set.of("label", "describe", "model_name", "model_version", "model_url");

    /**
     * Reads a request.
     *
     * @throws RefusedException if it cannot be answered, and the reason
     */
    static ServingRequest read(Input input, Task task, AutoencoderConfig config)
            throws RefusedException {
        Reading reading = new Reading(task, config, input);
        String type = mediaType(input);
        requireKnown(type);
        boolean form = type.equals(FORM);
        List<byte[]> bodies = bodies(input);
        for (byte[] body : bodies) {
            reading.add(form ? "" : type, body);
        }
        return reading.request(bodies.size() > 1);
    }

    private static void requireKnown(String type) throws RefusedException {
        boolean json = type.endsWith("/json") || type.endsWith("+json");
        if (!json
                && !type.startsWith(IMAGE)
                && !Set.of("", BYTES, FORM).contains(type)
                && !TENSORS.contains(type)) {
            throw new RefusedException(
                    Reason.UNSUPPORTED,
                    "content type must be application/json, image/png, image/jpeg, tensor/ndlist,"
                        + " tensor/npz, application/octet-stream or multipart/form-data, but is "
                            + type);
        }
    }

    private static String mediaType(Input input) {
        String type = input.getProperty("Content-Type", "");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static List<byte[]> bodies(Input input) throws RefusedException {
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

    /** The inputs of one request as they are read. */
    private static final class Reading {

        private final Task task;
        private final AutoencoderConfig config;
        private final Input request;
        private final int size;
        private final List<List<float[]>> inputs = new ArrayList<>();
        private int pixels = 4 * MAX_PIXELS; // of all images together
        private boolean batch;
        private AnswerForm usual = new AnswerForm.Json();

        Reading(Task task, AutoencoderConfig config, Input request) {
            this.task = task;
            this.config = config;
            this.request = request;
            size = Math.toIntExact(task.input().shape(config).size());
        }

        private @Nullable String label() {
            String header = request.getProperty("label", "");
            String label = Objects.requireNonNullElse(request.getAsString("label"), header);
            return label.isEmpty() ? null : label;
        }

        /** Reads a body; where its type is not known, its first bytes tell. */
        void add(String type, byte[] body) throws RefusedException {
            boolean unknown = type.isEmpty() || type.equals(BYTES);
            boolean tensor = TENSORS.contains(type);
            if (tensor || (unknown && Tensor.isTensor(body))) {
                addTensor(body);
            } else if (type.startsWith(IMAGE) || (unknown && ImageKind.of(body).isPresent())) {
                addImage(type, body);
            } else {
                addJson(body);
            }
        }

        private void addTensor(byte[] body) throws RefusedException {
            usual = Tensor.isNumpy(body) ? AnswerForm.Arrays.NUMPY : AnswerForm.Arrays.LIST;
            try {
                addRows(Tensor.read(body));
            } catch (IOException e) {
                throw new RefusedException(
                        Reason.MALFORMED,
                        "content must be an array of DJL's or NumPy's, but " + e.getMessage(),
                        e);
            }
        }

        // One input, or the inputs along the first axis.
        private void addRows(Tensor tensor) throws RefusedException {
            List<Long> shape = tensor.shape();
            double[] values = tensor.values();
            long[] one = task.input().shape(config).getShape();
            boolean several =
                    !shape.isEmpty()
                            && (size == 1 || !shape.equals(Arrays.stream(one).boxed().toList()))
                            && shape.get(0) * size == values.length
                            && (shape.size() > 1 || size == 1);
            if (!several && values.length != size) {
                throw new RefusedException(
                        Reason.UNFIT,
                        "array must have %d values, or several times as many, but has shape %s"
                                .formatted(size, shape));
            }
            batch |= several;
            for (int from = 0; from < values.length; from += size) {
                addRow(Arrays.copyOfRange(values, from, from + size));
            }
        }

        private void addImage(String type, byte[] body) throws RefusedException {
            var shape = config.format().shape();
            if (!task.input().mayBeImage(config)) {
                throw new RefusedException(
                        Reason.UNSUPPORTED,
                        "content type must not be that of an image: the task "
                                + task.key()
                                + " of this model takes none");
            }
            ImageKind.require(type, body);
            try {
                RgbImage image = RgbImage.read(body, Math.min(MAX_PIXELS, pixels));
                pixels -= image.width() * image.height();
                addInput(ImagePixels.of(image, shape));
            } catch (IOException e) {
                throw new RefusedException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
            }
        }

        private void addJson(byte[] body) throws RefusedException {
            JsonBody json;
            try {
                json = JsonBody.read(body);
            } catch (IOException e) {
                throw new RefusedException(
                        Reason.MALFORMED,
                        "request must hold "
                                + (isSeed() ? "a whole number" : "a list of numbers")
                                + " in JSON, but "
                                + e.getMessage(),
                        e);
            }
            if (json.tensor() != null) {
                usual = new AnswerForm.KServe(json.id(), request.getProperty("model_name", ""));
                addRows(json.tensor());
                return;
            }
            boolean seeds = isSeed() && json.nesting() == 1;
            batch |= json.nesting() == 2 || seeds;
            for (double[] row : json.rows()) {
                if (seeds) {
                    for (double seed : row) {
                        addRow(new double[] {seed});
                    }
                } else {
                    addRow(row);
                }
            }
        }

        private void addRow(double[] row) throws RefusedException {
            if (isSeed()) {
                addInput(seed(row));
                return;
            }
            float[] input = new float[row.length];
            for (int i = 0; i < input.length; i++) {
                input[i] = (float) row[i];
            }
            addInput(input);
        }

        private boolean isSeed() {
            return task.input() == Content.SEED;
        }

        private static Long seed(double[] row) throws RefusedException {
            if (row.length != 1 || row[0] != Math.rint(row[0]) || Math.abs(row[0]) > 1L << 53) {
                throw new RefusedException(
                        Reason.UNFIT,
                        "seed must be a whole number from -2^53 to 2^53, but is "
                                + Arrays.toString(Arrays.copyOf(row, Math.min(row.length, 3))));
            }
            return (long) row[0];
        }

        private void addInput(Object given) throws RefusedException {
            if (inputs.size() == MAX_INPUTS) {
                throw new RefusedException(
                        Reason.UNFIT,
                        "request must have at most " + MAX_INPUTS + " inputs, but has more");
            }
            try {
                inputs.add(task.computation().arrays(config, given, label()));
            } catch (IllegalArgumentException e) {
                String which = batch ? "input " + inputs.size() + ": " : "";
                throw new RefusedException(Reason.UNFIT, which + e.getMessage(), e);
            }
        }

        ServingRequest request(boolean several) throws RefusedException {
            if (inputs.isEmpty()) {
                throw new RefusedException(
                        Reason.MALFORMED, "request must have at least one input, but has none");
            }
            boolean list = batch || several;
            boolean image = inputs.size() == 1 && task.output().mayBeImage(config);
            return new ServingRequest(inputs, list, Accept.form(request, usual, image));
        }
    }
}
