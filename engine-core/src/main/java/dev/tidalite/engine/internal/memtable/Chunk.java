package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.schema.ColumnType;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Some consecutive rows of a memtable. Several threads write at once, each to rows of its own;
/// that readers see what was written is the business of whoever publishes the rows.
final class Chunk {
    /// Rows of the first chunk; each further one doubles the total, up to [#ROWS_MAX] a chunk.
    static final int ROWS_MIN = 256;

    static final int ROWS_MAX = 1 << 14;

    private static final int MIN_SHIFT = Integer.numberOfTrailingZeros(ROWS_MIN);
    private static final int MAX_SHIFT = Integer.numberOfTrailingZeros(ROWS_MAX);

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    final int rowCapacity;
    final int[] series;
    final long[] times;

    /// By ordinal; an entry is null, or behind the end, if no row here has a value of the column.
    private volatile @Nullable Values[] columns = new Values[0];

    Chunk(int rowCapacity) {
        this.rowCapacity = rowCapacity;
        this.series = new int[rowCapacity];
        this.times = new long[rowCapacity];
    }

    /// The values of one field in the rows of a chunk.
    static final class Values {
        final ColumnType type;

        /// As in [dev.tidalite.engine.internal.codec.ColumnBlock], but where a text begins and ends
        /// is said of the bytes in `texts`.
        final long[] bits;

        final long[] validity;

        /// The bytes that a text is part of, shared by the rows of a write; none for other types.
        final byte @Nullable [][] texts;

        /// Stands for the values of a column that no row of a chunk has.
        static final Values NONE = new Values(ColumnType.INT64, 0);

        Values(ColumnType type, int rowCapacity) {
            this.type = type;
            this.bits = new long[rowCapacity];
            this.validity = new long[Validity.words(rowCapacity)];
            this.texts = type == ColumnType.STRING ? new byte[rowCapacity][] : null;
        }

        boolean isPresent(int offset) {
            return this != NONE && Validity.isValid(validity, offset);
        }
    }

    /// Which chunk a row of a memtable is in.
    static int indexOf(int row) {
        if (row >= ROWS_MAX) {
            return (row >> MAX_SHIFT) + MAX_SHIFT - MIN_SHIFT;
        }
        return row < ROWS_MIN ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(row) - MIN_SHIFT;
    }

    /// The first row of a chunk.
    static int firstRow(int index) {
        if (index == 0) {
            return 0;
        }
        int doublings = MAX_SHIFT - MIN_SHIFT;
        return index <= doublings ? 1 << index + MIN_SHIFT - 1 : index - doublings << MAX_SHIFT;
    }

    static int rowCapacity(int index) {
        return firstRow(index + 1) - firstRow(index);
    }

    /// What a chunk takes before any field is written.
    static long heapBytes(int rowCapacity) {
        return (long) rowCapacity * (Integer.BYTES + Long.BYTES);
    }

    /// What the values of one field take, without texts.
    private static long valuesHeapBytes(ColumnType type, int rowCapacity) {
        int perRow = Long.BYTES + (type == ColumnType.STRING ? Integer.BYTES : 0);
        return (long) rowCapacity * perRow + rowCapacity / 8L;
    }

    /// @return null if no row here has a value of the column
    @Nullable Values values(int ordinal) {
        @Nullable Values[] current = columns;
        return ordinal < current.length ? current[ordinal] : null;
    }

    /// Makes room for values of a column, unless there is.
    ///
    /// @param heapBytes counts what this takes
    synchronized Values makeValues(int ordinal, ColumnType type, AtomicLong heapBytes) {
        Values existing = values(ordinal);
        if (existing != null) {
            return existing;
        }
        @Nullable Values[] current = columns;
        @Nullable Values[] wider = Arrays.copyOf(current, Math.max(current.length, ordinal + 1));
        Values made = new Values(type, rowCapacity);
        wider[ordinal] = made;
        columns = wider;
        heapBytes.addAndGet(valuesHeapBytes(type, rowCapacity));
        return made;
    }

    /// Copies validity bits `[fromRow, fromRow + count)` of `source` to the rows from `toRow` on.
    /// Others may set bits of the same words at the same time.
    static void copyValidity(long[] source, int fromRow, long[] target, int toRow, int count) {
        int done = 0;
        while (done < count) {
            int to = toRow + done;
            int step = Math.min(count - done, Long.SIZE - (to & 63));
            long bits = bitsAt(source, fromRow + done);
            if (step < Long.SIZE) {
                bits &= (1L << step) - 1;
            }
            if (step == Long.SIZE) {
                target[to >>> 6] = bits;
            } else if (bits != 0) {
                WORDS.getAndBitwiseOr(target, to >>> 6, bits << to);
            }
            done += step;
        }
    }

    /// The 64 bits from a row on; those behind the end of the array are 0.
    private static long bitsAt(long[] source, int row) {
        int word = row >>> 6;
        long bits = source[word] >>> row;
        if ((row & 63) != 0 && word + 1 < source.length) {
            bits |= source[word + 1] << -row;
        }
        return bits;
    }
}
