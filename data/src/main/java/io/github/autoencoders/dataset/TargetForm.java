package io.github.autoencoders.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the images of a folder that are to come out are pictures or masks, whose values are
 * classes of pixels. Who knows writes {@code masks FOLDER} or {@code images FOLDER}; otherwise the
 * images tell: those of few values that are small, have a palette, or lie in a folder that is
 * called so.
 *
 * @param masks whether they are taken for masks
 * @param doubt what is to be said of it, if nobody has; or nothing
 */
record TargetForm(boolean masks, Optional<String> doubt) {

    private static final int LOOKED_AT = 50; // files
    private static final int MOST = 32; // values that masks have where nobody says so
    private static final Pattern LOSSLESS = Pattern.compile("(?i).*\\.(png|bmp|gif|tiff?)");
    private static final Pattern CALLED =
            Pattern.compile("(?i).*(mask|label|segm|annot|classes|ground.?truth).*");
    private static final TargetForm IMAGES = new TargetForm(false, Optional.empty());

    /**
     * A target as it is written.
     *
     * @param path of the folder, or another name of data
     * @param said what somebody says that it is; nothing if nobody does
     */
    record Written(String path, Optional<TargetKind> said) {

        static Written of(String target) {
            boolean there = InputFile.exists(target);
            for (TargetKind said : TargetKind.values()) {
                if (!there && target.startsWith(said.word())) {
                    String path = target.substring(said.word().length()).strip();
                    return new Written(path, Optional.of(said));
                }
            }
            return new Written(target, Optional.empty());
        }

        /** Returns what it is; where nobody says so, some of its images are read for that. */
        TargetForm form() {
            if (said.isPresent()) {
                return new TargetForm(saidToBeMasks(), Optional.empty());
            }
            return new ImageFolder().takes(path) ? found(path) : IMAGES;
        }

        boolean saidToBeMasks() {
            return said.filter(TargetKind.MASKS::equals).isPresent();
        }
    }

    // What cannot be read is said when it is.
    private static TargetForm found(String folder) {
        MaskFolder.Found classes = new MaskFolder.Found();
        try {
            List<Path> files =
                    FolderListing.of(Path.of(folder), FolderListing.Wanted.IMAGES).files();
            int step = Math.max(1, files.size() / LOOKED_AT);
            for (int i = 0; i < files.size(); i += step) {
                if (!LOSSLESS.matcher(files.get(i).toString()).matches()) {
                    return IMAGES;
                }
                classes.of(files.get(i));
                if (classes.values().size() > MOST) {
                    return IMAGES;
                }
            }
        } catch (IOException e) {
            return IMAGES;
        }
        return classes.values().size() < 2 ? IMAGES : judged(folder, classes);
    }

    private static TargetForm judged(String folder, MaskFolder.Found classes) {
        List<Integer> values = classes.values();
        String reason = "";
        if (classes.haveColours()) {
            reason = "they have a palette of few colours";
        } else if (values.get(values.size() - 1) < MOST) {
            reason = "their values are few and small";
        } else if (CALLED.matcher(String.valueOf(Path.of(folder).getFileName())).matches()) {
            reason = "the folder is called so and their values are few";
        }
        String doubt =
                reason.isEmpty()
                        ? "%2$s: the %1$s values are taken for levels of grey; targetAs must be masks if they are classes of pixels"
                                .formatted(values.size(), folder)
                        : "%s: taken for masks, as %s; targetAs must be images if they are pictures"
                                .formatted(folder, reason);
        return new TargetForm(!reason.isEmpty(), Optional.of(doubt));
    }
}
