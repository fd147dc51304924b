package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@linkplain IdxFile IDX files}, which may have their validation set beside them. */
final class IdxData implements DataKind {

    @Override
    public String files() {
        return "IDX file";
    }

    @Override
    public boolean takes(String input, DataOptions options) {
        return InputFile.isNamed(input, ".*(\\.idx|-ubyte)");
    }

    @Override
    public Samples read(String input, DataOptions options) throws IOException {
        return IdxFile.samples(Path.of(input));
    }

    @Override
    public DataSplit split(String input, DataOptions options) throws IOException {
        Optional<Path> beside =
                IdxFile.sibling(
                        Path.of(input), "train-images-idx3-ubyte", "t10k-images-idx3-ubyte");
        if (beside.isEmpty()) {
            return DataKind.super.split(input, options);
        }
        Samples training = read(input, options);
        Samples validation = IdxFile.samples(beside.get());
        if (!validation.format().equals(training.format())) {
            throw new IllegalArgumentException(
                    "%s must hold samples of shape %s as %s does, but holds samples of shape %s"
                            .formatted(
                                    validation.name(),
                                    training.format().shape(),
                                    training.name(),
                                    validation.format().shape()));
        }
        return new DataSplit(training, validation);
    }

    @Override
    public Optional<SampleStream> stream(String input, DataOptions options, int portion)
            throws IOException {
        return Optional.of(IdxFile.stream(Path.of(input), portion));
    }
}
