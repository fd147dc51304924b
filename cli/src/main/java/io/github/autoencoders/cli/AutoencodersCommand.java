package io.github.autoencoders.cli;

import io.github.autoencoders.argument.Decimal;
import io.github.autoencoders.zoo.LibraryVersion;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code autoencoders}. */
@Command(
        name = "autoencoders",
        mixinStandardHelpOptions = true,
        description = {
            "Trains autoencoders and variational autoencoders, and uses them.",
            "",
            "A first model, on pictures that are drawn for it: autoencoders train"
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 it could not be done, 2 the command line was not",
            "understood, 130 and 143 stopped by SIGINT (Ctrl-C) and SIGTERM.",
            "Help for a command: autoencoders help COMMAND"
        })
public final class AutoencodersCommand implements Runnable {

    private static final List<Class<?>> COMMANDS =
            List.of(
                    TrainCommand.class,
                    RecipesCommand.class,
                    InspectCommand.class,
                    SummaryCommand.class,
                    EncodeCommand.class,
                    DecodeCommand.class,
                    ReconstructCommand.class,
                    SampleCommand.class,
                    ScoreCommand.class,
                    DetectCommand.class,
                    ForecastCommand.class,
                    AnomaliesCommand.class,
                    InterpolateCommand.class,
                    NeighboursCommand.class,
                    ProbeCommand.class,
                    MapCommand.class,
                    CompareModelsCommand.class,
                    FillCommand.class,
                    ReproduceCommand.class,
                    CompareCommand.class,
                    ChildCommand.class,
                    EvaluateCommand.class,
                    CompressCommand.class,
                    ArithmeticCommand.class,
                    ExportCommand.class,
                    ImportCommand.class,
                    PublishCommand.class,
                    VerifyCommand.class,
                    ReportCommand.class,
                    ModelsCommand.class,
                    BenchCommand.class,
                    ServeCommand.class,
                    ServeArchiveCommand.class,
                    CommandLine.HelpCommand.class,
                    AutoComplete.GenerateCompletion.class);

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Print where an error arose, to report it.")
    private boolean stacktrace;

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** For --version of each command. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"autoencoders " + LibraryVersion.current()};
        }
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Libraries, too, write digits and compare letters by it: picocli numbers the variables of
        // the shells' completion, and takes TRAIN for no relative of train where it is Turkish.
        Locale.setDefault(Locale.ROOT);
        CommandLine program = commandLine(List.of(arguments));
        Signals signals = Signals.ofThisThread(program.getErr());
        CommandLine.IExecutionExceptionHandler usual = program.getExecutionExceptionHandler();
        program.setExecutionExceptionHandler(
                (exception, command, parsed) -> {
                    boolean says = !signals.came() || exception instanceof StoppedException;
                    return usual.handleExecutionException(
                            says ? exception : new StoppedException("stopped"), command, parsed);
                });
        Pulse pulse = new Pulse(System::nanoTime);
        program.setOut(standardOutput(pulse));
        program.setErr(new PrintWriter(pulse.heard(program.getErr()), true));
        program.setExecutionStrategy(
                parsed -> {
                    List<CommandLine> named = parsed.asCommandLineList(); // anomalies, train
                    pulse.follow(named.get(named.size() - 1));
                    return run(parsed);
                });
        int exitCode = program.execute(arguments);
        if (exitCode == CommandLine.ExitCode.OK && program.getOut().checkError()) {
            program.getErr().println("autoencoders: " + Output.UNPRINTABLE);
            exitCode = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(signals.exitCode(exitCode));
    }

    // Not System.out, of which nobody learns that a disk is full, or a pipe closed.
    private static PrintWriter standardOutput(Pulse pulse) {
        String terminals = // there may be no terminal, and its character set may be unknown
                System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset =
                terminals != null && Charset.isSupported(terminals)
                        ? Charset.forName(terminals)
                        : Charset.defaultCharset();
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Writer letters = pulse.heard(new OutputStreamWriter(out, charset));
        return new PrintWriter(new BufferedWriter(letters), true);
    }

    /** Returns the program, to be run with arguments. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS.stream().map(AutoencodersCommand::name).toList());
    }

    /**
     * Returns the program with those of its commands complete that one of some words names, or may
     * name. Of the others it knows what its help lists: to find the options of them all takes as
     * long as all else that a short command does.
     */
    static CommandLine commandLine(List<String> words) {
        AutoencodersCommand root = new AutoencodersCommand();
        CommandLine program = new CommandLine(root);
        // @FILE stands for the words in a file.
        boolean all =
                words.contains(name(AutoComplete.GenerateCompletion.class))
                        || words.stream().anyMatch(word -> word.startsWith("@"));
        for (Class<?> command : COMMANDS) {
            CommandLine.Model.CommandSpec listed = listed(command.getAnnotation(Command.class));
            boolean named = !Collections.disjoint(listed.names(), words);
            program.addSubcommand(all || named ? command : listed);
        }
        tellVersion(program);
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.registerConverter(Double.class, AutoencodersCommand::number);
        program.registerConverter(double.class, AutoencodersCommand::number);
        CommandGroups.list(program);
        program.setExecutionStrategy(AutoencodersCommand::run);
        program.setExecutionExceptionHandler(
                (exception, command, parsed) -> {
                    PrintWriter err = command.getErr();
                    err.println(
                            "autoencoders: "
                                    + Messages.spelled(Messages.message(exception), command));
                    if (root.stacktrace) {
                        exception.printStackTrace(err);
                    }
                    err.flush();
                    return CommandLine.ExitCode.SOFTWARE;
                });
        program.setParameterExceptionHandler(
                (exception, arguments) -> {
                    CommandLine command = exception.getCommandLine();
                    PrintWriter err = command.getErr();
                    err.printf(
                            "autoencoders: %s; see %s --help%n",
                            Messages.usage(exception), command.getCommandSpec().qualifiedName());
                    err.flush();
                    return CommandLine.ExitCode.USAGE;
                });
        return program;
    }

    private static void tellVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(AutoencodersCommand::tellVersion);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static CommandLine.Model.CommandSpec listed(Command command) {
        CommandLine.Model.CommandSpec spec =
                CommandLine.Model.CommandSpec.create()
                        .name(command.name())
                        .aliases(command.aliases());
        spec.usageMessage()
                .header(command.header())
                .description(command.description())
                .hidden(command.hidden());
        return spec;
    }

    // picocli's own takes 5f and 0x1p3 too, and says no more of others.
    private static double number(String text) {
        try {
            return Decimal.parse(text);
        } catch (NumberFormatException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a number");
        }
    }

    // picocli passes on exceptions to its handler, but not these.
    private static int run(CommandLine.ParseResult parsed) {
        CommandLine command = parsed.commandSpec().commandLine();
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            throw new CommandLine.ExecutionException(
                    command,
                    "memory must suffice, but Java has at most "
                            + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MB; give it more, as by AUTOENCODERS_OPTS=-Xmx8g",
                    e);
        } catch (LinkageError e) {
            throw new CommandLine.ExecutionException(
                    command,
                    "the engine's native libraries must load, but do not: " + e.getMessage(),
                    e);
        }
    }
}
