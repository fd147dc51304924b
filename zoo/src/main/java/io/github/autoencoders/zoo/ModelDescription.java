package io.github.autoencoders.zoo;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.config.OwnClasses;
import io.github.autoencoders.file.FileSize;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.Part;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code model.json} beside a model's parameters: enough to build its block again.
 *
 * @param formatVersion of the folder, {@value #FORMAT_VERSION} in this version of the library
 * @param part whose parameters are there
 * @param parametersSha256 of the file of the parameters; or empty in what format 1 wrote
 * @param config of the whole model's block
 */
record ModelDescription(
        int formatVersion, Part part, String parametersSha256, AutoencoderConfig config) {

    static final int FORMAT_VERSION = 4;

    private static final Pattern VERSION = Pattern.compile("\"formatVersion\"\\s*:\\s*(\\d{1,9})");

    private static final Map<String, ?> ADDED_AFTER_1 = Map.of("parametersSha256", "");
    private static final Map<String, ?> ADDED_AFTER_2 =
            Map.of("config.format.schema", Map.of("columns", List.of()));
    private static final Map<String, ?> ADDED_AFTER_3 =
            Map.of("config.format.schema.columns[].words", List.of());

    static final String FILE = "model.json";

    // A description takes a few thousand bytes, and a hundred for each column of many.
    private static final int MOST_BYTES = 1 << 24;

    ModelDescription {
        Require.atLeast(1, "formatVersion", formatVersion);
        if (!parametersSha256.matches("|[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "parametersSha256 must be 64 hexadecimal digits, but is \""
                            + parametersSha256
                            + '"');
        }
        if (part == Part.RECONSTRUCTION) {
            throw new IllegalArgumentException(
                    "part must be one of WHOLE, ENCODER, DECODER, which have parameters, but is "
                            + part);
        }
    }

    static ModelDescription of(Part part, String parametersSha256, AutoencoderConfig config) {
        return new ModelDescription(FORMAT_VERSION, part, parametersSha256, config);
    }

    static ModelDescription read(Path folder, OwnClasses ownClasses) throws IOException {
        Path file = folder.resolve(FILE);
        String text = described(folder);
        try {
            int version = version(text, file);
            String sealed = version < 2 ? Json.withDefaults(text, ADDED_AFTER_1) : text;
            String named = version < 3 ? Json.withDefaults(sealed, ADDED_AFTER_2) : sealed;
            String typed = version < 4 ? Json.withDefaults(named, ADDED_AFTER_3) : named;
            return Json.read(typed, ModelDescription.class, ownClasses);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the card beside the description, whatever format the folder has. */
    static ModelCard readCard(Path folder, String name, OwnClasses ownClasses) throws IOException {
        Path file = folder.resolve(name);
        Seal.require(folder, List.of(name));
        String text = text(file);
        int version = version(described(folder), folder.resolve(FILE));
        try {
            String upgraded =
                    version == 1
                            ? Json.withDefaults(
                                    Json.moved(text, ModelCard.MOVED_AFTER_1),
                                    ModelCard.ADDED_AFTER_1)
                            : text;
            String complete =
                    version < 4 ? Json.withDefaults(upgraded, ModelCard.ADDED_AFTER_3) : upgraded;
            String told = Json.withDefaults(complete, ModelCard.OPTIONAL);
            return Json.read(told, ModelCard.class, ownClasses);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String described(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " must hold a saved model, but has no " + FILE);
        }
        Seal.require(folder, List.of(FILE));
        return text(file);
    }

    /** Returns what stands in a file of text beside the parameters. */
    static String text(Path file) throws IOException {
        try {
            FileSize.requireAtMost(MOST_BYTES, file);
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " must be a file, but is not there", e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " must be text in UTF-8, but is not", e);
        }
    }

    // Before the strict reader: a newer format may have keys that this version does not know.
    private static int version(String text, Path file) throws IOException {
        Matcher match = VERSION.matcher(text);
        int version = match.find() ? Integer.parseInt(match.group(1)) : FORMAT_VERSION;
        if (version > FORMAT_VERSION) {
            throw new IOException(
                    file
                            + ": formatVersion must be at most "
                            + FORMAT_VERSION
                            + " for this version of the library, but is "
                            + version
                            + "; a newer version wrote it");
        }
        return version;
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE), Json.write(this, ModelDescription.class));
    }
}
