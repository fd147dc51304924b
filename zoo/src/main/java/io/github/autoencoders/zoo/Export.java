package io.github.autoencoders.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Decoder;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.network.Stepwise;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.translate.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What of a model becomes a file that other programs run. Samples go in and come out in raw units,
 * as data has them; all inputs and outputs are of a batch. A conditional model has one more input,
 * the condition, one-hot [B, K].
 */
public enum Export {
    /**
     * From x to the code [B, D]; of a variational model to mean and logVariance; with a codebook
     * also to the numbers of its entries.
     */
    ENCODER(Part.ENCODER, Task.ENCODE) {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            PairList<String, NDArray> outputs = new PairList<>();
            if (config.bottleneck().isStochastic()) {
                addPosterior(outputs, DiagonalGaussian.ofParameters(made.get(0), made.get(1)));
                return outputs;
            }
            outputs.add("code", made.head());
            Quantization.find(made).ifPresent(found -> outputs.add("entries", found.indices()));
            return outputs;
        }
    },
    /** From the code [B, D] to a sample. */
    DECODER(Part.DECODER, Task.DECODE, "sample"),
    /** From x to what the model makes of it. */
    RECONSTRUCTION(Part.RECONSTRUCTION, Task.RECONSTRUCT, "reconstruction"),
    /**
     * From x to its anomaly score [B], {@link Task#SCORE}; of a model of which others come out than
     * go in, from x and the target.
     */
    SCORE(Part.WHOLE, Task.SCORE, "score") {
        @Override
        List<Recording.Given> inputs(AutoencoderConfig config, Block block) {
            List<Recording.Given> inputs = super.inputs(config, block);
            config.otherTarget().ifPresent(target -> inputs.add(samples("target", target)));
            return inputs;
        }

        @Override
        PairList<String, NDArray> run(
                AutoencoderConfig config, Block block, ParameterStore parameters, NDList given) {
            if (config.otherTarget().isEmpty()) {
                return super.run(config, block, parameters, given);
            }
            int last = given.size() - 1;
            NDList inputs = new NDList(config.format().toModel(given.head()));
            inputs.addAll(given.subNDList(1, last));
            return outputs(config, given.get(last), block.forward(parameters, inputs, false));
        }
    },
    /**
     * From x, and of a variational model noise [B, D] from N(0, 1), to reconstruction and code, and
     * mean and logVariance; noise of zeros gives the mean's reconstruction.
     */
    WHOLE(Part.RECONSTRUCTION, Task.RECONSTRUCT, "reconstruction") {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            PairList<String, NDArray> outputs = super.outputs(config, given, made);
            AutoencoderOutput parts = AutoencoderOutput.of(made);
            outputs.add("code", parts.code());
            if (parts.posterior() != null) {
                addPosterior(outputs, parts.posterior());
            }
            if (parts.quantization() != null) {
                outputs.add("entries", parts.quantization().indices());
            }
            return outputs;
        }
    },
    /**
     * One step of a decoder that gives a string symbol by symbol: from the code, the symbol before,
     * one-hot [B, V], and what is remembered, memory1 and so on, to the logits of the next symbol
     * [B, V] and what is remembered then, nextMemory1 and so on. All but the code are zeros at the
     * first step.
     */
    STEP(Part.DECODER, Task.DECODE) {
        @Override
        List<Recording.Given> inputs(AutoencoderConfig config, Block block) {
            List<Recording.Given> inputs = super.inputs(config, block);
            Stepwise steps = steps(block);
            inputs.add(Recording.Given.ofSamples("before", new Shape(steps.symbols())));
            for (int i = 0; i < steps.memory().size(); i++) {
                Shape size = new Shape(steps.memory().get(i));
                inputs.add(Recording.Given.ofSamples("memory" + (i + 1), size));
            }
            return inputs;
        }

        private Stepwise steps(Block block) {
            return ((Decoder) block)
                    .stepwise()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "decoder must be autoregressive for single steps, but"
                                                    + " is not"));
        }

        @Override
        PairList<String, NDArray> run(
                AutoencoderConfig config, Block block, ParameterStore parameters, NDList given) {
            Stepwise steps = steps(block);
            int own = given.size() - steps.memory().size() - 1;
            NDArray code = ((Decoder) block).joined(given.subNDList(0, own));
            NDList made = steps.step(parameters, code, given.get(own), given.subNDList(own + 1));
            PairList<String, NDArray> outputs = new PairList<>();
            outputs.add("logits", made.head());
            for (int i = 1; i < made.size(); i++) {
                outputs.add("nextMemory" + i, made.get(i));
            }
            return outputs;
        }
    };

    private final Part part;
    private final Task task;
    private final String output; // the name of the task's

    Export(Part part, Task task) {
        this(part, task, ""); // it names its outputs by itself
    }

    Export(Part part, Task task, String output) {
        this.part = part;
        this.task = task;
        this.output = output;
    }

    /** Returns the part that runs. */
    public Part part() {
        return part;
    }

    /** Returns the part whose parameters are needed. */
    public Part held() {
        return part.isWhole() ? Part.WHOLE : part;
    }

    /** Returns the name in options and metadata, as {@code encoder}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the part that does a task, and nothing else. */
    public static Export doing(Task wanted) {
        return switch (wanted) {
            case ENCODE -> ENCODER;
            case DECODE, SAMPLE -> DECODER;
            case RECONSTRUCT -> RECONSTRUCTION;
            case SCORE -> SCORE;
        };
    }

    /** Returns where among the outputs that of a task is, or -1 where the part cannot do it. */
    int place(Task wanted, AutoencoderConfig config) {
        if (this == STEP || (this == SCORE && config.otherTarget().isPresent())) {
            return -1; // it takes more than the task
        }
        if (this == WHOLE && wanted == Task.ENCODE) {
            return config.bottleneck().isStochastic() ? 2 : 1; // the mean, which is not drawn
        }
        boolean drawn = this == DECODER && wanted == Task.SAMPLE;
        return wanted == task || drawn ? 0 : -1;
    }

    /** Returns whether there is a saved model of it, with parameters of its own. */
    public boolean isSaved() {
        return this == WHOLE || this == ENCODER || this == DECODER;
    }

    /** Returns what goes in, without the parameters. */
    List<Recording.Given> inputs(AutoencoderConfig config, Block block) {
        List<Recording.Given> inputs = new ArrayList<>();
        inputs.add(part == Part.DECODER ? code("code", config) : samples("x", config.format()));
        if (!config.conditions().isEmpty()) {
            Shape condition = new Shape(config.conditions().size());
            inputs.add(Recording.Given.ofSamples("condition", condition));
        }
        if (this == WHOLE && config.bottleneck().isStochastic()) {
            inputs.add(code("noise", config));
        }
        return inputs;
    }

    private static Recording.Given samples(String name, SampleFormat format) {
        boolean exact = format.scaling().needsDoubles();
        DataType type = exact ? DataType.FLOAT64 : DataType.FLOAT32;
        return new Recording.Given(name, format.shape(), type, true);
    }

    private static Recording.Given code(String name, AutoencoderConfig config) {
        return Recording.Given.ofSamples(name, new Shape(config.bottleneck().codeSize()));
    }

    /** Returns what comes out, by its names. */
    PairList<String, NDArray> run(
            AutoencoderConfig config, Block block, ParameterStore parameters, NDList given) {
        NDList inputs = new NDList(task.computation().input(config, given.head()));
        inputs.addAll(given.subNDList(1));
        return outputs(config, given.head(), block.forward(parameters, inputs, false));
    }

    /**
     * Returns what comes out.
     *
     * @param given raw samples or codes
     * @param made what the part made of them
     */
    PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
        PairList<String, NDArray> outputs = new PairList<>();
        outputs.add(output, task.computation().output(config, given, made));
        return outputs;
    }

    private static void addPosterior(
            PairList<String, NDArray> outputs, DiagonalGaussian posterior) {
        outputs.add("mean", posterior.mean());
        outputs.add("logVariance", posterior.logVariance());
    }
}
