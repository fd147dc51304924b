package io.github.autoencoders.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * Some of our classes once more, in an application that lacks others, or what a subclass leaves
 * out; all the rest are those of the tests.
 */
public class OwnClassesLoader extends ClassLoader {

    private final String prefix;
    private final List<String> missing;

    /**
     * Makes a loader.
     *
     * @param prefix with which the names of the classes begin that are loaded once more
     * @param missing with which the names of those begin that are not there
     */
    public OwnClassesLoader(String prefix, String... missing) {
        super(OwnClassesLoader.class.getClassLoader());
        this.prefix = prefix;
        this.missing = List.of(missing);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.stream().anyMatch(name::startsWith)) {
            throw new ClassNotFoundException(name);
        }
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
