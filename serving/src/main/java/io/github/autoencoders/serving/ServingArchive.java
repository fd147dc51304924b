package io.github.autoencoders.serving;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.AutoencoderBlockFactory;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * What DJL Serving loads for one task of a saved model: a folder, or one file that holds it.
 *
 * <p>DJL Serving looks for the block factory in the jars beside the parameters, and for the
 * translator in those of {@code libs}, with a class loader for each: so the jars lie in {@code
 * libs}, and one that holds nothing but their names lies beside the parameters.
 *
 * @param task to be answered
 * @param engine by name: without it, a server that has both takes MXNet
 * @param workers threads that answer; an error ends one, so there should be two at least
 * @param batchSize requests answered at once, at most
 * @param delayMillis how long the first request of a batch waits for others
 */
public record ServingArchive(
        Task task, String engine, int workers, int batchSize, int delayMillis) {

    private static final int QUEUE_SIZE = 256;

    public ServingArchive {
        Require.atLeast(1, "workers", workers);
        Require.atLeast(1, "batchSize", batchSize);
        Require.atLeast(0, "delayMillis", delayMillis);
    }

    /** How the folder is packed. */
    private enum Packing {
        FOLDER("") {
            @Override
            void write(Path out, AtomicWrite.Writing filling) throws IOException {
                AtomicWrite.newFolder(out, filling);
            }

            @Override
            void pack(Path folder, Path file) {} // it is not
        },
        ZIP(".zip") {
            @Override
            void pack(Path folder, Path file) throws IOException {
                try (var out = new ZipArchiveOutputStream(file)) {
                    addAll(folder, out);
                }
            }
        },
        TAR_GZ(".tar.gz") {
            @Override
            void pack(Path folder, Path file) throws IOException {
                GzipParameters parameters = new GzipParameters();
                try (OutputStream bytes = Files.newOutputStream(file);
                        var compressed = new GzipCompressorOutputStream(bytes, parameters);
                        var out = new TarArchiveOutputStream(compressed)) {
                    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
                    addAll(folder, out);
                }
            }
        };

        private final String ending;

        Packing(String ending) {
            this.ending = ending;
        }

        abstract void pack(Path folder, Path file) throws IOException;

        void write(Path out, AtomicWrite.Writing filling) throws IOException {
            Path folder = Files.createTempDirectory("autoencoders-archive-");
            try {
                filling.to(folder);
                AtomicWrite.file(out, file -> pack(folder, file));
            } finally {
                AtomicWrite.delete(folder);
            }
        }

        static Packing of(Path out) {
            String name = out.toString().toLowerCase(Locale.ROOT);
            return Stream.of(ZIP, TAR_GZ)
                    .filter(packing -> name.endsWith(packing.ending))
                    .findFirst()
                    .orElse(FOLDER);
        }

        private static <E extends ArchiveEntry> void addAll(Path folder, ArchiveOutputStream<E> out)
                throws IOException {
            for (Path file : files(folder)) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                out.putArchiveEntry(out.createArchiveEntry(file, name));
                Files.copy(file, out);
                out.closeArchiveEntry();
            }
        }
    }

    /**
     * Checks, before any work, that an archive of a model can be written.
     *
     * @throws IOException if the model lacks the task's part, or there is something at the place
     */
    public void require(SavedModel saved, Path out) throws IOException {
        saved.require(task.part());
        task.requireFits(saved.config());
        if (Packing.of(out) == Packing.FOLDER) {
            AtomicWrite.requireNewOrEmpty(out);
        } else if (Files.isDirectory(out)) {
            throw new IOException("output must be a file, but is the folder " + out);
        }
    }

    /**
     * Writes a model's archive, whole or not at all.
     *
     * @param out the file, if it ends in .zip or .tar.gz, and otherwise the folder; its name is the
     *     model's on the server
     */
    public void write(SavedModel saved, Path out) throws IOException {
        require(saved, out);
        Packing.of(out).write(out, folder -> fill(saved, folder));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void fill(SavedModel saved, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(saved.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".json") || name.endsWith(".params")) {
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
        Files.writeString(folder.resolve("serving.properties"), properties());
        Path libs = Files.createDirectory(folder.resolve("libs"));
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Class<?>> module : modules().entrySet()) {
            copyJar(module.getValue(), libs.resolve(module.getKey()));
            names.add("libs/" + module.getKey());
        }
        writeJarOfNames(names, folder.resolve("autoencoders.jar"));
    }

    // A class of each module whose jar the server needs.
    private static Map<String, Class<?>> modules() {
        Map<String, Class<?>> modules = new LinkedHashMap<>();
        modules.put("autoencoders-api.jar", AutoencoderConfig.class);
        modules.put("autoencoders-zoo.jar", SavedModel.class);
        modules.put("autoencoders-serving.jar", ServingArchive.class);
        return modules;
    }

    private String properties() {
        return """
        engine=%s
        blockFactory=%s
        translator=%s
        task=%s
        option.modelName=%s
        option.epoch=0
        minWorkers=%d
        maxWorkers=%d
        batch_size=%d
        max_batch_delay=%d
        job_queue_size=%d
        """
                .formatted(
                        engine,
                        AutoencoderBlockFactory.class.getName(),
                        AutoencoderServingTranslator.class.getName(),
                        task.name().toLowerCase(Locale.ROOT),
                        SavedModel.NAME,
                        workers,
                        workers,
                        batchSize,
                        delayMillis,
                        QUEUE_SIZE);
    }

    // The classes are in a folder where the program runs from what was just compiled.
    private static void copyJar(Class<?> known, Path jar) throws IOException {
        Path place;
        try {
            place = Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("classes must be in a jar or a folder, but are not", e);
        }
        if (Files.isRegularFile(place)) {
            Files.copy(place, jar);
            return;
        }
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files(place)) {
                out.putNextEntry(
                        new ZipEntry(place.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static void writeJarOfNames(List<String> names, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", names));
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
    }
}
