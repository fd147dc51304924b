package io.github.autoencoders.server;

import io.github.autoencoders.latent.Bottleneck;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Content;
import io.github.autoencoders.translate.Task;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;

/**
 * A request that shows how a server is asked, for the program {@code curl}.
 *
 * @param options of that program, each with a space behind it
 * @param place behind the server's address
 */
record Example(String options, String place) {

    private static final int SHORT = 16; // values of a code, in a line
    private static final String JSON = "-H 'Content-Type: application/json' ";

    /**
     * Returns one that a model answers without a file; or with one, where it restores sounds.
     *
     * @param name of the model
     * @param tasks that are served
     */
    static Example of(String name, Collection<Task> tasks, AutoencoderConfig config) {
        Bottleneck bottleneck = config.bottleneck();
        boolean sounds = config.format().isOfSounds();
        if (sounds && tasks.contains(Task.RECONSTRUCT) && !bottleneck.isStochastic()) {
            String restoring = file("audio/wav", "noisy.wav") + "-o clean.wav ";
            return of(restoring, name, Task.RECONSTRUCT, config);
        }
        if (tasks.contains(Task.SAMPLE)) {
            String heard = sounds ? "-H 'Accept: audio/wav' -o sample.wav " : "";
            return of(JSON + heard + "-d '7' ", name, Task.SAMPLE, config);
        }
        if (tasks.contains(Task.DECODE) && bottleneck.codeSize() <= SHORT) {
            String code = "-d '%s' ".formatted(Collections.nCopies(bottleneck.codeSize(), 0));
            return of(JSON + code, name, Task.DECODE, config);
        }
        return new Example("", "/models");
    }

    /** Returns one of a file of rows, which are judged. */
    static Example ofRows(String name) {
        return new Example(file("text/csv", "rows.csv"), place(name, Task.SCORE, ""));
    }

    /** Returns one of a file with a sample, which is judged. */
    static Example ofSamples(String name, AutoencoderConfig config) {
        String sent =
                config.format().isOfSounds()
                        ? file("audio/wav", "sound.wav")
                        : Content.SAMPLE.mayBeImage(config)
                                ? file("image/png", "image.png")
                                : file("application/json", "numbers.json");
        return of(sent, name, Task.SCORE, config);
    }

    private static Example of(String options, String name, Task task, AutoencoderConfig config) {
        String label =
                config.conditions().isEmpty()
                        ? ""
                        : "?label="
                                + URLEncoder.encode(
                                        config.conditions().get(0), StandardCharsets.UTF_8);
        return new Example(options, place(name, task, label));
    }

    private static String place(String name, Task task, String query) {
        return "/predictions/%s-%s%s".formatted(name, task.key(), query);
    }

    private static String file(String type, String name) {
        return "-H 'Content-Type: %s' --data-binary @%s ".formatted(type, name);
    }

    /**
     * Returns the line for a shell.
     *
     * @param address of the server
     * @param authorization the value of that header, or empty for none
     */
    String line(String address, String authorization) {
        String header =
                authorization.isEmpty() ? "" : "-H \"Authorization: %s\" ".formatted(authorization);
        String quote = options.isEmpty() ? "" : "'";
        return "curl " + header + options + quote + address + place + quote;
    }
}
