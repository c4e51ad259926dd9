package dev.tidalite.engine.internal.segment.parquet;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Statistics of texts: long ones are cut to whole characters, the greatest one then raised so that
/// it still is no less than the value.
final class TextBounds {
    private static final int BYTES_MAX = 64;

    private TextBounds() {}

    /// @param min the least value, in the order of its bytes, unsigned
    /// @param max the greatest one
    static Bounds of(byte[] min, byte[] max, long nullCount) {
        byte[] low = min.length <= BYTES_MAX ? min : Arrays.copyOf(min, wholeCharacters(min));
        byte[] high = max.length <= BYTES_MAX ? max : raised(max);
        if (high == null) {
            return new Bounds(min, max, nullCount, true);
        }
        boolean exact = min.length <= BYTES_MAX && max.length <= BYTES_MAX;
        return new Bounds(low, high, nullCount, exact);
    }

    /// The longest whole number of characters within the limit.
    private static int wholeCharacters(byte[] text) {
        int end = BYTES_MAX;
        while (end > 0 && (text[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /// The cut text with its last character replaced by the next one, or null if there is none.
    private static byte @Nullable [] raised(byte[] text) {
        String cut = new String(text, 0, wholeCharacters(text), StandardCharsets.UTF_8);
        for (int end = cut.length();
                end > 0;
                end -= Character.charCount(cut.codePointBefore(end))) {
            int last = cut.codePointBefore(end);
            int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
            if (last != Character.MAX_CODE_POINT) {
                String higher =
                        cut.substring(0, end - Character.charCount(last))
                                + Character.toString(next);
                byte[] bytes = higher.getBytes(StandardCharsets.UTF_8);
                // Bytes that are no UTF-8 were replaced: then the order may not hold.
                return Arrays.compareUnsigned(bytes, text) > 0 ? bytes : null;
            }
        }
        return null;
    }
}
