package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.ColumnVector;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringVector;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.segment.encoding.DeltaCursor;

import org.jspecify.annotations.Nullable;

/// Reads ranges of rows of one column. A page that is wanted whole is decoded straight into the
/// target; of other pages the last one is kept decoded, so that ranges that ascend decode each page
/// once. A page of which only a small part was wanted goes to the cache, but for pages of narrow
/// differences: of these only what is wanted is decoded.
///
/// Used by one thread at a time. Does not own the scratch memory.
final class ColumnReader {
    /// A page of which less than this part was read is likely to be read in parts again.
    private static final int CACHED_PART = 2;

    /// A reader of more pages is on its way through the file and would only drive others out.
    private static final int CACHED_PAGES_MAX = 16;

    /// Decoding a page takes about as long as this many visits to it.
    private static final int IN_PLACE_READS_MAX = 16;

    /// Of a page of differences a range that is less than this part is read by itself.
    private static final int SKIPPING_PART = 8;

    private final ParquetFile file;
    private final int column;
    private final PageCache cache;
    private final FileColumn meta;
    private final Scratch scratch;
    private final ScanObserver observer;

    private int dictionaryGroup = -1;
    private Dictionary dictionary = Dictionary.NONE;

    private int inPlaceGroup = -1;
    private int inPlacePage = -1;
    private int inPlaceReads;

    private final DeltaCursor differences = new DeltaCursor();

    /// Where the page starts whose rows the cursor has, and which rows these are.
    private long differencesOffset;

    private long differencesStart;

    private long differencesEnd;

    private int group = -1;
    private int page = -1;
    private @Nullable ColumnVector pageVector;
    private @Nullable ColumnSink pageSink;
    private boolean pageIsOurs;
    private long rowsRead;
    private int pagesCached;

    ColumnReader(
            ParquetFile file, int column, PageCache cache, Scratch scratch, ScanObserver observer) {
        this.file = file;
        this.column = column;
        this.cache = cache;
        this.scratch = scratch;
        this.observer = observer;
        this.meta = file.columns().get(column);
    }

    /// Appends the values of the rows `[fromRow, toRow)` of the file.
    ///
    /// @param target of the column's type
    void read(long fromRow, long toRow, ColumnSink target) {
        check(fromRow, toRow, target);
        for (long row = fromRow; row < toRow; ) {
            row = readFromPage(row, toRow, target);
        }
    }

    /// Appends the values of several ranges.
    ///
    /// @param rows per range its first row
    /// @param lengths per range how many rows it has
    /// @param count how many ranges there are
    void readRanges(long[] rows, int[] lengths, int count, ColumnSink target) {
        for (int range = 0; range < count; range++) {
            long from = rows[range];
            long to = from + lengths[range];
            if (from >= differencesStart && to <= differencesEnd && target instanceof LongSink) {
                readDifferences(from, to, target);
            } else {
                read(from, to, target);
            }
        }
    }

    private void check(long fromRow, long toRow, ColumnSink target) {
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
        long end = Math.min(pageEnd, toRow);
        boolean isWhole = row == pageStart && end == pageEnd;
        if (source == null && !isWhole && row >= differencesStart && row < differencesEnd) {
            readDifferences(row, end, target);
            return end;
        }
        if (source == null && !observer.equals(ScanObserver.NONE)) {
            long length = file.pageBytes(wantedGroup, column, wantedPage);
            observer.onPage(file.path(), table.offset(wantedPage), length);
        }
        if (source == null && isWhole) {
            decode(wantedGroup, wantedPage, target);
            return pageEnd;
        }
        int from = (int) (row - pageStart);
        int to = (int) (end - pageStart);
        if (source == null) {
            source = cached(wantedGroup, wantedPage);
        }
        if (source == null) {
            Dictionary entries = dictionary(wantedGroup);
            LoadedPage loaded = file.load(wantedGroup, column, wantedPage, scratch);
            if (mayReadInPlace(wantedGroup, wantedPage, to - from, loaded)) {
                readInPlace(loaded, from, to, target);
                return end;
            }
            if (to - from < loaded.rowCount() / SKIPPING_PART
                    && PageDecoder.canSkipRows(loaded, meta)) {
                turnToDifferences(wantedGroup, wantedPage, loaded);
                readDifferences(row, end, target);
                return end;
            }
            source = keep(wantedGroup, wantedPage, loaded, entries);
        }
        RangeCopy.append(source, from, to, target);
        rowsRead += end - row;
        return end;
    }

