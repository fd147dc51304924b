package io.github.autoencoders.benchmark;

import ai.djl.engine.Engine;
import io.github.autoencoders.zoo.LibraryVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where figures were measured. What is not known is empty, or 0.
 *
 * @param processor its name
 * @param processors how many this process may use
 * @param memoryBytes of the machine
 * @param system operating system, its version, and the processor's kind
 * @param java version of Java, and whose it is
 * @param djl version of DJL
 * @param version of this library
 */
public record Machine(
        String processor,
        int processors,
        long memoryBytes,
        String system,
        String java,
        String djl,
        String version) {

    /** Returns this one; no engine is loaded. */
    public static Machine current() {
        String memory = find("/proc/meminfo", "(?m)^MemTotal:\\s*(\\d+) kB$");
        return new Machine(
                find("/proc/cpuinfo", "(?m)^model name\\s*: (.*)$"),
                Runtime.getRuntime().availableProcessors(),
                memory.isEmpty() ? 0 : Long.parseLong(memory) * 1024,
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                Engine.getDjlVersion(),
                LibraryVersion.current());
    }

    private static String find(String file, String pattern) {
        try {
            String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            Matcher found = Pattern.compile(pattern).matcher(text);
            return found.find() ? found.group(1).strip() : "";
        } catch (IOException e) {
            return ""; // not Linux
        }
    }
}
