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

    /// Rows whose text is looked at in one go, at most, and at the start of a page.
    private static final int STEP_ROWS_MAX = 512;

    private static final int STEP_ROWS_MIN = 8;

    /// Longer steps are not made longer.
    private static final int STEP_TEXT_BYTES = PAGE_TEXT_BYTES / 4;

    private final RowReader reader;
    private final SegmentProfile profile;
    private final long rowCount;
    private final int[] textOrdinals;
    private final StringSink texts = new StringSink();

    /// Per string field and row of a step how long its text and that of those before it is.
    private final long[][] textEnds;

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
        this.textEnds = new long[textOrdinals.length][STEP_ROWS_MAX];
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

    /// Where the page ends that starts with a row: behind the row in which the text of a column
    /// gets too long.
    private long pageEnd(long firstRow, long limitRow, long[] groupBytes) {
        long[] pageBytes = new long[textOrdinals.length];
        long row = firstRow;
        int stepRows = STEP_ROWS_MIN;
        while (row < limitRow && max(pageBytes) < PAGE_TEXT_BYTES) {
            int rows = rowsThatFit(row, (int) Math.min(limitRow - row, stepRows), pageBytes);
            for (int i = 0; i < textOrdinals.length; i++) {
                long bytes = textEnds[i][rows - 1];
                pageBytes[i] += bytes;
                groupBytes[i] += bytes;
                if (bytes > STEP_TEXT_BYTES) {
                    stepRows = STEP_ROWS_MIN;
                }
            }
            stepRows = Math.min(stepRows * 2, STEP_ROWS_MAX);
            row += rows;
        }
        return row;
    }

    /// Looks at the texts of some rows.
    ///
    /// @return how many of them the page has room for, at least 1
    private int rowsThatFit(long firstRow, int rows, long[] pageBytes) {
        int fit = rows;
        for (int i = 0; i < textOrdinals.length; i++) {
            texts.clear();
            reader.read(textOrdinals[i], firstRow, firstRow + rows, texts);
            for (int row = 0; row < rows; row++) {
                textEnds[i][row] = texts.offsets()[row + 1];
                if (pageBytes[i] + textEnds[i][row] >= PAGE_TEXT_BYTES) {
                    fit = Math.min(fit, row + 1);
                    break;
                }
            }
        }
        return fit;
    }

    private static long max(long[] values) {
        return Arrays.stream(values).max().orElse(0);
    }
}
