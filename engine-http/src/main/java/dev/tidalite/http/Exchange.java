package dev.tidalite.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One request and its answer. Used by one thread.
final class Exchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final QueryParameters url;

    Exchange(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        this.url = QueryParameters.parse(request.getQueryString());
    }

    String method() {
        return request.getMethod();
    }

    String path() {
        return request.getRequestURI();
    }

    /// The parameters of the address.
    QueryParameters url() {
        return url;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /// The body, unpacked.
    ///
    /// @throws ApiException if it is too large or not what its headers say
    byte[] body(HttpLimits limits) {
        return RequestBody.read(request, limits);
    }

    void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    /// Answers without a body.
    void answer(int status) {
        response.setStatus(status);
    }

    void answer(int status, String contentType, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    void answerJson(int status, String json) throws IOException {
        answer(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /// Begins an answer whose length is not known yet.
    OutputStream stream(int status, String contentType) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        return response.getOutputStream();
    }

    /// Whether it is too late to answer with an error.
    boolean isAnswered() {
        return response.isCommitted();
    }

    /// Forgets what was prepared of an answer.
    void reset() {
        response.reset();
    }
}
