package io.github.autoencoders.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * What scores are the sums of, as bars: of each thing that has one, a line and a bar for each part.
 *
 * @param things in the order in which they are shown
 */
public record ContributionBars(List<Thing> things) {

    private static final int WIDTH = 1000;
    private static final int BAR = 360; // of the greatest score
    private static final int LINE = 28;

    public ContributionBars {
        things = List.copyOf(things);
    }

    /**
     * What has a score.
     *
     * @param title above its bars
     * @param parts of the score
     */
    public record Thing(String title, List<Part> parts) {

        public Thing {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part of a score.
     *
     * @param text beside the bar
     * @param size of the bar, not negative
     */
    public record Part(String text, double size) {}

    /** Returns the picture; without a title where it is blank. */
    public BufferedImage draw(String title) {
        double greatest =
                things.stream()
                        .flatMap(thing -> thing.parts.stream())
                        .mapToDouble(Part::size)
                        .max()
                        .orElse(0);
        List<BufferedImage> strips = new ArrayList<>();
        for (Thing thing : things) {
            strips.add(Look.strip(thing.title, Look.font(Font.BOLD, 18), WIDTH, 44));
            for (Part part : thing.parts) {
                strips.add(strip(part, greatest > 0 ? part.size / greatest : 0));
            }
        }
        strips.add(Look.white(WIDTH, Look.MARGIN));
        return Look.titled(title, Look.stacked(strips));
    }

    private static BufferedImage strip(Part part, double share) {
        Font font = Look.font(Font.PLAIN, 16);
        int left = 2 * Look.MARGIN + BAR;
        BufferedImage strip = Look.white(Math.max(WIDTH, left + Look.width(part.text, font)), LINE);
        Graphics2D graphics = Look.smooth(strip);
        graphics.setColor(Look.COLOURS.get(0));
        graphics.fillRect(Look.MARGIN, 5, (int) Math.max(1, BAR * share), LINE - 10);
        graphics.setColor(Look.INK);
        Look.text(graphics, part.text, font, left, LINE / 2.0, 0);
        graphics.dispose();
        return strip;
    }
}
