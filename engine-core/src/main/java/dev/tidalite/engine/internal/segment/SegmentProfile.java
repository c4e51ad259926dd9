package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.internal.segment.parquet.WriteProfile;

/// How a segment is laid out.
///
/// @param pageRows rows a page has at most, the same in every column
/// @param groupRows rows a row group has at most
/// @param wholeMicros whether times are written in microseconds where that loses nothing, for
///     programs that read no nanoseconds; a segment with a finer time is written in nanoseconds
/// @param encoding of the columns
public record SegmentProfile(
        int pageRows, int groupRows, boolean wholeMicros, WriteProfile encoding) {
    private static final int PAGE_ROWS = 20_000;
    private static final int GROUP_ROWS = 1_000_000;
    private static final int DICTIONARY_MAX = 1 << 14;

    /// Readable by every program that was tried.
    public static final SegmentProfile DEFAULT =
            new SegmentProfile(
                    PAGE_ROWS, GROUP_ROWS, false, new WriteProfile(false, 1, DICTIONARY_MAX));

    /// Smaller, for old data; Spark's vectorised reader does not read its doubles.
    public static final SegmentProfile COMPACT =
            new SegmentProfile(
                    PAGE_ROWS, GROUP_ROWS, false, new WriteProfile(true, 3, DICTIONARY_MAX));

    public SegmentProfile {
        if (pageRows < 1 || groupRows < pageRows) {
            throw new IllegalArgumentException(
                    "pages of " + pageRows + " rows in row groups of " + groupRows);
        }
    }

    /// The same with times in microseconds where that loses nothing.
    public SegmentProfile withWholeMicros() {
        return new SegmentProfile(pageRows, groupRows, true, encoding);
    }
}
