package io.github.autoencoders.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.testing.OwnClassesLoader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application that has this library, but not the jar of models. */
@Tag("no-engine")
class WithoutModelsTest {

    private final Class<?> repositories;

    WithoutModelsTest() throws Exception {
        repositories = new WithoutModels().loadClass(ModelRepository.class.getName());
    }

    /** Our classes once more, and no models. */
    private static final class WithoutModels extends OwnClassesLoader {

        WithoutModels() {
            super("io.github.autoencoders.");
        }

        @Override
        public @Nullable URL getResource(String name) {
            return name.startsWith("mlrepo/") ? null : super.getResource(name);
        }
    }

    @Test
    void noModelsAreBuiltIn() throws Exception {
        Object builtIn = repositories.getMethod("builtIn").invoke(null);
        assertEquals(List.of(), repositories.getMethod("list").invoke(builtIn));
        assertFalse(ModelRepository.builtIn().list().isEmpty());
    }

    @Test
    void aNameIsAnsweredWithTheArtifactThatHasTheModels() throws Exception {
        var open = repositories.getMethod("open", String.class, Path.class);
        var thrown =
                assertThrows(
                        InvocationTargetException.class,
                        () -> open.invoke(null, "model", Path.of("vae-sprites-2")));
        assertEquals(
                "model must be the folder of a run, or the name of a published model, but"
                        + " there is no vae-sprites-2;"
                        + " io.github.autoencoders:autoencoders-models, which has the models built"
                        + " in, is not on the class path",
                thrown.getTargetException().getMessage());
    }
}
