import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.autoencoders.cli.AutoencodersCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * Runs the command lines of the standard input, split at blanks, in one process: what the third
 * says is in 03.out, with its exit status, and 03.err.
 */
public final class CommandLines {

    private CommandLines() {}

    /** Runs them. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String name = (++number < 10 ? "0" : "") + number;
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(name + ".out")));
                    PrintWriter err =
                            new PrintWriter(Files.newBufferedWriter(Path.of(name + ".err")))) {
                out.println("autoencoders " + line);
                CommandLine program = AutoencodersCommand.commandLine().setOut(out).setErr(err);
                out.println("exit status " + program.execute(line.split(" ", -1)));
            }
        }
    }
}
