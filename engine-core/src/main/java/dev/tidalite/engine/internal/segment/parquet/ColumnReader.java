package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.StringVector;

import org.jspecify.annotations.Nullable;

/// Reads ranges of rows of one column. A page that is wanted whole is decoded straight into the
/// target; of other pages the last one is kept decoded, so that ranges that ascend decode each page
/// once. A page of which only a small part was wanted goes to the cache.
///
/// Used by one thread at a time. Does not own the scratch memory.
final class ColumnReader {
    /// A page of which less than this part was read is likely to be read in parts again.
    private static final int CACHED_PART = 2;

    private final ParquetFile file;
    private final int column;
    private final PageCache cache;
    private final FileColumn meta;
    private final Scratch scratch;

    private int dictionaryGroup = -1;
    private Dictionary dictionary = Dictionary.NONE;

    private int group = -1;
    private int page = -1;
    private @Nullable ColumnVector pageVector;
    private @Nullable ColumnSink pageSink;
    private boolean pageIsOurs;
    private long rowsRead;

    ColumnReader(ParquetFile file, int column, PageCache cache, Scratch scratch) {
        this.file = file;
        this.column = column;
        this.cache = cache;
        this.scratch = scratch;
        this.meta = file.columns().get(column);
    }

    /// Appends the values of the rows `[fromRow, toRow)` of the file.
    ///
    /// @param target of the column's type
    void read(long fromRow, long toRow, ColumnSink target) {
        if (target.type() != meta.type()) {
            throw new IllegalArgumentException(
                    "a sink of "
                            + target.type()
                            + " for column "
                            + meta.name()
                            + " of "
                            + meta.type());
        }
        if (fromRow < 0 || toRow > file.rowCount()) {
            throw new IndexOutOfBoundsException(
                    "rows " + fromRow + " to " + toRow + " of " + file.rowCount());
        }
        for (long row = fromRow; row < toRow; ) {
            row = readFromPage(row, toRow, target);
        }
    }

    private long readFromPage(long row, long toRow, ColumnSink target) {
        int wantedGroup =
                group >= 0 && row >= file.groupStart(group) && row < file.groupEnd(group)
                        ? group
                        : file.groupOf(row);
        PageTable table = file.table(wantedGroup, column);
        int wantedPage = table.pageOf(row);
        long pageStart = table.firstRow(wantedPage);
        long pageEnd = table.endRow(wantedPage);
        ColumnVector source = wantedGroup == group && wantedPage == page ? pageVector : null;
        if (source == null && row == pageStart && pageEnd <= toRow) {
            decode(wantedGroup, wantedPage, target);
            return pageEnd;
        }
        if (source == null) {
            source = turnTo(wantedGroup, wantedPage);
        }
        long end = Math.min(pageEnd, toRow);
        RangeCopy.append(source, (int) (row - pageStart), (int) (end - pageStart), target);
        rowsRead += end - row;
        return end;
    }

    private ColumnVector turnTo(int wantedGroup, int wantedPage) {
        leavePage();
        ColumnVector cached = cache.get(ColumnVector.class, file, wantedGroup, column, wantedPage);
        if (cached == null) {
            ColumnSink sink = pageSink;
            if (sink == null) {
                sink = ColumnSink.of(meta.type());
                pageSink = sink;
            }
            sink.clear();
            decode(wantedGroup, wantedPage, sink);
            cached = sink.vector();
            pageIsOurs = true;
        }
        group = wantedGroup;
        page = wantedPage;
        pageVector = cached;
        return cached;
    }

    /// Gives the kept page to the cache if only a part of it was read.
    void leavePage() {
        ColumnVector vector = pageVector;
        if (vector != null && pageIsOurs) {
            int rows = file.table(group, column).rowCount(page);
            if (rowsRead < rows / CACHED_PART
                    && cache.put(vector, byteSize(vector, rows), file, group, column, page)) {
                pageSink = null; // its arrays are the cache's now
                cacheDictionary();
            }
        }
        pageVector = null;
        pageIsOurs = false;
        rowsRead = 0;
    }

    private void cacheDictionary() {
        if (dictionaryGroup == group && dictionary.size() > 0) {
            cache.put(dictionary, dictionary.byteSize(), file, group, column, PageCache.DICTIONARY);
        }
    }

    private static long byteSize(ColumnVector vector, int rows) {
        return vector instanceof StringVector texts
                ? texts.bytes().length + (long) texts.offsets().length * Integer.BYTES
                : 64 + (long) rows * Long.BYTES * 5 / 4;
    }

    private void decode(int wantedGroup, int wantedPage, ColumnSink target) {
        Dictionary entries = dictionary(wantedGroup);
        LoadedPage loaded = file.load(wantedGroup, column, wantedPage, scratch);
        ParquetFile.guarded(
                file.path(),
                file.table(wantedGroup, column).offset(wantedPage),
                () -> {
                    PageDecoder.decode(loaded, meta, entries, target, scratch);
                    return target;
                });
    }

    private Dictionary dictionary(int wantedGroup) {
        if (dictionaryGroup != wantedGroup) {
            Dictionary cached =
                    cache.get(Dictionary.class, file, wantedGroup, column, PageCache.DICTIONARY);
            dictionary = cached != null ? cached : file.dictionary(wantedGroup, column, scratch);
            dictionaryGroup = wantedGroup;
        }
        return dictionary;
    }
}
