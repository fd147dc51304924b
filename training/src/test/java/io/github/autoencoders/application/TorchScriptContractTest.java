package io.github.autoencoders.application;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.autoencoders.program.TorchModel;
import io.github.autoencoders.sample.Digits;
import io.github.autoencoders.zoo.Export;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch, through DJL's Criteria, whatever engine has the parameters. */
class TorchScriptContractTest extends ExportContract {

    @TempDir private Path folder;

    @Override
    Runner open(TrainedAutoencoder model, Export export) throws Exception {
        TorchModel script = model.toTorchScript(export);
        Path file = folder.resolve("part.pt");
        script.write(file);
        ZooModel<NDList, NDList> loaded =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(folder)
                        .optModelName("part")
                        .optEngine("PyTorch")
                        .optTranslator(new NoopTranslator())
                        .build()
                        .loadModel();
        Predictor<NDList, NDList> predictor = loaded.newPredictor();
        return new Runner() {
            @Override
            public List<String> inputs() {
                return script.graph().inputs().stream().map(input -> input.value().name()).toList();
            }

            @Override
            public Map<String, Values> run(Map<String, Values> inputs) throws Exception {
                Map<String, Values> outputs = new LinkedHashMap<>();
                try (NDManager scope = loaded.getNDManager().newSubManager()) {
                    NDList given = new NDList();
                    for (String name : inputs()) {
                        given.add(array(scope, Objects.requireNonNull(inputs.get(name))));
                    }
                    NDList made = predictor.predict(given);
                    made.attach(scope);
                    for (int i = 0; i < made.size(); i++) {
                        String name = script.graph().outputs().get(i).name();
                        outputs.put(name, Values.of(made.get(i)));
                    }
                }
                return outputs;
            }

            @Override
            public void close() {
                predictor.close();
                loaded.close();
            }
        };
    }

    private static NDArray array(NDManager scope, Values values) {
        return values.type() == DataType.FLOAT64
                ? scope.create(values.numbers(), values.shape())
                : scope.create(Digits.narrowed(values.numbers()), values.shape());
    }
}
