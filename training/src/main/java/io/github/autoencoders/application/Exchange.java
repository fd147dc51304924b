package io.github.autoencoders.application;

import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.picture.Sheet;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.SampleStream;
import io.github.autoencoders.sample.Samples;
import io.github.autoencoders.zoo.TrainedAutoencoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Samples of which the codes were decoded as another label's: of a model with {@linkplain
 * io.github.autoencoders.network.Architecture.Shared a decoder for each label}, in the look of its
 * samples.
 *
 * <pre>{@code
 * Samples exchanged = Exchange.of(model, samples, "outlined").exchanged();
 * }</pre>
 *
 * @param samples as they were
 * @param own what the model makes of them with their own labels; nothing of samples without labels
 * @param label that they were decoded as
 * @param exchanged what came out, with that label
 */
public record Exchange(Samples samples, Optional<Samples> own, String label, Samples exchanged) {

    /**
     * Exchanges the label of samples.
     *
     * @param model a conditional one
     * @param samples in the model's format; labelled, unless the encoder is told no label
     * @param label one of the model's
     * @throws IllegalArgumentException if the model has no such label
     */
    public static Exchange of(TrainedAutoencoder model, Samples samples, String label) {
        model.config().condition(label);
        float[][] codes = model.encode(samples);
        boolean known =
                samples.labelled() && model.config().conditions().containsAll(samples.labels());
        Optional<Samples> own =
                known ? Optional.of(model.decode(codes, samples.labels())) : Optional.empty();
        return new Exchange(
                samples,
                own,
                label,
                model.decode(codes, Collections.nCopies(samples.size(), label)));
    }

    /**
     * Returns the codes of samples, of which there may be any number, labelled anew: to be decoded
     * a portion at a time, under the keys of the samples.
     *
     * @param samples closed with what is returned
     */
    public static SampleStream codes(TrainedAutoencoder model, SampleStream samples, String label) {
        model.config().condition(label);
        return new Codes(model, samples, label);
    }

    /** Returns the sheet of the samples, what the model makes of them, and in the other look. */
    public Sheet sheet() {
        List<float[]> before = samples.samples();
        List<Sheet.Row> rows = new ArrayList<>();
        rows.add(new Sheet.Row("original", before));
        own.ifPresent(made -> rows.add(new Sheet.Row("reconstruction", made.samples())));
        rows.add(new Sheet.Row("as " + label, exchanged.samples()));
        SampleDrawing drawing = SampleDrawing.of(exchanged.format(), before);
        return new Sheet(drawing, rows, List.of(), "", "");
    }

    private record Codes(TrainedAutoencoder model, SampleStream samples, String label)
            implements SampleStream {

        @Override
        public String name() {
            return samples.name();
        }

        @Override
        public Optional<Samples> next() throws IOException {
            return samples.next().map(this::codes);
        }

        private Samples codes(Samples portion) {
            int codeSize = model.config().bottleneck().codeSize();
            return portion.withValues(model.encode(portion), SampleFormat.ofCodes(codeSize))
                    .withLabels(Collections.nCopies(portion.size(), label));
        }

        @Override
        public List<String> labelNames() {
            return List.of(label);
        }

        @Override
        public void close() throws IOException {
            samples.close();
        }
    }
}
