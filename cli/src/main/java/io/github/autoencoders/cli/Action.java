package io.github.autoencoders.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What a command does: the exit code is that of success where it does not throw. Its options are
 * listed in the order in which they stand, and --help and --version behind them.
 */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class Action implements Callable<Integer> {

    /** Does all of it. */
    abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return CommandLine.ExitCode.OK;
    }
}
