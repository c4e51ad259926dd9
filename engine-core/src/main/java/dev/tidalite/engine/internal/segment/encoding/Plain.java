package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// PLAIN: 8 bytes a number, one bit a truth value, 4 bytes of length in front of a text.
public final class Plain {
    private Plain() {}

    public static void encode(double[] values, int from, int to, PageBytes target) {
        copy(MemorySegment.ofArray(values), from, to, target);
    }

    public static void encode(long[] values, int from, int to, PageBytes target) {
        copy(MemorySegment.ofArray(values), from, to, target);
    }

    private static void copy(MemorySegment values, int from, int to, PageBytes target) {
        int length = Math.multiplyExact(to - from, Long.BYTES);
        byte[] out = target.reserve(length);
        MemorySegment.copy(
                values,
                (long) from * Long.BYTES,
                MemorySegment.ofArray(out),
                target.size(),
                length);
        target.endAt(target.size() + length);
    }

    public static void encode(boolean[] values, int from, int to, PageBytes target) {
        byte[] out = target.reserve(to - from + 7 >>> 3);
        int at = target.size();
        for (int start = from; start < to; start += 8) {
            int packed = 0;
            for (int i = start; i < Math.min(to, start + 8); i++) {
                packed |= (values[i] ? 1 : 0) << i - start;
            }
            out[at++] = (byte) packed;
        }
        target.endAt(at);
    }

    /// Appends one text.
    public static void encode(byte[] text, int from, int to, PageBytes target) {
        target.appendInt(to - from);
        target.append(text, from, to);
    }

    public static void decode(
            MemorySegment bytes, long from, long end, double[] out, int at, int count) {
        check(from, end, (long) count * Double.BYTES, count);
        MemorySegment.copy(bytes, LittleEndian.DOUBLE, from, out, at, count);
    }

    public static void decode(
            MemorySegment bytes, long from, long end, long[] out, int at, int count) {
        check(from, end, (long) count * Long.BYTES, count);
        MemorySegment.copy(bytes, LittleEndian.LONG, from, out, at, count);
    }

    public static void decode(
            MemorySegment bytes, long from, long end, boolean[] out, int at, int count) {
        check(from, end, (count + 7L) >>> 3, count);
        for (int i = 0; i < count; i++) {
            int packed = bytes.get(ValueLayout.JAVA_BYTE, from + (i >>> 3));
            out[at + i] = (packed >>> (i & 7) & 1) != 0;
        }
    }

    /// The length of the text that starts at `from`; its UTF-8 follows 4 bytes behind.
    public static int textLength(MemorySegment bytes, long from, long end) {
        if (end - from < Integer.BYTES) {
            throw new MalformedException("the length of a text is cut");
        }
        int length = bytes.get(LittleEndian.INT, from);
        if (length < 0 || length > end - from - Integer.BYTES) {
            throw new MalformedException(
                    "a text of "
                            + length
                            + " bytes, "
                            + (end - from - Integer.BYTES)
                            + " are left");
        }
        return length;
    }

    static void check(long from, long end, long wanted, int count) {
        if (end - from < wanted) {
            throw new MalformedException(
                    count + " values need " + wanted + " bytes, " + (end - from) + " are there");
        }
    }
}
