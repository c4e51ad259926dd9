package dev.tidalite.engine.internal.segment.encoding;

/// Bytes are not what they are said to be. Knows neither file nor offset: whoever handed the bytes
/// in adds those.
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
