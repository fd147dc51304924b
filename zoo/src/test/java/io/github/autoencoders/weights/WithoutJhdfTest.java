package io.github.autoencoders.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.autoencoders.testing.OwnClassesLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application that has this library, but not jHDF, which reads Keras' files. */
@Tag("no-engine")
class WithoutJhdfTest {

    private final Method read;

    WithoutJhdfTest() throws ReflectiveOperationException {
        Class<?> files =
                new OwnClassesLoader("io.github.autoencoders.weights.", "io.jhdf.")
                        .loadClass(WeightFile.class.getName());
        read = files.getMethod("read", Path.class);
    }

    @Test
    void whatKerasWroteIsAnsweredWithTheArtifactThatReadsIt() {
        Path file = WeightFileTest.resource("keras-vae.weights.h5");
        var thrown = assertThrows(InvocationTargetException.class, () -> read.invoke(null, file));
        assertEquals(
                file
                        + " must hold weights, but cannot be read: io.jhdf:jhdf must be on the"
                        + " class path for it, but is not",
                thrown.getTargetException().getMessage());
    }

    @Test
    void otherFilesAreRead() throws Exception {
        Path file = WeightFileTest.resource("types.safetensors");
        assertEquals(WeightFile.read(file).toString(), String.valueOf(read.invoke(null, file)));
    }
}
