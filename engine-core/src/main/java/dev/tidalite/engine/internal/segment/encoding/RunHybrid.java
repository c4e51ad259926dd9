package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The run-length and bit-packing hybrid: small numbers of a fixed width, either as runs of one
/// value or as groups of 8 packed ones. Dictionary ids, definition levels and booleans are written
/// like this.
///
/// ```
/// run:    varint(length << 1)      value, least significant byte first, in whole bytes
/// groups: varint(groups << 1 | 1)  8 x groups values of `width` bits, least significant bit first
/// ```
public final class RunHybrid {
    private static final int GROUP = 8;

    /// A run of this length is worth its own header when groups precede it.
    private static final int RUN_IN_GROUPS_MIN = 2 * GROUP;

    /// Keeps the header of packed groups at one byte.
    private static final int PACKED_VALUES_MAX = 63 * GROUP;

    /// Wider values are unpacked one by one.
    private static final int QUICK_BITS_MAX = 16;

    private RunHybrid() {}

    /// How many bits the numbers `[0, count)` need.
    public static int width(int count) {
        return count <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    /// Appends the encoding of `values[from, to)`, each of which fits into `width` bits.
    public static void encode(int[] values, int from, int to, int width, PageBytes target) {
        int count = to - from;
        if (width == 0) {
            encodeRun(0, count, 0, target);
            return;
        }
        target.reserve(64 + (int) ((long) count * width / 8) + 2 * count);
        for (int start = from; start < to; ) {
            int runEnd = runEnd(values, start, to);
            if (runEnd - start >= GROUP) {
                encodeRun(values[start], runEnd - start, width, target);
                start = runEnd;
            } else {
                int end = packedEnd(values, start, to);
                encodePacked(values, start, end, width, target);
                start = end;
            }
        }
    }

    /// Appends one run.
    public static void encodeRun(int value, int length, int width, PageBytes target) {
        target.appendVarint((long) length << 1);
        for (int shift = 0; shift < width; shift += 8) {
            target.appendByte(value >>> shift);
        }
    }

    private static int runEnd(int[] values, int start, int to) {
        int value = values[start];
        int end = start + 1;
        while (end < to && values[end] == value) {
            end++;
        }
        return end;
    }

    /// Where the packed values from `start` on end: at a whole group, before a run worth a header.
    private static int packedEnd(int[] values, int start, int to) {
        int limit = Math.min(to, start + PACKED_VALUES_MAX);
        int end = Math.min(limit, start + GROUP);
        while (end < limit) {
            int stop = Math.min(to, end + RUN_IN_GROUPS_MIN);
            if (stop - end == RUN_IN_GROUPS_MIN && runEnd(values, end, stop) == stop) {
                return end;
            }
            end = Math.min(limit, end + GROUP);
        }
        return end;
    }

    private static void encodePacked(int[] values, int from, int to, int width, PageBytes target) {
        int groups = (to - from + GROUP - 1) / GROUP;
        target.appendVarint((long) groups << 1 | 1);
        byte[] out = target.reserve(groups * width);
        int start = target.size();
        int end = start + groups * width;
        int at = start;
        long packed = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            long value = values[i] & 0xFFFFFFFFL;
            packed |= value << bits;
            bits += width;
            if (bits >= Long.SIZE) {
                LittleEndian.putLong(out, at, packed);
                at += Long.BYTES;
                bits -= Long.SIZE;
                packed = bits == 0 ? 0 : value >>> width - bits;
            }
        }
        if (at < end) {
            Arrays.fill(out, at, end, (byte) 0);
            LittleEndian.putLong(out, at, packed);
        }
        target.endAt(end);
    }

    /// Decodes `count` numbers to `out[at, at + count)`.
    public static void decode(
            MemorySegment bytes, long from, long end, int width, int[] out, int at, int count) {
        if (width < 0 || width > Integer.SIZE) {
            throw new MalformedException("packed values of " + width + " bits");
        }
        long position = from;
        int done = 0;
        while (done < count) {
            long header = Varints.get(bytes, position, end);
            position = Varints.end(bytes, position);
            long length = header >>> 1;
            if (length == 0) {
                throw new MalformedException("an empty run of values");
            }
            if ((header & 1) == 0) {
                int values = (int) Math.min(length, count - done);
                Arrays.fill(out, at + done, at + done + values, value(bytes, position, end, width));
                position += width + 7 >>> 3;
                done += values;
            } else {
                int values = packedCount(length, count - done);
                checkPacked(position, end, width, values);
                unpack(bytes, position, width, out, at + done, values);
                position += length * width;
                done += values;
            }
        }
    }

    static void checkPacked(long position, long end, int width, int values) {
        if (end - position < (long) values * width + 7 >>> 3) {
            throw new MalformedException(values + " packed values of " + width + " bits are cut");
        }
    }

