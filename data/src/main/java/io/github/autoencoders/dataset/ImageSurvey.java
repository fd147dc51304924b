package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.ImageHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the headers of images say of them.
 *
 * @param count how many images there are
 * @param headers of the first
 */
record ImageSurvey(int count, List<ImageHeader> headers) {

    private static final int LOOKED_AT = 2000; // in a second or less

    /** Reads the headers of the first files. */
    static ImageSurvey of(List<Path> files) throws IOException {
        List<ImageHeader> headers = new ArrayList<>();
        for (Path file : files.subList(0, Math.min(LOOKED_AT, files.size()))) {
            headers.add(ImageHeader.read(file));
        }
        return new ImageSurvey(files.size(), headers);
    }

    /**
     * Returns a line of the images' sizes, and of what is done to them; nothing if they are as they
     * are.
     */
    Optional<String> line(int width, int height) {
        Comparator<ImageHeader> bySize =
                Comparator.comparing(ImageHeader::pixels).thenComparing(ImageHeader::width);
        String least = size(headers.stream().min(bySize).orElseThrow());
        String most = size(headers.stream().max(bySize).orElseThrow());
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "%,d image%s", count, count == 1 ? "" : "s"));
        boolean plain = headers.stream().allMatch(image -> image.isPlain(width, height));
        if (headers.size() < count) {
            line.append(String.format(Locale.ROOT, ", the first %,d", headers.size()));
        }
        line.append(" of ").append(least);
        line.append(least.equals(most) ? "" : " to " + most);
        long scaled = count(image -> image.width() != width || image.height() != height);
        line.append(scaled == 0 ? "" : ", scaled to %sx%s".formatted(width, height));
        say(line, count(image -> image.pixels() < (long) width * height), "enlarged");
        say(line, count(ImageHeader::turned), "turned as their cameras say");
        say(line, count(ImageHeader::transparent), "with transparency, laid on white");
        say(line, count(ImageHeader::inks), "of inks (CMYK), as they print");
        say(line, count(ImageHeader::several), "of several pictures, of which the first counts");
        say(
                line,
                count(image -> image.bits() > Byte.SIZE),
                "of 16 bits, of which the upper 8 count unless all images are of a narrow range");
        return plain ? Optional.empty() : Optional.of(line.toString());
    }

    private static String size(ImageHeader image) {
        return image.width() + "x" + image.height();
    }

    private long count(Predicate<ImageHeader> wanted) {
        return headers.stream().filter(wanted).count();
    }

    private static void say(StringBuilder line, long some, String what) {
        if (some > 0) {
            line.append(String.format(Locale.ROOT, "; %,d %s", some, what));
        }
    }
}
