package io.github.autoencoders.server;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Says what Jetty itself refuses, as a malformed head, in the form of all other errors. */
final class ServerErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int code = response.getStatus();
        Object said = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String phrase = HttpStatus.getMessage(code);
        // Where the head is bad, nobody knows where the next one begins.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Answer.of(new HttpProblem(code, phrase, said == null ? phrase : said.toString()))
                .send(response, callback);
        return true;
    }
}
