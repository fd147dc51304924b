package io.github.autoencoders.detection;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.FileSize;
import io.github.autoencoders.file.Seal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a detector: {@code detector.json}, all its numbers in {@code detector.bin}, as
 * big-endian floats and doubles of numbers that the former tells, and a seal.
 */
final class DetectorFolder {

    private static final String JSON = "detector.json";
    private static final String NUMBERS = "detector.bin";
    private static final List<String> FILES = List.of(JSON, NUMBERS);
    private static final int MOST_JSON = 1 << 24;

    private DetectorFolder() {}

    static void write(DetectorState state, Path folder) throws IOException {
        AtomicWrite.newFolder(
                folder,
                partial -> {
                    Files.writeString(
                            partial.resolve(JSON),
                            Json.write(state.about(), DetectorState.About.class));
                    try (DataOutputStream out =
                            new DataOutputStream(
                                    new BufferedOutputStream(
                                            Files.newOutputStream(partial.resolve(NUMBERS))))) {
                        write(state, out);
                    }
                    Seal.write(partial, FILES);
                });
    }

    private static void write(DetectorState state, DataOutputStream out) throws IOException {
        for (float[] each : floats(state)) {
            for (float value : each) {
                out.writeFloat(value);
            }
        }
        for (double[] each : state.heldOut()) {
            for (double value : each) {
                out.writeDouble(value);
            }
        }
    }

    private static List<float[]> floats(DetectorState state) {
        List<float[]> floats = new ArrayList<>();
        floats.add(state.scaling().centres());
        floats.add(state.scaling().units());
        floats.addAll(state.parameters());
        floats.addAll(List.of(state.density().mean()));
        floats.addAll(List.of(state.density().whitening()));
        floats.addAll(List.of(state.neighbours()));
        return floats;
    }

    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(JSON));
    }

    static void requireOne(Path folder) throws IOException {
        requireOne(folder, JSON);
    }

    private static void requireOne(Path folder, String json) throws IOException {
        if (!Files.isRegularFile(folder.resolve(json))) {
            throw new IOException(
                    "detector must be a folder with %s, but %s %s"
                            .formatted(json, Files.exists(folder) ? "is" : "there is no", folder));
        }
    }

    /**
     * Returns what a file tells of a detector of some kind.
     *
     * @param json its name
     * @param sealed the files whose seals are checked
     * @param most bytes that it may have
     * @throws IOException if there is none, or a file is damaged
     */
    static <R> R about(Path folder, String json, List<String> sealed, int most, Class<R> type)
            throws IOException {
        requireOne(folder, json);
        Seal.require(folder, sealed);
        Path file = folder.resolve(json);
        FileSize.requireAtMost(most, file);
        try {
            return Json.read(Files.readString(file), type);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    static DetectorState read(Path folder) throws IOException {
        DetectorState.About about =
                about(folder, JSON, FILES, MOST_JSON, DetectorState.About.class);
        Path numbers = folder.resolve(NUMBERS);
        requireSize(about, numbers);
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(numbers), 1 << 16))) {
            return read(about, in);
        }
    }

    // Before memory is reserved for what the other file tells.
    private static void requireSize(DetectorState.About about, Path numbers) throws IOException {
        double members = about.settings().members();
        double width = about.settings().width();
        double columns = about.format().size();
        double floats =
                columns * (2 + about.neighbours() + members)
                        + members * width * (2 * columns + 2 + width);
        double bytes = 4 * floats + 8.0 * DetectorState.MEASURES * about.heldOut();
        long there = Files.isRegularFile(numbers) ? Files.size(numbers) : 0;
        if (there != bytes) {
            throw new IOException(
                    "%s must have %s bytes, as %s tells, but has %s"
                            .formatted(numbers, (long) bytes, JSON, there));
        }
    }

    private static DetectorState read(DetectorState.About about, DataInputStream in)
            throws IOException {
        int columns = about.format().size();
        int members = about.settings().members();
        int width = about.settings().width();
        RowScaling scaling = new RowScaling(floats(in, columns), floats(in, columns));
        List<float[]> parameters =
                List.of(
                        floats(in, members * columns * width),
                        floats(in, members * width),
                        floats(in, members * width * columns),
                        floats(in, members * columns));
        CodeDensity density =
                new CodeDensity(floats(in, members, width), floats(in, members, width * width));
        float[][] neighbours = floats(in, about.neighbours(), columns);
        double[][] heldOut = new double[DetectorState.MEASURES][about.heldOut()];
        for (double[] each : heldOut) {
            for (int i = 0; i < each.length; i++) {
                each[i] = in.readDouble();
            }
        }
        return new DetectorState(about, scaling, parameters, density, neighbours, heldOut);
    }

    private static float[][] floats(DataInputStream in, int rows, int size) throws IOException {
        float[][] floats = new float[rows][];
        for (int i = 0; i < rows; i++) {
            floats[i] = floats(in, size);
        }
        return floats;
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = in.readFloat();
        }
        return floats;
    }
}
