package io.github.autoencoders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in the comments of classes and in the overviews, compiled against what users see of
 * them.
 */
@Tag("no-engine")
class JavadocExamplesTest {

    /** The classes that users meet first. */
    private static final Set<String> FIRST =
            Set.of(
                    "Autoencoder",
                    "AutoencoderConfig",
                    "AutoencoderServer",
                    "AutoencoderTrainer",
                    "Bottleneck",
                    "CodeIndex",
                    "CodeInterpolation",
                    "CodedDetector",
                    "Columns",
                    "Completion",
                    "Corruption",
                    "DataOptions",
                    "DataSource",
                    "Decoder",
                    "Detector",
                    "Encoder",
                    "Exchange",
                    "ExportedPart",
                    "FitListener",
                    "Forecast",
                    "LabelArithmetic",
                    "Likelihood",
                    "MlflowRun",
                    "NeighbourSearch",
                    "NetworkSummary",
                    "OwnClasses",
                    "Placement",
                    "Prediction",
                    "RateDistortion",
                    "Recipes",
                    "ReconstructionDataset",
                    "Regularizer",
                    "RestoredSound",
                    "RunFolder",
                    "RunPictures",
                    "Samples",
                    "SavedModel",
                    "Series",
                    "SeriesDetection",
                    "SeriesDetector",
                    "Sheet",
                    "SoundFile",
                    "SplitLossListener",
                    "Strings",
                    "Task",
                    "TrainedAutoencoder",
                    "TrainingRecipe",
                    "VariationalAutoencoder",
                    "WeightImport");

    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)<pre>\\{@code\\n(.*?)\\n *(?:\\* )?}</pre>");

    /** What an example may take for given. */
    private static final String GIVEN =
            """
            static TrainedAutoencoder model;
            static TrainedAutoencoder other;
            static AutoencoderConfig config;
            static TrainingRecipe recipe;
            static SavedModel saved;
            static ModelCard card;
            static Model whole; // DJL's
            static Trainer trainer; // DJL's
            static Placement place;
            static Samples samples;
            static DataSplit split;
            static List<BufferedImage> images;
            static Image image; // DJL's
            static float[][] rows; // [N][F]
            static float[] sample;
            static Block network; // DJL's
            static List<String> strings;
            static List<String> names;
            static Series normal;
            static Path file;
            static Path folder;
            static Shape shape;
            static long seed;
            static int number;
            """;

    private static final List<String> DJLS =
            List.of(
                    "ai.djl.Model",
                    "ai.djl.inference.Predictor",
                    "ai.djl.modality.cv.Image",
                    "ai.djl.ndarray.NDArray",
                    "ai.djl.ndarray.NDList",
                    "ai.djl.ndarray.types.Shape",
                    "ai.djl.nn.Block",
                    "ai.djl.nn.SequentialBlock",
                    "ai.djl.nn.core.Linear",
                    "ai.djl.repository.zoo.Criteria",
                    "ai.djl.training.DefaultTrainingConfig",
                    "ai.djl.training.EasyTrain",
                    "ai.djl.training.Trainer",
                    "ai.djl.training.dataset.Dataset",
                    "ai.djl.training.loss.Loss",
                    "java.awt.image.BufferedImage",
                    "java.nio.file.*",
                    "java.util.*");

    @TempDir private Path classes;

    /** An example of a class, which stands in its file. */
    private record Example(String type, String text) {

        boolean isJava() {
            return !text.startsWith("{"); // JSON
        }

        SourceText source(int number, String imports) {
            String name = type + "Example" + number;
            boolean declaration = text.startsWith("public ");
            String frame =
                    declaration
                            ? "%s%npublic class %s {%n%s%n%s%n}%n"
                            : "%s%npublic class %s {%n%s%nstatic void example() throws Exception"
                                    + " {%n%s%n}%n}%n";
            return new SourceText(name, frame.formatted(imports, name, GIVEN, text));
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("api", "zoo", "data", "training", "serving", "benchmark")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main"))) {
                files.filter(file -> file.toString().matches(".*(\\.java|overview\\.html)"))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private static List<Example> examples(List<Path> sources) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path file : sources) {
            Matcher found = EXAMPLE.matcher(Files.readString(file).replace("\r", ""));
            String type = String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
            while (found.find()) {
                String text = found.group(1).replaceAll("(?m)^ *\\* ?", "");
                examples.add(new Example(type, text));
            }
        }
        return examples;
    }

    private static String imports(List<Path> sources) {
        Stream<String> ours =
                sources.stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .map(file -> String.valueOf(file.getParent()).replace('\\', '/'))
                        .map(folder -> folder.replaceFirst(".*/src/main/java/", ""))
                        .map(folder -> folder.replace('/', '.') + ".*")
                        .distinct();
        return Stream.concat(DJLS.stream(), ours)
                .map("import %s;"::formatted)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyExampleCompiles() throws IOException {
        List<Path> sources = sources();
        String imports = imports(sources);
        List<SourceText> texts = new ArrayList<>();
        for (Example example : examples(sources)) {
            if (example.isJava()) {
                texts.add(example.source(texts.size(), imports));
            }
        }
        assertTrue(texts.size() > FIRST.size(), "there are " + texts.size());
        SourceText.compile(texts, classes);
    }

    @Test
    void whatUsersMeetFirstHasAnExample() throws IOException {
        Set<String> without = new TreeSet<>(FIRST);
        examples(sources()).stream()
                .filter(Example::isJava)
                .forEach(each -> without.remove(each.type()));
        assertEquals(Set.of(), without);
    }
}
