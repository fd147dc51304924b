package io.github.autoencoders.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a process's memory that is in the machine's, now and at its largest, in bytes: what
 * Linux keeps as {@code VmRSS} and {@code VmHWM} in {@code /proc/PID/status}. Empty on systems that
 * keep no such file.
 */
public final class ResidentMemory {

    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB$");
    private static final Pattern NOW = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");

    private ResidentMemory() {}

    /** Returns the peak of this process so far. */
    public static OptionalLong peak() {
        return peak(ProcessHandle.current().pid());
    }

    /** Returns what of this process is in memory now. */
    static OptionalLong now() {
        return read(ProcessHandle.current().pid(), NOW);
    }

    /** Returns the peak so far of a process; empty if it has ended. */
    static OptionalLong peak(long pid) {
        return read(pid, PEAK);
    }

    private static OptionalLong read(long pid, Pattern value) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            // Names of programs need not be UTF-8.
            return find(Files.readString(status, StandardCharsets.ISO_8859_1), value);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong peak(String status) {
        return find(status, PEAK);
    }

    private static OptionalLong find(String status, Pattern value) {
        Matcher line = value.matcher(status);
        return line.find()
                ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024)
                : OptionalLong.empty();
    }
}
