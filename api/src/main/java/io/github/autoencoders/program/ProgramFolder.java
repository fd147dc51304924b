package io.github.autoencoders.program;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import io.github.autoencoders.engine.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder that only this user can read, from which an engine loads one file, and which is deleted
 * at once: no program is ever read from elsewhere.
 */
final class ProgramFolder {

    /** How its name begins, which goes on with the process's number. */
    static final String NAME = "program-of-autoencoders-";

    private static final String PROGRAM = "program";

    private ProgramFolder() {}

    /**
     * Loads what was written.
     *
     * @param suffix by which the engine knows the file
     * @param options of the engine's own
     * @throws IOException if no temporary file can be written
     */
    static Model load(String suffix, byte[] bytes, Map<String, String> options, Placement place)
            throws IOException {
        Model model = Model.newInstance(PROGRAM, place.device(), place.engine());
        try {
            load(model, suffix, bytes, options);
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("what was written must be readable", e);
        }
    }

    private static void load(Model model, String suffix, byte[] bytes, Map<String, String> options)
            throws IOException, MalformedModelException {
        Path folder = Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
        Path file = folder.resolve(PROGRAM + suffix);
        try {
            Files.write(file, bytes);
            model.load(folder, PROGRAM, options);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }
}
