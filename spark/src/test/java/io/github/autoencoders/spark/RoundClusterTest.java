package io.github.autoencoders.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.spark.RoundFits.Misfortune;
import io.github.autoencoders.training.AutoencoderTrainer;
import io.github.autoencoders.training.RunFolder;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training in rounds on executors that are processes, and drivers and executors that die. */
class RoundClusterTest {

    @TempDir private static Path shared;

    @TempDir private Path folder;
    private static byte[] undisturbed = {};

    @BeforeAll
    static void begin() throws IOException {
        TrainingRecipe recipe = RoundFits.unlucky(Misfortune.NONE, shared.resolve("none"));
        undisturbed =
                RoundFits.parameters(
                        RoundFits.fit(LocalSpark.cluster(2), recipe, AutoencoderTrainer.of(recipe)),
                        shared.resolve("undisturbed"));
    }

    @AfterAll
    static void end() {
        LocalSpark.threads();
    }

    private byte[] unlucky(Misfortune misfortune) throws IOException {
        Path mark = folder.resolve("mark");
        TrainingRecipe recipe = RoundFits.unlucky(misfortune, mark);
        byte[] parameters =
                RoundFits.parameters(
                        RoundFits.fit(LocalSpark.cluster(2), recipe, AutoencoderTrainer.of(recipe)),
                        folder.resolve("model"));
        assertTrue(Files.exists(mark), "nothing happened");
        return parameters;
    }

    /** In other processes too, it is the training of one. */
    @Test
    void executorsDoAsWorkersOfOneProcessBitForBit() throws IOException {
        TrainingRecipe recipe = RoundFits.recipe();
        // 36 rows of each make five batches, and so two rounds an epoch, as 2.5 are rounded up.
        AutoencoderTrainer local =
                AutoencoderTrainer.of(recipe.withEpochs(3))
                        .inRounds(RoundFits.ROUNDS.withRoundsPerEpoch(3));
        assertArrayEquals(
                RoundFits.parameters(local.fit(Rows.all()), folder.resolve("local")), undisturbed);
    }

    @Test
    void aTaskThatThrowsOnceChangesNothing() throws IOException {
        assertArrayEquals(undisturbed, unlucky(Misfortune.EXCEPTION));
    }

    @Test
    void anExecutorThatIsKilledInARoundChangesNothing() throws IOException {
        assertArrayEquals(undisturbed, unlucky(Misfortune.KILLED));
    }

    private int driver(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(DyingDriver.class.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start()
                .waitFor();
    }

    /** The driver of another process dies after an epoch; a third one goes on in its folder. */
    @Test
    void aDriverThatDiesIsGoneOnAfter() throws Exception {
        Path run = folder.resolve("run");
        assertEquals(DyingDriver.STATUS, driver(run), this::log);
        assertEquals(1, RunFolder.open(run, DyingDriver.own()).epochsDone());
        Path gone = folder.resolve("gone-on");
        assertEquals(0, driver(run, gone), this::log);
        assertArrayEquals(undisturbed, Files.readAllBytes(gone.resolve("autoencoder-0000.params")));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
