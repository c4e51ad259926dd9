package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.ByteStreamSplit;
import dev.tidalite.engine.internal.segment.encoding.DeltaPacked;
import dev.tidalite.engine.internal.segment.encoding.NumberDictionary;
import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.encoding.Plain;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;
import dev.tidalite.engine.schema.ColumnType;

/// Writes the pages of numbers and truth values. A dictionary on the bits is tried first: for what
/// is measured in real life (whole numbers, few decimals) it is small and the fastest to read.
final class NumberPages {
    private static final int DELTA_SCRATCH = 128;

    private final ChunkWriter chunk;
    private final WriteProfile profile;
    private final NumberDictionary dictionary;
    private final PageBytes values = new PageBytes(1 << 12);
    private final PageBytes levels = new PageBytes(1 << 8);
    private final long[] deltas = new long[DELTA_SCRATCH];
    private int[] ids = new int[0];
    private int[] rowScratch = new int[0];

    NumberPages(ChunkWriter chunk, WriteProfile profile) {
        this.chunk = chunk;
        this.profile = profile;
        this.dictionary = new NumberDictionary(profile.dictionaryMax());
    }

    /// @param dense the values of the rows that have one
    void writeTimes(PageRows rows, long[] dense) {
        for (int page = 0; page < rows.pageCount(); page++) {
            writeDeltas(rows, page, dense, ColumnType.TIMESTAMP);
        }
    }

    void writeLongs(PageRows rows, long[] dense, ColumnType type) {
        int count = rows.valueCount();
        reserveIds(count);
        dictionary.clear();
        boolean few = count > 0 && dictionary.add(dense, 0, count, ids, 0);
        if (few && dictionaryBytes(count) < deltaBytes(rows, dense)) {
            writeDictionary();
            for (int page = 0; page < rows.pageCount(); page++) {
                writeIds(rows, page, longBounds(rows, page, dense, type));
            }
        } else {
            for (int page = 0; page < rows.pageCount(); page++) {
                writeDeltas(rows, page, dense, type);
            }
        }
    }

    void writeDoubles(PageRows rows, double[] dense) {
        int count = rows.valueCount();
        reserveIds(count);
        dictionary.clear();
        boolean few =
                dictionary.add(dense, 0, count, ids, 0)
                        && dictionaryBytes(count) < (long) count * Double.BYTES;
        if (profile.splitDoubles() && !(few && dictionaryIsSmaller(rows, dense))) {
            for (int page = 0; page < rows.pageCount(); page++) {
                values.clear();
                ByteStreamSplit.encode(dense, rows.valueStart(page), rows.valueEnd(page), values);
                write(rows, page, Encoding.BYTE_STREAM_SPLIT, doubleBounds(rows, page, dense));
            }
        } else if (few) {
            writeDictionary();
            for (int page = 0; page < rows.pageCount(); page++) {
                writeIds(rows, page, doubleBounds(rows, page, dense));
            }
        } else {
            for (int page = 0; page < rows.pageCount(); page++) {
                values.clear();
                Plain.encode(dense, rows.valueStart(page), rows.valueEnd(page), values);
                write(rows, page, Encoding.PLAIN, doubleBounds(rows, page, dense));
            }
        }
    }

    void writeBooleans(PageRows rows, boolean[] dense) {
        for (int page = 0; page < rows.pageCount(); page++) {
            int from = rows.valueStart(page);
            int to = rows.valueEnd(page);
            reserveIds(to - from);
            for (int i = from; i < to; i++) {
                ids[i - from] = dense[i] ? 1 : 0;
            }
            values.clear();
            values.appendInt(0); // the length, known below
            if (to > from) {
                RunHybrid.encode(ids, 0, to - from, 1, values);
            }
            values.putInt(0, values.size() - Integer.BYTES);
            write(
                    rows,
                    page,
                    Encoding.RLE,
                    NumberBounds.booleans(dense, from, to, rows.nullCount(page)));
        }
    }

    private void writeDeltas(PageRows rows, int page, long[] dense, ColumnType type) {
        values.clear();
        DeltaPacked.encode(dense, rows.valueStart(page), rows.valueEnd(page), values, deltas);
        write(rows, page, Encoding.DELTA_BINARY_PACKED, longBounds(rows, page, dense, type));
    }

    private static Bounds longBounds(PageRows rows, int page, long[] dense, ColumnType type) {
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        return type == ColumnType.UINT64
                ? NumberBounds.unsigned(dense, from, to, rows.nullCount(page))
                : NumberBounds.signed(dense, from, to, rows.nullCount(page));
    }

    private static Bounds doubleBounds(PageRows rows, int page, double[] dense) {
        return NumberBounds.doubles(
                dense, rows.valueStart(page), rows.valueEnd(page), rows.nullCount(page));
    }

    private void writeDictionary() {
        values.clear();
        Plain.encode(dictionary.entries(), 0, dictionary.size(), values);
        chunk.dictionary(values, dictionary.size());
    }

    private void writeIds(PageRows rows, int page, Bounds bounds) {
        encodeIds(rows, page);
        write(rows, page, Encoding.RLE_DICTIONARY, bounds);
    }

    private void encodeIds(PageRows rows, int page) {
        int width = RunHybrid.width(dictionary.size());
        values.clear();
        values.appendByte(width);
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        if (to > from) {
            RunHybrid.encode(ids, from, to, width, values);
        }
    }

    private void write(PageRows rows, int page, Encoding encoding, Bounds bounds) {
        if (rowScratch.length < rows.rowCount(page)) {
            rowScratch = new int[rows.rowCount(page)];
        }
        rows.writeLevels(page, levels, rowScratch);
        chunk.page(encoding, levels, values, rows.firstRow(page), rows.rowCount(page), bounds);
    }

    /// Uncompressed, the dictionary included.
    private long dictionaryBytes(int count) {
        long idBits = (long) count * RunHybrid.width(dictionary.size());
        return (long) dictionary.size() * Long.BYTES + idBits / 8;
    }

    /// Uncompressed, by the size of one page in the middle.
    private long deltaBytes(PageRows rows, long[] dense) {
        int page = rows.pageCount() / 2;
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        if (from == to) {
            return Long.MAX_VALUE;
        }
        values.clear();
        DeltaPacked.encode(dense, from, to, values, deltas);
        return (long) values.size() * rows.valueCount() / (to - from);
    }

    /// Whether ids are smaller than split doubles once compressed, by one page in the middle.
    private boolean dictionaryIsSmaller(PageRows rows, double[] dense) {
        int page = rows.pageCount() / 2;
        encodeIds(rows, page);
        long idBytes = chunk.sizeOf(values);
        values.clear();
        ByteStreamSplit.encode(dense, rows.valueStart(page), rows.valueEnd(page), values);
        long splitBytes = chunk.sizeOf(values);
        long pages = rows.pageCount();
        return idBytes * pages + (long) dictionary.size() * Long.BYTES < splitBytes * pages;
    }

    private void reserveIds(int count) {
        if (ids.length < count) {
            ids = new int[count];
        }
    }
}
