package dev.tidalite.engine.internal.compaction;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableSchema;

/// Rows that are read no faster than a [Pace] allows.
final class PacedRows implements SortedRows {
    private final SortedRows rows;
    private final Pace pace;

    PacedRows(SortedRows rows, Pace pace) {
        this.rows = rows;
        this.pace = pace;
    }

    @Override
    public TableSchema schema() {
        return rows.schema();
    }

    @Override
    public long rowCount() {
        return rows.rowCount();
    }

    @Override
    public TimeRange timeRange() {
        return rows.timeRange();
    }

    @Override
    public long sequence() {
        return rows.sequence();
    }

    @Override
    public boolean mayHoldDuplicates() {
        return rows.mayHoldDuplicates();
    }

    @Override
    public SeriesDirectory series() {
        pace.await(0);
        return rows.series();
    }

    @Override
    public RowReader reader() {
        RowReader reader = rows.reader();
        return new RowReader() {
            @Override
            public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
                pace.await(toRow - fromRow);
                reader.read(ordinal, fromRow, toRow, target);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
