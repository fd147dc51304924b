package io.github.autoencoders.mlflow;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.training.LossSummary;
import io.github.autoencoders.training.TrainingHistory;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;

/**
 * A run as MLflow's client tells the server of it; apart, so that {@link MlflowRun} is there in an
 * application without that client.
 */
final class LoggedRun {

    private static final String EXPERIMENT = "autoencoders";
    private static final int BATCH = 100; // parameters that MLflow takes at once
    private static final int LENGTH = 500; // of a parameter's value, that each version takes

    private final MlflowClient client;
    private final MlflowArtifacts artifacts;
    private final Consumer<String> warnings;
    private final Service.RunInfo run;
    private final List<Service.Metric> pending = new ArrayList<>();
    private Service.RunStatus status = Service.RunStatus.FAILED; // until it is done

    LoggedRun(String address, String name, TrainingRecipe recipe, Consumer<String> warnings)
            throws IOException {
        this.warnings = warnings;
        client = new MlflowClient(address);
        try {
            run = begun(name);
            parameters(recipe);
        } catch (MlflowClientException e) {
            client.close();
            throw refused(address, e);
        }
        artifacts = new MlflowArtifacts(client, address, run);
    }

    private Service.RunInfo begun(String name) {
        String experiment =
                Optional.ofNullable(System.getenv("MLFLOW_EXPERIMENT_NAME")).orElse(EXPERIMENT);
        // Not by its name, of which MLflow's client asks three times where there is none.
        String filter = "name = '%s'".formatted(experiment.replace("'", "\\'"));
        String id =
                client.searchExperiments(filter).getItems().stream()
                        .findFirst()
                        .map(Service.Experiment::getExperimentId)
                        .orElseGet(() -> client.createExperiment(experiment));
        return client.createRun(
                Service.CreateRun.newBuilder()
                        .setExperimentId(id)
                        .setRunName(name)
                        .setStartTime(System.currentTimeMillis())
                        .build());
    }

    private void parameters(TrainingRecipe recipe) {
        Map<String, String> values = new LinkedHashMap<>();
        Json.values(Json.write(recipe, TrainingRecipe.class))
                .forEach((path, value) -> values.put(name(path), value));
        List<Service.Param> all =
                values.entrySet().stream()
                        .map(
                                entry ->
                                        Service.Param.newBuilder()
                                                .setKey(entry.getKey())
                                                .setValue(cut(entry.getValue()))
                                                .build())
                        .toList();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Service.Param> some = all.subList(from, Math.min(all.size(), from + BATCH));
            client.logBatch(run.getRunId(), List.of(), some, List.of());
        }
    }

    // Names of columns may stand in the recipe.
    private static String name(String path) {
        return path.replaceAll("[^\\w. /-]", "_");
    }

    private static String cut(String value) {
        return value.length() <= LENGTH ? value : value.substring(0, LENGTH - 3) + "...";
    }

    void epochDone(FitListener.Progress progress) {
        List<TrainingHistory.Epoch> epochs = progress.history().epochs();
        TrainingHistory.Epoch last = epochs.get(epochs.size() - 1);
        Map<String, Double> values = new LinkedHashMap<>(progress.metrics());
        values.putAll(terms("training", last.training()));
        values.putAll(terms("validation", last.validation()));
        values.put("penalty_weight", last.penaltyWeight());
        values.put("seconds", last.seconds());
        values.put("samples_per_second", last.samplesPerSecond());
        values.values().removeIf(value -> !Double.isFinite(value));
        values.forEach(
                (name, value) ->
                        pending.add(
                                Service.Metric.newBuilder()
                                        .setKey(name)
                                        .setValue(value)
                                        .setStep(last.epoch())
                                        .setTimestamp(System.currentTimeMillis())
                                        .build()));
        try {
            send();
        } catch (MlflowClientException e) {
            warnings.accept(
                    "MLflow does not answer after epoch %s: %s".formatted(last.epoch(), reason(e)));
        }
    }

    private static Map<String, Double> terms(String stage, LossSummary losses) {
        return Map.of(
                stage + "_total", losses.total(),
                stage + "_reconstruction", losses.reconstruction(),
                stage + "_penalty", losses.penalty());
    }

    private void send() {
        client.logBatch(run.getRunId(), pending, List.of(), List.of());
        pending.clear();
    }

    String id() {
        return run.getRunId();
    }

    boolean done(Path model) {
        try {
            if (!pending.isEmpty()) {
                send();
            }
            artifacts.log(model, "model");
            status = Service.RunStatus.FINISHED;
            return true;
        } catch (IOException | MlflowClientException e) {
            warnings.accept("MLflow has not got the whole run: " + reason(e));
            return false;
        }
    }

    private static IOException refused(String address, MlflowClientException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new IOException(
                "mlflow must be the address of an MLflow server, but %s says: %s"
                        .formatted(address, reason(cause)),
                e);
    }

    // What the client throws may have a whole answer in its message, or none; that of a file that
    // cannot be read is its name alone.
    private static String reason(Throwable e) {
        if (e instanceof FileSystemException) {
            return e.toString();
        }
        String message = Objects.requireNonNullElse(e.getMessage(), "");
        return message.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    void close() {
        try (client) {
            client.setTerminated(run.getRunId(), status);
        } catch (MlflowClientException e) {
            warnings.accept("MLflow does not know that the run ended: " + reason(e));
        }
    }
}