    /// The value of a run.
    static int value(MemorySegment bytes, long from, long end, int width) {
        int valueBytes = width + 7 >>> 3;
        if (end - from < valueBytes) {
            throw new MalformedException("the value of a run is cut");
        }
        int value = 0;
        for (int i = 0; i < valueBytes; i++) {
            value |= (bytes.get(ValueLayout.JAVA_BYTE, from + i) & 0xFF) << 8 * i;
        }
        return value;
    }

    private static void unpack(
            MemorySegment bytes, long from, int width, int[] out, int at, int count) {
        long mask = (1L << width) - 1;
        int whole = width <= QUICK_BITS_MAX ? count & -GROUP : 0;
        if (width <= Byte.SIZE) {
            unpackBytes(bytes, from, width, out, at, whole);
        } else {
            unpackShorts(bytes, from, width, out, at, whole);
        }
        long bit = (long) whole * width;
        for (int i = whole; i < count; i++) {
            long word = bytes.get(LittleEndian.LONG, from + (bit >>> 3));
            out[at + i] = (int) (word >>> (bit & 7) & mask);
            bit += width;
        }
    }

    /// Groups of at most 8 bits a value: 8 values are in one word.
    private static void unpackBytes(
            MemorySegment bytes, long from, int width, int[] out, int at, int count) {
        int mask = (1 << width) - 1;
        long position = from;
        for (int i = at; i < at + count; i += GROUP) {
            long word = bytes.get(LittleEndian.LONG, position);
            out[i] = (int) word & mask;
            out[i + 1] = (int) (word >>> width) & mask;
            out[i + 2] = (int) (word >>> 2 * width) & mask;
            out[i + 3] = (int) (word >>> 3 * width) & mask;
            out[i + 4] = (int) (word >>> 4 * width) & mask;
            out[i + 5] = (int) (word >>> 5 * width) & mask;
            out[i + 6] = (int) (word >>> 6 * width) & mask;
            out[i + 7] = (int) (word >>> 7 * width) & mask;
            position += width;
        }
    }

    /// Groups of 9 to 16 bits a value: 4 values are in one word, wherever in a byte they start.
    private static void unpackShorts(
            MemorySegment bytes, long from, int width, int[] out, int at, int count) {
        int mask = (1 << width) - 1;
        long position = from;
        int secondByte = 4 * width >>> 3;
        int secondBit = 4 * width & 7;
        for (int i = at; i < at + count; i += GROUP) {
            long word = bytes.get(LittleEndian.LONG, position);
            out[i] = (int) word & mask;
            out[i + 1] = (int) (word >>> width) & mask;
            out[i + 2] = (int) (word >>> 2 * width) & mask;
            out[i + 3] = (int) (word >>> 3 * width) & mask;
            long next = bytes.get(LittleEndian.LONG, position + secondByte) >>> secondBit;
            out[i + 4] = (int) next & mask;
            out[i + 5] = (int) (next >>> width) & mask;
            out[i + 6] = (int) (next >>> 2 * width) & mask;
            out[i + 7] = (int) (next >>> 3 * width) & mask;
            position += width;
        }
    }

    /// Takes runs of one value each, in order; neighbours may have the same value.
    public interface Runs {
        void run(int value, int length);
    }

    /// Decodes `count` numbers as runs, without ever writing a number per value.
    public static void decodeRuns(
            MemorySegment bytes, long from, long end, int width, int count, Runs target) {
        if (width < 0 || width > Integer.SIZE) {
            throw new MalformedException("packed values of " + width + " bits");
        }
        int[] group = new int[PACKED_VALUES_MAX];
        long position = from;
        int done = 0;
        while (done < count) {
            long header = Varints.get(bytes, position, end);
            position = Varints.end(bytes, position);
            long length = header >>> 1;
            if (length == 0) {
                throw new MalformedException("an empty run of values");
            }
            if ((header & 1) == 0) {
                int values = (int) Math.min(length, count - done);
                target.run(value(bytes, position, end, width), values);
                position += width + 7 >>> 3;
                done += values;
            } else {
                int values = packedCount(length, count - done);
                checkPacked(position, end, width, values);
                for (int i = 0; i < values; i += PACKED_VALUES_MAX) {
                    int part = Math.min(PACKED_VALUES_MAX, values - i);
                    unpack(bytes, position + (long) i * width / 8, width, group, 0, part);
                    groupRuns(group, part, target);
                }
                position += length * width;
                done += values;
            }
        }
    }

    private static void groupRuns(int[] values, int count, Runs target) {
        for (int start = 0; start < count; ) {
            int end = runEnd(values, start, count);
            target.run(values[start], end - start);
            start = end;
        }
    }

    /// How many values that many groups give, at most as many as are wanted.
    private static int packedCount(long groups, int wanted) {
        return groups >= wanted ? wanted : (int) Math.min(groups * GROUP, wanted);
    }
}
