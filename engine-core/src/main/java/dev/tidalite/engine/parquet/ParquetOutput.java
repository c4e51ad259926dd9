package dev.tidalite.engine.parquet;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.StringSink;
import dev.tidalite.engine.internal.merge.VectorCopy;
import dev.tidalite.engine.internal.segment.parquet.FileColumn;
import dev.tidalite.engine.internal.segment.parquet.PageCuts;
import dev.tidalite.engine.internal.segment.parquet.ParquetWriter;
import dev.tidalite.engine.internal.segment.parquet.WriteProfile;
import dev.tidalite.engine.schema.ColumnType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Writes rows to a stream as one Parquet file: fill every column with the same number of rows, end
/// the batch, and so on; finish at last. A row group is written as soon as enough rows are there,
/// so that memory does not grow with the file.
///
/// Every column is optional, compressed with zstd, and has a page index. Used by one thread. Does
/// not own the stream, which needs no buffer.
public final class ParquetOutput implements AutoCloseable {
    private static final int GROUP_ROWS = 1 << 17;
    private static final int GROUP_TEXT_BYTES = 64 << 20;
    private static final int PAGE_ROWS = 20_000;
    private static final int DICTIONARY_MAX = 1 << 14;
    private static final WriteProfile PROFILE = new WriteProfile(false, 1, DICTIONARY_MAX);

    /// The name of the schema's root, which nobody reads.
    private static final String ROOT = "schema";

    private static final String BODY_CHECKSUM = "tidalite.body-crc32c";

    private final ParquetWriter writer;
    private final List<ColumnSink> sinks;
    private long groupStart;

    /// A column of the file.
    ///
    /// @param type a [ColumnType#TIMESTAMP] is written in nanoseconds
    public record Column(String name, ColumnType type) {}

    /// Begins the file.
    ///
    /// @param columns at least one; two may have the same name
    public ParquetOutput(OutputStream out, List<Column> columns) throws IOException {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a Parquet file needs a column");
        }
        List<FileColumn> fileColumns =
                columns.stream()
                        .map(column -> new FileColumn(column.name(), column.type(), true, 1))
                        .toList();
        sinks = columns.stream().map(column -> ColumnSink.of(column.type())).toList();
        try {
            writer = new ParquetWriter(new StreamFile(out), fileColumns, PROFILE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Where the next values of a column go.
    public ColumnSink column(int index) {
        return sinks.get(index);
    }

    /// Ends a batch: all columns have the same number of rows now.
    public void endBatch() throws IOException {
        int rowCount = sinks.getFirst().size();
        boolean full = rowCount >= GROUP_ROWS;
        for (ColumnSink sink : sinks) {
            if (sink.size() != rowCount) {
                throw new IllegalStateException(sink.size() + " rows beside " + rowCount);
            }
            full |=
                    sink instanceof StringSink texts
                            && texts.offsets()[rowCount] >= GROUP_TEXT_BYTES;
        }
        if (full) {
            writeGroup();
        }
    }

    /// Writes what is left, and the footer.
    public void finish() throws IOException {
        if (sinks.getFirst().size() > 0) {
            writeGroup();
        }
        try {
            writer.finish(ROOT, List.of(), Map.of(), BODY_CHECKSUM);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeGroup() throws IOException {
        long start = groupStart;
        long end = start + sinks.getFirst().size();
        try {
            writer.rowGroup(
                    PageCuts.every(PAGE_ROWS, start, end),
                    (column, from, to, target) ->
                            VectorCopy.append(
                                    sinks.get(column).vector(),
                                    (int) (from - start),
                                    (int) (to - from),
                                    target),
                    Map.of());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        sinks.forEach(ColumnSink::clear);
        groupStart = end;
    }

    @Override
    public void close() {
        writer.close();
    }
}
