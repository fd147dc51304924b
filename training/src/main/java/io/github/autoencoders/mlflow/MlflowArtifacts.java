package io.github.autoencoders.mlflow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;

/**
 * The files of an MLflow run. MLflow's client hands files to the program {@code mlflow}, which is
 * Python's; a server that stores files itself, as it does unless told otherwise, is sent them here.
 *
 * @param address of the server
 */
record MlflowArtifacts(MlflowClient client, String address, Service.RunInfo run) {

    private static final String STORED_BY_SERVER = "mlflow-artifacts:";

    /**
     * Sends the files of a folder.
     *
     * @param place folder of the run that they go to
     * @throws IOException if they cannot be read, or the server refuses them
     */
    void log(Path folder, String place) throws IOException {
        String root = run.getArtifactUri();
        if (!root.startsWith(STORED_BY_SERVER)) {
            client.logArtifacts(run.getRunId(), folder.toFile(), place);
            return;
        }
        String path = root.substring(STORED_BY_SERVER.length()).replaceFirst("^(//[^/]*)?/*", "");
        HttpClient http = HttpClient.newHttpClient();
        for (Path file : files(folder)) {
            URI there =
                    URI.create(
                            "%s/api/2.0/mlflow-artifacts/artifacts/%s/%s/%s"
                                    .formatted(
                                            address.replaceFirst("/+$", ""),
                                            path,
                                            place,
                                            file.getFileName()));
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(there).PUT(HttpRequest.BodyPublishers.ofFile(file));
            authorization().ifPresent(value -> request.header("Authorization", value));
            send(http, request.build());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void send(HttpClient http, HttpRequest request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(
                        "mlflow must take the file %s, but answers %s"
                                .formatted(request.uri(), answer.statusCode()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while the model was sent to MLflow", e);
        }
    }

    // As MLflow's client takes it from the environment.
    private static Optional<String> authorization() {
        String token = System.getenv("MLFLOW_TRACKING_TOKEN");
        String user = System.getenv("MLFLOW_TRACKING_USERNAME");
        String password = System.getenv("MLFLOW_TRACKING_PASSWORD");
        if (token != null) {
            return Optional.of("Bearer " + token);
        }
        if (user == null || password == null) {
            return Optional.empty();
        }
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
}
