package io.github.autoencoders.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * What a command does: the exit code is that of success where it does not throw. Its options are
 * listed in the order in which they stand, and --help and --version behind them.
 */
interface Action extends Callable<Integer> {

    /** Does all of it. */
    void run() throws Exception;

    @Override
    default Integer call() throws Exception {
        run();
        return CommandLine.ExitCode.OK;
    }
}
