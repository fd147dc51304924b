package io.github.autoencoders.dataset;

import java.io.IOException;
import java.nio.file.Files;
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
 * @param path of the folder, or another name of data
 * @param masks whether they are taken for masks
 * @param doubt what is to be said of it, if nobody has; or nothing
 */
record TargetForm(String path, boolean masks, Optional<String> doubt) {

    private static final int LOOKED_AT = 50; // files
    private static final int MOST = 32; // values that masks have where nobody says so
    private static final Pattern LOSSLESS = Pattern.compile("(?i).*\\.(png|bmp|gif|tiff?)");
    private static final Pattern CALLED =
            Pattern.compile("(?i).*(mask|label|segm|annot|classes|ground.?truth).*");

    /** Returns what a target is, as far as its name and a look at some images tell. */
    static TargetForm of(String target) {
        boolean there = InputFile.path(target).filter(Files::exists).isPresent();
        for (TargetKind said : TargetKind.values()) {
            if (!there && target.startsWith(said.word())) {
                String path = target.substring(said.word().length()).strip();
                return new TargetForm(path, said == TargetKind.MASKS, Optional.empty());
            }
        }
        return new ImageFolder().takes(target) ? found(target) : images(target);
    }

    private static TargetForm images(String path) {
        return new TargetForm(path, false, Optional.empty());
    }

    // What cannot be read is said when it is.
    private static TargetForm found(String folder) {
        MaskFolder.Classes classes = new MaskFolder.Classes();
        try {
            List<Path> files =
                    FolderListing.of(Path.of(folder), FolderListing.Wanted.IMAGES).files();
            int step = Math.max(1, files.size() / LOOKED_AT);
            for (int i = 0; i < files.size(); i += step) {
                if (!LOSSLESS.matcher(files.get(i).toString()).matches()) {
                    return images(folder);
                }
                classes.of(files.get(i));
                if (classes.values().size() > MOST) {
                    return images(folder);
                }
            }
        } catch (IOException e) {
            return images(folder);
        }
        return classes.values().size() < 2 ? images(folder) : judged(folder, classes);
    }

    private static TargetForm judged(String folder, MaskFolder.Classes classes) {
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
        return new TargetForm(folder, !reason.isEmpty(), Optional.of(doubt));
    }
}
