package io.github.autoencoders.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.util.PairList;
import io.github.autoencoders.latent.DiagonalGaussian;
import io.github.autoencoders.latent.Quantization;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.model.AutoencoderOutput;
import io.github.autoencoders.model.Part;
import io.github.autoencoders.translate.Task;

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
    DECODER(Part.DECODER, Task.DECODE) {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            return of("sample", Task.DECODE, config, given, made);
        }
    },
    /** From x to what the model makes of it. */
    RECONSTRUCTION(Part.RECONSTRUCTION, Task.RECONSTRUCT) {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            return of("reconstruction", Task.RECONSTRUCT, config, given, made);
        }
    },
    /** From x to its anomaly score [B], {@link Task#SCORE}. */
    SCORE(Part.WHOLE, Task.SCORE) {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            return of("score", Task.SCORE, config, given, made);
        }
    },
    /**
     * From x, and of a variational model noise [B, D] from N(0, 1), to reconstruction and code, and
     * mean and logVariance; noise of zeros gives the mean's reconstruction.
     */
    WHOLE(Part.RECONSTRUCTION, Task.RECONSTRUCT) {
        @Override
        PairList<String, NDArray> outputs(AutoencoderConfig config, NDArray given, NDList made) {
            PairList<String, NDArray> outputs =
                    of("reconstruction", Task.RECONSTRUCT, config, given, made);
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
    };

    private final Part part;
    private final Task task;

    Export(Part part, Task task) {
        this.part = part;
        this.task = task;
    }

    /** Returns the part that runs. */
    public Part part() {
        return part;
    }

    /** Returns the part whose parameters are needed. */
    public Part held() {
        return part.isWhole() ? Part.WHOLE : part;
    }

    /** Returns whether there is a saved model of it, with parameters of its own. */
    public boolean isSaved() {
        return this == WHOLE || !part.isWhole();
    }

    /** Returns the task whose input it has. */
    Task task() {
        return task;
    }

    /** Returns whether noise determines the code. */
    boolean drawsCode(AutoencoderConfig config) {
        return this == WHOLE && config.bottleneck().isStochastic();
    }

    /**
     * Returns what comes out.
     *
     * @param given raw samples or codes
     * @param made what the part made of them
     */
    abstract PairList<String, NDArray> outputs(
            AutoencoderConfig config, NDArray given, NDList made);

    private static PairList<String, NDArray> of(
            String name, Task task, AutoencoderConfig config, NDArray given, NDList made) {
        PairList<String, NDArray> outputs = new PairList<>();
        outputs.add(name, task.computation().output(config, given, made));
        return outputs;
    }

    private static void addPosterior(
            PairList<String, NDArray> outputs, DiagonalGaussian posterior) {
        outputs.add("mean", posterior.mean());
        outputs.add("logVariance", posterior.logVariance());
    }
}
