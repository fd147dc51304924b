package io.github.autoencoders.tensorboard;

import io.github.autoencoders.file.AtomicWrite;
import io.github.autoencoders.picture.Png;
import io.github.autoencoders.picture.SampleDrawing;
import io.github.autoencoders.sample.SampleKind;
import io.github.autoencoders.sample.Samples;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of TensorBoard's Embedding Projector: codes, labels, and a small picture of each image.
 *
 * @param samples N of them
 * @param codes [N][D]
 * @see <a href="https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin">Projector</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Projector(Samples samples, float[][] codes) {

    /** How many codes are shown at most. */
    static final int POINTS = 2000;

    private static final int TILE = 32; // pixels

    /** Writes the files into a folder of events; those of a former epoch are replaced. */
    void write(Path folder) throws IOException {
        boolean drawn = samples.format().kind() == SampleKind.IMAGE;
        List<String> config = new ArrayList<>();
        config.add("tensor_name: \"codes\"");
        config.add("tensor_path: \"codes.tsv\"");
        AtomicWrite.text(
                folder.resolve("codes.tsv"),
                Stream.of(codes).map(Projector::row).collect(Collectors.joining()));
        if (samples.labelled()) {
            config.add("metadata_path: \"labels.tsv\"");
            AtomicWrite.text(
                    folder.resolve("labels.tsv"),
                    samples.labels().stream()
                            .map(label -> label.replaceAll("\\s", " ") + "\n")
                            .collect(Collectors.joining()));
        }
        if (drawn) {
            config.add("sprite {");
            config.add("  image_path: \"sprite.png\"");
            config.add("  single_image_dim: " + TILE);
            config.add("  single_image_dim: " + TILE);
            config.add("}");
            Png.write(sprite(), folder.resolve("sprite.png"));
        }
        AtomicWrite.text(
                folder.resolve("projector_config.pbtxt"),
                config.stream().collect(Collectors.joining("\n  ", "embeddings {\n  ", "\n}\n")));
    }

    private static String row(float[] code) {
        return IntStream.range(0, code.length)
                .mapToObj(d -> Float.toString(code[d]))
                .collect(Collectors.joining("\t", "", "\n"));
    }

    // As many tiles in a row as there are rows, the first at the upper left.
    private BufferedImage sprite() {
        SampleDrawing drawing = SampleDrawing.of(samples.format(), samples.samples());
        int side = (int) Math.ceil(Math.sqrt(codes.length));
        BufferedImage all = new BufferedImage(side * TILE, side * TILE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = all.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (int i = 0; i < codes.length; i++) {
            BufferedImage tile = drawing.tile(samples.sample(i), TILE);
            graphics.drawImage(tile, (i % side) * TILE, (i / side) * TILE, TILE, TILE, null);
        }
        graphics.dispose();
        return all;
    }
}
