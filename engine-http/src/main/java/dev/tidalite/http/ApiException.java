package dev.tidalite.http;

/// A request that is answered with an error.
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NO_LINE = 0;

    private final int status;
    private final long lineNumber;
    private final int retryAfterSeconds;

    private ApiException(int status, String message, long lineNumber, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.lineNumber = lineNumber;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ApiException of(int status, String message) {
        return new ApiException(status, message, NO_LINE, 0);
    }

    static ApiException invalid(String message) {
        return of(400, message);
    }

    /// @param lineNumber the first line of the body that is at fault, 1-based
    static ApiException ofLine(int status, String message, long lineNumber) {
        return new ApiException(status, message, lineNumber, 0);
    }

    static ApiException retryLater(int status, String message, int afterSeconds) {
        return new ApiException(status, message, NO_LINE, afterSeconds);
    }

    int status() {
        return status;
    }

    /// 0 if no line is at fault.
    long lineNumber() {
        return lineNumber;
    }

    /// 0 if the client was told nothing.
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
