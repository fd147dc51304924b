package io.github.autoencoders.dataset;

import java.util.Locale;

/**
 * What the images are that a folder's are to become. Where nobody says so, images tell: those of
 * few values that are small, have a palette, or lie in a folder that is called so are masks.
 */
public enum TargetKind {
    /** Masks, whose values are the classes of pixels. */
    MASKS,
    /** Pictures, in levels of grey or in colours. */
    IMAGES;

    /** Returns the name of a target of which this is said, as {@code masks labels}. */
    public String named(String target) {
        return word() + target;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT) + ' ';
    }
}
