package io.github.autoencoders.benchmark;

/** What is made larger while all else stays. */
public enum ScaleAxis {
    /** Images of an epoch. */
    IMAGES("images of an epoch"),
    /** Height and width of an image. */
    SIZE("height and width of an image"),
    /** Images of a batch. */
    BATCH("images of a batch"),
    /** Numbers in a code. */
    CODE("numbers in a code");

    private final String words;

    ScaleAxis(String words) {
        this.words = words;
    }

    /** Returns what the numbers along the axis count. */
    public String words() {
        return words;
    }

    /** Returns what is timed at each of them. */
    public String timed() {
        return this == IMAGES ? "epoch" : "training step";
    }
}
