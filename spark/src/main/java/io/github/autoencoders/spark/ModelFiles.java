package io.github.autoencoders.spark;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.Digest;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The files of a saved model, to be sent to other machines and written anywhere. They do not
 * change; for any number of threads.
 */
final class ModelFiles implements Serializable {

    private static final long serialVersionUID = 1;

    private final SortedMap<String, byte[]> files; // by name
    private final String sha256;
    private transient @Nullable Sent sent;

    /** What was sent to the executors of a SparkContext. */
    private record Sent(SparkContext spark, Broadcast<ModelFiles> files) {}

    private ModelFiles(SortedMap<String, byte[]> files) {
        this.files = files;
        MessageDigest digest = Digest.SHA_256.start();
        files.forEach(
                (name, bytes) -> {
                    digest.update(
                            (name + ' ' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                });
        sha256 = Digest.text(digest);
    }

    /** Returns the files of a model's folder. */
    static ModelFiles of(SavedModel saved) throws IOException {
        return of(saved.folder());
    }

    /** Returns the files of a folder. */
    static ModelFiles of(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return new ModelFiles(files);
    }

    /** Returns the files of a model in memory. */
    static ModelFiles of(TrainedAutoencoder model) throws IOException {
        return inFolder(folder -> of(model.save(folder.resolve(SavedModel.NAME))));
    }

    /**
     * Returns the files of a folder in any of Hadoop's file systems.
     *
     * @throws IOException if it is not there
     */
    static ModelFiles read(org.apache.hadoop.fs.Path folder, Configuration configuration)
            throws IOException {
        FileSystem system = system(folder, configuration);
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (FileStatus status : system.listStatus(folder)) {
            String name = status.getPath().getName();
            if (status.isFile() && !name.startsWith(".")) {
                try (InputStream in = system.open(status.getPath())) {
                    files.put(name, in.readAllBytes());
                }
            }
        }
        return new ModelFiles(files);
    }

    /** Writes the files, as they are, into a folder of any of Hadoop's file systems. */
    void write(org.apache.hadoop.fs.Path folder, Configuration configuration) throws IOException {
        FileSystem system = system(folder, configuration);
        system.mkdirs(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder, file.getKey());
            try (OutputStream out = system.create(path, false)) {
                out.write(file.getValue());
            }
        }
    }

    // Hadoop would write sums of its own beside local files, which other programs would not renew.
    private static FileSystem system(org.apache.hadoop.fs.Path folder, Configuration configuration)
            throws IOException {
        FileSystem system = folder.getFileSystem(configuration);
        return system instanceof LocalFileSystem local ? local.getRaw() : system;
    }

    /** Returns the files as they are sent to the executors of a SparkContext, once. */
    synchronized Broadcast<ModelFiles> sentTo(SparkContext spark) {
        Sent known = sent;
        if (known == null || known.spark != spark) {
            known = new Sent(spark, JavaSparkContext.fromSparkContext(spark).broadcast(this));
            sent = known;
        }
        return known.files;
    }

    /** Returns the digest of all files, their names included. */
    String sha256() {
        return sha256;
    }

    /** What is done with a folder that is there for so long. */
    @FunctionalInterface
    interface Use<T> {
        T of(Path folder) throws IOException;
    }

    /** Does something with the model in a folder of this machine, which is deleted afterwards. */
    <T> T unpacked(Use<T> use) throws IOException {
        return inFolder(
                folder -> {
                    for (Map.Entry<String, byte[]> file : files.entrySet()) {
                        Files.write(folder.resolve(file.getKey()), file.getValue());
                    }
                    return use.of(folder);
                });
    }

    private static <T> T inFolder(Use<T> use) throws IOException {
        Path folder = Files.createTempDirectory("autoencoders-spark");
        try {
            return use.of(folder);
        } finally {
            AtomicWrite.delete(folder);
        }
    }
}
