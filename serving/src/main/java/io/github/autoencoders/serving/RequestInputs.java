package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.serving.RefusedException.Reason;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The inputs of one request as they are read, and how it wants to be answered. */
final class RequestInputs {

    /** How many inputs one request may have, so that the memory for them has a bound. */
    private static final int MAX_INPUTS = 256;

    /** 4096 x 3072, as telephones take pictures. */
    private static final int USUAL_PIXELS = 3 << 22;

    private final Task task;
    private final AutoencoderConfig config;
    private final Input request;
    private final List<List<double[]>> inputs = new ArrayList<>();
    private int pixels = maxPixels(); // that are left
    private boolean batch;
    private boolean named; // rows by their columns
    private AnswerForm usual = new AnswerForm.Json();

    RequestInputs(Task task, AutoencoderConfig config, Input request) {
        this.task = task;
        this.config = config;
        this.request = request;
    }

    /**
     * Returns how many pixels all images of a request may have together, or how many values what a
     * model is asked of a sound.
     */
    static int maxPixels() {
        return RgbImage.maxPixels(USUAL_PIXELS);
    }

    private @Nullable String label() {
        return ServingRequest.label(request);
    }

    /** Adds what a body holds; where its type is not known, its first bytes tell. */
    void add(String type, byte[] body) throws RefusedException {
        boolean unknown = type.isEmpty() || type.equals(ServingRequest.BYTES);
        boolean tensor = ServingRequest.TENSORS.contains(type);
        if (tensor || (unknown && Tensor.isTensor(body))) {
            addTensor(body);
        } else if (type.startsWith(ServingRequest.IMAGE)
                || (unknown && ImageKind.of(body).isPresent())) {
            addImage(type, body);
        } else {
            addJson(body);
        }
    }

    private void addTensor(byte[] body) throws RefusedException {
        usual = Tensor.isNumpy(body) ? AnswerForm.Arrays.NUMPY : AnswerForm.Arrays.LIST;
        try {
            Tensor tensor = Tensor.read(body);
            addArray(tensor.shape(), tensor.values());
        } catch (IOException e) {
            throw new RefusedException(
                    Reason.MALFORMED,
                    "content must be an array of DJL's or NumPy's, but " + e.getMessage(),
                    e);
        }
    }

    private void addJson(byte[] body) throws RefusedException {
        try {
            JsonBody.read(body).addTo(this);
        } catch (IOException e) {
            throw new RefusedException(Reason.MALFORMED, wanted() + e.getMessage(), e);
        }
    }

    private String wanted() {
        return "request must hold "
                + (isSeed() ? "a whole number" : "a list of numbers")
                + " in JSON, but ";
    }

    /** Says that the answer is a tensor of KServe's protocol. */
    void answerKServe(@Nullable String id) {
        usual = new AnswerForm.KServe(id, request.getProperty("model_name", ""));
    }

    /** Says that the answer is one of TensorFlow Serving's. */
    void answerPredictions() {
        usual = new AnswerForm.Predictions();
        batch = true;
    }

    /** Adds one input, or those along the first axis. */
    void addArray(List<Long> shape, double[] values) throws RefusedException {
        ArrayShape.Rows rows = ArrayShape.of(task.input().shape(config)).rows(shape, values);
        addRows(rows.rows(), rows.several());
    }

    /** Adds one input that lies in one row, several in a list, or what lies in axes. */
    void addLists(NestedNumbers numbers) throws RefusedException {
        if (!numbers.firstWord().isEmpty()) {
            addCells(numbers, numbers.cells(), numbers.depth() == 2);
            return;
        }
        int depth = numbers.depth();
        boolean axes = depth > 2;
        if (depth == 2 && numbers.isEven()) {
            axes = ArrayShape.of(task.input().shape(config)).isOneInAxes(numbers.shape());
        }
        if (axes || (isSeed() && depth == 1)) {
            addArray(numbers.shape(), numbers.values());
        } else {
            addRows(numbers.rows(), depth == 2);
        }
    }

