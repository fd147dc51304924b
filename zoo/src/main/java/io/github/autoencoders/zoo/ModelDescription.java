package io.github.autoencoders.zoo;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code model.json} beside a model's parameters: enough to build its block again.
 *
 * @param formatVersion of the folder, {@value #FORMAT_VERSION} in this version of the library
 * @param part whose parameters are there
 * @param config of the whole model's block
 */
record ModelDescription(int formatVersion, Part part, AutoencoderConfig config) {

    static final int FORMAT_VERSION = 1;

    private static final Pattern VERSION = Pattern.compile("\"formatVersion\"\\s*:\\s*(\\d{1,9})");

    private static final String FILE = "model.json";

    ModelDescription {
        if (formatVersion < 1) {
            throw new IllegalArgumentException(
                    "formatVersion must be at least 1, but is " + formatVersion);
        }
    }

    static ModelDescription of(Part part, AutoencoderConfig config) {
        return new ModelDescription(FORMAT_VERSION, part, config);
    }

    static ModelDescription read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " must hold a saved model, but has no " + FILE);
        }
        String text = text(file);
        requireReadable(text, file);
        try {
            return Json.read(text, ModelDescription.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns what stands in a file of text beside the parameters. */
    static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " must be a file, but is not there", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " must be text in UTF-8, but is not", e);
        }
    }

    // Before the strict reader: a newer format may have keys that this version does not know.
    private static void requireReadable(String text, Path file) throws IOException {
        Matcher match = VERSION.matcher(text);
        if (match.find() && Integer.parseInt(match.group(1)) > FORMAT_VERSION) {
            throw new IOException(
                    file
                            + ": formatVersion must be at most "
                            + FORMAT_VERSION
                            + " for this version of the library, but is "
                            + match.group(1)
                            + "; a newer version wrote it");
        }
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), Json.write(this, ModelDescription.class));
    }
}
