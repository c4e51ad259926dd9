package dev.tidalite.engine.internal.codec;

/// Bytes are not an encoded batch. Whoever knows the file and the offset says so to the user.
public final class MalformedBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedBatchException(String message) {
        super(message);
    }
}
