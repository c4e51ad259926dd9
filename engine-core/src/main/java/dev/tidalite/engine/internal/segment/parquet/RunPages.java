package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.internal.merge.TextOrder;
import dev.tidalite.engine.internal.segment.encoding.PageBytes;
import dev.tidalite.engine.internal.segment.encoding.Plain;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;

import java.util.Arrays;

/// Writes the pages of tags, which come as runs: a dictionary of the values that occur in the row
/// group, sorted, and ids.
final class RunPages {
    /// Shorter runs are smaller packed.
    private static final int RUN_MIN = 8;

    private final ChunkWriter chunk;
    private final PageBytes values = new PageBytes(1 << 12);
    private final PageBytes levels = new PageBytes(1 << 8);
    private int[] runIds = new int[64];
    private int[] runLengths = new int[64];
    private int runCount;
    private int[] rowIds = new int[0];

    RunPages(ChunkWriter chunk) {
        this.chunk = chunk;
    }

    void write(PageCuts pages, TextRuns column) {
        int firstRun = column.runOf(pages.firstRow());
        int lastRun = column.runOf(pages.endRow() - 1);
        int[] usedIds = usedIds(column, firstRun, lastRun);
        byte[][] entries = entries(column.dictionary(), usedIds);
        int[] localIds = localIds(column, usedIds, firstRun, lastRun);
        if (entries.length > 0) {
            values.clear();
            for (byte[] entry : entries) {
                Plain.encode(entry, 0, entry.length, values);
            }
            chunk.dictionary(values, entries.length);
        }
        int run = firstRun;
        for (int page = 0; page < pages.pageCount(); page++) {
            long start = pages.firstRow() + pages.start(page);
            long end = pages.ends()[page];
            runCount = 0;
            for (long row = start; row < end; ) {
                long runEnd = Math.min(end, column.ends()[run]);
                addRun(localIds[run - firstRun], (int) (runEnd - row));
                row = runEnd;
                if (row == column.ends()[run]) {
                    run++;
                }
            }
            writePage(pages, page, entries);
        }
    }

    /// The ids that the runs have, in the order of their texts.
    private static int[] usedIds(TextRuns column, int firstRun, int lastRun) {
        StringDictionary dictionary = column.dictionary();
        boolean[] isUsed = new boolean[dictionary.size()];
        int count = 0;
        for (int run = firstRun; run <= lastRun; run++) {
            int id = column.ids()[run];
            if (id != TextRuns.NULL && !isUsed[id]) {
                isUsed[id] = true;
                count++;
            }
        }
        int[] ids = new int[count];
        byte[][] texts = new byte[count][];
        for (int id = 0, at = 0; at < count; id++) {
            if (isUsed[id]) {
                texts[at] = dictionary.bytes(id);
                ids[at++] = id;
            }
        }
        int[] order = TextOrder.of(texts, count);
        int[] sorted = new int[count];
        for (int at = 0; at < count; at++) {
            sorted[at] = ids[order[at]];
        }
        return sorted;
    }

    private static byte[][] entries(StringDictionary dictionary, int[] usedIds) {
        byte[][] entries = new byte[usedIds.length][];
        for (int at = 0; at < entries.length; at++) {
            entries[at] = dictionary.bytes(usedIds[at]);
        }
        return entries;
    }

    /// Per run the place of its value among the entries.
    private static int[] localIds(TextRuns column, int[] usedIds, int firstRun, int lastRun) {
        int[] places = new int[column.dictionary().size()];
        for (int at = 0; at < usedIds.length; at++) {
            places[usedIds[at]] = at;
        }
        int[] local = new int[lastRun - firstRun + 1];
        for (int run = firstRun; run <= lastRun; run++) {
            int id = column.ids()[run];
            local[run - firstRun] = id == TextRuns.NULL ? TextRuns.NULL : places[id];
        }
        return local;
    }

    private void addRun(int id, int length) {
        if (runCount > 0 && runIds[runCount - 1] == id) {
            runLengths[runCount - 1] += length;
            return;
        }
        if (runCount == runIds.length) {
            runIds = Arrays.copyOf(runIds, runCount * 2);
            runLengths = Arrays.copyOf(runLengths, runCount * 2);
        }
        runIds[runCount] = id;
        runLengths[runCount] = length;
        runCount++;
    }

    private void writePage(PageCuts pages, int page, byte[][] entries) {
        int rows = pages.end(page) - pages.start(page);
        int nulls = 0;
        int min = Integer.MAX_VALUE;
        int max = -1;
        boolean longRuns = true;
        for (int run = 0; run < runCount; run++) {
            if (runIds[run] == TextRuns.NULL) {
                nulls += runLengths[run];
            } else {
                min = Math.min(min, runIds[run]);
                max = Math.max(max, runIds[run]);
            }
            longRuns &= runLengths[run] >= RUN_MIN;
        }
        writeLevels(rows, nulls);
        int width = RunHybrid.width(entries.length);
        values.clear();
        if (entries.length > 0) {
            values.appendByte(width);
        }
        if (longRuns) {
            for (int run = 0; run < runCount; run++) {
                if (runIds[run] != TextRuns.NULL) {
                    RunHybrid.encodeRun(runIds[run], runLengths[run], width, values);
                }
            }
        } else if (nulls < rows) {
            reserveRows(rows);
            int count = 0;
            for (int run = 0; run < runCount; run++) {
                if (runIds[run] != TextRuns.NULL) {
                    Arrays.fill(rowIds, count, count + runLengths[run], runIds[run]);
                    count += runLengths[run];
                }
            }
            RunHybrid.encode(rowIds, 0, count, width, values);
        }
        Bounds bounds =
                max < 0
                        ? NumberBounds.none(nulls)
                        : TextBounds.of(entries[min], entries[max], nulls);
        // Without a value in the whole row group there is no dictionary, and no id to look up.
        Encoding encoding = entries.length > 0 ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
        chunk.page(encoding, levels, values, pages.start(page), rows, bounds);
    }

    private void writeLevels(int rows, int nulls) {
        levels.clear();
        if (nulls == 0) {
            RunHybrid.encodeRun(1, rows, 1, levels);
            return;
        }
        reserveRows(rows);
        int row = 0;
        for (int run = 0; run < runCount; run++) {
            int level = runIds[run] == TextRuns.NULL ? 0 : 1;
            Arrays.fill(rowIds, row, row + runLengths[run], level);
            row += runLengths[run];
        }
        RunHybrid.encode(rowIds, 0, rows, 1, levels);
    }

    private void reserveRows(int rows) {
        if (rowIds.length < rows) {
            rowIds = new int[rows];
        }
    }
}
