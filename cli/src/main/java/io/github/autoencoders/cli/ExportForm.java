package io.github.autoencoders.cli;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.weights.Tensor;
import io.github.autoencoders.weights.WeightExport;
import io.github.autoencoders.weights.WeightFile;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a model can be exported as. */
enum ExportForm {
    /** A saved model of ours. */
    FOLDER {
        @Override
        void requirePlace(Path out) throws IOException {
            AtomicWrite.requireNewOrEmpty(out);
        }

        @Override
        List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException {
            model.half(part.held()).save(out);
            return List.of();
        }
    },

    /** A file of ONNX. */
    ONNX {
        @Override
        List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException {
            model.toOnnx(part).write(out);
            return List.of();
        }
    },

    /** An archive of TorchScript. */
    TORCHSCRIPT {
        @Override
        List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException {
            model.toTorchScript(part).write(out);
            return List.of();
        }
    },

    /** Weights in PyTorch's layouts, as its users read them. */
    SAFETENSORS {
        @Override
        void requirePlace(Path out) throws IOException {
            Output.requireEnding("--out", out, ".safetensors");
        }

        @Override
        List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException {
            return writeWeights(
                    model,
                    part,
                    out,
                    "from safetensors.torch import load_file",
                    "module.load_state_dict(load_file(\"%s\"))");
        }
    },

    /** Weights in PyTorch's layouts, as NumPy's arrays. */
    NPZ {
        @Override
        void requirePlace(Path out) throws IOException {
            Output.requireEnding("--out", out, ".npz");
        }

        @Override
        List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException {
            return writeWeights(
                    model,
                    part,
                    out,
                    "import numpy, torch",
                    "arrays = numpy.load(\"%s\")",
                    "module.load_state_dict({name: torch.from_numpy(arrays[name]) for name in"
                            + " arrays})");
        }
    };

    /** Returns whether it holds what is computed, also of parts without parameters of their own. */
    boolean isComputation() {
        return this == ONNX || this == TORCHSCRIPT;
    }

    /** Checks, before any work is done, that an output can be written. */
    void requirePlace(Path out) throws IOException {
        AtomicWrite.requirePlace(out);
    }

    /** Writes a part of a model, and returns what there is to say of it. */
    abstract List<String> write(TrainedAutoencoder model, Export part, Path out) throws IOException;

    // Python, which loads them, is told with the name of the file for %s.
    private static List<String> writeWeights(
            TrainedAutoencoder model, Export part, Path out, String... python) throws IOException {
        List<Tensor> tensors = WeightExport.of(model, part.held());
        WeightFile.write(out, tensors);
        List<String> lines = new ArrayList<>();
        tensors.forEach(tensor -> lines.add(tensor.toString()));
        lines.add("In Python, of a module whose layers have these names:");
        Stream.of(python).forEach(line -> lines.add("    " + line.formatted(out)));
        return lines;
    }
}
