package io.github.autoencoders.zoo;

import io.github.autoencoders.config.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The file {@code autoencoders.json} at the root of a repository: what is in it, since a web server
 * need not list folders.
 *
 * @param formatVersion {@value #FORMAT_VERSION} in this version of the library
 * @param models all that were published
 */
record RepositoryIndex(int formatVersion, List<Entry> models) {

    static final String FILE = "autoencoders.json";
    static final int FORMAT_VERSION = 1;
    static final RepositoryIndex EMPTY = new RepositoryIndex(FORMAT_VERSION, List.of());

    RepositoryIndex {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "formatVersion must be %s for this version of the library, but is %s"
                            .formatted(FORMAT_VERSION, formatVersion));
        }
        models = List.copyOf(models);
    }

    /**
     * A model.
     *
     * @param application as {@code cv/image_generation}
     * @param artifact its name
     */
    record Entry(String application, String artifact) {

        Entry {
            if (!application.matches("[a-z_]{1,40}(/[a-z_]{1,40})?")) {
                throw new IllegalArgumentException(
                        "application must be as cv/image_generation, but is \"%s\""
                                .formatted(application));
            }
            PublishedModel.requireName("artifact", artifact);
        }
    }

    /** Returns the list with a model, once. */
    RepositoryIndex with(Entry model) {
        if (models.contains(model)) {
            return this;
        }
        List<Entry> all = new ArrayList<>(models);
        all.add(model);
        all.sort(Comparator.comparing(Entry::artifact).thenComparing(Entry::application));
        return new RepositoryIndex(FORMAT_VERSION, all);
    }

    static RepositoryIndex read(String text) {
        return Json.read(text, RepositoryIndex.class);
    }

    String write() {
        return Json.write(this, RepositoryIndex.class);
    }
}
