package dev.tidalite.cli;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What the web server refuses by itself, before a route is looked for, in the form of every other
/// error: JSON that repeats nothing of the request and tells no cause.
final class WebServerErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, body(status), callback);
    }

    private static String body(int status) {
        String reason = HttpStatus.getMessage(status).toLowerCase(Locale.ROOT);
        String code =
                switch (status) {
                    case HttpStatus.BAD_REQUEST_400 -> "invalid";
                    case HttpStatus.SERVICE_UNAVAILABLE_503 -> "unavailable";
                    case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "internal error";
                    default -> reason;
                };
        return "{\"code\":\"" + code + "\",\"message\":\"" + reason + "\"}";
    }
}
