package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.internal.segment.encoding.DeltaLength;
import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.encoding.Plain;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;
import dev.tidalite.engine.internal.segment.encoding.TextDictionary;

import java.util.Arrays;

/// Writes the pages of string fields: by dictionary where texts repeat, else lengths and bytes.
final class TextPages {
    private static final int DELTA_SCRATCH = 128;

    /// A dictionary has to be read whole before the first value can be.
    private static final int DICTIONARY_BYTES_MAX = 1 << 20;

    private final ChunkWriter chunk;
    private final TextDictionary dictionary;
    private final PageBytes values = new PageBytes(1 << 12);
    private final PageBytes levels = new PageBytes(1 << 8);
    private final long[] deltas = new long[DELTA_SCRATCH];
    private int[] ids = new int[0];
    private long[] lengths = new long[0];
    private int[] rowScratch = new int[0];

    TextPages(ChunkWriter chunk, WriteProfile profile) {
        this.chunk = chunk;
        this.dictionary = new TextDictionary(profile.dictionaryMax(), DICTIONARY_BYTES_MAX);
    }

    /// @param starts where in `bytes` the text of each row that has one starts; one more than there
    ///     are, as they lie one behind the other
    void write(PageRows rows, int[] starts, byte[] bytes) {
        int count = rows.valueCount();
        if (numberTexts(starts, bytes, count)) {
            writeDictionary();
            for (int page = 0; page < rows.pageCount(); page++) {
                writeIds(rows, page, bounds(rows, page, starts, bytes));
            }
        } else {
            for (int page = 0; page < rows.pageCount(); page++) {
                writeTexts(rows, page, starts, bytes);
            }
        }
    }

    /// @return whether a dictionary is smaller than the texts
    private boolean numberTexts(int[] starts, byte[] bytes, int count) {
        if (ids.length < count) {
            ids = new int[count];
        }
        dictionary.clear();
        for (int i = 0; i < count; i++) {
            int id = dictionary.add(bytes, starts[i], starts[i + 1]);
            if (id < 0) {
                return false;
            }
            ids[i] = id;
        }
        long entryBytes = count == 0 ? 0 : dictionary.end(dictionary.size() - 1);
        long idBytes = (long) count * RunHybrid.width(dictionary.size()) / 8;
        return entryBytes + idBytes + (long) dictionary.size() * Integer.BYTES
                < starts[count] - starts[0] + (long) count;
    }

    private void writeDictionary() {
        values.clear();
        for (int id = 0; id < dictionary.size(); id++) {
            Plain.encode(dictionary.bytes(), dictionary.start(id), dictionary.end(id), values);
        }
        chunk.dictionary(values, dictionary.size());
    }

    private void writeIds(PageRows rows, int page, Bounds bounds) {
        int width = RunHybrid.width(dictionary.size());
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        values.clear();
        values.appendByte(width);
        if (to > from) {
            RunHybrid.encode(ids, from, to, width, values);
        }
        write(rows, page, Encoding.RLE_DICTIONARY, bounds);
    }

    private void writeTexts(PageRows rows, int page, int[] starts, byte[] bytes) {
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        if (lengths.length < to - from) {
            lengths = new long[to - from];
        }
        for (int i = from; i < to; i++) {
            lengths[i - from] = (long) starts[i + 1] - starts[i];
        }
        values.clear();
        DeltaLength.encodeLengths(lengths, to - from, values, deltas);
        values.append(bytes, starts[from], starts[to]);
        write(rows, page, Encoding.DELTA_LENGTH_BYTE_ARRAY, bounds(rows, page, starts, bytes));
    }

    private static Bounds bounds(PageRows rows, int page, int[] starts, byte[] bytes) {
        int from = rows.valueStart(page);
        int to = rows.valueEnd(page);
        if (from == to) {
            return NumberBounds.none(rows.nullCount(page));
        }
        int min = from;
        int max = from;
        for (int i = from + 1; i < to; i++) {
            if (compare(bytes, starts, i, min) < 0) {
                min = i;
            } else if (compare(bytes, starts, i, max) > 0) {
                max = i;
            }
        }
        return TextBounds.of(
                Arrays.copyOfRange(bytes, starts[min], starts[min + 1]),
                Arrays.copyOfRange(bytes, starts[max], starts[max + 1]),
                rows.nullCount(page));
    }

    private static int compare(byte[] bytes, int[] starts, int a, int b) {
        return Arrays.compareUnsigned(
                bytes, starts[a], starts[a + 1], bytes, starts[b], starts[b + 1]);
    }

    private void write(PageRows rows, int page, Encoding encoding, Bounds bounds) {
        if (rowScratch.length < rows.rowCount(page)) {
            rowScratch = new int[rows.rowCount(page)];
        }
        rows.writeLevels(page, levels, rowScratch);
        chunk.page(encoding, levels, values, rows.firstRow(page), rows.rowCount(page), bounds);
    }
}
