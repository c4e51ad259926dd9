package dev.tidalite.bench.segment;

import dev.tidalite.bench.tsbs.CpuBlocks;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableSchema;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// The cpu table in memory, as a memtable or a merge would hand it to the writer: sorted by host
/// and time, fields as doubles.
final class CpuRows implements SortedRows {
    private static final int TAGS = CpuData.TAGS.size();
    private static final int FIELDS = CpuData.FIELDS.size();

    private final TableSchema schema;
    private final SeriesDirectory series;
    final int rowCount;
    final long[] times;
    final double[][] fields;

    /// @param stepCount rows per host
    CpuRows(int hostCount, int stepCount, CpuData.Values values) {
        this.rowCount = hostCount * stepCount;
        this.schema = CpuBlocks.schema();
        CpuData data = new CpuData(hostCount, values, 42);
        Integer[] hosts = new Integer[hostCount];
        Arrays.setAll(hosts, host -> host);
        Arrays.sort(hosts, (a, b) -> data.tags(a)[0].compareTo(data.tags(b)[0]));
        int[] rank = new int[hostCount];
        for (int place = 0; place < hostCount; place++) {
            rank[hosts[place]] = place;
        }
        this.series = directory(data, hosts, stepCount);
        this.times = new long[rowCount];
        this.fields = new double[FIELDS][rowCount];
        for (int i = 0; i < rowCount; i++) {
            data.advance();
            int row = rank[data.host()] * stepCount + i / hostCount;
            times[row] = data.timeNs();
            for (int field = 0; field < FIELDS; field++) {
                fields[field][row] = data.value(field);
            }
        }
    }

    private static SeriesDirectory directory(CpuData data, Integer[] hosts, int stepCount) {
        StringDictionary[] dictionaries = new StringDictionary[TAGS];
        int[][] ids = new int[TAGS][hosts.length];
        for (int tag = 0; tag < TAGS; tag++) {
            TreeSet<String> texts = new TreeSet<>();
            for (int host : hosts) {
                texts.add(data.tags(host)[tag]);
            }
            List<String> entries = List.copyOf(texts);
            dictionaries[tag] = StringDictionary.of(entries);
            String[] sorted = entries.toArray(new String[0]);
            for (int place = 0; place < hosts.length; place++) {
                ids[tag][place] = Arrays.binarySearch(sorted, data.tags(hosts[place])[tag]);
            }
        }
        long[] ends = new long[hosts.length];
        Arrays.setAll(ends, place -> (place + 1L) * stepCount);
        int[] ordinals = new int[TAGS];
        Arrays.setAll(ordinals, tag -> 1 + tag);
        return new SeriesDirectory(ordinals, dictionaries, ids, ends);
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public long rowCount() {
        return rowCount;
    }

    @Override
    public TimeRange timeRange() {
        return new TimeRange(
                Arrays.stream(times).min().orElseThrow(), Arrays.stream(times).max().orElseThrow());
    }

    @Override
    public long sequence() {
        return 1;
    }

    @Override
    public boolean mayHoldDuplicates() {
        return false;
    }

    @Override
    public SeriesDirectory series() {
        return series;
    }

    @Override
    public RowReader reader() {
        return new RowReader() {
            @Override
            public void read(int ordinal, long fromRow, long toRow, ColumnSink target) {
                int from = (int) fromRow;
                int count = (int) (toRow - fromRow);
                target.reserve(count);
                switch (target) {
                    case LongSink sink -> {
                        System.arraycopy(times, from, sink.values(), sink.size(), count);
                        sink.advance(count);
                    }
                    case DoubleSink sink -> {
                        double[] values = fields[ordinal - 1 - TAGS];
                        System.arraycopy(values, from, sink.values(), sink.size(), count);
                        sink.advance(count);
                    }
                    default -> throw new IllegalArgumentException("column " + ordinal);
                }
            }

            @Override
            public void close() {}
        };
    }
}
