package io.github.autoencoders.cli;

import io.github.autoencoders.application.Metric;
import io.github.autoencoders.benchmark.TimedRun;
import io.github.autoencoders.dataset.DataSource;
import io.github.autoencoders.dataset.TargetKind;
import io.github.autoencoders.latent.Interpolation;
import io.github.autoencoders.reproduction.Reproduction;
import io.github.autoencoders.sample.ScalingKind;
import io.github.autoencoders.training.Recipes;
import io.github.autoencoders.training.StepForm;
import io.github.autoencoders.translate.Task;
import io.github.autoencoders.weights.Layout;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.ModelRepository;
import io.github.autoencoders.zoo.TrainingRecipe;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What an option may be, in the words of its help: for the shell's completion, and messages. */
abstract class Candidates implements Iterable<String> {

    private final Supplier<List<String>> words;

    private Candidates(Supplier<List<String>> words) {
        this.words = words;
    }

    private Candidates(Enum<?>... constants) {
        this(() -> Stream.of(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
    }

    @Override
    public Iterator<String> iterator() {
        return words.get().iterator();
    }

    static final class OfData extends Candidates {
        OfData() {
            super(DataSource::names);
        }
    }

    static final class OfDevices extends Candidates {
        OfDevices() {
            super(() -> List.of("cpu", "gpu0", "gpu1"));
        }
    }

    static final class OfEngines extends Candidates {
        OfEngines() {
            super(() -> List.of("PyTorch", "MXNet"));
        }
    }

    static final class OfExports extends Candidates {
        OfExports() {
            super(Export.values());
        }
    }

    static final class OfExportForms extends Candidates {
        OfExportForms() {
            super(ExportForm.values());
        }
    }

    static final class OfForms extends Candidates {
        OfForms() {
            super(StepForm.values());
        }
    }

    static final class OfFrozen extends Candidates {
        OfFrozen() {
            super(TrainingRecipe.Frozen.values());
        }
    }

    static final class OfLayouts extends Candidates {
        OfLayouts() {
            super(Layout.values());
        }
    }

    static final class OfMetrics extends Candidates {
        OfMetrics() {
            super(Metric.values());
        }
    }

    static final class OfModels extends Candidates {
        OfModels() {
            super(ModelRepository::names);
        }
    }

    static final class OfModes extends Candidates {
        OfModes() {
            super(TimedRun.Mode.values());
        }
    }

    static final class OfRecipes extends Candidates {
        OfRecipes() {
            super(Recipes::names);
        }
    }

    static final class OfReproductions extends Candidates {
        OfReproductions() {
            super(() -> Reproduction.all().stream().map(Reproduction::name).toList());
        }
    }

    static final class OfScalings extends Candidates {
        OfScalings() {
            super(ScalingKind.values());
        }
    }

    static final class OfTargets extends Candidates {
        OfTargets() {
            super(TargetKind.values());
        }
    }

    static final class OfTasks extends Candidates {
        OfTasks() {
            super(Task.values());
        }
    }

    static final class OfWays extends Candidates {
        OfWays() {
            super(Interpolation.values());
        }
    }
}
