package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link Strings} in files, and {@link ToyMolecules}. */
final class StringData implements DataKind {

    @Override
    public List<String> names() {
        return List.of(Strings.TOY);
    }

    @Override
    public String files() {
        return "file of strings (.smi, .txt)";
    }

    @Override
    public boolean takes(String input, DataOptions options) {
        return names().contains(input) || InputFile.isNamed(input, ".*\\.(smi|txt)");
    }

    @Override
    public String recipe() {
        return "vae-smiles";
    }

    @Override
    public String license(String input) {
        return names().contains(input) ? "Apache-2.0" : "";
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return names().contains(input)
                ? split(input, options).whole(options)
                : Strings.samples(Path.of(input));
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        return names().contains(input)
                ? ToyMolecules.split(options.seed())
                : DataKind.super.split(input, options);
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return names().contains(input)
                ? Optional.empty()
                : Optional.of(new StringStream(Path.of(input), portion));
    }
}
