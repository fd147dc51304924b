package io.github.autoencoders.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** What is wrong, in a line that a user can act on. */
final class Messages {

    private static final Pattern NAMED = Pattern.compile("^[a-z][A-Za-z]*(?= must )");

    private Messages() {}

    /** Returns what may have been meant, behind a semicolon; or nothing. */
    static String suggestion(CommandLine.ParameterException exception) {
        List<String> known =
                exception instanceof CommandLine.UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        return known.isEmpty() ? "" : "; perhaps " + String.join(" or ", known);
    }

    /** Returns a message of the library with the name of a thing as it was typed. */
    static String spelled(String message, CommandLine command) {
        Matcher named = NAMED.matcher(message);
        if (!named.find()) {
            return message;
        }
        String name = named.group();
        if (name.equals("model") || name.equals("detector")) {
            return command.getCommandSpec().positionalParameters().stream()
                    .findFirst()
                    .map(run -> run.paramLabel() + message.substring(name.length()))
                    .orElse(message);
        }
        String option =
                name.equals("output")
                        ? "--out"
                        : "--" + name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        boolean known =
                command.getCommandSpec().optionsMap().containsKey(option)
                        && !name.equals("part"); // of a saved model, not the one to be exported
        return known ? option + message.substring(name.length()) : message;
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
