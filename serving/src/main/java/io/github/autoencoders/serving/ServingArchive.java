package io.github.autoencoders.serving;

import io.github.autoencoders.argument.Require;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Seal;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.AutoencoderBlockFactory;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
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
import java.util.regex.Pattern;
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
    private static final Pattern NOT_NEEDED =
            Pattern.compile("^mlrepo/|^io/github/autoencoders/server/|^META-INF/maven/");

    public ServingArchive {
        Require.atLeast(1, "workers", workers);
        Require.atLeast(1, "batchSize", batchSize);
        Require.atLeast(0, "delayMillis", delayMillis);
    }

    /**
     * Checks, before any work, that an archive of a model can be written.
     *
     * @throws IOException if the model lacks the task's part, or there is something at the place
     */
    public void require(SavedModel saved, Path out) throws IOException {
        saved.require(task.part());
        task.requireFits(saved.config());
        if (!isFile(out)) {
            AtomicWrite.requireNewOrEmpty(out);
        }
    }

    private static boolean isFile(Path out) {
        return ends(out, ".zip") || ends(out, ".tar.gz");
    }

    private static boolean ends(Path out, String ending) {
        return out.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * Writes a model's archive, whole or not at all.
     *
     * @param out the file, if it ends in .zip or .tar.gz, and otherwise the folder; its name is the
     *     model's on the server
     */
    public void write(SavedModel saved, Path out) throws IOException {
        require(saved, out);
        if (!isFile(out)) {
            AtomicWrite.newFolder(out, folder -> fill(saved, folder));
            return;
        }
        Path folder = Files.createTempDirectory("autoencoders-archive");
        try {
            fill(saved, folder);
            AtomicWrite.file(
                    out,
                    file -> {
                        if (ends(out, ".zip")) {
                            zip(folder, file);
                        } else {
                            tar(folder, file);
                        }
                    });
        } finally {
            AtomicWrite.delete(folder);
        }
    }

    private static void zip(Path folder, Path file) throws IOException {
        try (var out = new ZipArchiveOutputStream(file)) {
            addAll(folder, out);
        }
    }

    private static void tar(Path folder, Path file) throws IOException {
        GzipParameters parameters = new GzipParameters();
        try (OutputStream bytes = Files.newOutputStream(file);
                var compressed = new GzipCompressorOutputStream(bytes, parameters);
                var out = new TarArchiveOutputStream(compressed)) {
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            addAll(folder, out);
        }
    }

    private static <E extends ArchiveEntry> void addAll(Path folder, ArchiveOutputStream<E> out)
            throws IOException {
        for (Path file : files(folder)) {
            out.putArchiveEntry(out.createArchiveEntry(file, name(folder, file)));
            Files.copy(file, out);
            out.closeArchiveEntry();
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
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
        Seal.write(folder, List.of("model.json", "card.json", "serving.properties"));
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
        minWorkers=%s
        maxWorkers=%s
        batch_size=%s
        max_batch_delay=%s
        job_queue_size=%s
        """
                .formatted(
                        engine,
                        AutoencoderBlockFactory.class.getName(),
                        AutoencoderServingTranslator.class.getName(),
                        task.key(),
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
        if (Files.isDirectory(place)) {
            copyNeeded(place, jar);
            return;
        }
        try (FileSystem inside = FileSystems.newFileSystem(place)) {
            copyNeeded(inside.getPath("/"), jar);
        }
    }

    // Neither published models, if they are there, nor our own server.
    private static void copyNeeded(Path root, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files(root)) {
                String name = name(root, file);
                if (!NOT_NEEDED.matcher(name).find()) {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                }
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
