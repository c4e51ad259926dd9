package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.merge.RowReader;

import java.util.Objects;

/// Gathers the values of sorted rows from where they were written. Used by one thread.
final class MemtableReader implements RowReader {
    private static final int TIME_ORDINAL = 0;
    private static final int NO_COLUMN = -1;
    private static final long[] NO_BITS = new long[0];

    /// When so many rows of a column were read in a row, and such a share of all, it pays to bring
    /// the whole column in order.
    private static final int ORDERED_ROWS_MIN = 16 * 1024;

    private static final int ORDERED_SHARE_SHIFT = 4;

    private final Chunk[] chunks;
    private final int rowCount;
    private final int[] order;
    private final long[][] times;

    /// The column read last: its values by chunk, none where no row has one.
    private int ordinal = TIME_ORDINAL;

    private final Chunk.Values[] values;
    private final long[][] bits;
    private boolean isDense;

    /// Per row its place in the order; empty until it is needed.
    private int[] places = new int[0];

    /// A column all of whose rows have a value, in order; empty until it is needed.
    private long[] ordered = new long[0];

    private int orderedOrdinal = NO_COLUMN;

    /// How many rows of a column were read since another one was.
    private long readRows;

    private int readOrdinal = NO_COLUMN;

    /// @param rowCount only the first rows are read
    /// @param order row numbers, in the order in which they are to be read
    MemtableReader(Chunk[] chunks, int rowCount, int[] order) {
        int count = rowCount == 0 ? 0 : Chunk.indexOf(rowCount - 1) + 1;
        this.chunks = chunks;
        this.rowCount = rowCount;
        this.order = order;
        this.times = new long[count][];
        for (int index = 0; index < count; index++) {
            times[index] = chunks[index].times;
        }
        this.values = new Chunk.Values[count];
        this.bits = new long[count][];
    }

    @Override
    public void read(int wanted, long fromRow, long toRow, ColumnSink target) {
        int from = (int) fromRow;
        int to = (int) toRow;
        if (wanted == TIME_ORDINAL) {
            readDense(TIME_ORDINAL, times, from, to, (LongSink) target);
            return;
        }
        if (wanted != ordinal) {
            turnTo(wanted);
        }
        switch (target) {
            case LongSink sink -> {
                if (isDense) {
                    readDense(ordinal, bits, from, to, sink);
                } else {
                    readSparse(from, to, sink);
                }
            }
            case DoubleSink sink -> {
                if (isDense) {
                    readDense(from, to, sink);
                } else {
                    readSparse(from, to, sink);
                }
            }
            case BooleanSink sink -> readBooleans(from, to, sink);
            case StringSink sink -> readTexts(from, to, sink);
        }
    }

    @Override
    public void close() {
        // holds nothing but references
    }

    private void turnTo(int wanted) {
        ordinal = wanted;
        isDense = true;
        for (int index = 0; index < values.length; index++) {
            Chunk.Values found = chunks[index].values(wanted);
            int rows = Math.min(chunks[index].rowCapacity, rowCount - Chunk.firstRow(index));
            isDense &= found != null && Validity.countValid(found.validity, rows) == rows;
            values[index] = found == null ? Chunk.Values.NONE : found;
            bits[index] = found == null ? NO_BITS : found.bits;
        }
    }

    /// The values of rows all of which have one.
    private void readDense(int wanted, long[][] source, int from, int to, LongSink sink) {
        sink.reserve(to - from);
        if (isWorthOrdering(wanted, to - from)) {
            bringInOrder(wanted, source);
            System.arraycopy(ordered, from, sink.values(), sink.size(), to - from);
        } else {
            long[] target = sink.values();
            int at = sink.size() - from;
            for (int i = from; i < to; i++) {
                int row = order[i];
                int index = Chunk.indexOf(row);
                target[at + i] = source[index][row - Chunk.firstRow(index)];
            }
        }
        if (sink.hasValidity()) {
            Validity.setRange(sink.validity(), sink.size(), sink.size() + to - from);
        }
        sink.advance(to - from);
    }

    private void readDense(int from, int to, DoubleSink sink) {
        sink.reserve(to - from);
        double[] target = sink.values();
        int at = sink.size() - from;
        if (isWorthOrdering(ordinal, to - from)) {
            bringInOrder(ordinal, bits);
            for (int i = from; i < to; i++) {
                target[at + i] = Double.longBitsToDouble(ordered[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                int row = order[i];
                int index = Chunk.indexOf(row);
                target[at + i] = Double.longBitsToDouble(bits[index][row - Chunk.firstRow(index)]);
            }
        }
        if (sink.hasValidity()) {
            Validity.setRange(sink.validity(), sink.size(), sink.size() + to - from);
        }
        sink.advance(to - from);
    }

    private boolean isWorthOrdering(int wanted, int rows) {
        if (wanted != readOrdinal) {
            readOrdinal = wanted;
            readRows = 0;
        }
        readRows += rows;
        return wanted == orderedOrdinal
                || readRows >= Math.max(ORDERED_ROWS_MIN, rowCount >> ORDERED_SHARE_SHIFT);
    }

    /// Puts the values of a column where they belong. The rows of a series lie far from each other,
    /// each in a cache line of its own: so they are read as they lie, and written to as many places
    /// as there are series, each of which goes on where it was.
    private void bringInOrder(int wanted, long[][] source) {
        if (orderedOrdinal == wanted) {
            return;
        }
        if (places.length < rowCount) {
            places = new int[rowCount];
            ordered = new long[rowCount];
            for (int i = 0; i < rowCount; i++) {
                places[order[i]] = i;
            }
        }
        for (int index = 0; index < source.length; index++) {
            int first = Chunk.firstRow(index);
            int end = Math.min(rowCount, Chunk.firstRow(index + 1));
            scatter(source[index], places, first, end, ordered);
        }
        orderedOrdinal = wanted;
    }

    private static void scatter(long[] source, int[] places, int from, int to, long[] target) {
        for (int row = from; row < to; row++) {
            target[places[row]] = source[row - from];
        }
    }

    private void readSparse(int from, int to, LongSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            if (values[index].isPresent(offset)) {
                sink.append(bits[index][offset]);
            } else {
                sink.appendNulls(1);
            }
        }
    }

    private void readSparse(int from, int to, DoubleSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            if (values[index].isPresent(offset)) {
                sink.append(Double.longBitsToDouble(bits[index][offset]));
            } else {
                sink.appendNulls(1);
            }
        }
    }

    private void readBooleans(int from, int to, BooleanSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            if (values[index].isPresent(offset)) {
                sink.append(bits[index][offset] != 0);
            } else {
                sink.appendNulls(1);
            }
        }
    }

    private void readTexts(int from, int to, StringSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            if (values[index].isPresent(offset)) {
                long place = bits[index][offset];
                byte[] text = Objects.requireNonNull(values[index].texts)[offset];
                sink.append(text, (int) (place >>> 32), (int) place);
            } else {
                sink.appendNulls(1);
            }
        }
    }
}
