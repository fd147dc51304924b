package io.github.autoencoders.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Objects;
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
    private static final class WithoutJhdf extends ClassLoader {

        WithoutJhdf() {
            super(WithoutJhdfTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.jhdf.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.github.autoencoders.weights.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getResourceAsStream(file))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
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
