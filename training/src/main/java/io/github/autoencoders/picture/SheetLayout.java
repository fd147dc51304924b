package io.github.autoencoders.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;

/** Where everything of a sheet goes, in pixels. */
final class SheetLayout {

    private final Sheet sheet;
    private final Font captionFont;
    private final Font axisFont = Look.font(Font.BOLD, 20);
    private final Font nameFont = Look.font(Font.PLAIN, 16);
    private final int imageWidth; // of a tile; its place may be wider, for what is below it
    private final int tileWidth;
    private final int tileHeight;
    private final Font belowFont = Look.font(Font.PLAIN, 15);
    private final int rowHeight;
    private final int gap;
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;

    SheetLayout(Sheet sheet, int columns, int tileWidth, int tileHeight) {
        this.sheet = sheet;
        imageWidth = tileWidth;
        this.tileWidth = Math.max(tileWidth, widestBelow());
        boolean below = sheet.rows().stream().anyMatch(row -> !row.below().isEmpty());
        this.tileHeight = tileHeight;
        rowHeight = tileHeight + (below ? 26 : 0);
        captionFont = Look.font(Font.PLAIN, sheet.columnCaptions().isEmpty() ? 20 : 15);
        gap = Math.max(2, tileWidth / 25);
        left = Look.MARGIN + axisWidth() + captionWidth() + widest(Axis::name);
        top = Look.MARGIN;
        right = left + columns * (this.tileWidth + gap) - gap;
        bottom = top + sheet.rows().size() * (rowHeight + gap) - gap;
    }

    private int widestBelow() {
        return sheet.rows().stream()
                .flatMap(row -> row.below().stream())
                .mapToInt(text -> Look.width(text, belowFont) + 8)
                .max()
                .orElse(0);
    }

    private int widest(Function<Axis, String> text) {
        return sheet.drawing().lines().stream()
                .mapToInt(axis -> Look.width(text.apply(axis), nameFont) + 14)
                .max()
                .orElse(0);
    }

    private int axisWidth() {
        return sheet.rowAxis().isBlank() ? 0 : Look.width(sheet.rowAxis(), axisFont) + 14;
    }

    private int captionWidth() {
        int widest = 0;
        for (Sheet.Row row : sheet.rows()) {
            widest = Math.max(widest, Look.width(row.caption(), captionFont));
        }
        return widest == 0 ? 0 : widest + 14;
    }

    BufferedImage draw(List<List<BufferedImage>> tiles) {
        int captions = sheet.columnCaptions().isEmpty() ? 0 : 30;
        int axis = sheet.columnAxis().isBlank() ? 0 : 34;
        BufferedImage image =
                Look.white(
                        right + widest(Axis::range) + Look.MARGIN,
                        bottom + captions + axis + Look.MARGIN);
        Graphics2D graphics = Look.smooth(image);
        for (int row = 0; row < tiles.size(); row++) {
            for (int column = 0; column < tiles.get(row).size(); column++) {
                int x = x(column) + (tileWidth - imageWidth) / 2;
                graphics.drawImage(tiles.get(row).get(column), x, y(row), null);
            }
            below(graphics, row);
            lines(graphics, row);
        }
        rowCaptions(graphics);
        columnCaptions(graphics);
        graphics.dispose();
        return image;
    }

    private int x(int column) {
        return left + column * (tileWidth + gap);
    }

    private int y(int row) {
        return top + row * (rowHeight + gap);
    }

    private void below(Graphics2D graphics, int row) {
        List<String> texts = sheet.rows().get(row).below();
        for (int column = 0; column < texts.size(); column++) {
            double centre = x(column) + tileWidth / 2.0;
            double middle = y(row) + tileHeight + 13;
            Look.text(graphics, texts.get(column), belowFont, centre, middle, 0.5);
        }
    }

    private void lines(Graphics2D graphics, int row) {
        List<Axis> axes = sheet.drawing().lines();
        for (int line = 0; line < axes.size(); line++) {
            double middle = y(row) + SampleDrawing.Columns.middle(line);
            Look.text(graphics, axes.get(line).name(), nameFont, left - 8, middle, 1);
            graphics.setColor(Look.FAINT);
            Look.text(graphics, axes.get(line).range(), nameFont, right + 8, middle, 0);
            graphics.setColor(Look.INK);
        }
    }

    private void rowCaptions(Graphics2D graphics) {
        for (int row = 0; row < sheet.rows().size(); row++) {
            String caption = sheet.rows().get(row).caption();
            double middle = y(row) + tileHeight / 2.0;
            double end = left - 14 - widest(Axis::name);
            Look.text(graphics, caption, captionFont, end, middle, 1);
        }
        Look.text(graphics, sheet.rowAxis(), axisFont, Look.MARGIN, (top + bottom) / 2.0, 0);
    }

    private void columnCaptions(Graphics2D graphics) {
        for (int column = 0; column < sheet.columnCaptions().size(); column++) {
            String caption = sheet.columnCaptions().get(column);
            double centre = x(column) + tileWidth / 2.0;
            Look.text(graphics, caption, captionFont, centre, bottom + 20, 0.5);
        }
        double centre = (left + right) / 2.0;
        Look.text(graphics, sheet.columnAxis(), axisFont, centre, bottom + 52, 0.5);
    }
}
