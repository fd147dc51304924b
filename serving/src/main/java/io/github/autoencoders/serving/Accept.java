package io.github.autoencoders.serving;

import ai.djl.modality.Input;
import io.github.autoencoders.argument.Decimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client wants to get, from the header Accept of <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110</a>.
 */
final class Accept {

    private static final Set<String> IMAGES = Set.of("image/png", "image/*");
    private static final Set<String> SOUNDS =
            Set.of("audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/*");

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

        // The names of images or of sounds that there are, if it is one of them.
        Set<String> kind() {
            return Stream.of(IMAGES, SOUNDS)
                    .filter(names -> names.contains(type))
                    .findFirst()
                    .orElse(Set.of());
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
     * @param seen the form of an image or a sound, if the output is such, and one alone is asked
     *     for
     * @throws RefusedException if the client wants an image or a sound alone, and there is none
     */
    static AnswerForm form(Input request, AnswerForm usual, Optional<AnswerForm> seen)
            throws RefusedException {
        String wanted = "";
        for (Range range : ranges(request)) {
            Set<String> kind = range.kind();
            if (seen.filter(form -> kind.contains(form.contentType())).isPresent()) {
                return seen.get();
            }
            if (!kind.isEmpty() && wanted.isEmpty()) {
                wanted = kind.equals(IMAGES) ? "an image" : "a sound";
            }
            switch (range.type) {
                case AnswerForm.Json.TYPE -> {
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
        if (!wanted.isEmpty()) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_ACCEPTABLE,
                    "accept must not be %s alone: only one sample of a model of %ss is answered"
                                    .formatted(wanted, wanted.replaceFirst("an? ", ""))
                            + " by one");
        }
        return usual;
    }

    /**
     * Refuses a client that does not take a sound, for a sound that becomes another.
     *
     * @throws RefusedException if the header is there, and names no such type
     */
    static void requireSound(Input request) throws RefusedException {
        if (ranges(request).stream()
                .noneMatch(range -> range.kind().equals(SOUNDS) || range.type.equals("*/*"))) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_ACCEPTABLE,
                    "accept must be %s for a sound that becomes another, but is %s"
                            .formatted(AnswerForm.Wave.TYPE, request.getProperty("Accept", "")));
        }
    }

    private static List<Range> ranges(Input request) {
        return Stream.of(request.getProperty("Accept", "*/*").split(",", -1))
                .map(Range::of)
                .filter(range -> range.quality > 0)
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .toList();
    }
}
