package dev.tidalite.engine.internal.memtable;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.merge.RowReader;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Gathers the values of sorted rows from where they were written. Used by one thread.
final class MemtableReader implements RowReader {
    private static final int TIME_ORDINAL = 0;

    private final Chunk[] chunks;
    private final int[] order;

    /// @param order row numbers, in the order in which they are to be read
    MemtableReader(Chunk[] chunks, int[] order) {
        this.chunks = chunks;
        this.order = order;
    }

    @Override
    public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
        int from = (int) fromRow;
        int to = (int) toRow;
        if (ordinal == TIME_ORDINAL) {
            readTimes(from, to, (LongSink) target);
            return;
        }
        Chunk.@Nullable Values[] values = new Chunk.Values[chunks.length];
        boolean any = false;
        for (int index = 0; index < values.length; index++) {
            values[index] = chunks[index].values(ordinal);
            any |= values[index] != null;
        }
        if (!any) {
            target.appendNulls(to - from);
            return;
        }
        target.reserve(to - from);
        switch (target) {
            case LongSink sink -> readLongs(values, from, to, sink);
            case DoubleSink sink -> readDoubles(values, from, to, sink);
            case BooleanSink sink -> readBooleans(values, from, to, sink);
            case StringSink sink -> readTexts(values, from, to, sink);
        }
    }

    @Override
    public void close() {
        // holds nothing but references
    }

    private void readTimes(int from, int to, LongSink sink) {
        sink.reserve(to - from);
        long[] values = sink.values();
        int at = sink.size();
        boolean bits = sink.hasValidity();
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            values[at + i - from] = chunks[index].times[row - Chunk.firstRow(index)];
        }
        if (bits) {
            Validity.setRange(sink.validity(), at, at + to - from);
        }
        sink.advance(to - from);
    }

    private void readLongs(Chunk.@Nullable Values[] columns, int from, int to, LongSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            Chunk.Values values = columns[index];
            if (values == null || !Validity.isValid(values.validity, offset)) {
                sink.appendNulls(1);
            } else {
                sink.append(values.bits[offset]);
            }
        }
    }

    private void readDoubles(Chunk.@Nullable Values[] columns, int from, int to, DoubleSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            Chunk.Values values = columns[index];
            if (values == null || !Validity.isValid(values.validity, offset)) {
                sink.appendNulls(1);
            } else {
                sink.append(Double.longBitsToDouble(values.bits[offset]));
            }
        }
    }

    private void readBooleans(
            Chunk.@Nullable Values[] columns, int from, int to, BooleanSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            Chunk.Values values = columns[index];
            if (values == null || !Validity.isValid(values.validity, offset)) {
                sink.appendNulls(1);
            } else {
                sink.append(values.bits[offset] != 0);
            }
        }
    }

    private void readTexts(Chunk.@Nullable Values[] columns, int from, int to, StringSink sink) {
        for (int i = from; i < to; i++) {
            int row = order[i];
            int index = Chunk.indexOf(row);
            int offset = row - Chunk.firstRow(index);
            Chunk.Values values = columns[index];
            if (values == null || !Validity.isValid(values.validity, offset)) {
                sink.appendNulls(1);
            } else {
                long bits = values.bits[offset];
                byte[] text = Objects.requireNonNull(values.texts)[offset];
                sink.append(text, (int) (bits >>> 32), (int) bits);
            }
        }
    }
}
