package dev.tidalite.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One request and its answer. Used by one thread at a time.
final class Exchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final QueryParameters url;
    private boolean hasReadBody;
    private @Nullable ClientWatch client;

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

    /// Whose request it is as far as limits go: the credentials that it sends, else its address.
    String client() {
        return header("Authorization").orElseGet(request::getRemoteAddr);
    }

    /// The address it came from.
    String address() {
        return request.getRemoteAddr();
    }

    /// The body, unpacked.
    ///
    /// @param slot of this request, which pays for the memory
    /// @throws ApiException if it is too large or not what its headers say
    byte[] body(Admission.Slot slot) {
        byte[] body = RequestBody.read(request, slot);
        hasReadBody = true;
        return body;
    }

    private boolean isChunked() {
        return header("Transfer-Encoding").isPresent();
    }

    /// Begins to watch whether the client is still there; a body that is wanted has been read.
    ClientWatch watchClient() {
        boolean bodyRead = hasReadBody || request.getContentLengthLong() <= 0 && !isChunked();
        ClientWatch watch = new ClientWatch(request, bodyRead);
        client = watch;
        return watch;
    }

    /// What is to happen, perhaps twice, if a client that is watched goes away before it has its
    /// answer; replaces what was to happen before.
    void onGone(Runnable action) {
        ClientWatch watch = client;
        if (watch != null) {
            watch.onGone(action);
        }
    }

    int status() {
        return response.getStatus();
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
