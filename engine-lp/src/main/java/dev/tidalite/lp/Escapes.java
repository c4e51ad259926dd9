package dev.tidalite.lp;

import java.nio.charset.StandardCharsets;

/// Resolves the escapes of names and strings that a [LineSink] is told of as raw text.
///
/// Each kind of text has its own set of bytes that a backslash takes the power from; before any
/// other byte the backslash is itself. The resolved text is never longer than the raw one, so it
/// may be written over it.
public final class Escapes {
    private Escapes() {}

    /// A measurement: `\,` `\ ` and `\\`.
    ///
    /// @param target receives the resolved bytes from `at` on; may be `bytes` itself with `at` not
    ///     behind `from`
    /// @return how many bytes were written
    public static int measurement(byte[] bytes, int from, int to, byte[] target, int at) {
        return resolve(bytes, from, to, target, at, (byte) ',', (byte) ' ', (byte) ' ');
    }

    /// A tag key, tag value or field key: `\,` `\=` `\ ` and `\\`.
    ///
    /// @param target as in [#measurement(byte[], int, int, byte[], int)]
    /// @return how many bytes were written
    public static int key(byte[] bytes, int from, int to, byte[] target, int at) {
        return resolve(bytes, from, to, target, at, (byte) ',', (byte) ' ', (byte) '=');
    }

    /// A string field: `\"` and `\\`.
    ///
    /// @param target as in [#measurement(byte[], int, int, byte[], int)]
    /// @return how many bytes were written
    public static int string(byte[] bytes, int from, int to, byte[] target, int at) {
        return resolve(bytes, from, to, target, at, (byte) '"', (byte) '"', (byte) '"');
    }

    /// A measurement as text.
    public static String measurement(byte[] bytes, int from, int to, boolean escaped) {
        if (!escaped) {
            return text(bytes, from, to);
        }
        byte[] resolved = new byte[to - from];
        return text(resolved, 0, measurement(bytes, from, to, resolved, 0));
    }

    /// A tag key, tag value or field key as text.
    public static String key(byte[] bytes, int from, int to, boolean escaped) {
        if (!escaped) {
            return text(bytes, from, to);
        }
        byte[] resolved = new byte[to - from];
        return text(resolved, 0, key(bytes, from, to, resolved, 0));
    }

    /// A string field as text.
    public static String string(byte[] bytes, int from, int to, boolean escaped) {
        if (!escaped) {
            return text(bytes, from, to);
        }
        byte[] resolved = new byte[to - from];
        return text(resolved, 0, string(bytes, from, to, resolved, 0));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static int resolve(
            byte[] bytes, int from, int to, byte[] target, int at, byte a, byte b, byte c) {
        int written = at;
        for (int i = from; i < to; i++) {
            byte current = bytes[i];
            if (current == '\\' && i + 1 < to) {
                byte next = bytes[i + 1];
                if (next == '\\' || next == a || next == b || next == c) {
                    current = next;
                    i++;
                }
            }
            target[written++] = current;
        }
        return written - at;
    }
}
