package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.BooleanSink;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.parquet.ChunkWriter.WrittenChunk;
import dev.tidalite.engine.schema.ColumnType;

import java.util.EnumMap;
import java.util.Map;

/// Writes one column of one row group: reads all its values, moves those of rows that have one to
/// the front, and lets the writer of its type choose the encoding and cut the pages.
///
/// Used by one thread; its memory is reused from column to column.
final class ColumnEncoder implements AutoCloseable {
    private final ChunkWriter chunk;
    private final NumberPages numbers;
    private final TextPages texts;
    private final RunPages runs;
    private final Map<ColumnType, ColumnSink> sinks = new EnumMap<>(ColumnType.class);

    /// Reads the values of the column.
    interface Values {
        void read(long fromRow, long toRow, ColumnSink target);
    }

    ColumnEncoder(FileOutput out, WriteProfile profile) {
        this.chunk = new ChunkWriter(out, profile.zstdLevel());
        this.numbers = new NumberPages(chunk, profile);
        this.texts = new TextPages(chunk, profile);
        this.runs = new RunPages(chunk);
    }

    WrittenChunk runs(FileColumn column, PageCuts pages, TextRuns values) {
        chunk.begin();
        runs.write(pages, values);
        return chunk.end(column.type());
    }

    WrittenChunk values(FileColumn column, PageCuts pages, Values source) {
        ColumnSink sink = sinks.computeIfAbsent(column.type(), ColumnSink::of);
        int rowCount = pages.rowCount();
        sink.clear();
        sink.reserve(rowCount);
        source.read(pages.firstRow(), pages.endRow(), sink);
        if (sink.size() != rowCount) {
            throw new IllegalStateException(
                    sink.size() + " values of " + column.name() + " for " + rowCount + " rows");
        }
        long[] validity = sink.vector().validity();
        if (validity != null && Validity.countValid(validity, rowCount) == rowCount) {
            validity = null;
        }
        if (validity != null && !column.optional()) {
            throw new IllegalArgumentException("a row without " + column.name());
        }
        PageRows rows = new PageRows(pages, column.optional(), validity);
        chunk.begin();
        switch (sink) {
            case LongSink longs -> {
                if (validity != null) {
                    Dense.move(longs.values(), validity, rowCount);
                }
                writeLongs(column, rows, longs.values());
            }
            case DoubleSink doubles -> {
                if (validity != null) {
                    Dense.move(doubles.values(), validity, rowCount);
                }
                numbers.writeDoubles(rows, doubles.values());
            }
            case BooleanSink booleans -> {
                if (validity != null) {
                    Dense.move(booleans.values(), validity, rowCount);
                }
                numbers.writeBooleans(rows, booleans.values());
            }
            case StringSink strings -> {
                if (validity != null) {
                    Dense.moveEnds(strings.offsets(), validity, rowCount);
                }
                texts.write(rows, strings.offsets(), strings.bytes());
            }
        }
        return chunk.end(column.type());
    }

    private void writeLongs(FileColumn column, PageRows rows, long[] dense) {
        if (column.type() != ColumnType.TIMESTAMP) {
            numbers.writeLongs(rows, dense, column.type());
            return;
        }
        if (column.nanosPerUnit() > 1) {
            for (int i = 0; i < rows.valueCount(); i++) {
                if (dense[i] % column.nanosPerUnit() != 0) {
                    throw new IllegalArgumentException(
                            "time " + dense[i] + " has a part of " + column.nanosPerUnit() + " ns");
                }
                dense[i] /= column.nanosPerUnit();
            }
        }
        numbers.writeTimes(rows, dense);
    }

    @Override
    public void close() {
        chunk.close();
    }
}
