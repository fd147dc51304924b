package io.github.autoencoders.cli;

import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.SavedModel;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The data that a command takes a model to, all of them at once. */
final class DataOption {

    @Option(
            names = "--in",
            required = true,
            paramLabel = "DATA",
            completionCandidates = Candidates.OfData.class,
            description = "An IDX file, a CSV file, a folder of images, or a data set's name.")
    private String in = "";

    /** Reads them, as {@link ModelOptions#read} does. */
    Samples read(ModelOptions model, SavedModel saved) throws IOException {
        return model.read(in, saved);
    }
}
