package io.github.autoencoders.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.testing.OwnClassesLoader;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application that has this library, but not MLflow's client. */
@Tag("no-engine")
class WithoutMlflowTest {

    @Test
    void aRunIsAnsweredWithTheArtifactThatItNeeds() throws Exception {
        Method begin =
                new OwnClassesLoader("io.github.autoencoders.mlflow.", "org.mlflow.")
                        .loadClass(MlflowRun.class.getName())
                        .getMethod(
                                "begin",
                                String.class,
                                String.class,
                                TrainingRecipe.class,
                                Consumer.class);
        TrainingRecipe recipe = Recipes.named("vae-table");
        Consumer<String> warnings = line -> {};
        Throwable thrown =
                assertThrows(
                                InvocationTargetException.class,
                                () ->
                                        begin.invoke(
                                                null,
                                                "http://localhost:1",
                                                "a run",
                                                recipe,
                                                warnings))
                        .getTargetException();
        assertInstanceOf(IOException.class, thrown);
        assertEquals(
                "org.mlflow:mlflow-client must be on the class path for runs of MLflow, but is not",
                thrown.getMessage());
    }
}
