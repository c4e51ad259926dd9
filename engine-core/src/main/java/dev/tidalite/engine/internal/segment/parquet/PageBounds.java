package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.MalformedException;
import dev.tidalite.engine.schema.ColumnType;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The statistics of all pages of one column in one row group: its column index.
///
/// Immutable; safe for many threads.
final class PageBounds {
    /// An object, and two arrays of some bytes.
    private static final int PAGE_BYTES = 96;

    private final Bounds[] pages;

    private PageBounds(Bounds[] pages) {
        this.pages = pages;
    }

    /// Roughly what it takes in memory.
    long byteSize() {
        return 32 + (long) pages.length * PAGE_BYTES;
    }

    Bounds page(int page) {
        return pages[page];
    }

    /// @param pageCount as the offset index says
    static PageBounds read(MemorySegment file, ColumnType type, ChunkMeta chunk, int pageCount) {
        Bounds[] pages = new Bounds[pageCount];
        Arrays.fill(pages, Bounds.UNKNOWN);
        if (chunk.columnIndex().length() > 0) {
            new IndexReader(pageCount).read(file, chunk.columnIndex(), pages);
        }
        for (Bounds page : pages) {
            page.checked(type);
        }
        return new PageBounds(pages);
    }

    private static final class IndexReader {
        private final boolean[] nullPages;
        private final byte[][] mins;
        private final byte[][] maxs;
        private final long[] nullCounts;

        IndexReader(int pageCount) {
            nullPages = new boolean[pageCount];
            mins = new byte[pageCount][];
            maxs = new byte[pageCount][];
            nullCounts = new long[pageCount];
            Arrays.fill(nullCounts, -1);
        }

        void read(MemorySegment file, ChunkMeta.IndexPlace place, Bounds[] pages) {
            ThriftReader in =
                    new ThriftReader(file, place.offset(), place.offset() + place.length());
            int lists = 0;
            in.begin();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> {
                        int size = checkSize(in.list(ThriftWriter.TRUE, ThriftWriter.FALSE));
                        for (int page = 0; page < size; page++) {
                            nullPages[page] = in.elementBool();
                        }
                        lists++;
                    }
                    case 2 -> {
                        texts(in, mins);
                        lists++;
                    }
                    case 3 -> {
                        texts(in, maxs);
                        lists++;
                    }
                    case 5 -> {
                        int size = checkSize(in.list(ThriftWriter.I64));
                        for (int page = 0; page < size; page++) {
                            nullCounts[page] = in.elementInteger();
                        }
                    }
                    default -> in.skip();
                }
            }
            if (lists != 3) {
                throw new MalformedException("a column index without its lists");
            }
            for (int page = 0; page < pages.length; page++) {
                pages[page] =
                        nullPages[page]
                                ? new Bounds(null, null, nullCounts[page], false)
                                : new Bounds(mins[page], maxs[page], nullCounts[page], false);
            }
        }

        private void texts(ThriftReader in, byte[][] target) {
            int size = checkSize(in.list(ThriftWriter.BINARY));
            for (int page = 0; page < size; page++) {
                target[page] = in.element();
            }
        }

        private int checkSize(int size) {
            if (size != nullPages.length) {
                throw new MalformedException(
                        "a column index of %d pages, of %d".formatted(size, nullPages.length));
            }
            return size;
        }
    }
}
