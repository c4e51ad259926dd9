package dev.tidalite.bench.scan;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.StringDictionary;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SeriesDirectory;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableSchema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows of the TSBS cpu table, host by host, made up as they are read: any number of them takes no
/// memory. The tags are those of [CpuData]; the values are a hash of their place, rounded or not.
final class CpuRows implements SortedRows {
    static final TableSchema SCHEMA = cpuSchema();

    private final long stepsPerHost;
    private final long firstStep;
    private final boolean rounded;
    private final long sequence;
    private final SeriesDirectory series;

    /// @param firstStep the time of the first row of each host, in steps since the beginning
    /// @param rounded whether values have two decimals
    CpuRows(int hosts, long firstStep, long stepsPerHost, boolean rounded, long sequence) {
        this.stepsPerHost = stepsPerHost;
        this.firstStep = firstStep;
        this.rounded = rounded;
        this.sequence = sequence;
        this.series = directory(hosts, stepsPerHost);
    }

    private static TableSchema cpuSchema() {
        List<ColumnSchema> columns = new ArrayList<>();
        CpuData.TAGS.forEach(tag -> columns.add(ColumnSchema.tag(tag)));
        CpuData.FIELDS.forEach(field -> columns.add(ColumnSchema.field(field, ColumnType.FLOAT64)));
        return TableSchema.empty(CpuData.TABLE).with(columns);
    }

    private static SeriesDirectory directory(int hosts, long stepsPerHost) {
        CpuData data = new CpuData(hosts, CpuData.Values.FULL, 1);
        int tagCount = CpuData.TAGS.size();
        int[] ordinals = new int[tagCount];
        StringDictionary[] dictionaries = new StringDictionary[tagCount];
        int[][] ids = new int[tagCount][hosts];
        long[] rowEnds = new long[hosts];
        for (int tag = 0; tag < tagCount; tag++) {
            ordinals[tag] = tag + 1;
            Map<String, Integer> numbers = new LinkedHashMap<>();
            for (int host = 0; host < hosts; host++) {
                ids[tag][host] = numbers.computeIfAbsent(data.tags(host)[tag], k -> numbers.size());
                rowEnds[host] = (host + 1) * stepsPerHost;
            }
            dictionaries[tag] = StringDictionary.of(List.copyOf(numbers.keySet()));
        }
        return new SeriesDirectory(ordinals, dictionaries, ids, rowEnds);
    }

    @Override
    public TableSchema schema() {
        return SCHEMA;
    }

    @Override
    public long rowCount() {
        return series.rowEnd(series.size() - 1);
    }

    @Override
    public TimeRange timeRange() {
        return new TimeRange(time(firstStep), time(firstStep + stepsPerHost - 1));
    }

    private static long time(long step) {
        return CpuData.START_NS + step * CpuData.STEP_NS;
    }

    @Override
    public long sequence() {
        return sequence;
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
                if (target instanceof LongSink times) {
                    for (long row = fromRow; row < toRow; row++) {
                        times.append(time(firstStep + row % stepsPerHost));
                    }
                } else if (target instanceof DoubleSink values) {
                    for (long row = fromRow; row < toRow; row++) {
                        values.append(value(ordinal, row));
                    }
                } else {
                    throw new IllegalArgumentException("no column of " + target.type());
                }
            }

            @Override
            public void close() {}
        };
    }

    private double value(int ordinal, long row) {
        long hash = (row * 31 + ordinal + sequence) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        double value = ((hash ^ hash >>> 32) >>> 11) * 0x1.0p-53 * 100;
        return rounded ? Math.rint(value * 100) / 100 : value;
    }
}
