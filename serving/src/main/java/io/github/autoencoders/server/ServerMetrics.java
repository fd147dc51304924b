package io.github.autoencoders.server;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What a server counts, for <a href="https://prometheus.io">Prometheus</a>. */
final class ServerMetrics {

    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };
    private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format =
            PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();
    private final Map<String, IntSupplier> queues = new ConcurrentHashMap<>();
    private final Counter requests;
    private final Histogram seconds;
    private final Histogram batches;

    ServerMetrics() {
        JvmMetrics.builder().register(registry);
        requests =
                Counter.builder()
                        .name("autoencoders_requests_total")
                        .help("Requests to a model, by the status of their answer")
                        .labelNames("model", "code")
                        .register(registry);
        seconds =
                histogram(
                        "autoencoders_request_seconds",
                        "Time from the head of a request to its answer",
                        SECONDS);
        batches = histogram("autoencoders_batch_size", "Requests answered at once", SIZES);
        GaugeWithCallback.builder()
                .name("autoencoders_queue_length")
                .help("Requests that wait")
                .labelNames("model")
                .callback(each -> queues.forEach((name, size) -> each.call(size.getAsInt(), name)))
                .register(registry);
    }

    private Histogram histogram(String name, String what, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(what)
                .labelNames("model")
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    void watchQueue(String model, IntSupplier size) {
        queues.put(model, size);
    }

    void watchBodies(LongSupplier bytes) {
        watch("autoencoders_body_bytes", "Bytes of requests that come in or wait", bytes);
    }

    void watchAnswers(LongSupplier bytes) {
        watch("autoencoders_answer_bytes", "Bytes of answers that go out", bytes);
    }

    private void watch(String name, String what, LongSupplier bytes) {
        GaugeWithCallback.builder()
                .name(name)
                .help(what)
                .callback(each -> each.call((double) bytes.getAsLong()))
                .register(registry);
    }

    void request(String model, int code, long nanoseconds) {
        requests.labelValues(model, String.valueOf(code)).inc();
        seconds.labelValues(model).observe(nanoseconds / 1e9);
    }

    void batch(String model, int size) {
        batches.labelValues(model).observe(size);
    }

    String contentType() {
        return format.getContentType();
    }

    byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            format.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }
}
