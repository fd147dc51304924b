package io.github.autoencoders.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** How a report and the page of a server look: colours in light and dark, letters, controls. */
public final class PageStyle {

    private PageStyle() {}

    /** Returns the stylesheet that all pages begin with. */
    public static String css() {
        try (InputStream in = PageStyle.class.getResourceAsStream("page.css")) {
            byte[] bytes =
                    Objects.requireNonNull(in, "page.css must be in the library's jar")
                            .readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
