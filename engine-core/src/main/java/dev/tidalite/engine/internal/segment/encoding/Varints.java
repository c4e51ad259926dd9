package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Numbers of 1 to 10 bytes, 7 bits a byte, the lowest first; a set top bit says that more follow.
/// Signed numbers go through zigzag, which makes small negative ones short.
public final class Varints {
    /// The longest form.
    public static final int BYTES_MAX = 10;

    private Varints() {}

    /// @return the place behind what was written
    public static int put(byte[] out, int at, long value) {
        int position = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[position++] = (byte) rest;
        return position;
    }

    public static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    public static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }

    /// The number that starts at `from`; [#end] says where it ends.
    ///
    /// @throws MalformedException if it does not end before `end` or is longer than 64 bits
    public static long get(MemorySegment bytes, long from, long end) {
        long value = 0;
        int shift = 0;
        for (long position = from; ; position++) {
            if (position >= end || shift >= 7 * BYTES_MAX) {
                throw new MalformedException("a number of variable length does not end");
            }
            byte next = bytes.get(ValueLayout.JAVA_BYTE, position);
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    /// The place behind a number that [#get] has read.
    public static long end(MemorySegment bytes, long from) {
        long position = from;
        while (bytes.get(ValueLayout.JAVA_BYTE, position) < 0) {
            position++;
        }
        return position + 1;
    }
}
