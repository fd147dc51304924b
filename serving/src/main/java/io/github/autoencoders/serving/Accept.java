package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.argument.Decimal;
import io.github.autoencoders.sample.SampleFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client wants to get, from the header Accept of <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110</a>.
 */
final class Accept {

    /** One of the types that a client takes, and how much it likes it, from 0 to 1. */
    private record Range(String type, double quality) {

        static Range of(String text) {
            String[] parts = text.split(";", -1);
            double quality = 1;
            for (String part : parts) {
                String parameter = part.strip();
                if (parameter.startsWith("q=")) {
                    quality = number(parameter.substring(2));
                }
            }
            return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
        }

        private static double number(String text) {
            try {
                return Decimal.parse(text.strip());
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    private Accept() {}

    /**
     * Returns the form of the answer.
     *
     * @param usual the form where the client does not mind, or wants what nobody has
     * @param image the format of the output, if it is an image, and one alone is asked for
     * @throws RefusedException if the client wants an image alone, and there is none
     */
    static AnswerForm form(Input request, AnswerForm usual, Optional<SampleFormat> image)
            throws RefusedException {
        boolean imageWanted = false;
        for (Range range : ranges(request.getProperty("Accept", "*/*"))) {
            switch (range.type) {
                case "image/png", "image/*" -> {
                    if (image.isPresent()) {
                        return new AnswerForm.Png(image.get());
                    }
                    imageWanted = true;
                }
                case "application/json" -> {
                    return usual instanceof AnswerForm.Arrays ? new AnswerForm.Json() : usual;
                }
                case "tensor/ndlist", "application/octet-stream" -> {
                    return AnswerForm.Arrays.LIST;
                }
                case "tensor/npz", "application/x-npz" -> {
                    return AnswerForm.Arrays.NUMPY;
                }
                case "*/*", "application/*" -> {
                    return usual;
                }
                default -> {}
            }
        }
        if (imageWanted) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_ACCEPTABLE,
                    "accept must not be an image alone: only one sample of a model of images is"
                            + " answered by one");
        }
        return usual;
    }

    private static List<Range> ranges(String header) {
        return Stream.of(header.split(",", -1))
                .map(Range::of)
                .filter(range -> range.quality > 0)
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .toList();
    }
}
