package io.github.autoencoders;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.autoencoders.array.ArrayReading;
import io.github.autoencoders.array.Numbers;
import io.github.autoencoders.sample.RandomStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who may use whom, and what nobody does. The rules hold for all our classes on the class path:
 * each module runs them through a subclass of its own.
 */
@Tag("no-engine")
class DependencyRulesTest {

    private static final String OURS = "io.github.autoencoders";

    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(place -> !place.contains("test-classes"))
                    .withImportOption(place -> !place.contains("-tests.jar"))
                    .withImportOption(place -> !place.contains("jmh_generated"))
                    .importPackages(OURS);

    /** What every package may use, beside java without java.awt. */
    private static final List<String> EVERYBODY =
            List.of(
                    OURS + ".argument",
                    OURS + ".array",
                    "org.jspecify.annotations",
                    "ai.djl.Device",
                    "ai.djl.MalformedModelException",
                    "ai.djl.engine",
                    "ai.djl.ndarray",
                    "ai.djl.nn",
                    "ai.djl.util");

    /**
     * What one package may use beside itself.
     *
     * @param ours packages of ours
     * @param others packages, with those below them, or classes
     */
    private record Uses(Set<String> ours, List<String> others) {}

    private static final Map<String, Uses> TABLE =
            Map.ofEntries(
                    row("argument", Set.of()),
                    row("config", Set.of(), "com.google.gson"),
                    row(
                            "sample",
                            Set.of(),
                            "ai.djl.Application",
                            "ai.djl.modality.cv",
                            "java.awt",
                            "javax.imageio",
                            "org.w3c.dom"),
                    row("network", Set.of(), "ai.djl.training.ParameterStore"),
                    row("array", Set.of()),
                    row(
                            "latent",
                            Set.of("network"),
                            "ai.djl.training.ParameterStore",
                            "ai.djl.training.initializer"),
                    row("likelihood", Set.of("network")),
                    row(
                            "model",
                            Set.of("sample", "network", "latent", "likelihood"),
                            "ai.djl.training.ParameterStore"),
                    row("summary", Set.of("network", "model"), "ai.djl.training.initializer"),
                    row(
                            "loss",
                            Set.of("latent", "likelihood", "model", "network"),
                            "ai.djl.training.loss"),
                    row(
                            "graph",
                            Set.of("sample", "network", "latent", "likelihood", "loss", "model"),
                            "ai.djl.training.GradientCollector",
                            "ai.djl.training.ParameterStore"),
                    row("onnx", Set.of("file", "graph", "network")),
                    row(
                            "program",
                            Set.of("engine", "file", "graph", "network"),
                            "ai.djl.Model",
                            "ai.djl.training.GradientCollector",
                            "ai.djl.training.ParameterStore",
                            "com.google.gson"),
                    row(
                            "translate",
                            Set.of("sample", "latent", "likelihood", "model"),
                            "ai.djl.translate"),
                    row("optimizer", Set.of("engine", "program"), "ai.djl.training.optimizer"),
                    row(
                            "zoo",
                            Set.of(
                                    "engine",
                                    "file",
                                    "graph",
                                    "onnx",
                                    "optimizer",
                                    "program",
                                    "config",
                                    "sample",
                                    "network",
                                    "latent",
                                    "likelihood",
                                    "model",
                                    "loss",
                                    "translate"),
                            "ai.djl.Application",
                            "ai.djl.Model",
                            "ai.djl.ModelException",
                            "ai.djl.inference",
                            "ai.djl.modality",
                            "ai.djl.repository",
                            "ai.djl.training.ParameterStore",
                            "ai.djl.training.initializer",
                            "ai.djl.translate",
                            "java.awt.image",
                            "com.google.gson.JsonParseException", // of DJL's own Gson
                            "com.google.gson.Gson",
                            "org.slf4j"),
                    row(
                            "weights",
                            Set.of(
                                    "config",
                                    "engine",
                                    "file",
                                    "model",
                                    "network",
                                    "sample",
                                    "latent",
                                    "likelihood",
                                    "zoo"),
                            "ai.djl.Model",
                            "ai.djl.training.ParameterStore",
                            "com.google.gson",
                            "io.jhdf"),
                    row("sound", Set.of("file"), "javax.sound.sampled"),
                    row(
                            "dataset",
                            Set.of("sample", "sound", "zoo"),
                            "ai.djl.basicdataset",
                            "ai.djl.repository.Repository",
                            "ai.djl.training.dataset",
                            "ai.djl.translate",
                            "com.google.gson.Strictness",
                            "com.google.gson.stream", // objects of any number, one by one
                            "io.airlift.compress.lz4", // of which Parquet's library has Hadoop's
                            "java.awt.image",
                            "javax.imageio",
                            "org.apache.commons.csv",
                            "org.apache.parquet"),
                    row(
                            "picture",
                            Set.of("file", "sample"),
                            "java.awt",
                            "javax.imageio",
                            "org.hipparchus.linear",
                            "org.knowm.xchart",
                            "org.w3c.dom"),
                    row(
                            "application",
                            Set.of(
                                    "dataset",
                                    "file",
                                    "latent",
                                    "model",
                                    "picture",
                                    "sample",
                                    "sound",
                                    "translate",
                                    "zoo"),
                            "ai.djl.translate",
                            "java.awt.image",
                            "org.apache.commons.csv",
                            "org.apache.lucene",
                            "org.hipparchus.stat"),
                    row("round", Set.of("config")),
                    row(
                            "training",
                            Set.of(
                                    "application",
                                    "round",
                                    "config",
                                    "graph",
                                    "program",
                                    "sample",
                                    "network",
                                    "latent",
                                    "likelihood",
                                    "model",
                                    "summary",
                                    "loss",
                                    "translate",
                                    "optimizer",
                                    "zoo",
                                    "engine",
                                    "file",
                                    "dataset",
                                    "evaluation",
                                    "picture"),
                            "ai.djl.Model",
                            "ai.djl.inference.Predictor",
                            "ai.djl.training",
                            "ai.djl.translate",
                            "java.awt.image",
                            "org.apache.commons.csv",
                            "org.hipparchus.stat",
                            "org.slf4j"),
                    row(
                            "detection",
                            Set.of(
                                    "config",
                                    "dataset",
                                    "engine",
                                    "evaluation",
                                    "file",
                                    "latent",
                                    "model",
                                    "network",
                                    "optimizer",
                                    "picture",
                                    "sample",
                                    "zoo"),
                            "ai.djl.Model",
                            "ai.djl.training",
                            "org.hipparchus.distribution",
                            "org.hipparchus.linear"),
                    row("mlflow", Set.of("config", "training", "zoo"), "org.mlflow"),
                    row(
                            "tensorboard",
                            Set.of(
                                    "application",
                                    "dataset",
                                    "file",
                                    "latent",
                                    "model",
                                    "picture",
                                    "sample",
                                    "training",
                                    "zoo"),
                            "ai.djl.training",
                            "java.awt",
                            "java.util.zip"),
                    row(
                            "reproduction",
                            Set.of(
                                    "application",
                                    "config",
                                    "engine",
                                    "file",
                                    "model",
                                    "sample",
                                    "zoo",
                                    "dataset",
                                    "evaluation",
                                    "training"),
                            "ai.djl.Model",
                            "ai.djl.translate.TranslateException"),
                    row(
                            "benchmark",
                            Set.of(
                                    "config",
                                    "sample",
                                    "network",
                                    "latent",
                                    "likelihood",
                                    "model",
                                    "summary",
                                    "loss",
                                    "translate",
                                    "optimizer",
                                    "zoo",
                                    "engine",
                                    "file",
                                    "dataset",
                                    "picture",
                                    "training"),
                            "ai.djl.Model",
                            "ai.djl.inference",
                            "ai.djl.training",
                            "ai.djl.translate",
                            "java.awt.image",
                            "org.hipparchus.stat",
                            "org.openjdk.jmh"),
                    row(
                            "evaluation",
                            Set.of(
                                    "application",
                                    "dataset",
                                    "latent",
                                    "likelihood",
                                    "model",
                                    "network",
                                    "picture",
                                    "sample",
                                    "sound",
                                    "translate",
                                    "zoo"),
                            "ai.djl.Model",
                            "ai.djl.training.ParameterStore",
                            "ai.djl.training.dataset.Batch",
                            "de.bwaldvogel.liblinear",
                            "java.awt.image",
                            "org.hipparchus.clustering",
                            "org.hipparchus.random",
                            "org.hipparchus.stat"),
                    row(
                            "cli",
                            Set.of(
                                    "config",
                                    "sample",
                                    "network",
                                    "latent",
                                    "likelihood",
                                    "model",
                                    "summary",
                                    "loss",
                                    "translate",
                                    "optimizer",
                                    "zoo",
                                    "dataset",
                                    "application",
                                    "evaluation",
                                    "picture",
                                    "report",
                                    "mlflow",
                                    "tensorboard",
                                    "training",
                                    "detection",
                                    "reproduction",
                                    "benchmark",
                                    "engine",
                                    "file",
                                    "serving",
                                    "server",
                                    "sound",
                                    "onnx",
                                    "program",
                                    "weights"),
                            "ai.djl.Model",
                            "ai.djl.training",
                            "ai.djl.translate",
                            "java.awt.image",
                            "me.tongfei.progressbar",
                            "org.apache.commons.csv",
                            "org.slf4j",
                            "picocli"),
                    row(
                            "serving",
                            Set.of(
                                    "config",
                                    "file",
                                    "sample",
                                    "latent",
                                    "model",
                                    "sound",
                                    "translate",
                                    "zoo"),
                            "ai.djl.Model",
                            "ai.djl.inference",
                            "ai.djl.modality",
                            "ai.djl.translate",
                            "com.google.gson.Gson", // DJL's own, which its JsonUtils gives
                            "com.google.gson.Strictness",
                            "com.google.gson.stream",
                            "javax.imageio",
                            "org.apache.commons.compress",
                            "org.slf4j"),
                    row("page", Set.of()),
                    row(
                            "report",
                            Set.of(
                                    "config",
                                    "dataset",
                                    "detection",
                                    "evaluation",
                                    "file",
                                    "latent",
                                    "likelihood",
                                    "loss",
                                    "model",
                                    "page",
                                    "picture",
                                    "sample",
                                    "summary",
                                    "training",
                                    "translate",
                                    "zoo"),
                            "com.samskivert.mustache",
                            "java.awt"),
                    row(
                            "spark",
                            Set.of(
                                    "config",
                                    "dataset",
                                    "detection",
                                    "engine",
                                    "file",
                                    "model",
                                    "round",
                                    "sample",
                                    "training",
                                    "translate",
                                    "zoo"),
                            "java.awt.image",
                            "org.apache.hadoop",
                            "org.apache.spark",
                            "org.slf4j",
                            "scala"),
                    row("engine", Set.of()),
                    row("file", Set.of()),
                    row(
                            "server",
                            Set.of(
                                    "config",
                                    "latent",
                                    "model",
                                    "engine",
                                    "page",
                                    "sample",
                                    "serving",
                                    "translate",
                                    "zoo"),
                            "ai.djl.Model",
                            "ai.djl.inference",
                            "ai.djl.modality",
                            "ai.djl.translate",
                            "com.google.gson.Gson", // DJL's own, which its JsonUtils gives
                            "io.prometheus.metrics",
                            "org.eclipse.jetty",
                            "org.slf4j"));

