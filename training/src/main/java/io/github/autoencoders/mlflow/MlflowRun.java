package io.github.autoencoders.mlflow;

import io.github.autoencoders.training.FitListener;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A training as a run of an MLflow server: the recipe as parameters, metrics of each epoch, and at
 * the end the model's folder. While the server does not answer, the training goes on, and what it
 * missed is sent with the next epoch.
 *
 * <pre>{@code
 * String address = "http://localhost:5000";
 * try (MlflowRun run = MlflowRun.begin(address, "sprites", recipe, System.err::println)) {
 *     AutoencoderTrainer.of(recipe).into(folder).withListener(run).fit().close();
 *     run.done(folder.resolve("model"));
 * }
 * }</pre>
 *
 * <p>It needs MLflow's client, {@code org.mlflow:mlflow-client}, which this library does not bring.
 *
 * <p>The experiment is {@code autoencoders}, or that which {@code MLFLOW_EXPERIMENT_NAME} names in
 * the environment, from which MLflow's client takes user and password, or a token, too.
 */
public final class MlflowRun implements FitListener, AutoCloseable {

    private final LoggedRun run;

    private MlflowRun(LoggedRun run) {
        this.run = run;
    }

    /**
     * Checks what shall be the address of a server, before any work is done.
     *
     * @throws IllegalArgumentException if it does not begin with http:// or https://
     */
    public static void requireAddress(String address) {
        if (!address.matches("https?://.+")) {
            throw new IllegalArgumentException(
                    "mlflow must be an address that begins with http:// or https://, but is "
                            + address);
        }
    }

    /**
     * Begins a run.
     *
     * @param address of the server
     * @param name of the run
     * @param warnings takes a line each time when the server does not answer later: after an epoch,
     *     in {@link #done} and in {@link #close}
     * @throws IllegalArgumentException if the address does not begin with http:// or https://
     * @throws IOException if the server does not answer, or refuses; or if MLflow's client is not
     *     on the class path
     */
    public static MlflowRun begin(
            String address, String name, TrainingRecipe recipe, Consumer<String> warnings)
            throws IOException {
        requireAddress(address);
        try {
            return new MlflowRun(new LoggedRun(address, name, recipe, warnings));
        } catch (NoClassDefFoundError e) {
            throw new IOException(
                    "org.mlflow:mlflow-client must be on the class path for runs of MLflow, but is"
                            + " not",
                    e);
        }
    }

    @Override
    public void epochDone(Progress progress) {
        run.epochDone(progress);
    }

    /** Returns the identifier that the server gave the run. */
    public String id() {
        return run.id();
    }

    /**
     * Sends the model, and marks the run finished; one that is closed without counts as failed. A
     * warning says if the server has not got it: it is in its folder.
     *
     * @param model its folder
     * @return whether the server has the whole run
     */
    public boolean done(Path model) {
        return run.done(model);
    }

    /** Ends the run on the server. */
    @Override
    public void close() {
        run.close();
    }
}
