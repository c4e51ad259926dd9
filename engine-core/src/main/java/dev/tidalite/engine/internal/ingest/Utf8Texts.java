package dev.tidalite.engine.internal.ingest;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// The UTF-8 of texts that come again and again. Used by one thread.
final class Utf8Texts {
    private static final int SLOTS = 1 << 13;

    private final @Nullable String[] texts = new String[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    /// Not to be written to.
    byte[] utf8(String text) {
        int hash = text.hashCode();
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        if (!text.equals(texts[slot])) {
            texts[slot] = text;
            encoded[slot] = encode(text);
        }
        return encoded[slot];
    }

    static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String decode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
