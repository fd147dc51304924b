package io.github.autoencoders.server;

import io.github.autoencoders.page.PageStyle;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the page, and the description of the addresses: a fixed list, read when the server
 * starts, so that no path can lead elsewhere.
 */
final class PageFiles extends Handler.Abstract.NonBlocking {

    private static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src *;"
                    + " frame-ancestors 'none'";

    private static final String CSS = "text/css; charset=utf-8";

    private final Map<String, Answer> files = new TreeMap<>();
    private final Admission admission;

    PageFiles(Admission admission) {
        this.admission = admission;
        add("/", "index.html", "text/html; charset=utf-8");
        for (String script : List.of("app.js", "sound.js", "recorder.js")) {
            add("/" + script, script, "text/javascript; charset=utf-8");
        }
        files.put("/page.css", Answer.of(CSS, PageStyle.css().getBytes(StandardCharsets.UTF_8)));
        add("/style.css", "style.css", CSS);
        add("/openapi.json", "openapi.json", "application/json");
    }

    private void add(String path, String name, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream("web/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("web/" + name + " must be in the library's jar");
            }
            files.put(path, Answer.of(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer file = files.get(Request.getPathInContext(request));
        if (file == null) {
            return false;
        }
        try {
            admission.requireHost(request);
            ModelEndpoints.requireMethod(request, ModelEndpoints.GET);
            response.getHeaders().put("Content-Security-Policy", POLICY);
            file.send(response, callback);
        } catch (HttpProblem e) {
            Answer.of(e).send(response, callback);
        }
        return true;
    }
}
