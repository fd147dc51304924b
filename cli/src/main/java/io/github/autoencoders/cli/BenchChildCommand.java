package io.github.autoencoders.cli;

import ai.djl.translate.TranslateException;
import io.github.autoencoders.benchmark.ChildProcess;
import io.github.autoencoders.benchmark.TimedRun;
import io.github.autoencoders.training.Recipes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code bench --against} runs in a process of its own. */
@Command(name = "bench-child", hidden = true)
final class BenchChildCommand implements Callable<Integer> {

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(index = "0")
    private TimedRun.Mode mode = TimedRun.Mode.TRAIN;

    @Parameters(index = "1")
    private String recipe = "";

    @Parameters(index = "2")
    private Path folder = Path.of("");

    @Mixin private EngineOptions engine = new EngineOptions();

    /** Returns the process that runs a recipe of a file. */
    static ChildProcess process(TimedRun.Mode mode, Path recipe, EngineOptions engine) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(
                List.of(
                        "bench-child",
                        mode.name(),
                        recipe.toString(),
                        String.valueOf(recipe.getParent())));
        arguments.addAll(List.of("--engine", engine.name(), "--device", engine.toString()));
        if (engine.threads() > 0) {
            arguments.addAll(List.of("--threads", Integer.toString(engine.threads())));
        }
        return ChildProcess.ofJava(AutoencodersCommand.class, arguments);
    }

    @Override
    public Integer call() throws IOException, TranslateException {
        new TimedRun(Recipes.read(recipe, Map.of()), engine.start(), Output.of(spec))
                .run(mode, folder);
        return CommandLine.ExitCode.OK;
    }
}
