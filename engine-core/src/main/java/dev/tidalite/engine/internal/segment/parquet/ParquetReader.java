package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;

import org.jspecify.annotations.Nullable;

/// Reads ranges of rows of the columns of a file; fastest when the ranges of a column ascend.
///
/// Used by one thread at a time; closed by whoever made it.
public final class ParquetReader implements AutoCloseable {
    private final ParquetFile file;
    private final PageCache cache;
    private final ScanObserver observer;
    private final @Nullable ColumnReader[] columns;
    private final Scratch scratch = Scratch.borrow();
    private boolean closed;

    public ParquetReader(ParquetFile file, PageCache cache) {
        this(file, cache, ScanObserver.NONE);
    }

    /// @param observer is told which pages are read
    public ParquetReader(ParquetFile file, PageCache cache, ScanObserver observer) {
        this.file = file;
        this.cache = cache;
        this.observer = observer;
        this.columns = new ColumnReader[file.columns().size()];
    }

    /// Appends the values of the rows `[fromRow, toRow)` of a column.
    ///
    /// @param column its place in the file
    /// @param target of the column's type
    public void read(int column, long fromRow, long toRow, ColumnSink target) {
        column(column).read(fromRow, toRow, target);
    }

    /// Appends the values of several ranges of rows, as [#read] does those of one.
    ///
    /// @param rows per range its first row
    /// @param lengths per range how many rows it has
    /// @param count how many ranges there are
    public void readRanges(int column, long[] rows, int[] lengths, int count, ColumnSink target) {
        column(column).readRanges(rows, lengths, count, target);
    }

    private ColumnReader column(int column) {
        if (closed) {
            throw new EngineException.Closed("the reader of " + file.path() + " is closed");
        }
        ColumnReader reader = columns[column];
        if (reader == null) {
            reader = new ColumnReader(file, column, cache, scratch, observer);
            columns[column] = reader;
        }
        return reader;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            for (ColumnReader reader : columns) {
                if (reader != null) {
                    reader.leavePage();
                }
            }
            scratch.close();
        }
    }
}
