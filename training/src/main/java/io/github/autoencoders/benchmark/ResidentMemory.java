package io.github.autoencoders.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest part of a process's memory that was ever in the machine's, in bytes: what Linux keeps
 * as {@code VmHWM} in {@code /proc/PID/status}. Empty on systems that keep no such file.
 */
final class ResidentMemory {

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB$");

    private ResidentMemory() {}

    /** Returns the peak of this process so far. */
    static OptionalLong peak() {
        return peak(ProcessHandle.current().pid());
    }

    /** Returns the peak so far of a process; empty if it has ended. */
    static OptionalLong peak(long pid) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            // Names of programs need not be UTF-8.
            return peak(Files.readString(status, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong peak(String status) {
        Matcher line = PEAK.matcher(status);
        return line.find()
                ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024)
                : OptionalLong.empty();
    }
}
