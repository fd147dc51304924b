package io.github.autoencoders.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * The commands that use codes or parts: export, interpolate, neighbours, probe, map,
 * compare-models, train --from.
 */
class CodeCommandsTest {

    private static final String ENGINE = System.getProperty("ai.djl.default_engine", "PyTorch");

    private static Path folder;
    private static Path images; // 60 grey images of 8 x 8: the upper or the lower half is bright
    private static Path unlabelled; // the same without labels
    private static Path run; // a variational autoencoder
    private static Path plain;

    private static Answer call(Object... arguments) {
        Stream<Object> engine = Stream.of("--engine", ENGINE);
        return Answer.of(Stream.concat(Stream.of(arguments), engine).toArray());
    }

    private static String succeed(Object... arguments) {
        Answer answer = call(arguments);
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        return answer.out();
    }

    private static void assertRefused(String message, Object... arguments) {
        Answer answer = call(arguments);
        assertEquals("autoencoders: " + message, answer.err().strip());
        assertEquals(1, answer.exitCode());
    }

    @BeforeAll
    static void trainTwice(@TempDir Path shared) throws Exception {
        folder = shared;
        images = folder.resolve("halves-images-idx3-ubyte");
        unlabelled = folder.resolve("unlabelled.idx");
        byte[] pixels = new byte[60 * 64];
        byte[] labels = new byte[60];
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            labels[i] = (byte) (i % 2);
            for (int p = 0; p < 32; p++) {
                pixels[64 * i + 32 * labels[i] + p] = (byte) (150 + random.nextInt(100));
            }
        }
        ByteBuffer idx = ByteBuffer.allocate(16 + pixels.length);
        idx.putInt(0x00000803).putInt(60).putInt(8).putInt(8).put(pixels);
        Files.write(images, idx.array());
        Files.write(unlabelled, idx.array());
        ByteBuffer names = ByteBuffer.allocate(8 + 60);
        names.putInt(0x00000801).putInt(60).put(labels);
        Files.write(folder.resolve("halves-labels-idx1-ubyte"), names.array());
        run = train("vae", "Gaussian\", \"codeSize\": 3", "KlDivergence", 1);
        plain =
                train(
                        "ae",
                        "Deterministic\", \"codeSize\": 3, \"activation\": \"IDENTITY\"",
                        "None",
                        0);
    }

    private static Path train(String name, String bottleneck, String regularizer, int weight)
            throws Exception {
        Path recipe =
                Files.writeString(
                        folder.resolve(name + ".json"),
                        """
                        {
                          "data": {
                            "source": "%s", "padding": 0, "imageSize": 0, "window": 0, "windowStep": 0,
                            "onlyLabel": "", "conditional": false, "heldOut": 0.25, "limit": 0
                          },
                          "corruption": {"type": "None"},
                          "architecture": {"type": "Dense", "units": [8], "activation": "TANH"},
                          "bottleneck": {"type": "%s},
                          "likelihood": {"type": "Bernoulli"},
                          "reduction": {"type": "Sum"},
                          "regularizer": {"type": "%s"},
                          "penaltyWeight": {"type": "Constant", "target": %s},
                          "start": {"model": "", "frozen": "NONE"},
                          "optimizer": {
                            "type": "Adam", "learningRate": 0.01,
                            "decay": {"afterEpochs": [], "factor": 1}
                          },
                          "epochs": 15, "patience": 0, "batchSize": 8, "seed": 1
                        }
                        """
                                .formatted(
                                        images.toString().replace("\\", "\\\\"),
                                        bottleneck,
                                        regularizer,
                                        weight));
        Path out = folder.resolve(name);
        succeed("train", recipe, "--out", out);
        return out;
    }

    // ------------------------------------------------------------------ what is said beside

    @Test
    void whatIsShownAndWhatHasNoPriorIsSaid() {
        Path sheet = folder.resolve("shown.png");
        String text =
                Answer.expect(0, "sample", plain, "--count", 4, "--out", sheet, "--engine", ENGINE);
        assertEquals(
                "4 samples in "
                        + sheet
                        + "\na plain autoencoder has no prior: its codes need not be like these, of"
                        + " N(0, I), and its samples like nothing\n",
                text);
        text = Answer.expect(0, "sample", run, "--count", 4, "--out", sheet, "--engine", ENGINE);
        assertEquals("4 samples in " + sheet + "\n", text);
        assertEquals("10 of 2,000", ModelOptions.count(10, 2000));
        assertEquals("2,000", ModelOptions.count(2000, 2000));
        String err = Answer.expect(1, "summary", "vae-mnits");
        assertTrue(err.endsWith("there is no vae-mnits; did you mean vae-mnist?\n"), err);
        err = Answer.expect(1, "export", "vae-mnits-2", "--part", "whole", "--out", sheet);
        assertTrue(err.contains("there is no vae-mnits-2; did you mean vae-mnist-2?"), err);
    }

    // ------------------------------------------------------------------ export

    @Test
    void exportedPartsDoWhatTheRunDoes() throws Exception {
        Path encoder = folder.resolve("parts/encoder");
        Path decoder = Files.createDirectories(folder.resolve("parts/decoder")); // empty
        assertEquals(
                "encoder of %s in %s\n".formatted(run, encoder),
                succeed("export", run, "--part", "encoder", "--out", encoder));
        succeed("export", run, "--part", "DECODER", "--out", decoder);
        Path codes = folder.resolve("codes-of-run.csv");
        succeed("encode", run, "--in", images, "--out", codes);
        succeed("encode", encoder, "--in", images, "--out", folder.resolve("codes.csv"));
        assertEquals(-1, Files.mismatch(codes, folder.resolve("codes.csv")));
        succeed("decode", run, "--in", codes, "--out", folder.resolve("of-run.csv"));
        succeed("decode", decoder, "--in", codes, "--out", folder.resolve("of-decoder.csv"));
        assertEquals(
                -1, Files.mismatch(folder.resolve("of-run.csv"), folder.resolve("of-decoder.csv")));
        succeed("sample", decoder, "--count", "2", "--out", folder.resolve("of-decoder.png"));

        Path none = folder.resolve("none.csv");
        String but = " in " + encoder + ", but is ENCODER";
        assertRefused(
                "part must be WHOLE" + but,
                "reconstruct",
                encoder,
                "--in",
                "unread",
                "--out",
                none);
        assertRefused(
                "part must be DECODER or WHOLE" + but,
                "decode",
                encoder,
                "--in",
                codes,
                "--out",
                none);
        assertRefused(
                "part must be DECODER or WHOLE" + but,
                "export",
                encoder,
                "--part",
                "decoder",
                "--out",
                folder.resolve("parts/none"));
        assertRefused(
                "part must be ENCODER or WHOLE in " + decoder + ", but is DECODER",
                "encode",
                decoder,
                "--in",
                "unread",
                "--out",
                none);
        assertRefused(
                "part must be WHOLE" + but,
                "train",
                "--from",
                encoder,
                "--out",
                folder.resolve("t"));
        assertFalse(Files.exists(none));
        assertRefused(
                "--out must be a new or empty folder, but " + decoder + " holds files",
                "export",
                run,
                "--part",
                "encoder",
                "--out",
                decoder);
        assertRefused(
                "--out must be a new or empty folder, but is the file " + codes,
                "export",
                run,
                "--part",
                "encoder",
                "--out",
                codes);
        try (Stream<Path> parts = Files.list(folder.resolve("parts"))) {
            assertEquals(
                    List.of("decoder", "encoder"),
                    parts.map(part -> part.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void filesOfOnnxSayWhatTheyAre() throws Exception {
        Path file = folder.resolve("onnx/decoder.onnx");
        assertEquals(
                "decoder of %s in %s\n".formatted(run, file),
                succeed("export", run, "--part", "decoder", "--format", "onnx", "--out", file));
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("Gemm"), "no layer");
        assertTrue(bytes.contains("\"recipe\""), "no card");
        succeed("export", run, "--part", "SCORE", "--format", "ONNX", "--out", file); // replaced
        assertTrue(Files.readString(file, StandardCharsets.ISO_8859_1).contains("score"));
        assertRefused(
                "--part must be encoder, decoder or whole, but is score, which has no parameters"
                        + " of its own",
                "export",
                run,
                "--part",
                "score",
                "--out",
                folder.resolve("none"));
    }

    // ------------------------------------------------------------------ interpolate

    @Test
    void interpolationEndsInTheReconstructions() throws Exception {
        Path between = folder.resolve("between.csv");
        Path whole = folder.resolve("whole.csv");
        String text =
                succeed(
                        "interpolate",
                        run,
                        "--in",
                        images,
                        "--from",
                        3,
                        "--to",
                        8,
                        "--steps",
                        5,
                        "--out",
                        between);
        assertEquals("10 samples in " + between + "\n", text);
        succeed("reconstruct", run, "--in", images, "--out", whole);
        List<String> rows = Files.readAllLines(between);
        List<String> expected = Files.readAllLines(whole);
        for (int way = 0; way < 2; way++) {
            assertClose(expected.get(1 + 3), rows.get(1 + 5 * way));
            assertClose(expected.get(1 + 8), rows.get(5 + 5 * way));
        }
        assertFalse(rows.get(3).equals(rows.get(8)), "the two ways differ");
    }

    private static void assertClose(String expected, String actual) {
        double[] a = Stream.of(expected.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        double[] b = Stream.of(actual.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-3); // of 255
        }
    }

    @Test
    void pairsAreRowsOfASheetOrFilesOfAFolder() throws Exception {
        Path sheet = folder.resolve("pairs.png");
        succeed("interpolate", run, "--in", images, "--pairs", "3:8,1:2", "--out", sheet);
        assertNotNull(ImageIO.read(sheet.toFile()));
        Path many = folder.resolve("pairs");
        succeed(
                "interpolate",
                run,
                "--in",
                images,
                "--pairs",
                "3:8,1:2",
                "--path",
                "linear",
                "--out",
                many);
        try (Stream<Path> files = Files.list(many)) {
            assertEquals(20, files.count());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from 3 --to 60 | a sample's number must be from 0 to 59 in FILE, but is 60",
                "--from -1 --to 5 | a sample's number must be from 0 to 59 in FILE, but is -1",
                "--from 3         | --from and --to, or --pairs, must be given, and not both",
                "--from 3 --to 4 --pairs 1:2 | --from and --to, or --pairs, must be given, and not"
                        + " both",
                "--pairs 1-2      | --pairs must be two numbers each, as 3:7,1:2, but has \"1-2\"",
                "--pairs 1:2 --steps 1 | --steps must be at least 2, but is 1"
            })
    void waysThatAreNoneAreRefused(String options, String message) {
        List<Object> arguments = new ArrayList<>(List.of("interpolate", run, "--in", images));
        arguments.addAll(List.of(options.split(" ", -1)));
        arguments.addAll(List.of("--out", folder.resolve("none.png")));
        assertRefused(message.replace("FILE", images.toString()), arguments.toArray());
    }

    // ------------------------------------------------------------------ neighbours

    @Test
    void neighboursOfSamplesAreOthersOfTheirKind() throws Exception {
        Path table = folder.resolve("neighbours.csv");
        String text =
                succeed(
                        "neighbours",
                        run,
                        "--in",
                        images,
                        "--query",
                        "0,7",
                        "--k",
                        3,
                        "--out",
                        table);
        assertTrue(text.startsWith("6 neighbours of 2 samples in " + table + "\n"), text);
        assertTrue(text.contains("(precision at 3): 1.000\n"), text);
        List<String> rows = Files.readAllLines(table);
        assertEquals("query,rank,index,distance,label", rows.get(0));
        assertEquals(7, rows.size());
        assertTrue(rows.get(1).matches("0,1,\\d+,[\\d.E-]+,0"), rows.get(1));
        assertTrue(rows.get(4).matches("7,1,\\d+,[\\d.E-]+,1"), rows.get(4));
        assertTrue(rows.stream().skip(1).noneMatch(row -> row.matches("0,\\d,0,.*|7,\\d,7,.*")));
    }

    @Test
    void otherDataFindTheirOwnSamples() throws Exception {
        Path table = folder.resolve("found.csv");
        String text =
                succeed(
                        "neighbours",
                        run,
                        "--in",
                        images,
                        "--query",
                        unlabelled,
                        "--k",
                        1,
                        "--metric",
                        "euclidean",
                        "--out",
                        table);
        assertFalse(text.contains("precision"), text);
        List<String> rows = Files.readAllLines(table);
        assertEquals(61, rows.size());
        for (int i = 0; i < 60; i++) {
            assertTrue(rows.get(i + 1).startsWith(i + ",1," + i + ",0.0,"), rows.get(i + 1));
        }
        Path sheet = folder.resolve("found.png");
        succeed(
                "neighbours",
                run,
                "--in",
                images,
                "--query",
                images,
                "--metric",
                "cosine",
                "--out",
                sheet);
        assertNotNull(ImageIO.read(sheet.toFile()));
    }

    @Test
    void anIndexIsKeptAndAskedTheNextTime() throws Exception {
        Path index = folder.resolve("codes.index");
        List<String> tables = new ArrayList<>();
        for (String name : List.of("exact.csv", "first.csv", "next.csv")) {
            Path table = folder.resolve(name);
            List<Object> arguments =
                    new ArrayList<>(
                            List.of("neighbours", run, "--in", images, "--query", "0,7", "--out"));
            arguments.add(table);
            if (!tables.isEmpty()) {
                arguments.addAll(List.of("--index", index));
            }
            succeed(arguments.toArray());
            tables.add(Files.readString(table));
            assertEquals(tables.get(0), tables.get(tables.size() - 1), name);
        }
        Answer other =
                call(
                        "neighbours",
                        run,
                        "--in",
                        unlabelled,
                        "--query",
                        "0",
                        "--index",
                        folder,
                        "--out",
                        folder.resolve("no.csv"));
        assertEquals(
                "autoencoders: --index must be a folder with an index of codes, but is " + folder,
                other.err().strip());
    }

    @Test
    void queriesThatAreNoneAreRefused() {
        Path out = folder.resolve("no.csv");
        assertRefused(
                "a sample's number must be from 0 to 59 in " + images + ", but is 60",
                "neighbours",
                run,
                "--in",
                images,
                "--query",
                "60",
                "--out",
                out);
        assertRefused(
                "--k must be at least 1, but is 0",
                "neighbours",
                run,
                "--in",
                images,
                "--query",
                "1",
                "--k",
                0,
                "--out",
                out);
        assertRefused(
                "--out must end in .png or .csv, but is folder",
                "neighbours",
                run,
                "--in",
                images,
                "--query",
                "1",
                "--out",
                "folder");
    }

    // ------------------------------------------------------------------ probe

    @Test
    void probeFindsLabelsThatAreApart() {
        String text = succeed("probe", run);
        assertEquals(
                """
                45 samples of FILE to learn from, 15 to be judged by, 2 labels
                accuracy, linear on the 3 values of the code: 1.0000
                accuracy, linear on the 64 values of the sample: 1.0000
                """
                        .replace("FILE", images.toString()),
                text.lines().limit(3).map(line -> line + "\n").reduce("", String::concat));
        assertTrue(text.contains("most frequent label: 0."), text);
        assertTrue(text.contains("k = 2: purity 1.0000, normalized mutual"), text);
    }

    @Test
    void probeNeedsLabels() {
        assertRefused(
                "--data must have labels, but " + unlabelled + " have none",
                "probe",
                run,
                "--data",
                unlabelled);
        assertRefused("--limit must not be negative, but is -1", "probe", run, "--limit", -1);
    }

    // ------------------------------------------------------------------ map

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void mapsAreDrawn(int dimensions) throws Exception {
        Path out = folder.resolve("map-" + dimensions + ".png");
        String text = succeed("map", run, "--in", images, "--dimensions", dimensions, "--out", out);
        assertEquals("60 codes of " + images + " in " + out + "\n", text);
        assertTrue(ImageIO.read(out.toFile()).getWidth() > 1000);
    }

    @Test
    void mapsOfOtherDimensionsAreRefused() {
        Path out = folder.resolve("no.png");
        assertRefused(
                "--dimensions must be 2 or 3, but is 4",
                "map",
                run,
                "--in",
                images,
                "--dimensions",
                4,
                "--out",
                out);
        assertRefused(
                "--out must end in .png, but is x.csv",
                "map",
                run,
                "--in",
                images,
                "--out",
                "x.csv");
    }

    // ------------------------------------------------------------------ versus

    @Test
    void twoModelsAreComparedByOneRuler() throws Exception {
        Path out = folder.resolve("versus.png");
        String text = succeed("compare-models", run, plain, "--count", 100, "--out", out);
        assertEquals(text, succeed("versus", run, plain, "--count", 100, "--out", out));
        List<String> lines = text.lines().toList();
        assertEquals(6, lines.size(), text);
        String number = "\\d\\.\\d{3}";
        String share =
                "%s \\(%s far, %s blank\\), %s covered  ".formatted(number, number, number, number);
        assertTrue(lines.get(2).matches(share + "variational autoencoder, .*"), text);
        assertTrue(lines.get(3).matches(share + "plain autoencoder, .*"), text);
        assertTrue(lines.get(4).matches(share + "real samples"), text);
        assertNotNull(ImageIO.read(out.toFile()));
    }

    @Test
    void modelsThatCannotBeComparedAreRefused() {
        Path none = folder.resolve("none");
        assertRefused(
                "OTHER must be the folder of a run, or the name of a published model,"
                        + " but there is no "
                        + none,
                "versus",
                run,
                none,
                "--out",
                folder.resolve("no.png"));
        assertRefused(
                "--count must be at least 1, but is 0",
                "versus",
                run,
                plain,
                "--count",
                0,
                "--out",
                folder.resolve("no.png"));
    }

    // ------------------------------------------------------------------ train --from

    @Test
    void trainingGoesOnFromAModelWithOneHalfFrozen() throws Exception {
        Path out = folder.resolve("tuned");
        String text =
                succeed(
                        "train",
                        "--from",
                        run,
                        "--freeze",
                        "encoder",
                        "--data",
                        unlabelled,
                        "--epochs",
                        2,
                        "--out",
                        out);
        assertTrue(text.contains("45 samples of " + unlabelled), text);
        Path before = folder.resolve("before.csv");
        Path after = folder.resolve("after.csv");
        succeed("encode", run, "--in", unlabelled, "--out", before);
        succeed("encode", out, "--in", unlabelled, "--out", after);
        assertEquals(Files.readString(before), Files.readString(after));
        String recipe = Files.readString(out.resolve("recipe.json"));
        assertTrue(recipe.contains("\"frozen\": \"ENCODER\""), recipe);
        succeed("train", "--resume", "--out", out, "--epochs", 3);
    }

    @Test
    void startsThatDoNotFitAreRefused() {
        Path out = folder.resolve("not-tuned");
        Path none = folder.resolve("none");
        assertRefused(
                "--from must be the folder of a run, or the name of a published model,"
                        + " but there is no "
                        + none,
                "train",
                "--from",
                none,
                "--out",
                out);
        assertRefused(
                "vae-sprites: start: frozen must be NONE where no model is started from, but is"
                        + " ENCODER",
                "train",
                "--freeze",
                "encoder",
                "--out",
                out);
        Answer other = call("train", "--from", run, "--code", 5, "--out", out);
        assertTrue(
                other.err().startsWith("autoencoders: bottleneck must be that of the model in "),
                other.err());
        assertEquals(1, other.err().lines().count(), other.err());
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @CsvSource({
        "interpolate, --in --from --to --pairs --steps --path --out",
        "neighbours, --in --query --k --metric --out --index",
        "probe, --data --limit --generated --seed",
        "map, --in --dimensions --out",
        "compare-models, OTHER --data --count --limit --seed --out"
    })
    void helpNamesEveryOption(String command, String options) {
        StringWriter out = new StringWriter();
        CommandLine program = AutoencodersCommand.commandLine();
        program.setOut(new PrintWriter(out)).execute(command, "--help");
        for (String option : options.split(" ", -1)) {
            assertTrue(out.toString().contains(option), out.toString());
        }
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out.toString());
    }
}
