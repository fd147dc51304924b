package io.github.autoencoders.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.likelihood.Likelihood;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.network.Activation;
import io.github.autoencoders.network.Architecture;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import io.github.autoencoders.sample.Schema;
import io.github.autoencoders.translate.Task;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class ExampleTest {

    private static AutoencoderConfig config(int code, List<String> labels) {
        var shape = new Shape(4);
        return new AutoencoderConfig(
                new SampleFormat(shape, 0, Scaling.UnitInterval.BYTES),
                labels,
                new Architecture.Dense(List.of(8), Activation.RELU),
                new Bottleneck.Gaussian(code),
                new Likelihood.Bernoulli());
    }

    private static String line(List<Task> tasks, AutoencoderConfig config) {
        return Example.of("m", tasks, config).line("http://127.0.0.1:8080", "");
    }

    @Test
    void aServedModelIsAskedWhatItTakes() {
        String json = "curl -H 'Content-Type: application/json' -d ";
        assertEquals(
                json + "'7' 'http://127.0.0.1:8080/predictions/m-sample'",
                line(List.of(Task.DECODE, Task.SAMPLE), config(2, List.of())));
        assertEquals(
                json + "'[0, 0]' 'http://127.0.0.1:8080/predictions/m-decode?label=a+b'",
                line(List.of(Task.DECODE), config(2, List.of("a b", "c"))));
        SampleFormat window =
                new SampleFormat(
                        new Shape(1, 4), 0, Scaling.UnitInterval.BYTES, Schema.ofSound(8000));
        AutoencoderConfig sounds =
                new AutoencoderConfig(
                        window,
                        List.of(),
                        new Architecture.Dense(List.of(8), Activation.RELU),
                        new Bottleneck.Deterministic(2, Activation.IDENTITY),
                        new Likelihood.Bernoulli());
        assertEquals(
                "curl -H 'Content-Type: audio/wav' --data-binary @noisy.wav -o clean.wav"
                        + " 'http://127.0.0.1:8080/predictions/m-reconstruct'",
                line(List.of(Task.RECONSTRUCT, Task.SAMPLE), sounds));
        assertEquals(
                "curl -H 'Content-Type: application/json' -H 'Accept: audio/wav' -o sample.wav"
                        + " -d '7' 'http://127.0.0.1:8080/predictions/m-sample'",
                line(List.of(Task.SAMPLE), sounds));
        assertEquals(
                "curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8080/models",
                Example.of("m", List.of(Task.SCORE), config(2, List.of()))
                        .line("http://127.0.0.1:8080", "Bearer $TOKEN"));
    }

    @Test
    void aServedDetectorIsAskedOfAFileThatItTakes() {
        assertEquals(
                "curl -H 'Content-Type: text/csv' --data-binary @rows.csv"
                        + " 'http://h/predictions/m-score'",
                Example.ofRows("m").line("http://h", ""));
        assertEquals(
                "curl -H 'Content-Type: application/json' --data-binary @numbers.json"
                        + " 'http://h/predictions/m-score?label=a+b'",
                Example.ofSamples("m", config(2, List.of("a b"))).line("http://h", ""));
    }
}
