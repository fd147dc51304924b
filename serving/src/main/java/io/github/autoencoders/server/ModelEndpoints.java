package io.github.autoencoders.server;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of DJL Serving that ask a model or tell of them; none that changes anything. {@code
 * openapi.json} in the resources describes them.
 */
final class ModelEndpoints extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger(ModelEndpoints.class);

    private static final List<String> HEALTH =
            List.of("/ping", "/v2/health/live", "/v2/health/ready");
    private static final Pattern PREDICTIONS = Pattern.compile("/predictions/([^/]+)/?");
    private static final Pattern KSERVE = Pattern.compile("/v2/models/([^/]+)(/ready|/infer|)/?");

    private final Map<String, ServedModel> models;
    private final ServerSettings settings;
    private final ServerMetrics metrics;

    /**
     * Makes the handler.
     *
     * @param models by their names, in the order of their list
     */
    ModelEndpoints(
            Map<String, ServedModel> models, ServerSettings settings, ServerMetrics metrics) {
        this.models = models;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            String path = Request.getPathInContext(request);
            if (HEALTH.contains(path)) {
                requireGet(request);
                Answer.json(Map.of("status", "Healthy")).send(response, callback);
                return true;
            }
            requireToken(request);
            Answer known = about(path, request);
            if (known != null) {
                known.send(response, callback);
                return true;
            }
            Matcher predictions = PREDICTIONS.matcher(path);
            Matcher kserve = KSERVE.matcher(path);
            if (predictions.matches()) {
                ask(model(URIUtil.decodePath(predictions.group(1))), request, response, callback);
            } else if (path.equals("/invocations")) {
                invoke(request, response, callback);
            } else if (kserve.matches()) {
                kserve(kserve, request, response, callback);
            } else {
                throw HttpProblem.notFound();
            }
        } catch (HttpProblem e) {
            Answer.of(e).send(response, callback);
        }
        return true;
    }

    private static void requireGet(Request request) throws HttpProblem {
        if (!request.getMethod().equals("GET")) {
            throw HttpProblem.methodNotAllowed(request.getMethod());
        }
    }

    private void requireToken(Request request) throws HttpProblem {
        if (settings.token().isEmpty()) {
            return;
        }
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        byte[] wanted = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
        byte[] there = Objects.requireNonNullElse(given, "").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, there)) { // takes as long wherever they differ
            throw new HttpProblem(
                    401,
                    "UnauthorizedException",
                    "header Authorization must be Bearer and the server's token, but is "
                            + (given == null ? "not there" : "another"));
        }
    }

    private @Nullable Answer about(String path, Request request) throws HttpProblem {
        return switch (path) {
            case "/models" -> {
                requireGet(request);
                List<?> items = models.values().stream().map(ModelEndpoints::item).toList();
                yield Answer.json(Map.of("models", items));
            }
            case "/metrics" -> {
                requireGet(request);
                yield Answer.of(metrics.contentType(), metrics.text());
            }
            default -> null;
        };
    }

    private static Map<String, ?> item(ServedModel model) {
        return Map.of(
                "modelName",
                model.name(),
                "modelUrl",
                "/predictions/" + model.name(), // a path of ours would tell too much
                "status",
                "READY");
    }

    private ServedModel model(String name) throws HttpProblem {
        ServedModel model = models.get(name);
        if (model == null) {
            throw new HttpProblem(
                    404,
                    "ModelNotFoundException",
                    "model must be one of %s, but is %s"
                            .formatted(String.join(", ", models.keySet()), name));
        }
        return model;
    }

    // The model's name is in the query, a header, or a part of the form.
    private void invoke(Request request, Response response, Callback callback) throws HttpProblem {
        requireBody(request);
        ServedModel only = models.size() == 1 ? models.values().iterator().next() : null;
        finish(
                "invocations",
                RequestBody.read(request, settings)
                        .thenCompose(
                                input -> {
                                    String header = input.getProperty("model_name", "");
                                    String name = input.getAsString("model_name");
                                    String wanted = name == null ? header : name;
                                    try {
                                        if (wanted.isEmpty() && only == null) {
                                            throw new HttpProblem(
                                                    400,
                                                    "BadRequestException",
                                                    "Parameter model_name is required.");
                                        }
                                        return predict(
                                                only != null && wanted.isEmpty()
                                                        ? only
                                                        : model(wanted),
                                                input);
                                    } catch (HttpProblem e) {
                                        return CompletableFuture.failedFuture(e);
                                    }
                                })
                        .thenApply(Answer::of),
                response,
                callback);
    }

    private static void requireBody(Request request) throws HttpProblem {
        if (!List.of("GET", "POST", "PUT").contains(request.getMethod())) {
            throw HttpProblem.methodNotAllowed(request.getMethod());
        }
    }

    private void ask(ServedModel model, Request request, Response response, Callback callback)
            throws HttpProblem {
        if (request.getMethod().equals("OPTIONS")) {
            Answer.json(Map.of()).send(response, callback);
            return;
        }
        requireBody(request);
        finish(
                model.name(),
                RequestBody.read(request, settings)
                        .thenCompose(input -> predict(model, input))
                        .thenApply(Answer::of),
                response,
                callback);
    }

    private CompletableFuture<Output> predict(ServedModel model, Input input) {
        CompletableFuture<Output> answer = model.submit(input);
        return answer != null
                ? answer
                : CompletableFuture.failedFuture(
                        new HttpProblem(
                                503,
                                "WlmCapacityException",
                                "%d requests wait for %s already; try again later"
                                        .formatted(settings.queueSize(), model.name())));
    }

    private void kserve(Matcher path, Request request, Response response, Callback callback)
            throws HttpProblem {
        ServedModel model = model(URIUtil.decodePath(path.group(1)));
        if (!path.group(2).equals("/infer")) {
            requireGet(request);
            Object about =
                    path.group(2).isEmpty()
                            ? KServeModel.of(model.name(), model.summary())
                            : Map.of("ready", true);
            Answer.json(about).send(response, callback);
            return;
        }
        if (!request.getMethod().equals("POST")) {
            throw HttpProblem.methodNotAllowed(request.getMethod());
        }
        finish(
                model.name(),
                RequestBody.read(request, settings)
                        .thenCompose(
                                input -> {
                                    input.addProperty("Content-Type", "application/json");
                                    input.addProperty("Accept", "application/json");
                                    input.addProperty("model_name", model.name());
                                    return predict(model, input);
                                })
                        .thenApply(Answer::of),
                response,
                callback);
    }

    private void finish(
            String model, CompletableFuture<Answer> coming, Response response, Callback callback) {
        long start = System.nanoTime();
        var unused =
                coming.exceptionally(this::problem)
                        .thenAccept(
                                answer -> {
                                    long taken = System.nanoTime() - start;
                                    metrics.request(model, answer.code(), taken);
                                    LOG.debug("{} {} {} ns", model, answer.code(), taken);
                                    answer.send(response, callback);
                                })
                        .exceptionally(
                                e -> {
                                    callback.failed(e);
                                    return null;
                                });
    }

    private Answer problem(Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        if (cause instanceof HttpProblem problem) {
            return Answer.of(problem);
        }
        if (cause instanceof TimeoutException) {
            return Answer.of(
                    new HttpProblem(
                            503,
                            "TimeoutException",
                            "answer must be there within %d s, but is not"
                                    .formatted(settings.timeLimit().toSeconds())));
        }
        LOG.error("a request failed", cause);
        return Answer.of(
                new HttpProblem(
                        500, "InternalServerException", "the server failed; its log says how"));
    }
}
