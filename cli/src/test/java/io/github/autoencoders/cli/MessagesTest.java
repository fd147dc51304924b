package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is said before any engine starts. */
@Tag("no-engine")
class MessagesTest {

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(MessagesTest::withSubcommands));
    }

    @Test
    void wordsOfOptionsAreInSmallLetters() {
        List<String> large = new ArrayList<>();
        withSubcommands(AutoencodersCommand.commandLine())
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> option.auxiliaryTypes()[0].isEnum())
                .map(OptionSpec::completionCandidates)
                .forEach(
                        words ->
                                words.forEach(
                                        word -> {
                                            if (!word.equals(word.toLowerCase(Locale.ROOT))) {
                                                large.add(word);
                                            }
                                        }));
        assertEquals(List.of(), large);
    }

    @Test
    void whereATrainingReportsToIsCheckedFirst(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(
                "autoencoders: --tensorboard must be a folder, but is the file %s\n"
                        .formatted(file),
                refused("train", "--tensorboard", file, "--engine", "Nothing"));
        assertEquals(
                "autoencoders: --mlflow must be an address that begins with http:// or https://,"
                        + " but is nonsense\n",
                refused("train", "--mlflow", "nonsense", "--engine", "Nothing"));
    }

    @Test
    void whatIsNearToANameIsAskedFor() {
        assertEquals(
                "autoencoders: --engine must be one of PyTorch, MXNet, but is \"pytroch\"; did you"
                        + " mean PyTorch?\n",
                refused("train", "--engine", "pytroch")
                        .replace("MXNet, PyTorch", "PyTorch, MXNet"));
        assertEquals(
                "autoencoders: NAME must be one of keras-nab, keras-vae, altosaar,"
                    + " keras-convolutional, pythae-vae, burda-vae-1, burda-iwae-1, burda-vae-5,"
                    + " burda-iwae-5, burda-vae-50, burda-iwae-50, but is \"altosar\"; did you mean"
                    + " altosaar?\n",
                refused("reproduce", "altosar"));
    }

    /** Of all options whose values are words: the first word without its last letters. */
    @Test
    void whatBeginsAsAWordDoesIsAskedFor() {
        for (CommandLine command : withSubcommands(AutoencodersCommand.commandLine()).toList()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.auxiliaryTypes()[0].isEnum()) {
                    continue;
                }
                List<String> words = new ArrayList<>();
                option.completionCandidates().forEach(words::add);
                String word = words.get(words.size() - 1);
                List<Object> line =
                        new ArrayList<>(
                                List.of(command.getCommandSpec().qualifiedName().split(" ")));
                line.add(option.longestName() + "=" + word.substring(0, word.length() - 1));
                String said = Answer.expect(2, line.subList(1, line.size()).toArray());
                assertTrue(said.contains("; did you mean " + word + "?; see "), said);
            }
        }
        assertEquals(
                "autoencoders: --metric must be one of euclidean, cosine, but is \"euclid\"; did"
                        + " you mean euclidean?; see autoencoders neighbours --help\n",
                Answer.expect(2, "neighbours", "run", "--metric", "euclid"));
        assertEquals(
                "autoencoders: --path must be one of linear, spherical, but is \"linera\"; did you"
                        + " mean linear?; see autoencoders interpolate --help\n",
                Answer.expect(2, "interpolate", "run", "--path", "linera"));
    }

    @Test
    void whatIsMissingIsToldBeforeAnEngineIsLoaded(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), "a,b\n1,2\n3,4\n");
        Path gone = folder.resolve("nothing");
        String end =
                " must be an existing file or folder, but there is no such file as " + gone + "\n";
        assertEquals(
                "autoencoders: --data" + end,
                refused("train", "--data", gone, "--out", gone, "--engine", "Nothing"));
        assertEquals(
                "autoencoders: --target" + end,
                refused("train", "--data", table, "--target", gone, "--engine", "Nothing"));
        assertEquals("autoencoders: data" + end, refused("inspect", gone, "--engine", "Nothing"));
        assertEquals(
                "autoencoders: weights must be in a file, but " + gone + ".npz is none\n",
                refused(
                        "import",
                        gone + ".npz",
                        "--recipe",
                        "ae-mnist",
                        "--golden",
                        gone + "-golden.npz",
                        "--out",
                        gone,
                        "--engine",
                        "Nothing"));
    }

    private static String refused(Object... arguments) {
        return Answer.expect(1, arguments);
    }
}
