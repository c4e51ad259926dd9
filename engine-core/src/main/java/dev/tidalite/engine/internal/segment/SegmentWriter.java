package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.parquet.FileColumn;
import dev.tidalite.engine.internal.segment.parquet.PageCuts;
import dev.tidalite.engine.internal.segment.parquet.ParquetWriter;
import dev.tidalite.engine.internal.segment.parquet.TextRuns;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.internal.storage.WriteFile;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes sorted rows to a new segment file.
///
/// The rows keep their order; it is said in the file (sorting columns) if the series ascend by
/// their tags in the order of the directory's columns. Reads column after column and in each from
/// the first row to the last, so that it needs memory for one column of one row group only.
public final class SegmentWriter {
    private static final int NANOS_PER_MICRO = 1000;

    private SegmentWriter() {}

    /// Writes a segment. When this returns the file is durable under its name; when it throws, at
    /// most a file is left that no manifest names.
    ///
    /// @param rows at least one, without duplicates
    public static SegmentMeta write(SortedRows rows, SegmentTarget target, SegmentProfile profile) {
        if (rows.rowCount() == 0 || rows.mayHoldDuplicates()) {
            throw new IllegalArgumentException(
                    rows.rowCount() + " rows, duplicates possible: " + rows.mayHoldDuplicates());
        }
        Storage storage = target.storage();
        String name = target.fileName();
        String unfinished = FileName.unfinished(name);
        storage.createFolder(FileName.SEGMENT_FOLDER);
        long fileBytes;
        try {
            try (WriteFile file = storage.create(unfinished)) {
                fileBytes = writeTo(file, rows, target, profile);
                file.sync();
            }
            storage.rename(unfinished, name);
            storage.syncFolder(FileName.SEGMENT_FOLDER);
        } catch (RuntimeException | Error e) {
            try {
                storage.delete(unfinished);
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        return new SegmentMeta(
                target.id(),
                target.table(),
                rows.timeRange(),
                rows.rowCount(),
                fileBytes,
                target.firstSequence(),
                target.lastSequence());
    }

    private static long writeTo(
            WriteFile file, SortedRows rows, SegmentTarget target, SegmentProfile profile) {
        TableSchema schema = rows.schema();
        SeriesDirectory series = rows.series();
        SegmentFacts facts =
                new SegmentFacts(
                        schema,
                        target.table().value(),
                        target.id().value(),
                        rows.timeRange(),
                        target.firstSequence(),
                        target.lastSequence());
        try (RowReader reader = rows.reader()) {
            int nanosPerUnit =
                    profile.wholeMicros() && isWholeMicros(reader, rows.rowCount(), profile)
                            ? NANOS_PER_MICRO
                            : 1;
            List<FileColumn> columns = SegmentFacts.columns(schema, nanosPerUnit);
            Map<Integer, TextRuns> runs = runs(schema, series, rows.rowCount());
            GroupPlan plan = new GroupPlan(rows, reader, profile);
            try (ParquetWriter writer = new ParquetWriter(file, columns, profile.encoding())) {
                for (long row = 0; row < rows.rowCount(); ) {
                    PageCuts group = plan.next(row);
                    writer.rowGroup(group, reader::read, runs);
                    row = group.endRow();
                }
                return writer.finish(
                        schema.table(),
                        SeriesOrder.sortingColumns(series),
                        facts.texts(),
                        SegmentFacts.BODY_CHECKSUM);
            }
        }
    }

    private static boolean isWholeMicros(RowReader reader, long rowCount, SegmentProfile profile) {
        LongSink times = new LongSink(ColumnType.TIMESTAMP);
        for (long row = 0; row < rowCount; row += profile.pageRows()) {
            times.clear();
            reader.read(0, row, Math.min(rowCount, row + profile.pageRows()), times);
            for (int i = 0; i < times.size(); i++) {
                if (times.values()[i] % NANOS_PER_MICRO != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The tag columns as runs, by ordinal: one run per series.
    private static Map<Integer, TextRuns> runs(
            TableSchema schema, SeriesDirectory series, long rowCount) {
        int count = series.size();
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            ends[i] = series.rowEnd(i);
        }
        if (count == 0 || ends[count - 1] != rowCount) {
            throw new IllegalArgumentException(series + " do not cover " + rowCount + " rows");
        }
        Map<Integer, TextRuns> runs = new HashMap<>();
        for (int ordinal = 1; ordinal < schema.columnCount(); ordinal++) {
            if (schema.column(ordinal).role() == ColumnRole.TAG) {
                runs.put(ordinal, runs(series, series.tagOf(ordinal), ends));
            }
        }
        return runs;
    }

    private static TextRuns runs(SeriesDirectory series, int tag, long[] ends) {
        int count = series.size();
        int[] ids = new int[count];
        if (tag < 0) {
            Arrays.fill(ids, TextRuns.NULL);
            return new TextRuns(new StringDictionary(new byte[0][]), ids, ends, count);
        }
        for (int i = 0; i < count; i++) {
            ids[i] = series.id(i, tag);
        }
        return new TextRuns(series.dictionary(tag), ids, ends, count);
    }
}
