package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.parquet.PageCuts;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Decides where row groups and pages end: after a fixed number of rows, and earlier where a string
/// field is so long that a page or a column of a row group would not fit into memory well.
final class GroupPlan {
    /// A page ends when the text of one column is this long.
    private static final int PAGE_TEXT_BYTES = 4 << 20;

    /// A row group ends with the page in which the text of one column gets this long.
    private static final int GROUP_TEXT_BYTES = 64 << 20;

    /// Rows whose text is looked at in one go; a page may be longer by as many.
    private static final int STEP_ROWS = 500;

    private final RowReader reader;
    private final SegmentProfile profile;
    private final long rowCount;
    private final int[] textOrdinals;
    private final StringSink texts = new StringSink();

    GroupPlan(SortedRows rows, RowReader reader, SegmentProfile profile) {
        this.reader = reader;
        this.profile = profile;
        this.rowCount = rows.rowCount();
        TableSchema schema = rows.schema();
        this.textOrdinals =
                IntStream.range(0, schema.columnCount())
                        .filter(o -> schema.column(o).role() == ColumnRole.FIELD)
                        .filter(o -> schema.column(o).type() == ColumnType.STRING)
                        .toArray();
    }

    /// The pages of the row group that starts with a row.
    PageCuts next(long firstRow) {
        long endRow = Math.min(rowCount, firstRow + profile.groupRows());
        if (textOrdinals.length == 0) {
            return PageCuts.every(profile.pageRows(), firstRow, endRow);
        }
        long[] ends = new long[16];
        int pages = 0;
        long[] groupBytes = new long[textOrdinals.length];
        long row = firstRow;
        while (row < endRow && max(groupBytes) < GROUP_TEXT_BYTES) {
            row = pageEnd(row, Math.min(endRow, row + profile.pageRows()), groupBytes);
            if (pages == ends.length) {
                ends = Arrays.copyOf(ends, pages * 2);
            }
            ends[pages++] = row;
        }
        return new PageCuts(firstRow, Arrays.copyOf(ends, pages));
    }

    private long pageEnd(long firstRow, long limitRow, long[] groupBytes) {
        long[] pageBytes = new long[textOrdinals.length];
        long row = firstRow;
        while (row < limitRow && max(pageBytes) < PAGE_TEXT_BYTES) {
            long stepEnd = Math.min(limitRow, row + STEP_ROWS);
            for (int i = 0; i < textOrdinals.length; i++) {
                texts.clear();
                reader.read(textOrdinals[i], row, stepEnd, texts);
                int bytes = texts.offsets()[texts.size()];
                pageBytes[i] += bytes;
                groupBytes[i] += bytes;
            }
            row = stepEnd;
        }
        return row;
    }

    private static long max(long[] values) {
        return Arrays.stream(values).max().orElse(0);
    }
}
