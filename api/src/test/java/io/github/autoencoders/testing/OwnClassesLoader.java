package io.github.autoencoders.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Some of our classes once more, in an application that lacks what a subclass leaves out; all
 * others are those of the tests.
 */
public class OwnClassesLoader extends ClassLoader {

    private final String prefix;

    /**
     * Makes a loader.
     *
     * @param prefix with which the names of the classes begin that are loaded once more
     */
    protected OwnClassesLoader(String prefix) {
        super(OwnClassesLoader.class.getClassLoader());
        this.prefix = prefix;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
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
