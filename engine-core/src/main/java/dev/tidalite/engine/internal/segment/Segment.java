package dev.tidalite.engine.internal.segment;

import dev.tidalite.engine.EngineException;
import dev.tidalite.engine.ScanObserver;
import dev.tidalite.engine.batch.ColumnPredicate;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.segment.parquet.ParquetFile;
import dev.tidalite.engine.internal.segment.parquet.RunReader;
import dev.tidalite.engine.internal.segment.parquet.TextRuns;
import dev.tidalite.engine.internal.storage.FileName;
import dev.tidalite.engine.internal.storage.ReadFile;
import dev.tidalite.engine.internal.storage.Storage;
import dev.tidalite.engine.schema.ColumnRole;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// An open segment file: the rows of one table, sorted, immutable.
///
/// Safe for many threads. Owns the file; close it only when nobody reads any more.
public final class Segment implements SortedRows, AutoCloseable {
    /// A name of a hundred bytes takes little more in memory than in the file, a few of them much
    /// more: measured with a million series of ten tags.
    private static final int SERIES_BYTES_PER_ENCODED_BYTE = 3;

    private final ReadFile file;
    private final ParquetFile parquet;
    private final SegmentMeta meta;
    private final TableSchema schema;
    private final PageCache cache;

    /// The series while somebody reads them: what is too much for the cache is built once then.
    private volatile WeakReference<SeriesDirectory> seriesInUse = new WeakReference<>(null);

    private Segment(
            ReadFile file,
            ParquetFile parquet,
            SegmentMeta meta,
            TableSchema schema,
            PageCache cache) {
        this.file = file;
        this.parquet = parquet;
        this.meta = meta;
        this.schema = schema;
        this.cache = cache;
    }

    /// Opens a segment that the manifest names.
    ///
    /// @param meta what is known of it: the file has to say the same
    public static Segment open(Storage storage, SegmentMeta meta, PageCache cache) {
        Segment segment =
                open(storage, FileName.segment(meta.table().value(), meta.id().value()), cache);
        if (!segment.meta.equals(meta)) {
            String found = segment.meta.toString();
            segment.close();
            throw new EngineException.Corrupt(
                    segment.parquet.path(), -1, "is " + found + ", expected " + meta);
        }
        return segment;
    }

