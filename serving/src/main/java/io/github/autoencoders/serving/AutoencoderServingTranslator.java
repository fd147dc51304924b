package io.github.autoencoders.serving;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.autoencoders.argument.Require;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.RequestTranslator;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of a model server, for the task that the argument {@code task} names, or
 * what the model's part does by itself.
 *
 * <p>A request holds raw samples or codes, flattened, or seeds (whole numbers) to sample: as JSON
 * (a list of numbers, a list of lists for several, or a request of KServe's protocol), as one array
 * of NumPy's or DJL's, or, where samples are images, as the bytes of a PNG or a JPEG; a form has
 * several of these. Rows of a table may be lists of numbers and words, or {@code instances} that
 * name their columns, and so are answered. An image of another size is scaled to the model's. Where
 * samples are windows of sounds, a request may also be a sound of any length, which becomes
 * another, in WAV, or whose windows are told of. {@code label} in the query or the form is the
 * label of all inputs, which a conditional model needs. The answer is JSON, or what Accept asks
 * for.
 *
 * <p>Each request of a batch is answered by itself: one that is refused gets a code of its own (400
 * malformed, 406, 415, 422 does not fit the model) and leaves its neighbours alone. {@code
 * describe} in the query gets the model's {@link ModelSummary} in the place of an answer.
 */
public final class AutoencoderServingTranslator implements RequestTranslator {

    private static final Logger LOG = LoggerFactory.getLogger(AutoencoderServingTranslator.class);
    private static final String BATCH = "io.github.autoencoders.batch";
    private static final String REST = "io.github.autoencoders.rest";

    private Map<String, ?> arguments = Map.of();
    private @Nullable Served served; // null until the model is open

    /** What is done by which model. */
    private record Served(
            Task task,
            AutoencoderConfig config,
            Translator<List<double[]>, double[]> arrays,
            WindowPlaces places) {}

    /** DJL Serving makes one by its name. */
    public AutoencoderServingTranslator() {}

    /**
     * Makes the translator of a model that is open already.
     *
     * @param task that its part does
     * @param arrays as {@link Task#ofArrays} returns for the task, or those of an exported part
     * @param places where windows of sounds begin: as the model's recipe says
     */
    public AutoencoderServingTranslator(
            Task task,
            AutoencoderConfig config,
            Translator<List<double[]>, double[]> arrays,
            WindowPlaces places) {
        served = new Served(task, config, arrays, places);
    }

    private Served served() {
        return Objects.requireNonNull(served);
    }

    @Override
    public void setArguments(Map<String, ?> arguments) {
        TaskArgument.of(arguments); // refuses what is none, before a model is loaded
        this.arguments = Map.copyOf(arguments);
    }

    @Override
    public void prepare(TranslatorContext context) throws IOException {
        if (served == null) {
            SavedModel saved = SavedModel.open(context.getModel().getModelPath());
            Task task = TaskArgument.of(arguments, saved.part());
            served =
                    new Served(
                            task,
                            saved.config(),
                            task.ofArrays(saved.config()), // or its refusal
                            WindowPlaces.of(saved.card().recipe().data()));
        }
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK; // else DJL would predict each request by itself
    }

    @Override
    public NDList processInput(TranslatorContext context, Input input) {
        throw new UnsupportedOperationException("a predictor takes requests in batches");
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList list) {
        throw new UnsupportedOperationException("a predictor gives answers in batches");
    }

    /** One request of a batch: either what it asks, or already its answer. */
    private record Item(@Nullable ServingRequest request, @Nullable Output answer) {}

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<Input> inputs)
            throws Exception {
        List<Item> batch = new ArrayList<>(inputs.size());
        List<List<double[]>> values = new ArrayList<>();
        for (Input input : inputs) {
            Item item = read(context, input);
            batch.add(item);
            if (item.request != null) {
                values.addAll(item.request.inputs());
            }
        }
        context.setAttachment(BATCH, batch);
        // The block runs in any case; where nothing is asked of it, on something of no meaning.
        if (values.isEmpty()) {
            values.add(served().task.computation().zeros(served().config));
        }
        int atOnce = served().config.atOnce(values.size());
        context.setAttachment(REST, rest(context, values, atOnce));
        return served().arrays.batchProcessInput(context, values.subList(0, atOnce));
    }

    // Of large samples, those behind the first batch, in batches of their own.
    private List<double[]> rest(TranslatorContext context, List<List<double[]>> values, int atOnce)
            throws TranslateException {
        List<double[]> outputs = new ArrayList<>();
        if (atOnce == values.size()) {
            return outputs;
        }
        try (Predictor<List<double[]>, double[]> predictor = newPredictor(context)) {
            for (int from = atOnce; from < values.size(); from += atOnce) {
                Require.uninterrupted("computing");
                int to = Math.min(from + atOnce, values.size());
                outputs.addAll(predictor.batchPredict(values.subList(from, to)));
            }
        }
        return outputs;
    }

    // A fault of any kind in one request must not reach the others, nor end the server's thread.
    private Item read(TranslatorContext context, Input input) {
        Task task = served().task;
        AutoencoderConfig config = served().config;
        try {
            if (input.getContent().contains("describe")) {
                return new Item(null, json(ModelSummary.of(task, config).json()));
            }
            Optional<SoundRequest> sound = SoundRequest.of(input, task, config, served().places);
            return sound.isPresent()
                    ? new Item(null, answer(context, sound.get()))
                    : new Item(ServingRequest.read(input, task, config), null);
        } catch (RefusedException e) {
            return new Item(null, e.output());
        } catch (CancellationException e) { // whose answer nobody reads
            return new Item(null, RefusedException.failed(e).output());
        } catch (RuntimeException | Error e) {
            return new Item(null, failure("a request", e));
        }
    }

    // In portions of its own: a sound is too long for one batch.
    private Output answer(TranslatorContext context, SoundRequest request) throws RefusedException {
        try (Predictor<List<double[]>, double[]> predictor = newPredictor(context)) {
            return SoundAnswer.of(request, predictor::batchPredict, context.getNDManager());
        }
    }

    private Predictor<List<double[]>, double[]> newPredictor(TranslatorContext context) {
        return context.getModel().newPredictor(served().arrays);
    }

    /** Returns an answer of a content type. */
    static Output output(String contentType, byte[] body) {
        Output output = new Output();
        output.addProperty("Content-Type", contentType);
        output.add(BytesSupplier.wrap(body));
        return output;
    }

    @Override
    @SuppressWarnings("unchecked") // nobody else uses the keys
    public List<Output> batchProcessOutput(TranslatorContext context, NDList list)
            throws Exception {
        List<double[]> outputs = new ArrayList<>(served().arrays.batchProcessOutput(context, list));
        outputs.addAll((List<double[]>) Objects.requireNonNull(context.getAttachment(REST)));
        List<Output> answers = new ArrayList<>();
        int from = 0;
        for (Item item : (List<Item>) Objects.requireNonNull(context.getAttachment(BATCH))) {
            if (item.request == null) {
                answers.add(Objects.requireNonNull(item.answer));
            } else {
                int to = from + item.request.inputs().size();
                answers.add(
                        answer(item.request, outputs.subList(from, to), context.getNDManager()));
                from = to;
            }
        }
        return answers;
    }

    private Output answer(ServingRequest request, List<double[]> outputs, NDManager manager) {
        try {
            Task task = served().task;
            Shape shape = task.output().shape(served().config);
            requireFinite(outputs);
            AnswerForm form = request.form();
            AnswerForm.Row row = request.row(task, served().config.target());
            return output(
                    form.contentType(), form.write(outputs, shape, request.batch(), row, manager));
        } catch (RefusedException e) {
            return e.output();
        } catch (IOException | RuntimeException | Error e) {
            return failure("an answer", e);
        }
    }

    private static void requireFinite(List<double[]> outputs) throws RefusedException {
        try {
            AnswerForm.requireFinite(outputs);
        } catch (IllegalArgumentException e) {
            throw RefusedException.unfit(e);
        }
    }

    private Output failure(String what, Throwable e) {
        LOG.error("{}: {} failed: {}", served().task.key(), what, e.toString());
        LOG.debug("{}", what, e);
        return RefusedException.failed(e).output();
    }

    /** Returns an answer in JSON. */
    static Output json(String text) {
        return output(AnswerForm.Json.TYPE, text.getBytes(StandardCharsets.UTF_8));
    }
}
