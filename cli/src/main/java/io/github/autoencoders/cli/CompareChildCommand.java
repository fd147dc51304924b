package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@link CompareCommand} runs in processes of their own. */
@Command(
        name = CompareChildCommand.NAME,
        hidden = true,
        description = "What compare runs in processes of their own.")
final class CompareChildCommand implements Callable<Integer> {

    static final String NAME = "compare-child";

    @Parameters(paramLabel = "FILE", description = "What is to be done.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException, TranslateException {
        Work.Assignment.run(file);
        return CommandLine.ExitCode.OK;
    }
}
