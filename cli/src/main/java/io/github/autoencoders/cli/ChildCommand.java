package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.ChildProcess;
import io.github.autoencoders.benchmark.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@link CompareCommand} and {@link BenchCommand} run in processes of their own. */
@Command(
        name = ChildCommand.NAME,
        hidden = true,
        description = "What compare and bench run in processes of their own.")
final class ChildCommand implements Callable<Integer>, Pulse.Waiting {

    static final String NAME = "child";

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "What is to be done.")
    private Path file = Path.of("");

    /** Returns the process that does what a file says. */
    static ChildProcess of(Path assignment) {
        return ChildProcess.ofJava(AutoencodersCommand.class, List.of(NAME, assignment.toString()));
    }

    @Override
    public Integer call() throws IOException, TranslateException {
        Work.Assignment.run(file, output.text());
        return CommandLine.ExitCode.OK;
    }
}
