package io.github.autoencoders.serving;

import ai.djl.modality.Output;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import com.google.gson.stream.JsonWriter;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.sound.OverlapAdd;
import io.github.autoencoders.sound.Sound;
import io.github.autoencoders.sound.WaveFile;
import io.github.autoencoders.translate.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * What a model makes of a sound: one of the same rate, length and channels in WAV, or a code or a
 * score of each window.
 */
final class SoundAnswer {

    private static final AnswerForm JSON = new AnswerForm.Json();

    private SoundAnswer() {}

    /** Computes the outputs of inputs. */
    @FunctionalInterface
    interface Model {
        List<double[]> outputs(List<List<double[]>> inputs) throws TranslateException;
    }

    /**
     * Computes the answer of a request.
     *
     * @param manager of the arrays that are made on the way
     * @throws CancellationException if nobody waits for it any more
     */
    static Output of(SoundRequest request, Model model, NDManager manager) throws RefusedException {
        try {
            return request.restores() ? restored(request, model) : told(request, model, manager);
        } catch (IOException e) { // a value that is no number is found on the way
            throw RefusedException.malformed(e);
        } catch (IllegalArgumentException e) {
            throw RefusedException.unfit(e);
        }
    }

    private static Output restored(SoundRequest request, Model model)
            throws RefusedException, IOException {
        Accept.requireSound(request.input());
        int rate = request.sound().rate();
        try (Sound sound = request.sound().open();
                Sound restored =
                        new OverlapAdd(
                                        windows -> narrowed(outputs(request, model, windows)),
                                        request.length(),
                                        request.hop(),
                                        sound.at(request.rate()))
                                .at(rate)) {
            byte[] wave = WaveFile.bytes(restored, request.sound().frames());
            return AutoencoderServingTranslator.output(AnswerForm.Wave.TYPE, wave);
        }
    }

    private static float[][] narrowed(List<double[]> outputs) {
        return outputs.stream().map(Digits::narrowed).toArray(float[][]::new);
    }

    private static Output told(SoundRequest request, Model model, NDManager manager)
            throws RefusedException, IOException {
        AnswerForm form = Accept.form(request.input(), JSON, Optional.empty());
        List<double[]> outputs = new ArrayList<>();
        request.cut(windows -> outputs.addAll(outputs(request, model, windows)));
        byte[] body =
                form.equals(JSON)
                        ? AnswerForm.json(out -> object(out, request, outputs))
                        : form.write(
                                outputs,
                                request.task().output().shape(request.config()),
                                true,
                                AnswerForm::numbers,
                                manager);
        return AutoencoderServingTranslator.output(form.contentType(), body);
    }

    private static List<double[]> outputs(SoundRequest request, Model model, float[][] windows) {
        AwaitedInput.requireAwaited(request.input());
        List<List<double[]>> inputs =
                Stream.of(windows)
                        .map(
                                window ->
                                        request.task()
                                                .computation()
                                                .arrays(request.config(), window, request.label()))
                        .toList();
        try {
            List<double[]> outputs = model.outputs(inputs);
            AnswerForm.requireFinite(outputs);
            return outputs;
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    // Where each window begins, and what is made of it; a sound's score is the mean of its
    // windows'.
    private static void object(JsonWriter out, SoundRequest request, List<double[]> outputs)
            throws IOException {
        boolean score = request.task().output() == Content.SCORE;
        out.beginObject();
        if (score) {
            double mean = outputs.stream().mapToDouble(each -> each[0]).average().orElseThrow();
            out.name("score").value(Digits.of(mean));
        }
        out.name("windows").beginArray();
        for (int i = 0; i < outputs.size(); i++) {
            out.beginObject().name("second").value(request.second(i));
            out.name(request.task().output().key());
            if (score) {
                out.value(Digits.of(outputs.get(i)[0]));
            } else {
                AnswerForm.numbers(out, outputs.get(i));
            }
            out.endObject();
        }
        out.endArray().endObject();
    }
}
