package io.github.autoencoders.examples;

import com.google.gson.Gson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Asks a server, ours or DJL Serving, for an image, its code, and what the code is decoded to.
 * Arguments: the address, as http://localhost:8080, the model's name, and where the image goes.
 */
public final class ServingClient {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private ServingClient() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String model = arguments[0] + "/predictions/" + arguments[1];
        Path image = Path.of(arguments[2]);

        // The sample of a seed, as an image.
        HttpRequest sample =
                HttpRequest.newBuilder(URI.create(model + "-sample"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "image/png")
                        .POST(BodyPublishers.ofString("7"))
                        .build();
        CLIENT.send(sample, BodyHandlers.ofFile(image));

        // Its code: a list of numbers.
        HttpRequest encode =
                HttpRequest.newBuilder(URI.create(model + "-encode"))
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofFile(image))
                        .build();
        float[] code = numbers(CLIENT.send(encode, BodyHandlers.ofString()));

        // What the code is decoded to: the pixels, from 0 to 255.
        HttpRequest decode =
                HttpRequest.newBuilder(URI.create(model + "-decode"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(new Gson().toJson(code)))
                        .build();
        float[] pixels = numbers(CLIENT.send(decode, BodyHandlers.ofString()));
        System.out.printf("code %s, %s pixels%n", Arrays.toString(code), pixels.length);
    }

    private static float[] numbers(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            Map<?, ?> problem = new Gson().fromJson(response.body(), Map.class);
            throw new IOException(response.statusCode() + ": " + problem.get("message"));
        }
        return new Gson().fromJson(response.body(), float[].class);
    }
}
