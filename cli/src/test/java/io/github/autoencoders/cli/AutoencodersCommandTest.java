package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.autoencoders.config.Json;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The program as a user runs it, but for the process. */
class AutoencodersCommandTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path images; // 24 grey images of 8 x 8
    private static Path recipe;
    private static Path run; // trained by it

    /** What a command left. */
    private record Answer(int exitCode, String out, String err) {}

    private static Answer call(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = program.execute(texts);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private static Answer succeed(Object... arguments) {
        Answer answer = call(arguments);
        assertEquals(0, answer.exitCode, answer.err);
        assertEquals("", answer.err);
        return answer;
    }

    private static Answer train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--engine", ENGINE));
        arguments.addAll(List.of(more));
        return call(arguments.toArray());
    }

    @BeforeAll
    static void trainOnce(@TempDir Path shared) throws Exception {
        folder = shared;
        images = folder.resolve("tiny.idx");
        byte[] pixels = new byte[24 * 64];
        new Random(1).nextBytes(pixels);
        ByteBuffer idx = ByteBuffer.allocate(16 + pixels.length);
        idx.putInt(0x00000803).putInt(24).putInt(8).putInt(8).put(pixels);
        Files.write(images, idx.array());
        recipe =
                Files.writeString(
                        folder.resolve("tiny.json"),
                        """
                        {
                          "data": {
                            "source": "%s", "padding": 0, "imageSize": 0, "window": 0, "windowStep": 0,
                            "onlyLabel": "", "conditional": false, "heldOut": 0.25, "limit": 0
                          },
                          "corruption": {"type": "None"},
                          "architecture": {"type": "Dense", "units": [8], "activation": "RELU"},
                          "bottleneck": {"type": "Gaussian", "codeSize": 3},
                          "likelihood": {"type": "Bernoulli"},
                          "reduction": {"type": "Sum"},
                          "regularizer": {"type": "KlDivergence"},
                          "penaltyWeight": {"type": "Constant", "target": 1},
                          "start": {"model": "", "frozen": "NONE"},
                          "optimizer": {
                            "type": "Adam", "learningRate": 0.01,
                            "decay": {"afterEpochs": [], "factor": 1}
                          },
                          "epochs": 2, "patience": 0, "batchSize": 8, "seed": 1
                        }
                        """
                                .formatted(images.toString().replace("\\", "\\\\")));
        run = folder.resolve("runs/tiny");
        Answer answer = train("--out", run);
        assertEquals(0, answer.exitCode, answer.err);
        assertTrue(answer.out.contains("18 samples of " + images), answer.out);
        assertTrue(answer.out.contains(ENGINE + " on cpu\n"), answer.out);
        assertTrue(answer.out.contains("epoch 2/2  training "), answer.out);
        assertTrue(answer.out.contains("model:    " + run.resolve("model")), answer.out);
    }

    @Test
    void trainingLeavesRecipeHistoryModelAndPictures() throws Exception {
        assertEquals(
                List.of(
                        "SHA256SUMS",
                        "checkpoint",
                        "history.csv",
                        "history.json",
                        "model",
                        "pictures",
                        "recipe.json"),
                names(run));
        assertEquals(
                List.of("code-plane.png", "losses.png", "reconstructions.png", "samples.png"),
                names(run.resolve("pictures")));
        for (String picture : names(run.resolve("pictures"))) {
            assertNotNull(ImageIO.read(run.resolve("pictures").resolve(picture).toFile()));
        }
        assertEquals(3, Files.readAllLines(run.resolve("history.csv")).size());
    }

    @Test
    void samplesThatCannotBeDrawnAreTrainedOnAllTheSame() throws Exception {
        Path four = folder.resolve("four-channels.idx");
        ByteBuffer idx = ByteBuffer.allocate(20 + 12 * 36);
        idx.putInt(0x00000804).putInt(12).putInt(4).putInt(3).putInt(3);
        idx.put(20, (byte) 200);
        Files.write(four, idx.array());
        Answer answer = train("--data", four, "--out", folder.resolve("four"));
        assertEquals(0, answer.exitCode, answer.err);
        assertTrue(
                answer.out.contains(
                        "pictures: none. shape must have 1 or 3 channels to be drawn as an image,"
                                + " but is (4, 3, 3)"),
                answer.out);
    }

    @Test
    void resumedTrainingGoesOnToMoreEpochs() throws Exception {
        Path out = folder.resolve("resumed");
        assertEquals(0, train("--out", out, "--epochs", 1).exitCode);
        Answer answer =
                succeed("train", "--resume", "--out", out, "--epochs", 3, "--engine", ENGINE);
        assertFalse(answer.out.contains("epoch 1/3"), answer.out);
        assertTrue(answer.out.contains("epoch 2/3"), answer.out);
        assertTrue(answer.out.contains("epoch 3/3"), answer.out);
        assertEquals(4, Files.readAllLines(out.resolve("history.csv")).size());
    }

    @Test
    void anyLineOfTheRecipeIsSet() throws Exception {
        Path out = folder.resolve("set");
        Answer answer =
                train("--out", out, "--set", "epochs=1", "--set", "architecture.units=[5, 4]");
        assertEquals(0, answer.exitCode, answer.err);
        String kept = Files.readString(out.resolve("recipe.json")).replaceAll("\\s", "");
        assertTrue(kept.contains("\"units\":[5,4]"), kept);
        assertTrue(kept.contains("\"epochs\":1,"), kept);
        assertRefused(
                1,
                recipe
                        + ": optimizer.learningrate must be there to be changed, but is not; did"
                        + " you mean optimizer.learningRate?",
                train("--set", "optimizer.learningrate=1", "--out", folder.resolve("refused")));
        assertRefused(
                1,
                recipe + ": epochs must be a number, but is \"ten\"",
                train("--set", "epochs=ten", "--out", folder.resolve("refused")));
    }

    @Test
    void recipesAreListedAndPrinted() throws Exception {
        Answer all = succeed("recipes");
        List<String> first = all.out.lines().map(line -> line.split(" ", -1)[0]).toList();
        assertTrue(first.containsAll(Recipes.names()), all.out);
        assertTrue(all.out.matches("(?s).*\nvae-table +variational, dense.*table.csv.*"), all.out);
        assertTrue(all.out.lines().allMatch(line -> line.length() <= 80), all.out);
        String complete = Json.write(Recipes.named("vae-mnist-16"), TrainingRecipe.class);
        assertEquals(complete, succeed("recipes", "vae-mnist-16").out);
        assertEquals(complete, succeed("recipes", "vae-mnist-16", "--complete").out);
        assertEquals(
                Recipes.text("vae-sprites-2"),
                succeed("recipes", "vae-sprites-2", "--differences").out);
        assertRefused(
                1,
                "recipe must be a JSON file, or one that comes with the program, as vae-sprites,"
                        + " but is \"vae-mnits\"; did you mean vae-mnist?",
                call("recipes", "vae-mnits"));
        assertRefused(
                1,
                "--complete must not come with --differences",
                call("recipes", "vae-mnist", "--complete", "--differences"));
    }

    @Test
    void codesAreWrittenAndDecodedAgain() throws Exception {
        Path codes = folder.resolve("codes.csv");
        use("encode", "--in", images, "--out", codes);
        List<String> rows = Files.readAllLines(codes);
        assertEquals(25, rows.size());
        assertEquals("z1,z2,z3", rows.get(0));
        Path decoded = folder.resolve("decoded.csv");
        use("decode", "--in", codes, "--out", decoded);
        Path whole = folder.resolve("whole.csv");
        use("reconstruct", "--in", images, "--out", whole);
        assertEquals(25, Files.readAllLines(decoded).size());
        double[] expected = numbers(Files.readAllLines(whole).get(7));
        double[] actual = numbers(Files.readAllLines(decoded).get(7));
        assertEquals(64, expected.length);
        for (int i = 0; i < 64; i++) {
            assertEquals(expected[i], actual[i], 1e-3); // of 255
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconstruct", "sample", "decode"})
    void samplesBecomeASheetATableOrAFolder(String command) throws Exception {
        Path codes = Files.writeString(folder.resolve("c.csv"), "z1,z2,z3\n0,1,2\n-1,0,1\n");
        Object[] in =
                switch (command) {
                    case "reconstruct" -> new Object[] {"--in", images};
                    case "decode" -> new Object[] {"--in", codes};
                    default -> new Object[] {"--count", 5};
                };
        int count = command.equals("reconstruct") ? 24 : command.equals("decode") ? 2 : 5;
        Path png = folder.resolve(command + ".png");
        Path csv = folder.resolve(command + "-table.csv");
        Path many = folder.resolve(command + "-folder");
        for (Path out : List.of(png, csv, many)) {
            use(command, in[0], in[1], "--out", out);
        }
        assertNotNull(ImageIO.read(png.toFile()));
        assertEquals(count + 1, Files.readAllLines(csv).size());
        assertEquals(count, names(many).size());
        BufferedImage first = ImageIO.read(many.resolve("00000.png").toFile());
        assertEquals(8, first.getWidth());
        assertEquals(8, first.getHeight());
    }

    @Test
    void imagesOfAnotherSizeAreScaledToTheModels() throws Exception {
        Path other = Files.createDirectory(folder.resolve("large"));
        BufferedImage large = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(large, "png", other.resolve("a.png").toFile());
        Path out = folder.resolve("large.csv");
        Answer answer = call("encode", run, "--in", other, "--out", out, "--engine", ENGINE);
        assertEquals(other + ": 1 image of 20x30, scaled to 8x8\n", answer.err());
        List<String> rows = Files.readAllLines(out);
        assertEquals("file,z1,z2,z3", rows.get(0));
        assertTrue(rows.get(1).startsWith("a.png,"), rows.get(1));
        assertEquals(2, rows.size());
        // A folder of reconstructions has the names of what they are made of.
        Path made = folder.resolve("made");
        call("reconstruct", run, "--in", other, "--out", made, "--engine", ENGINE);
        assertEquals(List.of("a.png"), names(made));
    }

    @Test
    void sameSeedGivesTheSameSamples() throws Exception {
        List<String> first = sample(4);
        assertEquals(first, sample(4));
        // The second sample of seed 4 is the first of seed 5.
        assertEquals(numbers(first.get(2))[0], numbers(sample(5).get(1))[0], 1e-3);
    }

    private static List<String> sample(int seed) throws IOException {
        Path out = folder.resolve("seeded.csv");
        use("sample", "--count", 3, "--seed", seed, "--out", out);
        return Files.readAllLines(out);
    }

    @Test
    void sheetOfManyCodesShowsTheFirst() throws Exception {
        Path codes = folder.resolve("many.csv");
        Files.writeString(codes, "z1,z2,z3\n" + "0,1,2\n".repeat(1_000));
        Path out = folder.resolve("many.png");
        String text = succeed("decode", run, "--in", codes, "--out", out, "--engine", ENGINE).out;
        assertEquals("100 samples in " + out + "\n", text.replace("\r", ""));
        BufferedImage sheet = ImageIO.read(out.toFile());
        assertTrue(sheet.getHeight() < 2 * sheet.getWidth(), sheet.toString());
    }

    @Test
    void writtenTableIsAsReadableAsOtherFiles() throws Exception {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path out = folder.resolve("readable.csv");
        use("encode", "--in", images, "--out", out);
        assertEquals(Files.getPosixFilePermissions(images), Files.getPosixFilePermissions(out));
    }

    @Test
    void brokenRunDoesNotHideTheOthers() throws Exception {
        Path runs = Files.createDirectory(folder.resolve("some-broken"));
        Path broken = Files.createDirectories(runs.resolve("a-broken/model"));
        Path whole = Files.createDirectories(runs.resolve("b-whole/model"));
        for (String name : names(run.resolve("model"))) {
            Files.copy(run.resolve("model").resolve(name), whole.resolve(name));
        }
        Answer answer = call("models", runs);
        assertTrue(answer.out.contains(runs.resolve("b-whole").toString()), answer.out);
        assertRefused(1, broken + " must hold a saved model, but has no model.json", answer);
    }

    // Of noise, nothing is learnt: which epoch is the best is a matter of rounding.
    private static String bestEpoch() throws IOException {
        return Files.readAllLines(run.resolve("history.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .min(Comparator.comparingDouble(row -> Double.parseDouble(row[4])))
                .orElseThrow()[0];
    }

    @Test
    void modelsAreListed() throws IOException {
        String text = succeed("models", folder.resolve("runs")).out;
        String[] lines = text.split("\\R", -1);
        assertEquals(3, lines.length, text); // the last is empty
        assertTrue(lines[0].matches("RUN +KIND  DATA +CODE  EPOCH +LOSS  UNIT"), lines[0]);
        assertTrue(
                lines[1].matches(
                        Pattern.quote(run.toString())
                                + "  VAE   [.]{3}.{8}/tiny[.]idx     3      "
                                + bestEpoch()
                                + "  +[0-9.]+  nats"),
                lines[1]);
    }

    private static void use(String command, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(command, run, "--engine", ENGINE));
        arguments.addAll(List.of(more));
        succeed(arguments.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "train, --data --epochs --patience --batch --code --beta --learning-rate --padding"
                + " --image-size --window --window-step --only-label --limit --seed --from --freeze"
                + " --out --resume --engine --device --threads",
        "encode, --in --out --engine --device --threads",
        "decode, --in --out --engine --device --threads",
        "reconstruct, --in --out --corrupt --engine --device --threads",
        "compress, --in --bits --count --out --engine --device --threads",
        "arithmetic, --in --minus --plus --from --count --out --engine --device --threads",
        "sample, --count --seed --out --engine --device --threads",
        "score, --in --out --anomaly --picture --engine --device --threads",
        "detect, --in --training --quantile --out --picture --engine --device --threads",
        "models, FOLDER"
    })
    void helpNamesEveryOption(String command, String options) {
        String text = succeed(command, "--help").out;
        for (String option : options.split(" ", -1)) {
            assertTrue(text.contains(option), text);
        }
        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
    }

    @Test
    void programWithoutACommandShowsItsHelp() {
        String text = succeed().out;
        assertEquals(succeed("--help").out, text);
        assertTrue(text.contains("autoencoders train"), text);
        assertEquals("autoencoders 0.1.0\n", succeed("--version").out.replace("\r", ""));
    }

    @Test
    void everyCommandSaysTheVersion() {
        String version = succeed("--version").out;
        List<Object[]> all = new ArrayList<>();
        withVersion(AutoencodersCommand.commandLine(), List.of(), all);
        assertTrue(all.size() > 35, () -> all.size() + " commands");
        for (Object[] arguments : all) {
            assertEquals(version, succeed(arguments).out, () -> Arrays.toString(arguments));
        }
    }

    private static void withVersion(CommandLine command, List<String> names, List<Object[]> all) {
        if (command.getCommandSpec().findOption("--version") != null) {
            all.add(Stream.concat(names.stream(), Stream.of("--version")).toArray());
        }
        command.getSubcommands()
                .forEach(
                        (name, nested) ->
                                withVersion(
                                        nested,
                                        Stream.concat(names.stream(), Stream.of(name)).toList(),
                                        all));
    }

    @Test
    void completionScriptKnowsCommandsAndRecipes() {
        String script = succeed("generate-completion").out;
        assertTrue(script.startsWith("#!/usr/bin/env bash"), script);
        for (String known :
                List.of(
                        "reconstruct",
                        "vae-fashion-mnist",
                        "MXNet",
                        "gpu0",
                        "smiles-toy",
                        "vae-mnist-2")) {
            assertTrue(script.contains(known), known);
        }
        assertTrue(script.contains("\"decoder\"") && !script.contains("\"DECODER\""), script);
    }

    // ------------------------------------------------------------------ bad input

    private static void assertRefused(int exitCode, String message, Answer answer) {
        assertEquals("autoencoders: " + message, answer.err.strip());
        assertEquals(exitCode, answer.exitCode);
    }

    private static void assertNotTrained(String message, Object... options) throws IOException {
        Path out = folder.resolve("refused");
        List<Object> arguments = new ArrayList<>(List.of("train", recipe, "--out", out));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--engine")) {
            arguments.addAll(List.of("--engine", ENGINE));
        }
        assertRefused(1, message, call(arguments.toArray()));
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--code     | 0   | bottleneck: codeSize must be at least 1, but is 0",
                "--epochs   | 0   | epochs must be at least 1, but is 0",
                "--batch    | 0   | batchSize must be at least 1, but is 0",
                "--beta     | NaN | penaltyWeight: target must be finite and not negative, but is"
                        + " NaN",
                "--beta     | -1  | penaltyWeight: target must be finite and not negative, but is"
                        + " -1.0",
                "--padding  | -1  | data: padding must not be negative, but is -1",
                "--image-size | -1 | data: imageSize must not be negative, but is -1",
                "--limit    | -1  | data: limit must not be negative, but is -1",
                "--window-step | 1 | data: windowStep must be 0 where window is 0, but is 1",
                "--patience | -1  | patience must not be negative, but is -1",
                "--learning-rate | 0 | optimizer: learningRate must be positive and finite, but is"
                        + " 0.0"
            })
    void valuesOutOfRangeAreRefused(String option, String value, String message) throws Exception {
        assertNotTrained(recipe + ": " + message, option, value);
    }

    @Test
    void engineDeviceAndThreadsAreChecked() throws Exception {
        assertNotTrained(
                "--engine must be one of "
                        + String.join(", ", Placement.engines())
                        + ", but is \"PyTroch\"; did you mean PyTorch?",
                "--engine",
                "PyTroch");
        assertNotTrained(
                "--device must be cpu, gpu0, gpu1 and so on, but is \"gpu\"", "--device", "gpu");
        assertNotTrained("--threads must be at least 1, but is 0", "--threads", 0);
        assertNotTrained("--threads must be at least 1, but is -1", "--threads", -1);
        assertNotTrained(
                "--device must be one that "
                        + ENGINE
                        + " finds, but is gpu99, and it finds 0 GPUs;"
                        + " a GPU needs the engine's natives for it",
                "--device",
                "gpu99");
    }

    @Test
    void unknownRecipeIsRefused() throws Exception {
        assertRefused(
                1,
                "recipe must be a JSON file, or one that comes with the program, as vae-sprites,"
                        + " but is \"vae-sprite\"; did you mean vae-sprites?",
                call("train", "vae-sprite", "--out", folder.resolve("refused")));
        Path file =
                Files.writeString(
                        folder.resolve("wrong.json"),
                        Files.readString(recipe).replace("\"seed\"", "\"sead\""));
        assertRefused(
                1,
                file
                        + ": TrainingRecipe at $ must have the keys [data, corruption,"
                        + " augmentation, architecture, bottleneck, likelihood, reduction,"
                        + " regularizer, penaltyWeight, start, optimizer, epochs, patience,"
                        + " batchSize, seed], but has \"sead\"; did you mean seed?",
                call("train", file, "--out", folder.resolve("refused")));
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    @Test
    void dataThatCannotBeReadAreRefused() throws Exception {
        Path table = Files.writeString(folder.resolve("infinite.csv"), "a,b\n1,2\n3,Infinity\n");
        assertNotTrained(
                table + ": value in row 2, column \"b\" must be a finite number, but is Infinity",
                "--data",
                table);
        Path truncated = folder.resolve("truncated.idx");
        Files.write(truncated, Arrays.copyOf(Files.readAllBytes(images), 100));
        assertNotTrained(
                truncated + " must hold 24 images of 8 x 8 (1552 bytes), but ends after 100 bytes",
                "--data",
                truncated);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertNotTrained(
                empty + " must hold images (png, jpg, jpeg, bmp, gif, tif or tiff), but holds none",
                "--data",
                empty);
        assertNotTrained(
                "--data must be an existing file or folder, but there is no such file as"
                        + " nowhere.idx",
                "--data",
                "nowhere.idx");
        assertNotTrained(
                "--data must be an existing file or folder, but there is no such file as "
                        + folder.resolve("infinit.csv")
                        + "; did you mean "
                        + table
                        + "?",
                "--data",
                folder.resolve("infinit.csv"));
        assertNotTrained(
                "--data must be a known name, or an existing file or folder, but is \"spirtes\";"
                        + " did you mean sprites?",
                "--data",
                "spirtes");
        Path numbers = Files.writeString(folder.resolve("numbers.csv"), "a,b\n1,2\n3,4\n5,7\n");
        String refused =
                call(
                                "train",
                                "vae-mnist",
                                "--data",
                                numbers,
                                "--out",
                                folder.resolve("no"),
                                "--engine",
                                ENGINE)
                        .err
                        .strip();
        assertTrue(
                refused.endsWith(
                        "recipe must suit rows of 2 values, as "
                                + numbers
                                + " holds, but its likelihood is Bernoulli; that of vae-table"
                                + " does"),
                refused);
        Path json = Files.writeString(folder.resolve("notes.md"), "{}");
        assertNotTrained(
                "--data must be an existing pair INPUT => TARGET, IDX file, CSV, JSON or Parquet"
                    + " file, file of strings (.smi, .txt), file of ratings, sound file, folder of"
                    + " sounds, animated GIF or folder of images, but "
                        + json
                        + " is none",
                "--data",
                json);
    }

    @Test
    void commandsAreListedInGroups() {
        String help = succeed("--help").out;
        List<String> all =
                AutoencodersCommand.commandLine().getSubcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(spec -> !spec.usageMessage().hidden())
                        .map(CommandLine.Model.CommandSpec::name)
                        .distinct()
                        .sorted()
                        .toList();
        assertEquals(all, CommandGroups.names().stream().sorted().toList());
        assertTrue(help.contains("\nTo use a model:\n  encode "), help);
        assertTrue(help.contains("  help                    Display help information about"), help);
        for (String name : all) {
            assertTrue(
                    help.contains("\n  " + name + (name.startsWith("compare-") ? ", " : " ")),
                    name);
        }
        assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
    }

    @Test
    void helpIsTheSameWhereItsCommandsAreNotComplete() {
        assertEquals(
                AutoencodersCommand.commandLine().getUsageMessage(),
                AutoencodersCommand.commandLine(List.of("--help")).getUsageMessage());
    }

    @Test
    void wordsOfOptionsAreThoseOfHelp() {
        assertRefused(
                2,
                "--freeze must be one of none, encoder, decoder, but is \"encodr\"; did you mean"
                        + " encoder?; see autoencoders train --help",
                call("train", "--freeze", "encodr"));
        assertRefused(
                2,
                "--task must be one of encode, decode, reconstruct, sample, score, but is"
                        + " \"guess\"; see autoencoders serve --help",
                call("serve", "none", "--task", "Encode,guess"));
        assertTrue(succeed("neighbours", "--help").out.contains("(default:"));
    }

    @Test
    void divergenceLeavesNoFolder() throws Exception {
        Answer answer = train("--learning-rate", 1e30, "--out", folder.resolve("diverged"));
        assertEquals(1, answer.exitCode);
        assertEquals(1, answer.err.lines().count(), answer.err);
        assertTrue(answer.err.startsWith("autoencoders: loss must be finite"), answer.err);
        assertFalse(Files.exists(folder.resolve("diverged")));
    }

    @Test
    void foldersThatCannotBeFilledAreRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertRefused(
                1,
                "--out must be where files can be written, but "
                        + file.resolve("run")
                        + " is not: "
                        + file
                        + " is no folder",
                train("--out", file.resolve("run")));
        assertRefused(
                1,
                "--out must be a new or empty folder, but " + run + " holds files",
                train("--out", run));
        if (Files.isDirectory(Path.of("/proc/self"))) {
            assertRefused(
                    1,
                    "--out must be where files can be written, but /proc/x is not: it"
                            + " cannot be made (NoSuchFileException)",
                    train("--out", "/proc/x"));
        }
    }

    @Test
    void runsThatAreNoneAreRefused() throws Exception {
        Path none = folder.resolve("none");
        Path empty = Files.createDirectory(folder.resolve("no-model"));
        assertRefused(
                1,
                "RUN must be the folder of a run, or the name of a published model,"
                        + " but there is no "
                        + none,
                call("sample", none, "--out", folder.resolve("x.png")));
        assertRefused(
                1,
                empty + " must hold a saved model, but has no model.json",
                call("sample", empty, "--out", folder.resolve("x.png")));
        assertRefused(
                1,
                none + " must be the folder of a run, but has no recipe.json",
                call("train", "--resume", "--out", none));
        assertRefused(
                1,
                empty + " must be the folder of a run, but has no recipe.json",
                call("train", "--resume", "--out", empty));
        assertRefused(
                1,
                "recipe must be that of the run in "
                        + run
                        + " but for its epochs, but differs in penaltyWeight.target",
                call("train", "--resume", "--out", run, "--beta", 2));
        assertRefused(
                1,
                "--epochs must be at least 2, the epochs that the run in "
                        + run
                        + " has done, but is 1",
                call("train", "--resume", "--out", run, "--epochs", 1));
        assertRefused(
                1,
                "FOLDER must be a folder of runs, but there is no "
                        + none
                        + "; autoencoders train makes a first run in runs",
                call("models", none));
    }

    @Test
    void outputsAndInputsThatDoNotFitAreRefused() throws Exception {
        Path jpg = folder.resolve("x.jpg");
        assertRefused(
                1,
                "--out must end in .png or .csv, or be a folder, but is " + jpg,
                call("sample", run, "--out", jpg));
        assertRefused(
                1,
                "--out must end in .csv, but is " + jpg,
                call("encode", run, "--in", images, "--out", jpg));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.createFile(mine.resolve("00000.png"));
        assertRefused(
                1,
                "--out must be a new or empty folder, but " + mine + " holds files",
                call("reconstruct", run, "--in", images, "--out", mine));
        Path narrow = Files.writeString(folder.resolve("narrow.csv"), "z1,z2\n0,1\n");
        Path out = folder.resolve("y.png");
        assertRefused(
                1,
                narrow + " must hold samples of shape (3), but holds samples of shape (2)",
                call("decode", run, "--in", narrow, "--out", out));
        assertRefused(
                1,
                narrow + " must hold samples of shape (1, 8, 8), but holds samples of shape (2)",
                call("reconstruct", run, "--in", narrow, "--out", out, "--engine", ENGINE));
        assertRefused(
                1,
                "--count must be at least 1, but is 0",
                call("sample", run, "--count", 0, "--out", out));
        Path under = Files.createFile(folder.resolve("b-file")).resolve("x.png");
        assertRefused(
                1,
                "--out must be where files can be written, but %s is not: %s is no folder"
                        .formatted(under, under.getParent()),
                call("sample", run, "--out", under, "--engine", ENGINE));
        assertFalse(Files.exists(out));
    }

    @Test
    void wrongCommandLinesAreRefusedWithHelp() {
        assertRefused(
                2,
                "Unknown option: '--epoch'; perhaps --epochs; see autoencoders train --help",
                call("train", "--epoch", "3"));
        assertRefused(
                2,
                "Invalid value for option '--epochs': 'ten' is not an int; see autoencoders train"
                        + " --help",
                call("train", "--epochs", "ten"));
        assertRefused(
                2,
                "Invalid value for option '--beta': '5f' is not a number; see autoencoders train"
                        + " --help",
                call("train", "--beta", "5f"));
        assertRefused(
                2,
                "Missing required option: '--in=DATA'; see autoencoders encode --help",
                call("encode", run, "--out", "x.csv"));
        assertRefused(
                2,
                "Missing required parameter: 'RUN'; see autoencoders sample --help",
                call("sample", "--out", "x.csv"));
        assertRefused(
                2,
                "Unmatched argument at index 0: 'trian'; perhaps train or verify or"
                        + " anomalies; see autoencoders --help",
                call("trian"));
        assertRefused(
                2,
                "Unknown subcommand 'trian'; did you mean train?; see autoencoders --help",
                call("help", "trian"));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static double[] numbers(String row) {
        return Stream.of(row.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    }
}
