import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Draws landscapes, each another: a sky from one colour to another, a sun, ridges, a striped field,
 * a house and trees. java docs/Scenes.java FOLDER WIDTH HEIGHT FIRST LAST
 */
class Scenes {

    private final SplittableRandom random;
    private final Graphics2D g;

    private Scenes(long seed, Graphics2D g) {
        random = new SplittableRandom(seed);
        this.g = g;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int width = Integer.parseInt(arguments[1]);
        int height = Integer.parseInt(arguments[2]);
        for (int i = Integer.parseInt(arguments[3]); i <= Integer.parseInt(arguments[4]); i++) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.scale(width / 4.0, height / 3.0); // a world of 4 x 3
            new Scenes(i, g).draw();
            g.dispose();
            ImageIO.write(image, "png", folder.resolve("%05d.png".formatted(i)).toFile());
        }
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    private Color color(double hue, double spread, double saturation, double brightness) {
        return Color.getHSBColor(
                (float) between(hue - spread, hue + spread),
                (float) between(0.6 * saturation, saturation),
                (float) between(0.7 * brightness, brightness));
    }

    private void draw() {
        double horizon = between(1.2, 2);
        g.setPaint(
                new GradientPaint(
                        0, 0, color(0.6, 0.12, 0.9, 1),
                        0, (float) horizon, color(0.08, 0.12, 0.6, 1)));
        g.fill(new Rectangle2D.Double(0, 0, 4, 3));
        double sun = between(0.15, 0.4);
        g.setColor(color(0.13, 0.04, 0.8, 1));
        g.fill(new Ellipse2D.Double(between(0, 4 - sun), between(0, horizon - sun), sun, sun));
        ridge(horizon - 0.1, 0.5, color(0.6, 0.1, 0.4, 0.6));
        ridge(horizon, 0.25, color(0.35, 0.1, 0.6, 0.5));
        field(horizon + 0.1);
        house(between(0.3, 2.7), horizon + between(0.3, 0.6));
        for (int tree = random.nextInt(2, 6); tree > 0; tree--) {
            tree(between(0, 4), horizon + between(0.2, 0.8));
        }
    }

    private void ridge(double foot, double height, Color color) {
        Path2D line = new Path2D.Double();
        double slow = between(0, 7);
        double fast = between(0, 7);
        double pace = between(2, 4);
        line.moveTo(0, 3);
        for (double x = 0; x <= 4.05; x += 0.05) {
            double wave = Math.sin(x + slow) + 0.5 * Math.abs(Math.sin(pace * x + fast));
            line.lineTo(x, foot - height * (0.5 + 0.4 * wave));
        }
        line.lineTo(4, 3);
        line.closePath();
        g.setColor(color);
        g.fill(line);
    }

    private void field(double top) {
        Color light = color(0.25, 0.1, 0.7, 0.8);
        g.setPaint(new GradientPaint(0, (float) top, light.darker(), 0, 3, light));
        g.fill(new Rectangle2D.Double(0, top, 4, 3 - top));
        g.setColor(color(0.1, 0.05, 0.7, 0.5));
        double away = between(-1, 5); // where the furrows meet
        double apart = between(0.5, 0.9);
        for (double foot = -9; foot < 13; foot += apart) {
            Path2D furrow = new Path2D.Double();
            furrow.moveTo(away, top);
            furrow.lineTo(foot, 3);
            furrow.lineTo(foot + 0.3 * apart, 3);
            furrow.closePath();
            g.fill(furrow);
        }
    }

    private void house(double left, double foot) {
        double wide = between(0.5, 0.9);
        double high = between(0.3, 0.5);
        g.setColor(color(0.08, 0.08, 0.4, 1));
        g.fill(new Rectangle2D.Double(left, foot - high, wide, high));
        Path2D roof = new Path2D.Double();
        roof.moveTo(left - 0.08, foot - high);
        roof.lineTo(left + wide / 2, foot - high - between(0.2, 0.4));
        roof.lineTo(left + wide + 0.08, foot - high);
        roof.closePath();
        g.setColor(color(0.02, 0.04, 0.8, 0.7));
        g.fill(roof);
        g.setColor(color(0.15, 0.05, 0.7, 0.9));
        g.fill(new Rectangle2D.Double(left + 0.15 * wide, foot - 0.7 * high, 0.14, 0.14));
        g.fill(new Rectangle2D.Double(left + 0.65 * wide, foot - 0.7 * high, 0.14, 0.14));
    }

    private void tree(double x, double foot) {
        double high = between(0.3, 0.7);
        g.setColor(color(0.07, 0.02, 0.7, 0.4));
        g.fill(new Rectangle2D.Double(x - 0.03, foot - 0.4 * high, 0.06, 0.4 * high));
        g.setColor(color(0.3, 0.06, 0.8, 0.6));
        double crown = between(0.2, 0.4);
        g.fill(new Ellipse2D.Double(x - crown / 2, foot - high, crown, 0.75 * high));
    }
}
