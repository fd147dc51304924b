package io.github.autoencoders.cli;

import io.github.autoencoders.application.CsvOutput;
import io.github.autoencoders.application.SampleOutput;
import io.github.autoencoders.dataset.CsvStream;
import io.github.autoencoders.dataset.DataOptions;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.DataSplit;
import io.github.autoencoders.dataset.Series;
import io.github.autoencoders.engine.Placement;
import io.github.autoencoders.evaluation.Progress;
import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.SavedModel;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The model that a command uses, and where it runs. A command checks its options, opens the model,
 * reads, predicts, and writes, in this order: what is wrong is said before any work is done.
 */
final class ModelOptions {

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            completionCandidates = Candidates.OfModels.class,
            description =
                    "The folder of a run, or of a saved model; or the name of a published model, as"
                            + " autoencoders models lists them.")
    private @Nullable Path run;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Opens a whole model; no engine is touched. */
    SavedModel open() throws IOException {
        return open(Part.WHOLE);
    }

    /**
     * Opens a model; no engine is touched.
     *
     * @param part that must be there, or null if any will do
     */
    SavedModel open(@Nullable Part part) throws IOException {
        SavedModel saved = ModelRepository.open("RUN", typed());
        if (part != null) {
            saved.require(part);
        }
        return saved;
    }

    /** Returns the model as it was typed. */
    Path typed() {
        if (run == null) {
            throw new IllegalStateException("the command must be run by picocli");
        }
        return run;
    }

    /** Returns the last name of the folder. */
    String name() {
        return name(typed());
    }

    static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** Returns where what the command says goes. */
    Output output() {
        return new Output(command);
    }

    /** Prints a line of the command's text. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in no library that we need
    void say(String line, @Nullable Object... values) {
        output().say(line, values);
    }

    /** Returns where a table goes, into a file or for a dash to the standard output. */
    CsvOutput table(Path out) {
        return Output.table(out, output().text());
    }

    /** Writes text into a file that was asked for, and says so. */
    void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            AtomicWrite.text(file, text);
            say("written: %s", file);
        }
    }

    /** Work that tells how far it is. */
    @FunctionalInterface
    interface LongWork<T> {
        T done(Progress progress) throws IOException;
    }

    /** Does long work, and shows how many of a unit are done. */
    <T> T follow(String unit, LongWork<T> work) throws IOException {
        try (StepsProgress progress = progress(unit)) {
            return work.done(progress::at);
        }
    }

    private StepsProgress progress(String unit) {
        return new StepsProgress(output().command(), unit, output().errors());
    }

    /**
     * Reads samples in the format of a model, of a series the windows; sprites are those that it
     * was trained on.
     */
    Samples read(String in, SavedModel saved) throws IOException {
        DataSource source = source(in, saved);
        source.notes().forEach(note -> sayAbout(source.input(), note));
        Samples read = source.load();
        sayUnknown(read, saved);
        return saved.config().fitting(read);
    }

    /**
     * Returns data as a model has them read. The engine is started, as some are read through it,
     * but not before they were found.
     */
    DataSource source(String in, SavedModel saved) throws IOException {
        DataSource source = DataSource.of(in, options(saved));
        engine.start();
        return source;
    }

    private void sayUnknown(Samples read, SavedModel saved) {
        Unknowns unknowns = unknowns(saved);
        unknowns.note(read);
        unknowns.sayWords();
    }

    private Unknowns unknowns(SavedModel saved) {
        return new Unknowns(saved.config().format().schema(), output().errors());
    }

    private void sayAbout(String data, String note) {
        output().errors().println(data + ": " + note);
    }

    private DataOptions options(SavedModel saved) throws IOException {
        return told(DataOptions.ofModel(saved.card().recipe(), saved.config().format()));
    }

    /** Returns options with what the command's {@link TextOptions} say, where it has them. */
    DataOptions told(DataOptions options) {
        Stream<Object> mixins =
                command == null
                        ? Stream.empty()
                        : command.mixins().values().stream().map(CommandSpec::userObject);
        return mixins.filter(TextOptions.class::isInstance)
                .map(TextOptions.class::cast)
                .findFirst()
                .map(text -> options.withText(text.on(options.data().text())))
                .orElse(options);
    }

    /**
     * Opens samples in the format of a model as {@link #read} does, but to be read a portion at a
     * time; a dash is a table on the standard input. The caller closes them.
     */
    SampleStream stream(String in, SavedModel saved) throws IOException {
        int portion = SampleStream.portion(saved.config().format().size());
        DataOptions options = options(saved);
        if (!in.equals("-")) {
            source(in, saved).notes().forEach(note -> sayAbout(in, note));
        }
        engine.start();
        return new ReportedStream(
                stream(in, options, portion), unknowns(saved), progress("samples"));
    }

    /**
     * Opens data to be read a portion at a time; a dash is a table on the standard input, which is
     * never closed: whoever reads it ahead may wait for more, and nobody could end that.
     */
    static SampleStream stream(String in, DataOptions options, int portion) throws IOException {
        if (!in.equals("-")) {
            return DataSource.of(in, options).stream(portion);
        }
        InputStream open =
                new FilterInputStream(System.in) {
                    @Override
                    public void close() {}
                };
        return CsvStream.of("standard input", open, options, portion);
    }

    /** Returns how many samples are shown, and of how many unless of all: "10 of 2,000". */
    static String count(int shown, int all) {
        String count = String.format(Locale.ROOT, "%,d", shown);
        return shown == all ? count : count + String.format(Locale.ROOT, " of %,d", all);
    }

    /**
     * Writes what a task makes of all samples, a portion at a time, and says so with the rate.
     *
     * @param what is written, as "samples"
     * @param out or a dash
     */
    void writeAll(TrainedAutoencoder model, Task task, SampleStream samples, String what, Path out)
            throws IOException {
        long start = System.nanoTime();
        long count =
                Output.isPrinted(out)
                        ? table(out).write(model, task, samples)
                        : SampleOutput.of(out, model.target()).write(model, task, samples);
        String rate = Output.throughput(count, start);
        output().beside(out).say("%,d %s in %s, %s", count, what, Output.name(out), rate);
    }

    /** Starts the engine, and returns where arrays are computed. */
    Placement place() {
        return engine.start();
    }

    /** Loads what is there of a model; the caller closes it. */
    TrainedAutoencoder load(SavedModel saved) throws IOException {
        return TrainedAutoencoder.of(saved, place());
    }

    /** Returns how data are read as for a model's training, in its size, columns by name. */
    DataOptions asTrained(SavedModel saved) throws IOException {
        return told(DataOptions.asTrained(saved.card().recipe(), saved.config().format()));
    }

    /** Reads a series as that of a model's training was read. */
    Series series(String in, SavedModel saved) throws IOException {
        return DataSource.of(in, asTrained(saved)).series();
    }

    /**
     * Reads training and validation samples in the format of a model, divided as for its training.
     *
     * @param data a name or a path, or null for those that the model was trained on
     */
    DataSplit split(@Nullable String data, SavedModel saved) throws IOException {
        DataOptions options = asTrained(saved);
        DataSource source = DataSource.of(data == null ? options.data().source() : data, options);
        engine.start();
        DataSplit split = source.split();
        sayUnknown(split.training(), saved);
        return split.withFormats(saved.config().format(), saved.config().target());
    }
}
