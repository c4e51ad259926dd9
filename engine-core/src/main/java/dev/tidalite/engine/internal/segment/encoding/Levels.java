package dev.tidalite.engine.internal.segment.encoding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Definition levels of a flat optional column: one bit a row, 1 where it has a value, written as a
/// [RunHybrid] of width 1; in memory a bitmap as in [dev.tidalite.engine.batch.Validity].
public final class Levels {
    private Levels() {}

    /// How many words [#decode] wants for so many rows: one more than the bits need.
    public static int words(int rowCount) {
        return (rowCount >>> 6) + 2;
    }

    /// Appends the levels of the rows `[from, to)` of a bitmap.
    ///
    /// @param scratch at least `to - from` entries
    public static void encode(long[] validity, int from, int to, PageBytes target, int[] scratch) {
        for (int row = from; row < to; row++) {
            scratch[row - from] = (int) (validity[row >>> 6] >>> row & 1);
        }
        RunHybrid.encode(scratch, 0, to - from, 1, target);
    }

    /// Decodes the levels of `count` rows to a bitmap that starts at bit 0.
    ///
    /// @param bits at least [#words] long; overwritten
    /// @return how many rows have a value
    public static int decode(MemorySegment bytes, long from, long end, long[] bits, int count) {
        Arrays.fill(bits, 0, words(count), 0);
        long position = from;
        int valid = 0;
        int done = 0;
        while (done < count) {
            long header = Varints.get(bytes, position, end);
            position = Varints.end(bytes, position);
            long length = header >>> 1;
            if (length == 0) {
                throw new MalformedException("an empty run of levels");
            }
            int rows;
            if ((header & 1) == 0) {
                rows = (int) Math.min(length, count - done);
                int level = RunHybrid.value(bytes, position, end, 1);
                if (level > 1) {
                    throw new MalformedException("definition level " + level + " of a flat column");
                }
                if (level == 1) {
                    setRange(bits, done, done + rows);
                    valid += rows;
                }
                position++;
            } else {
                rows = length >= count ? count - done : (int) Math.min(length * 8, count - done);
                RunHybrid.checkPacked(position, end, 1, rows);
                valid += unpack(bytes, position, bits, done, rows);
                position += length;
            }
            done += rows;
        }
        return valid;
    }

    private static int unpack(MemorySegment bytes, long from, long[] bits, int at, int count) {
        int valid = 0;
        for (int i = 0; i < count; i += 8) {
            long levels = bytes.get(ValueLayout.JAVA_BYTE, from + (i >>> 3)) & 0xFFL;
            if (count - i < 8) {
                levels &= (1L << count - i) - 1;
            }
            int row = at + i;
            int word = row >>> 6;
            int offset = row & 63;
            valid += Long.bitCount(levels);
            bits[word] |= levels << offset;
            if (offset > 56) {
                bits[word + 1] |= levels >>> 64 - offset;
            }
        }
        return valid;
    }

    private static void setRange(long[] bits, int from, int to) {
        int firstWord = from >>> 6;
        int lastWord = to - 1 >>> 6;
        long firstMask = -1L << from;
        long lastMask = -1L >>> -to;
        if (firstWord == lastWord) {
            bits[firstWord] |= firstMask & lastMask;
        } else {
            bits[firstWord] |= firstMask;
            Arrays.fill(bits, firstWord + 1, lastWord, -1L);
            bits[lastWord] |= lastMask;
        }
    }

    /// Copies bits `[from, from + count)` to the bits from `at` on; those must be 0 before.
    public static void copy(long[] source, int from, long[] target, int at, int count) {
        int done = 0;
        while (done < count) {
            int place = from + done;
            long bits = source[place >>> 6] >>> place;
            int room = Math.min(64 - (place & 63), count - done);
            int offset = at + done & 63;
            room = Math.min(room, 64 - offset);
            if (room < 64) {
                bits &= (1L << room) - 1;
            }
            target[at + done >>> 6] |= bits << offset;
            done += room;
        }
    }

    /// Moves `dense` values from the front of `values[at, at + count)` to the rows that have one,
    /// in place, from the end; rows without a value keep something unspecified.
    public static void spread(long[] values, int at, int dense, long[] bits, int count) {
        int next = at + dense - 1;
        for (int row = count - 1; next < at + row; row--) {
            if ((bits[row >>> 6] >>> row & 1) != 0) {
                values[at + row] = values[next--];
            }
        }
    }

    /// Moves `dense` values from the front of `values[at, at + count)` to the rows that have one,
    /// in place, from the end; rows without a value keep something unspecified.
    public static void spread(double[] values, int at, int dense, long[] bits, int count) {
        int next = at + dense - 1;
        for (int row = count - 1; next < at + row; row--) {
            if ((bits[row >>> 6] >>> row & 1) != 0) {
                values[at + row] = values[next--];
            }
        }
    }

    /// Moves `dense` values from the front of `values[at, at + count)` to the rows that have one,
    /// in place, from the end; rows without a value keep something unspecified.
    public static void spread(boolean[] values, int at, int dense, long[] bits, int count) {
        int next = at + dense - 1;
        for (int row = count - 1; next < at + row; row--) {
            if ((bits[row >>> 6] >>> row & 1) != 0) {
                values[at + row] = values[next--];
            }
        }
    }
}
