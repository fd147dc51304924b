package io.github.autoencoders.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a processor, on Linux for x86.
 *
 * @param vendor as the processor names it, or "" where it is not known
 * @param flags the names of what it can do
 */
record Processor(String vendor, Set<String> flags) {

    private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

    Processor {
        flags = Set.copyOf(flags);
    }

    /** Returns this machine's. */
    static Processor here() {
        try {
            // Others than x86's may have other letters than ASCII's.
            return of(Files.readString(DESCRIPTION, StandardCharsets.ISO_8859_1));
        } catch (IOException e) { // not Linux
            return of("");
        }
    }

    /** Returns the one that Linux describes. */
    static Processor of(String description) {
        List<String> flags = List.of(line(description, "flags").split(" +"));
        return new Processor(line(description, "vendor_id"), Set.copyOf(flags));
    }

    private static String line(String description, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\s*: (.*)$").matcher(description);
        return line.find() ? line.group(1).strip() : "";
    }

    /**
     * Returns whether PyTorch multiplies faster by oneDNN, which is its library for convolutions,
     * than by MKL, its library for matrices: MKL uses vectors of 512 bits on Intel's processors
     * alone.
     */
    boolean favoursOneDnn() {
        return vendor.equals("AuthenticAMD") && flags.contains("avx512f");
    }
}
