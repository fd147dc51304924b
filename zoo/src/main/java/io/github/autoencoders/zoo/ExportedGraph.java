package io.github.autoencoders.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.program.TorchModel;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.translate.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model's part in raw units, as a graph.
 *
 * @param export which one
 * @param config of the model
 * @param block that is the part
 */
record ExportedGraph(Export export, AutoencoderConfig config, Block block) {

    /** Returns the graph, recorded on an engine. */
    Graph of(NDManager manager) {
        return new Recording(block, export.inputs(config, block), false)
                .of(manager, (parameters, given) -> export.run(config, block, parameters, given));
    }

    /** Returns it in the format of ONNX, with what the card says. */
    OnnxModel toOnnx(NDManager manager, ModelCard card) {
        return OnnxModel.of(
                SavedModel.NAME, LibraryVersion.current(), of(manager), arrays(), metadata(card));
    }

    /** Returns it as an archive of TorchScript, with what the card says. */
    TorchModel toTorchScript(NDManager manager, ModelCard card) {
        return TorchModel.of(of(manager), arrays(), metadata(card));
    }

    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        Recording.parameters(block)
                .forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
        return arrays;
    }

    private Map<String, String> metadata(ModelCard card) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("part", export.key());
        metadata.put("format", Json.write(config.format(), SampleFormat.class));
        config.otherTarget()
                .ifPresent(
                        target -> {
                            metadata.put("target", Json.write(target, SampleFormat.class));
                            symbols(target).ifPresent(all -> metadata.put("targetSymbols", all));
                        });
        if (!config.conditions().isEmpty()) {
            metadata.put("conditions", String.join("\n", config.conditions()));
        }
        if (export == Export.SCORE) {
            metadata.put("unit", Task.scoreUnit(config));
        }
        symbols(config.format()).ifPresent(all -> metadata.put("symbols", all));
        metadata.put("config", Json.write(config, AutoencoderConfig.class));
        metadata.put("license", card.license());
        metadata.put("card", Json.write(card, ModelCard.class));
        return metadata;
    }

    private static Optional<String> symbols(SampleFormat format) {
        return format.scaling().symbolSet().map(set -> String.join("\n", set.symbols()));
    }
}