    /// Turns to a page that is in the cache.
    private @Nullable ColumnVector cached(int wantedGroup, int wantedPage) {
        ColumnVector cached = cache.get(ColumnVector.class, file, wantedGroup, column, wantedPage);
        if (cached != null) {
            turnTo(wantedGroup, wantedPage, cached);
        }
        return cached;
    }

    /// Turns to a page and decodes it.
    private ColumnVector keep(
            int wantedGroup, int wantedPage, LoadedPage loaded, Dictionary entries) {
        leavePage();
        ColumnSink sink = pageSink;
        if (sink == null) {
            sink = ColumnSink.of(meta.type());
            pageSink = sink;
        }
        sink.clear();
        decode(wantedGroup, wantedPage, loaded, entries, sink);
        ColumnVector decoded = sink.vector();
        turnTo(wantedGroup, wantedPage, decoded);
        pageIsOurs = true;
        return decoded;
    }

    private void turnTo(int wantedGroup, int wantedPage, ColumnVector vector) {
        leavePage();
        group = wantedGroup;
        page = wantedPage;
        pageVector = vector;
    }

    /// Whether to read a few rows where they lie in the file: of a page of plain, uncompressed
    /// numbers. Whoever comes back for more of the same page gets it decoded.
    private boolean mayReadInPlace(int wantedGroup, int wantedPage, int rows, LoadedPage loaded) {
        boolean samePage = wantedGroup == inPlaceGroup && wantedPage == inPlacePage;
        inPlaceReads = samePage ? inPlaceReads + 1 : 1;
        inPlaceGroup = wantedGroup;
        inPlacePage = wantedPage;
        return inPlaceReads <= IN_PLACE_READS_MAX
                && rows < loaded.rowCount() / CACHED_PART
                && PageDecoder.canReadInPlace(loaded, meta);
    }

    private void readInPlace(LoadedPage loaded, int from, int to, ColumnSink target) {
        ParquetFile.guarded(
                file.path(),
                file.table(inPlaceGroup, column).offset(inPlacePage),
                () -> {
                    PageDecoder.readInPlace(loaded, from, to, target);
                    return target;
                });
    }

    private void turnToDifferences(int wantedGroup, int wantedPage, LoadedPage loaded) {
        PageTable table = file.table(wantedGroup, column);
        differencesOffset = table.offset(wantedPage);
        differencesStart = 0;
        differencesEnd = 0;
        ParquetFile.guarded(
                file.path(),
                differencesOffset,
                () -> {
                    differences.start(
                            loaded.bytes(), loaded.from(), loaded.end(), loaded.rowCount());
                    return differences;
                });
        differencesStart = table.firstRow(wantedPage);
        differencesEnd = table.endRow(wantedPage);
    }

    private void readDifferences(long fromRow, long toRow, ColumnSink target) {
        LongSink sink = (LongSink) target;
        int from = (int) (fromRow - differencesStart);
        int count = (int) (toRow - fromRow);
        sink.reserve(count);
        ParquetFile.guarded(
                file.path(),
                differencesOffset,
                () -> {
                    differences.read(from, from + count, sink.values(), sink.size());
                    return differences;
                });
        if (sink.hasValidity()) {
            Validity.setRange(sink.validity(), sink.size(), sink.size() + count);
        }
        sink.advance(count);
    }

    /// Gives the kept page to the cache if only a part of it was read.
    void leavePage() {
        ColumnVector vector = pageVector;
        if (vector != null && pageIsOurs) {
            int rows = file.table(group, column).rowCount(page);
            if (rowsRead < rows / CACHED_PART
                    && pagesCached < CACHED_PAGES_MAX
                    && cache.put(vector, byteSize(vector, rows), file, group, column, page)) {
                pagesCached++;
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
        Dictionary entries = dictionary(wantedGroup); // uses the same scratch memory
        LoadedPage loaded = file.load(wantedGroup, column, wantedPage, scratch);
        decode(wantedGroup, wantedPage, loaded, entries, target);
    }

    private void decode(
            int wantedGroup,
            int wantedPage,
            LoadedPage loaded,
            Dictionary entries,
            ColumnSink target) {
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
