package dev.tidalite.engine.batch;

import org.jspecify.annotations.Nullable;

/// Which rows of a column have a value: one bit a row in `long`s, least significant bit first, 1
/// for a value. `null` in place of an array means that every row has one.
///
/// Static methods on plain arrays, so that hot loops need no object.
public final class Validity {
    private Validity() {}

    /// How many longs hold the bits of so many rows.
    public static int words(int rowCount) {
        return (rowCount + 63) >>> 6;
    }

    public static boolean isValid(long @Nullable [] bits, int row) {
        return bits == null || (bits[row >>> 6] >>> row & 1) != 0;
    }

    public static void set(long[] bits, int row) {
        bits[row >>> 6] |= 1L << row;
    }

    public static void clear(long[] bits, int row) {
        bits[row >>> 6] &= ~(1L << row);
    }

    /// How many of the rows in `[0, rowCount)` have a value.
    public static int countValid(long @Nullable [] bits, int rowCount) {
        if (bits == null) {
            return rowCount;
        }
        int count = 0;
        int wholeWords = rowCount >>> 6;
        for (int word = 0; word < wholeWords; word++) {
            count += Long.bitCount(bits[word]);
        }
        int rest = rowCount & 63;
        if (rest != 0) {
            count += Long.bitCount(bits[wholeWords] & ((1L << rest) - 1));
        }
        return count;
    }

    /// Sets the bits of the rows in `[from, to)`.
    public static void setRange(long[] bits, int from, int to) {
        for (int row = from; row < to; ) {
            if ((row & 63) == 0 && to - row >= 64) {
                bits[row >>> 6] = -1L;
                row += 64;
            } else {
                set(bits, row);
                row++;
            }
        }
    }
}
