package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.encoding.Levels;
import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;

import org.jspecify.annotations.Nullable;

/// The rows of one column of a row group, cut into pages, and which of them have a value. Values
/// are dense: those of rows that have one, one after the other.
final class PageRows {
    private final PageCuts cuts;
    private final boolean optional;
    private final long @Nullable [] validity;
    private final int[] valueEnds;

    /// @param validity null if every row has a value
    PageRows(PageCuts cuts, boolean optional, long @Nullable [] validity) {
        this.cuts = cuts;
        this.optional = optional;
        this.validity = validity;
        this.valueEnds = new int[cuts.pageCount()];
        int values = 0;
        for (int page = 0; page < valueEnds.length; page++) {
            if (validity == null) {
                values = cuts.end(page);
            } else {
                for (int row = cuts.start(page); row < cuts.end(page); row++) {
                    values += Validity.isValid(validity, row) ? 1 : 0;
                }
            }
            valueEnds[page] = values;
        }
    }

    int pageCount() {
        return valueEnds.length;
    }

    int firstRow(int page) {
        return cuts.start(page);
    }

    int rowCount(int page) {
        return cuts.end(page) - cuts.start(page);
    }

    int valueStart(int page) {
        return page == 0 ? 0 : valueEnds[page - 1];
    }

    int valueEnd(int page) {
        return valueEnds[page];
    }

    int valueCount() {
        return valueEnds[valueEnds.length - 1];
    }

    int nullCount(int page) {
        return rowCount(page) - (valueEnd(page) - valueStart(page));
    }

    /// Writes the definition levels of a page; nothing for a column that needs a value in each row.
    ///
    /// @param scratch as many entries as the page has rows
    void writeLevels(int page, PageBytes target, int[] scratch) {
        target.clear();
        if (optional) {
            if (validity == null || nullCount(page) == 0) {
                RunHybrid.encodeRun(1, rowCount(page), 1, target);
            } else {
                Levels.encode(validity, cuts.start(page), cuts.end(page), target, scratch);
            }
        }
    }
}
