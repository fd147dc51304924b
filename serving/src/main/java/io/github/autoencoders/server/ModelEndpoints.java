package io.github.autoencoders.server;

import ai.djl.modality.Input;
import io.github.autoencoders.serving.ModelSummary;
import io.github.autoencoders.zoo.LibraryVersion;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** The methods of an address that tells something. */
    static final String GET = "GET, HEAD";

    private static final Logger LOG = LoggerFactory.getLogger(ModelEndpoints.class);

    private static final List<String> HEALTH =
            List.of("/ping", "/v2/health/live", "/v2/health/ready");
    private static final Pattern PREDICTIONS =
            Pattern.compile("/(?:predictions/([^/]+)/?|v1/models/([^/]+)(?:/versions/1)?:predict)");
    private static final Pattern KSERVE =
            Pattern.compile("/v2/models/([^/]+)(?:/versions/1)?(/ready|/infer|)/?");

    private final Map<String, ServedModel> models;
    private final Admission admission;
    private final ServerSettings settings;
    private final ServerMetrics metrics;
    private final BytesInFlight bodies;
    private final BytesInFlight answers;

    /**
     * Makes the handler.
     *
     * @param models by their names, in the order of their list
     */
    ModelEndpoints(
            Map<String, ServedModel> models,
            Admission admission,
            ServerSettings settings,
            ServerMetrics metrics) {
        this.models = models;
        this.admission = admission;
        this.settings = settings;
        this.metrics = metrics;
        this.bodies = new BytesInFlight(settings.maxTotalBytes());
        this.answers = new BytesInFlight(settings.maxTotalBytes());
        metrics.watchBodies(bodies::taken);
        metrics.watchAnswers(answers::taken);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        UnaryOperator<Answer> form =
                path.matches("/v2(/.*)?") ? Answer::inKServesForm : UnaryOperator.identity();
        try {
            admission.requireHost(request);
            admission.requireOwnPage(request);
            if (HEALTH.contains(path)) {
                requireMethod(request, GET);
                Answer.json(Map.of("status", "Healthy")).send(response, callback);
                return true;
            }
            admission.requireToken(request);
            Answer known = about(path, request);
            if (known != null) {
                known.send(response, callback);
                return true;
            }
            Question question = question(path, request);
            finish(question.name, predict(request, question), form, response, callback);
        } catch (HttpProblem e) {
            form.apply(Answer.of(e)).send(response, callback);
        }
        return true;
    }

    /**
     * Refuses a method.
     *
     * @param allowed the methods, with commas between them
     */
    static void requireMethod(Request request, String allowed) throws HttpProblem {
        if (!List.of(allowed.split(", ", -1)).contains(request.getMethod())) {
            throw HttpProblem.methodNotAllowed(request.getMethod(), allowed);
        }
    }

    private @Nullable Answer about(String path, Request request) throws HttpProblem {
        if (path.equals("/models")) {
            requireMethod(request, GET);
            List<?> items = models.values().stream().map(ModelEndpoints::item).toList();
            return Answer.json(Map.of("models", items));
        }
        if (path.equals("/metrics")) {
            requireMethod(request, GET);
            return Answer.of(metrics.contentType(), metrics.text());
        }
        if (path.equals("/v2") || path.equals("/v2/")) {
            requireMethod(request, GET);
            return Answer.json(
                    Map.of(
                            "name",
                            "autoencoders",
                            "version",
                            LibraryVersion.current(),
                            "extensions",
                            List.of()));
        }
        Matcher kserve = KSERVE.matcher(path);
        if (kserve.matches() && !kserve.group(2).equals("/infer")) {
            ServedModel model = model(kserve);
            requireMethod(request, GET);
            return Answer.json(
                    kserve.group(2).isEmpty()
                            ? model.answering().inKServesForm(model.name())
                            : Map.of("ready", true));
        }
        if (PREDICTIONS.matcher(path).matches() && request.getMethod().equals("OPTIONS")) {
            return Answer.json(Map.of()); // as DJL Serving does
        }
        return null;
    }

    private static Map<String, ?> item(ServedModel model) {
        ModelSummary summary = model.answering().summary();
        return Map.of(
                "modelName",
                model.name(),
                "modelUrl",
                "/predictions/" + model.name(), // a path of ours would tell too much
                "status",
                "READY",
                "task",
                summary.task(),
                "input",
                summary.input(),
                "output",
                summary.output());
    }

    private ServedModel model(Matcher path) throws HttpProblem {
        String name = path.group(1) == null ? path.group(2) : path.group(1);
        return model(URIUtil.decodePath(name));
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

    /** Whom a request asks, and how: the name is for the metrics. */
    private record Question(String name, Asked asked) {}

    /** Finds the model, and prepares for it what was sent. */
    @FunctionalInterface
    private interface Asked {
        ServedModel with(Input input) throws HttpProblem;
    }

    private Question question(String path, Request request) throws HttpProblem {
        Matcher predictions = PREDICTIONS.matcher(path);
        Matcher kserve = KSERVE.matcher(path);
        if (predictions.matches()) {
            ServedModel model = model(predictions);
            requireMethod(request, "GET, HEAD, POST, PUT, OPTIONS");
            return new Question(model.name(), input -> model);
        }
        if (path.equals("/invocations")) {
            requireMethod(request, "GET, HEAD, POST, PUT");
            return new Question("invocations", this::named);
        }
        if (kserve.matches()) {
            ServedModel model = model(kserve);
            requireMethod(request, "POST");
            return new Question(
                    model.name(),
                    input -> {
                        input.addProperty("Content-Type", "application/json");
                        input.addProperty("Accept", "application/json");
                        input.addProperty("model_name", model.name());
                        return model;
                    });
        }
        throw HttpProblem.notFound();
    }

    // The model's name is in the query, a header, or a part of the form.
    private ServedModel named(Input input) throws HttpProblem {
        String header = input.getProperty("model_name", "");
        String wanted = Objects.requireNonNullElse(input.getAsString("model_name"), header);
        if (!wanted.isEmpty()) {
            return model(wanted);
        }
        if (models.size() != 1) {
            throw HttpProblem.badRequest("Parameter model_name is required.");
        }
        return models.values().iterator().next();
    }

    private CompletableFuture<Answer> predict(Request request, Question question) {
        BytesInFlight.Share room = bodies.share();
        return RequestBody.read(request, settings, room)
                .thenCompose(
                        input -> {
                            try {
                                return question.asked.with(input).submit(input, room);
                            } catch (HttpProblem e) {
                                return CompletableFuture.failedFuture(e);
                            }
                        })
                .thenApply(Answer::of)
                .exceptionally(e -> problem(question.name, e))
                .whenComplete((answer, e) -> room.release());
    }

    private void finish(
            String model,
            CompletableFuture<Answer> coming,
            UnaryOperator<Answer> form,
            Response response,
            Callback callback) {
        long start = System.nanoTime();
        BytesInFlight.Share room = answers.share();
        Callback done = Callback.from(callback, room::release);
        var unused =
                coming.thenAccept(
                                answer -> {
                                    Answer sent =
                                            room.take(answer.waiting())
                                                    ? answer
                                                    : Answer.of(noRoom());
                                    long taken = System.nanoTime() - start;
                                    metrics.request(model, sent.code(), taken);
                                    LOG.debug("{} {} {} ns", model, sent.code(), taken);
                                    form.apply(sent).send(response, done);
                                })
                        .exceptionally(
                                e -> {
                                    done.failed(e);
                                    return null;
                                });
    }

    private HttpProblem noRoom() {
        return HttpProblem.tooMuch(
                "answers that go out must have at most %s bytes together, but have more"
                        .formatted(settings.maxTotalBytes()));
    }

    private Answer problem(String model, Throwable e) {
        Throwable cause = e instanceof CompletionException ? e.getCause() : e;
        if (cause instanceof HttpProblem problem) {
            return Answer.of(problem);
        }
        if (cause instanceof TimeoutException) {
            return Answer.of(
                    new HttpProblem(
                            503,
                            "TimeoutException",
                            "answer must be there within %s s, but is not"
                                    .formatted(settings.timeLimit().toSeconds())));
        }
        LOG.error("{}: a request failed: {}", model, String.valueOf(cause));
        LOG.debug("{}", model, cause);
        return Answer.of(
                new HttpProblem(
                        500, "InternalServerException", "the server failed; its log says how"));
    }
}
