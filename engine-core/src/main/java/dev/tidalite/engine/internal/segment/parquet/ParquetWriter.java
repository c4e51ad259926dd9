package dev.tidalite.engine.internal.segment.parquet;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.internal.segment.parquet.ChunkWriter.WrittenChunk;
import dev.tidalite.engine.internal.segment.parquet.FooterWriter.WrittenGroup;
import dev.tidalite.engine.internal.storage.WriteFile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a Parquet file, row group by row group and in each column by column: at no time is more
/// than one column of a row group in memory.
///
/// Used by one thread. Does not own the file; whoever opened it syncs and closes it.
public final class ParquetWriter implements AutoCloseable {
    private final FileOutput out;
    private final List<FileColumn> columns;
    private final ColumnEncoder encoder;
    private final List<WrittenGroup> groups = new ArrayList<>();

    /// Where the values come from.
    public interface Source {
        /// Appends the values of rows of a column.
        void read(int column, long fromRow, long toRow, ColumnSink target);
    }

    public ParquetWriter(WriteFile file, List<FileColumn> columns, WriteProfile profile) {
        this.out = new FileOutput(file);
        this.columns = List.copyOf(columns);
        this.encoder = new ColumnEncoder(out, profile);
        out.write(Footer.MAGIC, 0, Footer.MAGIC.length);
    }

    /// Writes the next row group.
    ///
    /// @param pages how its rows are cut, the same for all columns
    /// @param runs by column those that are not read from the source
    public void rowGroup(PageCuts pages, Source source, Map<Integer, TextRuns> runs) {
        List<WrittenChunk> chunks = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            TextRuns texts = runs.get(column);
            if (texts != null) {
                chunks.add(encoder.runs(columns.get(column), pages, texts));
            } else {
                int place = column;
                chunks.add(
                        encoder.values(
                                columns.get(column),
                                pages,
                                (from, to, target) -> source.read(place, from, to, target)));
            }
        }
        groups.add(new WrittenGroup(pages.rowCount(), chunks));
    }

    /// Writes all that comes behind the pages.
    ///
    /// @param table the name of the schema's root
    /// @param sorting the columns by which all rows ascend, nulls first; may be empty
    /// @param facts free texts by key
    /// @param bodyFact the key under which the CRC-32C of all that is in front of the footer is
    ///     written
    /// @return the length of the file
    public long finish(
            String table, List<Integer> sorting, Map<String, String> facts, String bodyFact) {
        FooterWriter footer = new FooterWriter(out, columns);
        long indexOffset = out.position();
        footer.writeIndexes(groups);
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put(Footer.INDEX_OFFSET, Long.toString(indexOffset));
        all.put(Footer.INDEX_CHECKSUM, "%08x".formatted(footer.indexChecksum()));
        all.put(bodyFact, "%08x".formatted(out.checksum()));
        footer.writeFooter(table, groups, sorting, all);
        out.flush();
        return out.position();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
