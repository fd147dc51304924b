package io.github.autoencoders.application;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime, called as its own users do. */
class OnnxContractTest extends ExportContract {

    private static final OrtEnvironment RUNTIME = UntrainedModels.onnxRuntime();

    @Override
    Runner open(TrainedAutoencoder model, Export export) throws OrtException {
        OrtSession session = RUNTIME.createSession(model.toOnnx(export).bytes());
        return new Runner() {
            @Override
            public List<String> inputs() {
                return List.copyOf(session.getInputNames());
            }

            @Override
            public Map<String, Values> run(Map<String, Values> inputs) throws OrtException {
                Map<String, OnnxTensor> given = new HashMap<>();
                for (Map.Entry<String, Values> input : inputs.entrySet()) {
                    given.put(input.getKey(), tensor(input.getValue()));
                }
                Map<String, Values> outputs = new LinkedHashMap<>();
                try (OrtSession.Result result = session.run(given)) {
                    for (String name : session.getOutputNames()) {
                        outputs.put(name, values((OnnxTensor) result.get(name).orElseThrow()));
                    }
                }
                return outputs;
            }

            @Override
            public void close() {
                try {
                    session.close();
                } catch (OrtException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static OnnxTensor tensor(Values values) throws OrtException {
        long[] shape = values.shape().getShape();
        return values.type() == DataType.FLOAT64
                ? OnnxTensor.createTensor(RUNTIME, DoubleBuffer.wrap(values.numbers()), shape)
                : OnnxTensor.createTensor(
                        RUNTIME, FloatBuffer.wrap(Digits.narrowed(values.numbers())), shape);
    }

    private static Values values(OnnxTensor tensor) {
        Shape shape = new Shape(tensor.getInfo().getShape());
        return switch (tensor.getInfo().type) {
            case FLOAT -> {
                float[] all = new float[(int) tensor.getInfo().getNumElements()];
                tensor.getFloatBuffer().get(all);
                yield new Values(shape, DataType.FLOAT32, Digits.widened(all));
            }
            case INT64 -> {
                long[] all = new long[(int) tensor.getInfo().getNumElements()];
                tensor.getLongBuffer().get(all);
                double[] wide = Arrays.stream(all).mapToDouble(value -> value).toArray();
                yield new Values(shape, DataType.INT64, wide);
            }
            default -> {
                double[] all = new double[(int) tensor.getInfo().getNumElements()];
                tensor.getDoubleBuffer().get(all);
                yield new Values(shape, DataType.FLOAT64, all);
            }
        };
    }
}
