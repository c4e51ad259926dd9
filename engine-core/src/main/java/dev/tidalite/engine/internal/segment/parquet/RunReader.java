package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.batch.Validity;
import dev.tidalite.engine.internal.merge.DictionaryUnion;
import dev.tidalite.engine.internal.segment.encoding.RunHybrid;

import java.util.Arrays;

/// Reads a text column as runs: where it is written by dictionary, from the runs in the file,
/// without touching every row.
public final class RunReader {
    private static final int UNUSED = -1;

    private final ParquetFile file;
    private final int column;
    private final DictionaryUnion entries = new DictionaryUnion();
    private int[] runIds = new int[64];
    private long[] runEnds = new long[64];
    private int runCount;
    private long row;

    private RunReader(ParquetFile file, int column) {
        this.file = file;
        this.column = column;
    }

    /// Reads a whole column. Neighbouring runs differ, also across pages and row groups.
    public static TextRuns read(ParquetFile file, int column) {
        RunReader reader = new RunReader(file, column);
        try (Scratch scratch = Scratch.borrow()) {
            for (int group = 0; group < file.groupCount(); group++) {
                reader.readGroup(group, scratch);
            }
        }
        return new TextRuns(
                reader.entries.dictionary(), reader.runIds, reader.runEnds, reader.runCount);
    }

    private void readGroup(int group, Scratch scratch) {
        long rows = file.groupEnd(group) - file.groupStart(group);
        long nulls = file.groupBounds(group, column).nullCount();
        if (nulls == rows) {
            add(TextRuns.NULL, rows);
            return;
        }
        Dictionary dictionary = file.dictionary(group, column, scratch);
        int[] global = new int[dictionary.size()];
        Arrays.fill(global, UNUSED);
        if (global.length == 1 && nulls == 0 && file.isDictionaryOnly(group, column)) {
            add(global(0, dictionary, global), rows);
            return;
        }
        for (int page = 0; page < file.pageCount(group, column); page++) {
            LoadedPage loaded = file.load(group, column, page, scratch);
            ParquetFile.guarded(
                    file.path(),
                    file.table(group, column).offset(page),
                    () -> {
                        readPage(loaded, dictionary, global, scratch);
                        return loaded;
                    });
        }
    }

    private void readPage(LoadedPage page, Dictionary dictionary, int[] global, Scratch scratch) {
        if (page.encoding() != Encoding.RLE_DICTIONARY
                && page.encoding() != Encoding.PLAIN_DICTIONARY) {
            readTexts(page, dictionary, scratch);
        } else if (page.hasNulls()) {
            int[] values = PageDecoder.ids(page, scratch);
            int value = 0;
            for (int i = 0; i < page.rowCount(); i++) {
                boolean valid = Validity.isValid(page.bits(), i);
                int id = valid ? global(values[value++], dictionary, global) : TextRuns.NULL;
                add(id, 1);
            }
        } else {
            RunHybrid.decodeRuns(
                    page.bytes(),
                    page.from() + 1,
                    page.end(),
                    PageDecoder.idWidth(page),
                    page.rowCount(),
                    (id, length) -> add(global(id, dictionary, global), length));
        }
    }

    /// The entry for one of a row group. Entries are numbered in the order in which rows have them:
    /// files of the same series have equal dictionaries then, wherever their row groups end.
    private int global(int id, Dictionary dictionary, int[] global) {
        if (global[id] == UNUSED) {
            global[id] = entries.add(dictionary.text(id));
        }
        return global[id];
    }

    /// A page of another writer that gave its dictionary up.
    private void readTexts(LoadedPage page, Dictionary dictionary, Scratch scratch) {
        StringSink sink = new StringSink();
        PageDecoder.decode(page, file.columns().get(column), dictionary, sink, scratch);
        long[] validity = sink.vector().validity();
        for (int i = 0; i < page.rowCount(); i++) {
            int from = sink.offsets()[i];
            int to = sink.offsets()[i + 1];
            boolean valid = Validity.isValid(validity, i);
            add(valid ? entries.add(Arrays.copyOfRange(sink.bytes(), from, to)) : TextRuns.NULL, 1);
        }
    }

    private void add(int id, long length) {
        row += length;
        if (runCount > 0 && runIds[runCount - 1] == id) {
            runEnds[runCount - 1] = row;
            return;
        }
        if (runCount == runIds.length) {
            runIds = Arrays.copyOf(runIds, runCount * 2);
            runEnds = Arrays.copyOf(runEnds, runCount * 2);
        }
        runIds[runCount] = id;
        runEnds[runCount] = row;
        runCount++;
    }
}
