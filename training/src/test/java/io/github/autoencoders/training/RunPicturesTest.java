package io.github.autoencoders.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import io.github.autoencoders.sample.SampleFormat;
import io.github.autoencoders.sample.Scaling;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-engine")
class RunPicturesTest {

    @Test
    void imagesFromZeroToOneAreDrawnFromBlackToWhite() {
        Shape shape = new Shape(1, 1, 2);
        SampleFormat format = new SampleFormat(shape, 0, new Scaling.UnitInterval(0, 1));
        float[] sample = {0, 1};
        var tile = RunPictures.drawing(format, List.of(sample)).tile(sample, 1);
        assertEquals(0xFF000000, tile.getRGB(0, 0));
        assertEquals(0xFFFFFFFF, tile.getRGB(1, 0));
    }

    @Test
    void rowsOfATableAreDrawnInTheirOwnRange() {
        SampleFormat format = new SampleFormat(new Shape(2), 0, new Scaling.UnitInterval(0, 1));
        var drawing = RunPictures.drawing(format, List.of(new float[] {-3, 7}));
        assertEquals(-3, drawing.minimum());
        assertEquals(7, drawing.maximum());
    }
}
