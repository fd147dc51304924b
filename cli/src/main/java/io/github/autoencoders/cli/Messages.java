package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Spelling;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** What is wrong, in a line that a user can act on. */
final class Messages {

    // At the beginning, or in the advice at the end.
    private static final Pattern NAMED = Pattern.compile("(?<=^|; )[a-z][A-Za-z]*(?= must )");

    private static final Pattern NO_COMMAND = Pattern.compile("(Unknown subcommand '(.*)')\\.");

    private Messages() {}

    /** Returns what is wrong with a command line, and what may have been meant. */
    static String usage(CommandLine.ParameterException exception) {
        List<String> known =
                exception instanceof CommandLine.UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        CommandLine.Model.ArgSpec argument = exception.getArgSpec();
        String value = exception.getValue();
        if (argument instanceof CommandLine.Model.OptionSpec option
                && option.auxiliaryTypes()[0].isEnum()
                && value != null) {
            List<String> words = new ArrayList<>();
            option.completionCandidates().forEach(words::add);
            return Spelling.refusal(option.longestName(), value, words);
        }
        Matcher none = NO_COMMAND.matcher(String.valueOf(exception.getMessage()));
        if (none.matches()) { // of help
            return none.group(1) + Spelling.suggestion(none.group(2), CommandGroups.names());
        }
        return exception.getMessage()
                + (known.isEmpty() ? "" : "; perhaps " + String.join(" or ", known));
    }

    /** Returns a message of the library with the names of things as they were typed. */
    static String spelled(String message, CommandLine command) {
        Matcher named = NAMED.matcher(message);
        if (named.find() && Set.of("model", "detector").contains(named.group())) {
            return command.getCommandSpec().positionalParameters().stream()
                    .findFirst()
                    .map(run -> run.paramLabel() + message.substring(named.end()))
                    .orElse(message);
        }
        return NAMED.matcher(message).replaceAll(name -> option(name.group(), command));
    }

    private static String option(String name, CommandLine command) {
        return options(name).stream()
                .filter(command.getCommandSpec().optionsMap()::containsKey)
                .findFirst()
                .orElse(name);
    }

    // What may stand for a thing on a command line.
    private static List<String> options(String name) {
        return switch (name) {
            case "output" -> List.of("--out");
            case "data" -> List.of("--data", "--in");
            case "part" -> List.of(); // of a saved model, not the one to be exported
            default -> List.of("--" + name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        };
    }

    /** Returns one line that says what is wrong. */
    static String message(Throwable error) {
        if (error instanceof NoSuchFileException missing) {
            return "no such file or folder: " + missing.getFile();
        }
        if (error instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        String text = error.getMessage();
        if (text == null || text.isBlank()) {
            return error.getClass().getSimpleName() + " (--stacktrace tells where)";
        }
        boolean ours =
                error instanceof IllegalArgumentException
                        || error instanceof IOException
                        || error instanceof CommandLine.ExecutionException
                        || error.getClass().getName().startsWith("io.github.autoencoders.");
        String line = text.lines().findFirst().orElse(text);
        return ours && !(error instanceof FileSystemException)
                ? line
                : line + " (" + error.getClass().getSimpleName() + ")";
    }
}
