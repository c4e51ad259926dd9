package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.segment.parquet.Bounds;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.schema.ColumnType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Tells from statistics alone which row groups and pages can hold rows that satisfy a condition.
/// Where nothing is said of a page, it can.
final class PageFilter {
    private static final int TIME = 0;

    private final ParquetFile file;
    private final long timeUnitNs;

    PageFilter(ParquetFile file) {
        this.file = file;
        this.timeUnitNs = file.columns().get(TIME).nanosPerUnit();
    }

    /// A condition on what the statistics say.
    private interface Test {
        boolean mayHold(Bounds bounds, long rowCount);
    }

    /// The pages with a time in a range.
    RowRanges within(TimeRange range) {
        return pages(TIME, 0, file.rowCount(), (bounds, rows) -> timesOverlap(bounds, range));
    }

    private boolean timesOverlap(Bounds bounds, TimeRange range) {
        byte[] min = bounds.min();
        byte[] max = bounds.max();
        if (min == null || max == null) {
            return true;
        }
        return range.overlaps(
                new TimeRange(Bounds.number(min) * timeUnitNs, Bounds.number(max) * timeUnitNs));
    }

    /// The first row of the first page that has a time not before the given one, within a range.
    long rowsBefore(long rowStart, long rowEnd, long timeNs) {
        long row = rowStart;
        while (row < rowEnd) {
            int group = file.groupOf(row);
            int page = file.pageOf(group, TIME, row);
            byte[] max = file.pageBounds(group, TIME, page).max();
            if (max == null || Bounds.number(max) * timeUnitNs >= timeNs) {
                break;
            }
            row = file.pageEnd(group, TIME, page);
        }
        return Math.min(row, rowEnd);
    }

    /// The row behind the last page that has a time before the given one, within a range.
    long rowsFrom(long rowStart, long rowEnd, long timeNs) {
        long row = rowEnd;
        while (row > rowStart) {
            int group = file.groupOf(row - 1);
            int page = file.pageOf(group, TIME, row - 1);
            byte[] min = file.pageBounds(group, TIME, page).min();
            if (min == null || Bounds.number(min) * timeUnitNs < timeNs) {
                break;
            }
            row = file.pageStart(group, TIME, page);
        }
        return Math.max(row, rowStart);
    }

    /// The pages of a column that can hold a row of `[fromRow, toRow)` that satisfies a condition.
    RowRanges matching(int column, ColumnPredicate predicate, long fromRow, long toRow) {
        ColumnType type = file.columns().get(column).type();
        return pages(column, fromRow, toRow, (b, rows) -> mayHold(predicate, type, b, rows));
    }

    private RowRanges pages(int column, long fromRow, long toRow, Test test) {
        RowRanges.Builder ranges = new RowRanges.Builder();
        if (fromRow < toRow) {
            for (int group = file.groupOf(fromRow);
                    group < file.groupCount() && file.groupStart(group) < toRow;
                    group++) {
                long groupRows = file.groupEnd(group) - file.groupStart(group);
                if (test.mayHold(file.groupBounds(group, column), groupRows)) {
                    pagesOfGroup(group, column, fromRow, toRow, test, ranges);
                }
            }
        }
        return ranges.build();
    }

    private void pagesOfGroup(
            int group, int column, long fromRow, long toRow, Test test, RowRanges.Builder ranges) {
        int pages = file.pageCount(group, column);
        int first = fromRow <= file.groupStart(group) ? 0 : file.pageOf(group, column, fromRow);
        for (int page = first; page < pages; page++) {
            long start = file.pageStart(group, column, page);
            long end = file.pageEnd(group, column, page);
            if (start >= toRow) {
                break;
            }
            if (test.mayHold(file.pageBounds(group, column, page), end - start)) {
                ranges.add(Math.max(start, fromRow), Math.min(end, toRow));
            }
        }
    }

    static boolean mayHold(
            ColumnPredicate predicate, ColumnType type, Bounds bounds, long rowCount) {
        if (predicate instanceof ColumnPredicate.IsNull) {
            return bounds.nullCount() != 0;
        }
        if (bounds.nullCount() == rowCount) {
            return false; // no other condition holds where there is no value
        }
        byte[] min = bounds.min();
        byte[] max = bounds.max();
        if (min == null || max == null) {
            return true;
        }
        return switch (predicate) {
            case ColumnPredicate.IsNull isNull -> true;
            case ColumnPredicate.IsNotNull isNotNull -> true;
            case ColumnPredicate.TextIn(String column, List<String> values) ->
                    type != ColumnType.STRING
                            || values.stream().anyMatch(text -> isBetween(text, min, max));
            case ColumnPredicate.TextMatches(String column, Predicate<String> test) ->
                    type != ColumnType.STRING
                            || !bounds.exact()
                            || !Arrays.equals(min, max)
                            || test.test(new String(min, StandardCharsets.UTF_8));
            case ColumnPredicate.DoubleRange(String column, double low, double high) ->
                    doublesOverlap(type, min, max, low, high);
            case ColumnPredicate.LongRange(String column, long low, long high) ->
                    longsOverlap(type, min, max, low, high);
        };
    }

    private static boolean isBetween(String text, byte[] min, byte[] max) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.compareUnsigned(utf8, min) >= 0 && Arrays.compareUnsigned(utf8, max) <= 0;
    }

    private static boolean doublesOverlap(
            ColumnType type, byte[] min, byte[] max, double low, double high) {
        return switch (type) {
            case FLOAT64 ->
                    Double.longBitsToDouble(Bounds.number(min)) <= high
                            && Double.longBitsToDouble(Bounds.number(max)) >= low;
            case INT64 -> (double) Bounds.number(min) <= high && (double) Bounds.number(max) >= low;
            case TIMESTAMP, UINT64, STRING, BOOLEAN -> true;
        };
    }

    private static boolean longsOverlap(
            ColumnType type, byte[] min, byte[] max, long low, long high) {
        return switch (type) {
            case INT64 -> Bounds.number(min) <= high && Bounds.number(max) >= low;
            case FLOAT64 -> doublesOverlap(type, min, max, (double) low, (double) high);
            case UINT64 ->
                    // Beyond the signed numbers a signed range says nothing certain.
                    Bounds.number(max) < 0
                            || (Bounds.number(min) <= high && Bounds.number(max) >= low);
            case TIMESTAMP, STRING, BOOLEAN -> true;
        };
    }
}