    /// Opens a file that is a segment, whatever it says of itself.
    ///
    /// @param name of the file in the storage
    public static Segment open(Storage storage, String name, PageCache cache) {
        ReadFile file = storage.open(name);
        try {
            ParquetFile parquet = ParquetFile.open(file.map(), storage.path(name), cache.indexes());
            SegmentFacts facts = facts(parquet);
            SegmentMeta meta =
                    new SegmentMeta(
                            new SegmentId(facts.segmentId()),
                            new TableId(facts.tableId()),
                            facts.timeRange(),
                            parquet.rowCount(),
                            parquet.byteSize(),
                            facts.firstSequence(),
                            facts.lastSequence());
            return new Segment(file, parquet, meta, facts.schema(), cache);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static SegmentFacts facts(ParquetFile parquet) {
        if (!parquet.isOurs()) {
            // Without it nothing vouches for the footer, and whoever wrote a segment put it there.
            throw new EngineException.Corrupt(
                    parquet.path(), -1, "not a segment: its footer has no checksum");
        }
        try {
            return SegmentFacts.of(parquet);
        } catch (IllegalArgumentException e) {
            EngineException.Corrupt corrupt =
                    new EngineException.Corrupt(
                            parquet.path(), -1, "not a segment: " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    public SegmentMeta meta() {
        return meta;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public long rowCount() {
        return meta.rowCount();
    }

    @Override
    public TimeRange timeRange() {
        return meta.timeRange();
    }

    @Override
    public long sequence() {
        return meta.lastSequence();
    }

    @Override
    public boolean mayHoldDuplicates() {
        return false;
    }

    /// Read from the runs of the tag columns at the first call, then kept in the cache, and as long
    /// as anybody holds on to them.
    @Override
    public SeriesDirectory series() {
        SeriesDirectory series =
                cache.get(SeriesDirectory.class, parquet, 0, 0, PageCache.WHOLE_FILE);
        if (series == null) {
            series = seriesInUse.get();
        }
        if (series == null) {
            series = readSeries();
            seriesInUse = new WeakReference<>(series);
            cache.put(series, SeriesRuns.byteSize(series), parquet, 0, 0, PageCache.WHOLE_FILE);
        }
        return series;
    }

    private SeriesDirectory readSeries() {
        int[] ordinals =
                IntStream.range(0, schema.columnCount())
                        .filter(o -> schema.column(o).role() == ColumnRole.TAG)
                        .toArray();
        TextRuns[] runs = new TextRuns[ordinals.length];
        for (int tag = 0; tag < runs.length; tag++) {
            runs[tag] = RunReader.read(parquet, ordinals[tag]);
        }
        return SeriesRuns.directory(ordinals, runs, rowCount(), cache.dictionaries());
    }

    @Override
    public RowReader reader() {
        return reader(ScanObserver.NONE);
    }

    @Override
    public RowReader reader(ScanObserver observer) {
        cache.indexes().touch(parquet);
        return new SegmentReader(this, parquet, cache, observer);
    }

    @Override
    public void announce(int[] ordinals, ScanObserver observer) {
        if (observer.equals(ScanObserver.NONE)) {
            return; // counting pages would read the page index
        }
        long pageCount = 0;
        for (int ordinal = 0; ordinal < parquet.columns().size(); ordinal++) {
            int wanted = ordinal;
            boolean isTag = schema.column(ordinal).role() == ColumnRole.TAG;
            if (ordinal == 0 || !isTag && IntStream.of(ordinals).anyMatch(o -> o == wanted)) {
                for (int group = 0; group < parquet.groupCount(); group++) {
                    pageCount += parquet.pageCount(group, ordinal);
                }
            }
        }
        observer.onFile(parquet.path(), pageCount);
    }

    /// The rows of the pages that can hold a time in a range: no row that has one is left out.
    /// Pages are cut at the same rows in every column.
    public RowRanges pagesWithin(TimeRange range) {
        return range.overlaps(timeRange()) ? new PageFilter(parquet).within(range) : RowRanges.NONE;
    }

    /// The parts of `[fromRow, toRow)` that lie in pages which can hold a row that satisfies a
    /// condition, by their statistics.
    public RowRanges pagesMatching(ColumnPredicate predicate, long fromRow, long toRow) {
        int ordinal = schema.ordinal(predicate.column());
        if (ordinal < 0) {
            RowRanges.Builder all = new RowRanges.Builder();
            if (predicate instanceof ColumnPredicate.IsNull) {
                all.add(fromRow, toRow);
            }
            return all.build();
        }
        return new PageFilter(parquet).matching(ordinal, predicate, fromRow, toRow);
    }

    @Override
    public long[] candidates(List<ColumnPredicate> predicates) {
        long[] borders = {0, rowCount()};
        for (ColumnPredicate predicate : predicates) {
            long[] narrower = {};
            int size = 0;
            for (int range = 0; range < borders.length; range += 2) {
                RowRanges within = pagesMatching(predicate, borders[range], borders[range + 1]);
                narrower = Arrays.copyOf(narrower, size + 2 * within.size());
                for (int part = 0; part < within.size(); part++) {
                    narrower[size++] = within.from(part);
                    narrower[size++] = within.to(part);
                }
            }
            borders = narrower;
        }
        return borders;
    }

    @Override
    public long rowsBefore(long rowStart, long rowEnd, long timeNs) {
        return new PageFilter(parquet).rowsBefore(rowStart, rowEnd, timeNs);
    }

    @Override
    public long rowsFrom(long rowStart, long rowEnd, long timeNs) {
        return new PageFilter(parquet).rowsFrom(rowStart, rowEnd, timeNs);
    }

    /// Whether any row of `[fromRow, toRow)` can satisfy a condition, by the statistics.
    public boolean mayContain(ColumnPredicate predicate, long fromRow, long toRow) {
        return pagesMatching(predicate, fromRow, toRow).size() > 0;
    }

    /// Roughly what the series directory takes in memory, judged by the length of the tag columns
    /// and without reading them.
    public long seriesBytes() {
        long encodedBytes = 0;
        for (int ordinal = 0; ordinal < schema.columnCount(); ordinal++) {
            if (schema.column(ordinal).role() == ColumnRole.TAG) {
                for (int group = 0; group < parquet.groupCount(); group++) {
                    encodedBytes += parquet.plainBytes(group, ordinal);
                }
            }
        }
        return encodedBytes * SERIES_BYTES_PER_ENCODED_BYTE;
    }

    /// Bytes of a column in the file, compressed.
    public long columnBytes(int ordinal) {
        long columnBytes = 0;
        for (int group = 0; group < parquet.groupCount(); group++) {
            columnBytes += parquet.chunkBytes(group, ordinal);
        }
        return columnBytes;
    }

    /// The names of the encodings of a column, each once.
    public List<String> columnEncodings(int ordinal) {
        return IntStream.range(0, parquet.groupCount())
                .boxed()
                .flatMap(group -> parquet.chunkEncodings(group, ordinal).stream())
                .distinct()
                .toList();
    }

    /// Compares every checksum in the file.
    ///
    /// @throws EngineException.Corrupt if one is not right
    public void verify() {
        parquet.verify(SegmentFacts.BODY_CHECKSUM);
    }

    @Override
    public void close() {
        cache.forget(parquet);
        file.close();
    }

    @Override
    public String toString() {
        return parquet.path() + " " + meta;
    }
}
