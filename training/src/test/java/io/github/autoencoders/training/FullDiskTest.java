package io.github.autoencoders.training;

import static io.github.autoencoders.training.TinyTraining.ELBO;
import static io.github.autoencoders.training.TinyTraining.engine;
import static io.github.autoencoders.training.TinyTraining.memory;
import static io.github.autoencoders.training.TinyTraining.variational;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.file.FullDiskException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on disks with room for one file, for two, and so on until all is written. */
class FullDiskTest {

    private static final int BLOCK = 1 << 16; // each file of such a training takes one
    private static final int MOST = 40;

    private final Path folder;

    FullDiskTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static void train(Path run) throws IOException {
        AutoencoderTrainer.of(variational(2, 0.01, 3, ELBO))
                .on(Placement.of(engine()))
                .into(run)
                .fit(memory())
                .close();
    }

    // What was learnt; the rest has times.
    private static Map<String, byte[]> learnt(Path run) throws IOException {
        Map<String, byte[]> learnt = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(file).toString();
                learnt.put(
                        name,
                        name.matches(".*(params|ndlist)") ? Files.readAllBytes(file) : new byte[0]);
            }
        }
        return learnt;
    }

    // To a disk with more room.
    private static void move(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void assertGoesOn(Path run, Map<String, byte[]> expected) throws IOException {
        train(run);
        Map<String, byte[]> learnt = learnt(run);
        assertEquals(expected.keySet(), learnt.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, learnt.get(name), name));
    }

    @Test
    void whatDidNotFitIsNamedAndWhatDidIsGoneOnWith() throws Exception {
        Path whole = folder.resolve("whole");
        train(whole);
        Map<String, byte[]> expected = learnt(whole);
        TreeSet<String> named = new TreeSet<>();
        int epochsKept = 0;
        boolean full = true;
        for (int files = 1; full; files++) {
            assertTrue(files < MOST, "room must do in the end");
            Configuration disk =
                    Configuration.unix().toBuilder()
                            .setBlockSize(BLOCK)
                            .setMaxSize((long) BLOCK * files)
                            .build();
            try (FileSystem system = Jimfs.newFileSystem(disk)) {
                Path run = system.getPath("/runs/run");
                try {
                    train(run);
                    full = false;
                } catch (FullDiskException e) {
                    String message = String.valueOf(e.getMessage());
                    assertTrue(
                            message.matches(
                                    "/runs/run\\S* must fit on its disk, but does not: out of disk"
                                            + " space"),
                            message);
                    named.add(message.substring(0, message.indexOf(' ')));
                    Path moved = folder.resolve("moved" + files);
                    if (Files.exists(run)) {
                        move(run, moved);
                        epochsKept += new RunFolder(moved).epochsDone();
                    } else {
                        assertFalse(Files.exists(run.getParent()), "it was made for this run");
                    }
                    assertGoesOn(moved, expected);
                    AtomicWrite.delete(moved);
                }
            }
        }
        List<String> all =
                List.of("SHA256SUMS", "checkpoint", "history.json", "model", "recipe.json");
        assertEquals(all, named.stream().map(name -> name.replace("/runs/run/", "")).toList());
        assertTrue(epochsKept > 0);
    }
}
