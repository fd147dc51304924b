package io.github.autoencoders.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.array.ArrayReading;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.round.OuterStep;
import io.github.autoencoders.round.RoundSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a fit in rounds needs to go on, beside the state of any fit.
 *
 * @param settings of the rounds
 * @param step whose velocity it is
 * @param engine whose format the velocity is written in
 */
record OuterState(RoundSettings settings, OuterStep step, String engine)
        implements FitState.Beside {

    private static final String SETTINGS = "rounds.json";
    private static final String VELOCITY = "velocity.ndlist";

    static OuterState of(RoundSettings settings, String engine) {
        return new OuterState(settings, new OuterStep(settings), engine);
    }

    @Override
    public List<String> files() {
        return List.of(SETTINGS, VELOCITY);
    }

    @Override
    public void save(Path folder) throws IOException {
        Files.writeString(folder.resolve(SETTINGS), Json.write(settings, RoundSettings.class));
        try (NDManager scope = NDManager.newBaseManager(engine);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(folder.resolve(VELOCITY)))) {
            NDList arrays = new NDList();
            for (float[] each : step.velocity()) {
                arrays.add(Numbers.of(scope, each, new Shape(each.length)));
            }
            if (arrays.isEmpty()) {
                arrays.add(scope.create(new Shape(0), DataType.FLOAT32));
            }
            arrays.encode(out);
        }
    }

    @Override
    public void load(RunFolder run) throws IOException {
        Path folder = run.checkpoint();
        if (!Files.exists(folder.resolve(SETTINGS))) {
            throw new IOException(
                    "training must be without rounds, as the run in %s began, but is in rounds"
                            .formatted(run.path()));
        }
        Seal.require(folder, files());
        List<String> others =
                Json.differences(
                        Files.readString(folder.resolve(SETTINGS)),
                        Json.write(settings, RoundSettings.class));
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "rounds must be those of the run in %s, but differ in %s"
                            .formatted(run.path(), String.join(", ", others)));
        }
        try (NDManager scope = NDManager.newBaseManager(engine);
                InputStream in = Files.newInputStream(folder.resolve(VELOCITY))) {
            step.setVelocity(
                    ArrayReading.decode(scope, in).stream()
                            .filter(array -> array.size() > 0)
                            .map(NDArray::toFloatArray)
                            .toList());
        }
    }

    /** Throws if a run goes on in rounds alone. */
    static void requireNone(RunFolder run) throws IOException {
        if (Files.exists(run.checkpoint().resolve(SETTINGS))) {
            throw new IOException(
                    "training must be in rounds, as the run in %s began, but is without"
                            .formatted(run.path()));
        }
    }
}
