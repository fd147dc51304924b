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
        Class<?> files = new WithoutJhdf().loadClass(WeightFile.class.getName());
        read = files.getMethod("read", Path.class);
    }

    /** Our classes once more, and no jHDF. */
    private static final class WithoutJhdf extends OwnClassesLoader {

        WithoutJhdf() {
            super("io.github.autoencoders.weights.");
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.jhdf.")) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
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
