package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.ServingTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonParseException;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.sample.ImagePixels;
import io.github.autoencoders.sample.RgbImage;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TaskArgument;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of a DJL Serving endpoint, for the task that the argument {@code task}
 * names. A request holds a JSON list of numbers, the raw sample or the code, flattened; to sample,
 * one whole number, the seed; or, where the model takes images, the bytes of one with a content
 * type {@code image/...}. The answer is a JSON list of numbers; of a score, a list of one.
 */
public final class AutoencoderServingTranslator implements ServingTranslator {

    private Task task = Task.RECONSTRUCT;
    private @Nullable AutoencoderConfig config;
    private @Nullable Translator<float[], float[]> arrays;

    /** DJL Serving makes one by its name. */
    public AutoencoderServingTranslator() {}

    @Override
    public void setArguments(Map<String, ?> arguments) {
        task = TaskArgument.of(arguments);
    }

    @Override
    public void prepare(TranslatorContext context) throws IOException {
        config = SavedModel.open(context.getModel().getModelPath()).config();
        arrays =
                switch (task) {
                    case ENCODE -> Task.encoding(config);
                    case DECODE, SAMPLE -> Task.decoding(config);
                    case RECONSTRUCT -> Task.reconstruction(config);
                    case SCORE -> Task.scores(config);
                };
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    @Override
    public NDList processInput(TranslatorContext context, Input input) throws Exception {
        return Objects.requireNonNull(arrays).processInput(context, values(input));
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList list) throws Exception {
        float[] values = Objects.requireNonNull(arrays).processOutput(context, list);
        Output output = new Output();
        output.addProperty("Content-Type", "application/json");
        output.add(BytesSupplier.wrapAsJson(values));
        return output;
    }

    private float[] values(Input input) throws TranslateException {
        AutoencoderConfig known = Objects.requireNonNull(config);
        BytesSupplier content = input.getData();
        if (content == null) {
            throw new TranslateException("request must have a body, but has none");
        }
        String type = input.getProperty("Content-Type", "application/json");
        if (type.regionMatches(true, 0, "image/", 0, "image/".length())) {
            return pixels(content.getAsBytes(), known.format().shape());
        }
        try {
            return task == Task.SAMPLE
                    ? Task.standardNormal(parse(content, Long.class), known.bottleneck().codeSize())
                    : parse(content, float[].class);
        } catch (JsonParseException e) {
            throw new TranslateException(
                    "request must hold "
                            + (task == Task.SAMPLE ? "a whole number" : "a list of numbers")
                            + " in JSON, but holds something else",
                    e);
        }
    }

    private static float[] pixels(byte[] image, Shape shape) throws TranslateException {
        try {
            return ImagePixels.of(RgbImage.read(image), shape);
        } catch (IOException e) {
            throw new TranslateException(e.getMessage(), e);
        }
    }

    private static <T> T parse(BytesSupplier content, Class<T> type) throws TranslateException {
        T value = JsonUtils.GSON.fromJson(content.getAsString(), type);
        if (value == null) {
            throw new TranslateException("request must have a body, but it is empty");
        }
        return value;
    }
}
