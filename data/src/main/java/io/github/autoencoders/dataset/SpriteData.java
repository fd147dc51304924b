package io.github.autoencoders.dataset;

import io.github.autoencoders.sample.Samples;
import java.util.List;
import java.util.Optional;

/** {@link Sprites}, drawn for the seed. */
final class SpriteData implements DataKind {

    private static final int FEW = 30; // of each outline some

    @Override
    public Inputs inputs() {
        return new Inputs(
                List.of("sprites", "colour-sprites", Sprites.MASKED, Sprites.STYLED),
                "Apache-2.0",
                "",
                "");
    }

    @Override
    public String recipe(String input, DataOptions options) {
        return switch (input) {
            case Sprites.MASKED -> MaskFolder.RECIPE;
            case Sprites.STYLED -> "shared-sprites";
            default -> DataKind.super.recipe(input, options);
        };
    }

    @Override
    public Samples read(String input, DataOptions options) {
        return split(input, options).whole(options);
    }

    @Override
    public DataSplit split(String input, DataOptions options) {
        return drawn(input, Sprites.of(options.seed()));
    }

    @Override
    public Optional<Samples> outline(String input, DataOptions options) {
        return Optional.of(drawn(input, Sprites.of(options.seed(), FEW, 1)).training());
    }

    private static DataSplit drawn(String input, Sprites sprites) {
        return switch (input) {
            case "sprites" -> sprites.split();
            case Sprites.MASKED -> sprites.splitMasked();
            case Sprites.STYLED -> sprites.splitStyled();
            default -> sprites.splitInColour();
        };
    }
}