    /** Adds each member of a list. */
    void addInstances(NestedNumbers numbers) throws RefusedException {
        if (!numbers.firstWord().isEmpty()) {
            addCells(
                    numbers,
                    numbers.depth() == 2
                            ? numbers.cells()
                            : Stream.of(numbers.cells().get(0))
                                    .map(cell -> new @Nullable Object[] {cell})
                                    .toList(),
                    true);
        } else if (numbers.depth() > 2) {
            addArray(numbers.shape(), numbers.values());
        } else if (numbers.depth() == 2) {
            addRows(numbers.rows(), true);
        } else {
            addRows(
                    DoubleStream.of(numbers.values()).mapToObj(x -> new double[] {x}).toList(),
                    true);
        }
    }

    private void addRows(List<double[]> rows, boolean several) throws RefusedException {
        batch |= several;
        for (double[] row : rows) {
            addInput(isSeed() ? seed(row) : row);
        }
    }

    // Of a table, rows may have words beside their numbers.
    private void addCells(NestedNumbers numbers, List<@Nullable Object[]> rows, boolean several)
            throws RefusedException {
        SampleFormat format = config.format();
        if (task.input() != Content.SAMPLE
                || format.schema().isOfNumbers()
                || numbers.depth() > 2) {
            throw RefusedException.malformed(
                    wanted() + "it has something else at " + numbers.firstWord());
        }
        batch |= several;
        for (@Nullable Object[] row : rows) {
            addRow(() -> format.raw(row));
        }
    }

    /** Adds rows of a table by the names of their columns. */
    void addNamed(List<Map<String, @Nullable Object>> rows) throws RefusedException {
        SampleFormat format = config.format();
        if (task.input() != Content.SAMPLE || format.schema().features().isEmpty()) {
            throw RefusedException.malformed(
                    "an instance must be a list of numbers or {\"b64\": an image in base64}, but"
                            + " has the key \""
                            + String.join("", rows.get(0).keySet().stream().limit(1).toList())
                            + '"');
        }
        named = true;
        for (Map<String, @Nullable Object> row : rows) {
            addRow(() -> format.raw(row));
        }
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

    /**
     * Adds the pixels of an image.
     *
     * @param type of the content, as the request says it
     */
    void addImage(String type, byte[] body) throws RefusedException {
        if (!task.input().mayBeImage(config)) {
            throw new RefusedException(
                    Reason.UNSUPPORTED,
                    "content type must not be that of an image: the task "
                            + task.key()
                            + " of this model takes none");
        }
        ImageKind.require(type, body);
        try {
            RgbImage image = RgbImage.read(body, pixels);
            pixels -= image.width() * image.height();
            addInput(ImagePixels.of(image, config.format()));
        } catch (IOException e) {
            throw RefusedException.malformed(e);
        }
    }

    private void addInput(Object given) throws RefusedException {
        addRow(() -> given);
    }

    /** Refuses one more input than a request may have. */
    static void requireFew(int before) throws RefusedException {
        if (before == MAX_INPUTS) {
            throw new RefusedException(
                    Reason.UNFIT,
                    "request must have at most " + MAX_INPUTS + " inputs, but has more");
        }
    }

    private void addRow(Supplier<Object> given) throws RefusedException {
        requireFew(inputs.size());
        try {
            inputs.add(task.computation().arrays(config, given.get(), label()));
        } catch (IllegalArgumentException e) {
            String which = batch ? "input " + inputs.size() + ": " : "";
            throw new RefusedException(Reason.UNFIT, which + e.getMessage(), e);
        }
    }

    /**
     * Returns the request of all inputs.
     *
     * @param several whether they came in several bodies
     */
    ServingRequest request(boolean several) throws RefusedException {
        if (inputs.isEmpty()) {
            throw new RefusedException(
                    Reason.MALFORMED, "request must have at least one input, but has none");
        }
        return new ServingRequest(
                inputs, batch || several, named, label(), Accept.form(request, usual, seen()));
    }

    // As what one output is seen or heard, if it can be.
    private Optional<AnswerForm> seen() {
        if (inputs.size() > 1 || task.output() != Content.TARGET) {
            return Optional.empty();
        }
        SampleFormat target = config.target();
        OptionalInt rate = target.schema().rate();
        if (rate.isPresent()) {
            return Optional.of(new AnswerForm.Wave(rate.getAsInt()));
        }
        return task.output().mayBeImage(config)
                ? Optional.of(new AnswerForm.Png(target))
                : Optional.empty();
    }
}
