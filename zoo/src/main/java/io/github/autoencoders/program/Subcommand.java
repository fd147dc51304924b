package io.github.autoencoders.program;

import java.util.concurrent.Callable;

/**
 * A command of the program that another module brings, found by {@link java.util.ServiceLoader}: a
 * class of picocli's, with its name in its annotation. It returns the program's exit code.
 */
public interface Subcommand extends Callable<Integer> {}
