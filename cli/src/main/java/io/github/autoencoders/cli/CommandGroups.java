package io.github.autoencoders.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in the program's help, those together that are of use together. */
enum CommandGroups {
    TRAINING("To train", "train recipes inspect summary models"),
    USE(
            "To use a model",
            "encode decode reconstruct sample score detect anomalies fill forecast neighbours"
                    + " interpolate arithmetic compress map"),
    JUDGEMENT("To judge models", "evaluate verify probe compare-models"),
    HANDING_ON("To hand a model on", "export import publish report serve serve-archive"),
    MEASUREMENT("To measure the program", "compare bench reproduce"),
    HELP("Help", "help generate-completion");

    private static final int NAMES = 24; // columns

    private final String heading;
    private final List<String> commands;

    CommandGroups(String heading, String commands) {
        this.heading = heading;
        this.commands = Arrays.asList(commands.split(" ", -1));
    }

    /** Returns the names of all commands that are listed. */
    static List<String> names() {
        return Stream.of(values()).flatMap(group -> group.commands.stream()).toList();
    }

    /** Has a program's help list its commands by these groups. */
    static void list(CommandLine program) {
        program.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        program.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> text(help));
    }

    private static String text(Help help) {
        StringBuilder text = new StringBuilder();
        for (CommandGroups group : values()) {
            int width = help.commandSpec().usageMessage().width();
            Help.TextTable table =
                    Help.TextTable.forColumns(
                            help.colorScheme(),
                            new Help.Column(NAMES, 2, Help.Column.Overflow.SPAN),
                            new Help.Column(width - NAMES, 2, Help.Column.Overflow.WRAP));
            for (String name : group.commands) {
                CommandLine command = help.commandSpec().subcommands().get(name);
                if (command != null) {
                    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
                    String names = String.join(", ", command.getCommandSpec().names());
                    Stream.of(usage.header(), usage.description()) // picocli's own have the former
                            .flatMap(Stream::of)
                            .findFirst()
                            .ifPresent(line -> table.addRowValues(names, line));
                }
            }
            text.append(System.lineSeparator()).append(group.heading).append(':');
            text.append(System.lineSeparator()).append(table);
        }
        return text.toString();
    }
}
