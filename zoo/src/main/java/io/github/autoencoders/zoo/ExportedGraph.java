package io.github.autoencoders.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.autoencoders.config.Json;
import io.github.autoencoders.graph.Graph;
import io.github.autoencoders.graph.Recording;
import io.github.autoencoders.model.AutoencoderConfig;
import io.github.autoencoders.onnx.OnnxModel;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.translate.Computation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model's part in raw units, as a graph.
 *
 * @param export which one
 * @param config of the model
 * @param block that is the part
 */
record ExportedGraph(Export export, AutoencoderConfig config, Block block) {

    private List<Recording.Given> inputs() {
        List<Recording.Given> inputs = new ArrayList<>();
        if (export.part().isWhole() || export == Export.ENCODER) {
            SampleFormat format = config.format();
            boolean exact = format.scaling().needsDoubles();
            DataType type = exact ? DataType.FLOAT64 : DataType.FLOAT32;
            inputs.add(new Recording.Given("x", format.shape(), type, true));
        } else {
            inputs.add(code("code"));
        }
        if (!config.conditions().isEmpty()) {
            Shape condition = new Shape(config.conditions().size());
            inputs.add(Recording.Given.ofSamples("condition", condition));
        }
        if (export.drawsCode(config)) {
            inputs.add(code("noise"));
        }
        return inputs;
    }

    private Recording.Given code(String name) {
        return Recording.Given.ofSamples(name, new Shape(config.bottleneck().codeSize()));
    }

    /** Returns the graph, recorded on an engine. */
    Graph of(NDManager manager) {
        Computation computation = export.task().computation();
        return new Recording(block, inputs(), false)
                .of(
                        manager,
                        (parameters, given) -> {
                            NDArray raw = given.head();
                            NDList inputs = new NDList(computation.input(config, raw));
                            inputs.addAll(given.subNDList(1));
                            NDList made = block.forward(parameters, inputs, false);
                            return export.outputs(config, raw, made);
                        });
    }

    /** Returns it in the format of ONNX, with what the card says. */
    OnnxModel toOnnx(NDManager manager, ModelCard card) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        Recording.parameters(block)
                .forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("part", export.name().toLowerCase(Locale.ROOT));
        metadata.put("format", Json.write(config.format(), SampleFormat.class));
        if (!config.conditions().isEmpty()) {
            metadata.put("conditions", String.join("\n", config.conditions()));
        }
        if (export == Export.SCORE) {
            metadata.put("unit", io.github.autoencoders.translate.Task.scoreUnit(config));
        }
        metadata.put("license", card.license());
        metadata.put("card", Json.write(card, ModelCard.class));
        return OnnxModel.of(
                SavedModel.NAME, LibraryVersion.current(), of(manager), arrays, metadata);
    }
}
