package dev.tidalite.engine.internal.merge;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Several sources as one, without duplicates, in the order of a segment: what a flush or a
/// compaction writes.
///
/// The series come sorted by their tags; the directory names the tags most significant first, and
/// its dictionaries are sorted by bytes and hold nothing that is not used. Making one reads the
/// times of what overlaps, to count the rows that are left; the rows themselves are merged when
/// they are read. Readers are fast if each range of rows is read for all columns before the next
/// one.
public final class MergedRows implements SortedRows {
    private static final int WINDOW_ROWS = 64 * 1024;

    /// Enough for a row group of a million rows.
    private static final int WINDOWS_KEPT = 18;

    private final List<MergeSource> sources;
    private final TableSchema schema;
    private final SeriesUnion union;

    /// The series that have rows, in the order of the directory.
    private final int[] order;

    private final SeriesDirectory directory;
    private final TimeRange timeRange;

    private MergedRows(
            List<MergeSource> sources,
            TableSchema schema,
            SeriesUnion union,
            int[] order,
            SeriesDirectory directory,
            TimeRange timeRange) {
        this.sources = sources;
        this.schema = schema;
        this.union = union;
        this.order = order;
        this.directory = directory;
        this.timeRange = timeRange;
    }

    /// @param sources of one table, in any order, at least one; must stay readable as long as this
    ///     is used
    public static MergedRows of(List<MergeSource> sources) {
        List<MergeSource> sorted =
                sources.stream()
                        .sorted(
                                Comparator.comparingInt(MergeSource::era)
                                        .thenComparingLong(source -> source.rows().sequence()))
                        .toList();
        SeriesUnion union = SeriesUnion.of(sorted);
        SeriesOrder seriesOrder = SeriesOrder.of(union);
        Count count = Count.of(sorted, union, seriesOrder.series());
        int[] order = new int[union.size()];
        long[] rowEnds = new long[union.size()];
        int size = 0;
        long rowEnd = 0;
        for (int place = 0; place < union.size(); place++) {
            if (count.rowCounts[place] > 0) {
                rowEnd += count.rowCounts[place];
                order[size] = seriesOrder.series()[place];
                rowEnds[size] = rowEnd;
                size++;
            }
        }
        order = Arrays.copyOf(order, size);
        SeriesDirectory directory =
                directory(union, seriesOrder, order, Arrays.copyOf(rowEnds, size));
        TableSchema widest =
                sorted.stream()
                        .map(source -> source.rows().schema())
                        .max(Comparator.comparingInt(TableSchema::columnCount))
                        .orElseThrow();
        return new MergedRows(sorted, widest, union, order, directory, count.timeRange);
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public long rowCount() {
        return directory.size() == 0 ? 0 : directory.rowEnd(directory.size() - 1);
    }

    @Override
    public TimeRange timeRange() {
        return timeRange;
    }

    @Override
    public long sequence() {
        return sources.stream().mapToLong(source -> source.rows().sequence()).max().orElseThrow();
    }

    @Override
    public boolean mayHoldDuplicates() {
        return false;
    }

    @Override
    public SeriesDirectory series() {
        return directory;
    }

    @Override
    public RowReader reader() {
        return new Reader();
    }

    private static SeriesDirectory directory(
            SeriesUnion union, SeriesOrder seriesOrder, int[] order, long[] rowEnds) {
        int tagCount = union.tagCount();
        int[] ordinals = new int[tagCount];
        StringDictionary[] dictionaries = new StringDictionary[tagCount];
        int[][] ids = new int[tagCount][order.length];
        for (int place = 0; place < tagCount; place++) {
            int tag = seriesOrder.tags()[place];
            ordinals[place] = union.tagOrdinal(tag);
            dictionaries[place] =
                    usedEntries(union, tag, seriesOrder.ranks()[tag], order, ids[place]);
        }
        return new SeriesDirectory(ordinals, dictionaries, ids, rowEnds);
    }

    /// The entries of a tag that series have, sorted; fills in the series' numbers of them.
    private static StringDictionary usedEntries(
            SeriesUnion union, int tag, int[] ranks, int[] order, int[] ids) {
        int[] idByRank = new int[ranks.length];
        Arrays.fill(idByRank, -1);
        for (int series : order) {
            int id = union.id(series, tag);
            if (id >= 0) {
                idByRank[ranks[id]] = id;
            }
        }
        byte[][] entries = new byte[ranks.length][];
        int[] numbers = new int[ranks.length];
        int size = 0;
        for (int id : idByRank) {
            if (id >= 0) {
                entries[size] = union.dictionary(tag).bytes(id);
                numbers[id] = size++;
            }
        }
        for (int place = 0; place < order.length; place++) {
            int id = union.id(order[place], tag);
            ids[place] = id < 0 ? -1 : numbers[id];
        }
        return new StringDictionary(Arrays.copyOf(entries, size));
    }

    /// How many rows are left of each series.
    ///
    /// @param rowCounts by the place of the series in the order
    private record Count(long[] rowCounts, TimeRange timeRange) {
        static Count of(List<MergeSource> sources, SeriesUnion union, int[] order) {
            boolean whole = true;
            TimeRange range = TimeRange.NONE;
            for (MergeSource source : sources) {
                whole &= source.isWhole() && source.wantedSeries() == null;
                range = range.union(source.rows().timeRange());
            }
            int[] places = new int[order.length];
            for (int place = 0; place < order.length; place++) {
                places[order[place]] = place;
            }
            long[] rowCounts = new long[order.length];
            TimeRange seen = TimeRange.NONE;
            LongSink times = new LongSink(ColumnType.TIMESTAMP);
            try (MergeStream stream = new MergeStream(sources, union)) {
                stream.restart(order, 0, order.length, TimeRange.ALL);
                while (stream.advance(WINDOW_ROWS)) {
                    if (!whole) {
                        times.clear();
                        stream.read(0, times);
                    }
                    int start = 0;
                    for (int run = 0; run < stream.runCount(); run++) {
                        int end = stream.runEnds()[run];
                        rowCounts[places[stream.runSeries(run)]] += end - start;
                        if (!whole) {
                            long[] ns = times.values();
                            seen = seen.union(new TimeRange(ns[start], ns[end - 1]));
                        }
                        start = end;
                    }
                }
            }
            return new Count(rowCounts, whole ? range : seen);
        }
    }

    /// Plans windows of the merge as they are needed and keeps the last ones, so that the columns
    /// of a row group can be read one after the other.
    private final class Reader implements RowReader {
        private final MergeStream stream = new MergeStream(sources, union);
        private final ArrayDeque<Window> windows = new ArrayDeque<>();
        private final PieceList part = new PieceList();

        /// The row that the stream stands before.
        private long nextRow;

        private record Window(long rowStart, PieceList pieces) {
            long rowEnd() {
                return rowStart + pieces.rowCount();
            }
        }

        Reader() {
            stream.restart(order, 0, order.length, TimeRange.ALL);
        }

        @Override
        public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
            if (fromRow < 0 || toRow < fromRow || toRow > rowCount()) {
                throw new IndexOutOfBoundsException(
                        "rows [" + fromRow + ", " + toRow + ") of " + rowCount());
            }
            for (long row = fromRow; row < toRow; ) {
                Window window = window(row);
                long end = Math.min(toRow, window.rowEnd());
                if (row == window.rowStart && end == window.rowEnd()) {
                    stream.read(window.pieces, ordinal, target);
                } else {
                    int from = (int) (row - window.rowStart);
                    part.slice(window.pieces, from, (int) (end - window.rowStart));
                    stream.read(part, ordinal, target);
                }
                row = end;
            }
        }

        private Window window(long row) {
            for (Window window : windows) {
                if (row >= window.rowStart && row < window.rowEnd()) {
                    return window;
                }
            }
            if (row < nextRow) {
                windows.clear();
                int series = directory.seriesAt(row);
                stream.restart(order, series, order.length, TimeRange.ALL);
                nextRow = directory.rowStart(series);
            }
            while (true) {
                boolean more = stream.advance(WINDOW_ROWS);
                assert more : nextRow + " of " + rowCount();
                Window window = new Window(nextRow, stream.copyWindow());
                nextRow = window.rowEnd();
                if (windows.size() == WINDOWS_KEPT) {
                    windows.removeFirst();
                }
                windows.addLast(window);
                if (row < nextRow) {
                    return window;
                }
            }
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
