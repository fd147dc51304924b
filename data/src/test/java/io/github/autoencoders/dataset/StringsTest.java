package io.github.autoencoders.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.OneHot;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.sample.Scaling;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("no-engine")
class StringsTest {

    private static final DataOptions OPTIONS = DataOptions.ofSeed(3);

    private final Path folder;

    StringsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Samples read(String name, String contents) throws IOException {
        Path file = Files.writeString(folder.resolve(name), contents);
        return DataSource.of(file.toString(), OPTIONS).load();
    }

    private static List<String> symbols(Samples strings) {
        return ((OneHot) strings.format().scaling()).symbols();
    }

    @Test
    void smilesStandBeforeTheFirstBlankAndHaveAtomsOfTwoLetters() throws IOException {
        Samples set = read("a.smi", "CCl name 7\n\n  BrC@@C\tx\r\nCl\n");
        assertEquals(List.of("", "@@", "Br", "C", "Cl"), symbols(set));
        assertEquals(List.of("CCl", "BrC@@C", "Cl"), set.texts());
        assertEquals(new Shape(1, 4), set.format().shape());
        assertEquals(new Shape(5, 4), set.format().modelShape());
        assertArrayEquals(new float[] {3, 4, 0, 0}, set.sample(0));
        assertArrayEquals(new float[] {2, 3, 1, 3}, set.sample(1));
    }

    @Test
    void stringsInMemoryAreWhatFilesOfThemHold() throws IOException {
        List<String> strings = List.of("CCl", "BrC@@C", "Cl");
        String lines = String.join("\n", strings);
        Samples smiles = Strings.ofSmiles(strings);
        assertEquals(read("a.smi", lines).format(), smiles.format());
        assertEquals(read("a.smi", lines).sha256(), smiles.sha256());
        Samples texts = Strings.of(strings);
        assertEquals(read("a.txt", lines).format(), texts.format());
        assertEquals(read("a.txt", lines).sha256(), texts.sha256());
        assertEquals(strings, texts.withFormat(read("b.txt", "@BClr 789").format()).texts());
    }

    @Test
    void stringsMustBeThere() {
        assertRefused(
                "strings must be at least one, none empty, but are none",
                () -> Strings.of(List.of()));
        assertRefused(
                "strings must be at least one, none empty, but string 1 is",
                () -> Strings.ofSmiles(List.of("C", "", "Cl")));
    }

    @Test
    void textsAreWholeLinesOfCharacters() throws IOException {
        Samples set = read("words.txt", "Cl b\n \nne\u0301\n");
        assertEquals(List.of("", " ", "C", "b", "e\u0301", "l", "n"), sorted(symbols(set)));
        assertEquals(List.of("Cl b", "ne\u0301"), set.texts());
    }

    private static List<String> sorted(List<String> symbols) {
        return symbols.stream().sorted().toList();
    }

    @Test
    void compressedFilesAreReadToo() throws IOException {
        Path file = folder.resolve("b.smi.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("CO\nN\n".getBytes(StandardCharsets.UTF_8));
        }
        Samples set = DataSource.of(file.toString(), OPTIONS).load();
        assertEquals(List.of("CO", "N"), set.texts());
    }

    @Test
    void aSplitSharesSymbolsAndLength() throws IOException {
        Path file = Files.writeString(folder.resolve("c.smi"), "C\nN\nO\nFFFF\nS\nP\n");
        DataSplit split = DataSource.of(file.toString(), OPTIONS.withHeldOut(0.5)).split();
        assertEquals(split.training().format(), split.validation().format());
        assertEquals(new Shape(1, 4), split.training().format().shape());
        assertEquals(7, symbols(split.training()).size());
    }

    @Test
    void otherStringsTakeTheSymbolsOfAModel() throws IOException {
        SampleFormat model = read("model.smi", "CClO\nNNNN\n").format();
        Samples others = read("others.txt", "ClC\nO\n").withFormat(model);
        assertEquals(model, others.format());
        assertEquals(List.of("ClC", "O"), others.texts());
        assertArrayEquals(new float[] {2, 1, 0, 0}, others.sample(0));
    }

    @Test
    void whatAModelCannotReadIsRefused() throws IOException {
        SampleFormat model = read("model.smi", "CClO\nNNNN\n").format();
        Samples unknown = read("unknown.smi", "CO\nCSC\n");
        assertRefused(
                unknown.name() + ": \"CSC\" must be made of the symbols C Cl N O, but has \"S\"",
                () -> unknown.withFormat(model));
        Samples wide = read("long.smi", "CCCCC\n");
        assertRefused(
                wide.name() + ": \"CCCCC\" must have at most 4 symbols, but has more",
                () -> wide.withFormat(model));
        Samples numbers = read("numbers.csv", "a,b\n1,2\n");
        assertRefused(
                numbers.name() + " must hold strings, but holds samples of shape (2)",
                () -> numbers.withFormat(model));
        Samples strings = read("strings.smi", "CC\n");
        SampleFormat row = new SampleFormat(new Shape(1, 2), 0, new Scaling.UnitInterval(0, 1));
        assertRefused(
                strings.name() + " must hold samples of shape (1, 2), but holds strings",
                () -> strings.withFormat(row));
        assertRefused(
                "padding must be 0 for symbols, but is 1",
                () ->
                        DataSource.of(
                                        folder.resolve("strings.smi").toString(),
                                        OPTIONS.withPadding(1))
                                .load());
    }

    @Test
    void filesWithoutStringsAreRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        Exception e =
                assertThrows(
                        IOException.class, () -> DataSource.of(empty.toString(), OPTIONS).load());
        assertEquals(empty + " must hold at least one string, but is empty", e.getMessage());
    }

    @Test
    void indicesOutsideTheSymbolsAreRefused() {
        SampleFormat format = new SampleFormat(new Shape(1, 2), 0, new OneHot(List.of("", "a")));
        assertRefused(
                "sample must hold whole numbers from 0 to 1, the indices of symbols, but holds 2.0",
                () -> Samples.ofFloats("x", format, new float[] {1, 2}, new int[0], List.of()));
    }

    @Test
    void toyMoleculesDifferAndAreWellFormed() throws IOException {
        DataSplit split = DataSource.of("smiles-toy", OPTIONS).split();
        assertEquals(12_000, split.training().size());
        assertEquals(2_000, split.validation().size());
        List<String> training = split.training().texts();
        HashSet<String> all = new HashSet<>(training);
        all.addAll(split.validation().texts());
        assertEquals(14_000, all.size());
        for (String string : all) {
            assertTrue(SmilesRules.hold(string), string);
        }
        assertEquals(training, DataSource.of("smiles-toy", OPTIONS).split().training().texts());
        assertNotEquals(
                training,
                DataSource.of("smiles-toy", DataOptions.ofSeed(4)).split().training().texts());
    }

    private static void assertRefused(String message, Executable attempt) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, attempt).getMessage());
    }

    @Test
    void aTitleAndAByteOrderMarkAreNoMolecules() throws Exception {
        Path path = folder.resolve("t.smi");
        Files.writeString(path, "\uFEFFsmiles zinc_id\nCCO Z1\nCC Z2\n");
        assertEquals(List.of("CCO", "CC"), DataSource.of(path).load().texts());
        Path text = Files.writeString(folder.resolve("t.txt"), "\uFEFFsmiles\nab\n");
        assertEquals(List.of("smiles", "ab"), DataSource.of(text).load().texts());
    }
}
