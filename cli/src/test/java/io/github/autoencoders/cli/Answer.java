package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a command left: its exit code, and what it said, without carriage returns. */
record Answer(int exitCode, String out, String err) {

    /** Runs the program. */
    static Answer of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> texts = Stream.of(arguments).map(Object::toString).toList();
        CommandLine program = AutoencodersCommand.commandLine(texts);
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = program.execute(texts.toArray(String[]::new));
        return new Answer(
                exitCode, out.toString().replace("\r", ""), err.toString().replace("\r", ""));
    }

    /** Runs the program, which must exit as expected; returns what it said, of a failure why. */
    static String expect(int exitCode, Object... arguments) {
        Answer answer = of(arguments);
        assertEquals(exitCode, answer.exitCode, answer.err);
        return exitCode == 0 ? answer.out : answer.err;
    }
}
