package dev.tidalite.engine.internal.segment.parquet;

import java.util.Arrays;

/// How the rows of a row group are cut into pages.
///
/// @param firstRow of the row group
/// @param ends per page the row behind its last one, counted like `firstRow`; ascending, not empty
public record PageCuts(long firstRow, long[] ends) {
    /// Pages of equal size but for the last one.
    public static PageCuts every(int pageRows, long firstRow, long endRow) {
        int pages = Math.toIntExact((endRow - firstRow + pageRows - 1) / pageRows);
        long[] ends = new long[pages];
        Arrays.setAll(ends, page -> Math.min(endRow, firstRow + (page + 1L) * pageRows));
        return new PageCuts(firstRow, ends);
    }

    int pageCount() {
        return ends.length;
    }

    /// Counted from the row group's first row.
    int start(int page) {
        return page == 0 ? 0 : end(page - 1);
    }

    int end(int page) {
        return (int) (ends[page] - firstRow);
    }

    public long endRow() {
        return ends[ends.length - 1];
    }

    int rowCount() {
        return (int) (endRow() - firstRow);
    }
}