    private static Map.Entry<String, Uses> row(String name, Set<String> ours, String... others) {
        return Map.entry(name, new Uses(ours, List.of(others)));
    }

    @Test
    void everyPackageIsInTheTable() {
        assertNone(
                CLASSES.stream()
                        .map(DependencyRulesTest::packageOf)
                        .filter(name -> !TABLE.containsKey(name)));
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        assertNone(
                CLASSES.stream()
                        .flatMap(owner -> owner.getDirectDependenciesFromSelf().stream())
                        .filter(dependency -> !isAllowed(dependency))
                        .map(Dependency::getDescription));
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(OURS + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        assertNone(
                CLASSES.stream()
                        .filter(
                                c ->
                                        c.getSimpleName()
                                                .matches(".*(Utils?|Helper|Manager|Impl|Info)"))
                        .map(JavaClass::getName));
    }

    @Test
    void noEngineIsNamed() {
        assertNone(
                CLASSES.stream()
                        .flatMap(owner -> owner.getDirectDependenciesFromSelf().stream())
                        .filter(d -> isBelow(d.getTargetClass(), "ai.djl.pytorch", "ai.djl.mxnet"))
                        .map(Dependency::getDescription));
    }

    @Test
    void managersWithoutParentAreMadeOnlyAtTheEdge() {
        Set<String> edge = Set.of("dataset", "training", "cli");
        assertNone(
                accesses(
                        access ->
                                access.getTargetOwner().isEquivalentTo(NDManager.class)
                                        && access.getTarget().getName().equals("newBaseManager")
                                        && !edge.contains(packageOf(access.getOriginOwner()))));
    }

    @Test
    void noNumberIsMultipliedWhereAGradientIsTaken() {
        Set<String> differentiated = Set.of("network", "latent", "likelihood", "model", "loss");
        assertNone(
                accesses(
                        access ->
                                differentiated.contains(packageOf(access.getOriginOwner()))
                                        && access.getTargetOwner().isEquivalentTo(NDArray.class)
                                        && access.getTarget().getName().matches("(mul|div)i?")
                                        && access.getTarget() instanceof CodeUnitCallTarget target
                                        && target.getRawParameterTypes()
                                                .get(0)
                                                .isEquivalentTo(Number.class)));
    }

    @Test
    void arraysAreMadeOfNumbersInMemoryThatIsHeld() {
        Set<String> home = Set.of(Numbers.class.getName(), ArrayReading.class.getName());
        assertNone(
                accesses(
                        access ->
                                !home.contains(access.getOriginOwner().getName())
                                        && access.getTarget() instanceof CodeUnitCallTarget target
                                        && takesMemory(target)));
    }

    // Of Java's, to give an engine its address.
    private static boolean takesMemory(CodeUnitCallTarget target) {
        JavaClass owner = target.getOwner();
        String first =
                target.getRawParameterTypes().isEmpty()
                        ? ""
                        : target.getRawParameterTypes().get(0).getName();
        return switch (target.getName()) {
            case "create" ->
                    owner.isAssignableTo(NDManager.class) && !first.equals(Shape.class.getName());
            case "set" ->
                    owner.isAssignableTo(NDArray.class)
                            && !target.getRawParameterTypes()
                                    .get(target.getRawParameterTypes().size() - 1)
                                    .isEquivalentTo(NDArray.class);
            case "decode" ->
                    owner.isAssignableTo(NDManager.class)
                            || owner.isAssignableTo(NDArray.class)
                            || owner.isAssignableTo(NDList.class);
            case "toNDArray", "getAsNDArray", "getAsNDList", "getDataAsNDList" -> true;
            default -> false;
        };
    }

    @Test
    void randomNumbersHaveOneHome() {
        assertNone(
                accesses(
                        access ->
                                Set.of(Random.class.getName(), SplittableRandom.class.getName())
                                                .contains(access.getTargetOwner().getName())
                                        && access.getTarget().getName().equals("<init>")
                                        && !access.getOriginOwner()
                                                .isEquivalentTo(RandomStreams.class)));
    }

    @Test
    void nothingIsWrittenToTheStandardStreams() {
        assertNone(
                accesses(
                        access ->
                                access.getTargetOwner().isEquivalentTo(System.class)
                                        && Set.of("out", "err")
                                                .contains(access.getTarget().getName())));
        assertNone(
                accesses(
                        access ->
                                access.getTarget().getName().equals("printStackTrace")
                                        && access.getTarget() instanceof CodeUnitCallTarget target
                                        && target.getRawParameterTypes().isEmpty()));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertNone(
                CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(place -> !place.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName));
    }

    @Test
    void everyPackageIsOnTheMap() throws IOException {
        String map =
                Files.readString(Path.of(System.getProperty("basedir", ""), "../CONTRIBUTING.md"));
        assertNone(TABLE.keySet().stream().filter(name -> !map.contains("| `" + name + "` |")));
    }

    @Test
    void configurationsAreRecords() {
        assertNone(
                CLASSES.stream()
                        .filter(c -> c.getSimpleName().endsWith("Config") && !c.isRecord())
                        .map(JavaClass::getName));
    }

    private static Stream<String> accesses(Predicate<JavaAccess<?>> forbidden) {
        return CLASSES.stream()
                .flatMap(owner -> owner.getAccessesFromSelf().stream())
                .filter(forbidden)
                .map(JavaAccess::getDescription);
    }

    private static boolean isAllowed(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String user = packageOf(dependency.getOriginClass());
        Uses uses = TABLE.get(user);
        if (target.isPrimitive() || uses == null) {
            return true;
        }
        if (isBelow(target, EVERYBODY.toArray(String[]::new))) {
            return true;
        }
        if (isBelow(target, OURS)) {
            return packageOf(target).equals(user) || uses.ours().contains(packageOf(target));
        }
        boolean java = isBelow(target, "java") && !isBelow(target, "java.awt");
        return java || isBelow(target, uses.others().toArray(String[]::new));
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(OURS) ? "" : name.substring(OURS.length() + 1);
    }

    // Whether a class has one of the names, or is in a package of such a name or below it.
    private static boolean isBelow(JavaClass type, String... names) {
        return Stream.of(names)
                .anyMatch(
                        name ->
                                type.getName().equals(name)
                                        || type.getName().startsWith(name + ".")
                                        || type.getName().startsWith(name + "$"));
    }

    private static void assertNone(Stream<String> violations) {
        assertEquals("", String.join("\n", violations.distinct().sorted().toList()));
    }
}
