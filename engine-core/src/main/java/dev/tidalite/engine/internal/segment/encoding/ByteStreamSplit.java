package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// BYTE_STREAM_SPLIT: first the lowest byte of every number, then the second lowest of every one,
/// and so on; a compressor then finds the similar bytes side by side. Eight numbers at a time are
/// an 8 x 8 matrix of bytes, turned over in three steps of swaps.
public final class ByteStreamSplit {
    private static final long HALVES = 0xFFFFFFFFL;
    private static final long QUARTERS = 0xFFFF0000FFFFL;
    private static final long BYTES = 0xFF00FF00FF00FFL;

    private ByteStreamSplit() {}

    public static void encode(double[] values, int from, int to, PageBytes target) {
        int count = to - from;
        byte[] out = target.reserve(Math.multiplyExact(count, Double.BYTES));
        int at = target.size();
        int whole = count & ~7;
        for (int i = 0; i < whole; i += 8) {
            encodeEight(values, from + i, out, at + i, count);
        }
        for (int i = whole; i < count; i++) {
            long bits = Double.doubleToRawLongBits(values[from + i]);
            for (int stream = 0; stream < Double.BYTES; stream++) {
                out[at + stream * count + i] = (byte) (bits >>> 8 * stream);
            }
        }
        target.endAt(at + count * Double.BYTES);
    }

    private static void encodeEight(double[] values, int from, byte[] out, int at, int stride) {
        long a0 = Double.doubleToRawLongBits(values[from]);
        long a1 = Double.doubleToRawLongBits(values[from + 1]);
        long a2 = Double.doubleToRawLongBits(values[from + 2]);
        long a3 = Double.doubleToRawLongBits(values[from + 3]);
        long a4 = Double.doubleToRawLongBits(values[from + 4]);
        long a5 = Double.doubleToRawLongBits(values[from + 5]);
        long a6 = Double.doubleToRawLongBits(values[from + 6]);
        long a7 = Double.doubleToRawLongBits(values[from + 7]);
        long t;
        t = (a0 >>> 32 ^ a4) & HALVES;
        a4 ^= t;
        a0 ^= t << 32;
        t = (a1 >>> 32 ^ a5) & HALVES;
        a5 ^= t;
        a1 ^= t << 32;
        t = (a2 >>> 32 ^ a6) & HALVES;
        a6 ^= t;
        a2 ^= t << 32;
        t = (a3 >>> 32 ^ a7) & HALVES;
        a7 ^= t;
        a3 ^= t << 32;
        t = (a0 >>> 16 ^ a2) & QUARTERS;
        a2 ^= t;
        a0 ^= t << 16;
        t = (a1 >>> 16 ^ a3) & QUARTERS;
        a3 ^= t;
        a1 ^= t << 16;
        t = (a4 >>> 16 ^ a6) & QUARTERS;
        a6 ^= t;
        a4 ^= t << 16;
        t = (a5 >>> 16 ^ a7) & QUARTERS;
        a7 ^= t;
        a5 ^= t << 16;
        t = (a0 >>> 8 ^ a1) & BYTES;
        a1 ^= t;
        a0 ^= t << 8;
        t = (a2 >>> 8 ^ a3) & BYTES;
        a3 ^= t;
        a2 ^= t << 8;
        t = (a4 >>> 8 ^ a5) & BYTES;
        a5 ^= t;
        a4 ^= t << 8;
        t = (a6 >>> 8 ^ a7) & BYTES;
        a7 ^= t;
        a6 ^= t << 8;
        LittleEndian.putLong(out, at, a0);
        LittleEndian.putLong(out, at + stride, a1);
        LittleEndian.putLong(out, at + 2 * stride, a2);
        LittleEndian.putLong(out, at + 3 * stride, a3);
        LittleEndian.putLong(out, at + 4 * stride, a4);
        LittleEndian.putLong(out, at + 5 * stride, a5);
        LittleEndian.putLong(out, at + 6 * stride, a6);
        LittleEndian.putLong(out, at + 7 * stride, a7);
    }

    public static void decode(
            MemorySegment bytes, long from, long end, double[] out, int at, int count) {
        Plain.check(from, end, (long) count * Double.BYTES, count);
        int whole = count & ~7;
        for (int i = 0; i < whole; i += 8) {
            decodeEight(bytes, from + i, count, out, at + i);
        }
        for (int i = whole; i < count; i++) {
            long bits = 0;
            for (int stream = 0; stream < Double.BYTES; stream++) {
                long place = from + (long) stream * count + i;
                bits |= (bytes.get(ValueLayout.JAVA_BYTE, place) & 0xFFL) << 8 * stream;
            }
            out[at + i] = Double.longBitsToDouble(bits);
        }
    }

    private static void decodeEight(
            MemorySegment bytes, long from, long stride, double[] out, int at) {
        long a0 = bytes.get(LittleEndian.LONG, from);
        long a1 = bytes.get(LittleEndian.LONG, from + stride);
        long a2 = bytes.get(LittleEndian.LONG, from + 2 * stride);
        long a3 = bytes.get(LittleEndian.LONG, from + 3 * stride);
        long a4 = bytes.get(LittleEndian.LONG, from + 4 * stride);
        long a5 = bytes.get(LittleEndian.LONG, from + 5 * stride);
        long a6 = bytes.get(LittleEndian.LONG, from + 6 * stride);
        long a7 = bytes.get(LittleEndian.LONG, from + 7 * stride);
        long t;
        t = (a0 >>> 32 ^ a4) & HALVES;
        a4 ^= t;
        a0 ^= t << 32;
        t = (a1 >>> 32 ^ a5) & HALVES;
        a5 ^= t;
        a1 ^= t << 32;
        t = (a2 >>> 32 ^ a6) & HALVES;
        a6 ^= t;
        a2 ^= t << 32;
        t = (a3 >>> 32 ^ a7) & HALVES;
        a7 ^= t;
        a3 ^= t << 32;
        t = (a0 >>> 16 ^ a2) & QUARTERS;
        a2 ^= t;
        a0 ^= t << 16;
        t = (a1 >>> 16 ^ a3) & QUARTERS;
        a3 ^= t;
        a1 ^= t << 16;
        t = (a4 >>> 16 ^ a6) & QUARTERS;
        a6 ^= t;
        a4 ^= t << 16;
        t = (a5 >>> 16 ^ a7) & QUARTERS;
        a7 ^= t;
        a5 ^= t << 16;
        t = (a0 >>> 8 ^ a1) & BYTES;
        a1 ^= t;
        a0 ^= t << 8;
        t = (a2 >>> 8 ^ a3) & BYTES;
        a3 ^= t;
        a2 ^= t << 8;
        t = (a4 >>> 8 ^ a5) & BYTES;
        a5 ^= t;
        a4 ^= t << 8;
        t = (a6 >>> 8 ^ a7) & BYTES;
        a7 ^= t;
        a6 ^= t << 8;
        out[at] = Double.longBitsToDouble(a0);
        out[at + 1] = Double.longBitsToDouble(a1);
        out[at + 2] = Double.longBitsToDouble(a2);
        out[at + 3] = Double.longBitsToDouble(a3);
        out[at + 4] = Double.longBitsToDouble(a4);
        out[at + 5] = Double.longBitsToDouble(a5);
        out[at + 6] = Double.longBitsToDouble(a6);
        out[at + 7] = Double.longBitsToDouble(a7);
    }
}
