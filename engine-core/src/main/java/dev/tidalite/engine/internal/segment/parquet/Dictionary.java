package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.internal.segment.encoding.Plain;
import dev.tidalite.engine.schema.ColumnType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The decoded dictionary of a column chunk: of the arrays, the one of its type counts.
///
/// Immutable; safe for many threads.
///
/// @param offsets where each text starts in `bytes`, one more than there are entries
record Dictionary(int size, long[] longs, double[] doubles, int[] offsets, byte[] bytes) {
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final int[] NO_OFFSETS = {};
    private static final byte[] NO_BYTES = {};

    /// Of a chunk without one: has no entry that an id could name.
    static final Dictionary NONE = new Dictionary(0, NO_LONGS, NO_DOUBLES, new int[1], NO_BYTES);

    static Dictionary decode(LoadedPage page, ColumnType type) {
        if (page.encoding() != Encoding.PLAIN && page.encoding() != Encoding.PLAIN_DICTIONARY) {
            throw new MalformedException("a dictionary in encoding " + page.encoding());
        }
        MemorySegment bytes = page.bytes();
        int size = page.rowCount();
        return switch (type) {
            case TIMESTAMP, INT64, UINT64 -> {
                checkBytes(page, (long) size * Long.BYTES);
                long[] longs = new long[size];
                Plain.decode(bytes, page.from(), page.end(), longs, 0, size);
                yield new Dictionary(size, longs, NO_DOUBLES, NO_OFFSETS, NO_BYTES);
            }
            case FLOAT64 -> {
                checkBytes(page, (long) size * Double.BYTES);
                double[] doubles = new double[size];
                Plain.decode(bytes, page.from(), page.end(), doubles, 0, size);
                yield new Dictionary(size, NO_LONGS, doubles, NO_OFFSETS, NO_BYTES);
            }
            case STRING -> texts(page);
            case BOOLEAN -> throw new MalformedException("a dictionary of truth values");
        };
    }

    private static void checkBytes(LoadedPage page, long wanted) {
        if (page.end() - page.from() < wanted) {
            throw new MalformedException("a dictionary of " + page.rowCount() + " entries is cut");
        }
    }

    private static Dictionary texts(LoadedPage page) {
        int size = page.rowCount();
        checkBytes(page, (long) size * Integer.BYTES);
        byte[] bytes = new byte[(int) (page.end() - page.from() - (long) size * Integer.BYTES)];
        int[] offsets = new int[size + 1];
        long position = page.from();
        for (int id = 0; id < size; id++) {
            int length = Plain.textLength(page.bytes(), position, page.end());
            position += Integer.BYTES;
            MemorySegment.copy(
                    page.bytes(), ValueLayout.JAVA_BYTE, position, bytes, offsets[id], length);
            position += length;
            offsets[id + 1] = offsets[id] + length;
        }
        return new Dictionary(size, NO_LONGS, NO_DOUBLES, offsets, bytes);
    }

    byte[] text(int id) {
        return Arrays.copyOfRange(bytes, offsets[id], offsets[id + 1]);
    }

    /// Roughly what it takes in memory.
    long byteSize() {
        return 64
                + (long) longs.length * Long.BYTES
                + (long) doubles.length * Double.BYTES
                + (long) offsets.length * Integer.BYTES
                + bytes.length;
    }
}
