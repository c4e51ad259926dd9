package dev.tidalite.engine.internal.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.codec.ColumnBlock;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.SeriesBlock;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.ColumnSchema;
import dev.tidalite.engine.schema.ColumnType;
import dev.tidalite.engine.schema.TableId;
import dev.tidalite.engine.schema.TableSchema;
import dev.tidalite.testkit.Seeds;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

class MemtableReaderTest {
    private static final TableSchema SCHEMA =
            TableSchema.empty("cpu")
                    .with(
                            List.of(
                                    ColumnSchema.tag("host"),
                                    ColumnSchema.field("count", ColumnType.INT64),
                                    ColumnSchema.field("load", ColumnType.FLOAT64),
                                    ColumnSchema.field("sparse", ColumnType.INT64)));
    private static final int COUNT = 2;
    private static final int LOAD = 3;
    private static final int SPARSE = 4;

    /// @param value of every column
    private record Row(int series, long time, int value) {}

    @Test
    void longAndShortReadsGiveTheRowsInOrder() {
        Seeds.forEach(
                8,
                random -> {
                    int seriesCount = random.nextInt(1, 300);
                    int rowCount = random.nextInt(1, random.nextBoolean() ? 60_000 : 200_000);
                    boolean ascending = random.nextBoolean();
                    List<Row> rows = rows(random, rowCount, seriesCount, ascending);
                    SortedRows view = memtable(rows, seriesCount).view();
                    rows.sort(
                            Comparator.comparing((Row row) -> tag(row.series()))
                                    .thenComparingLong(Row::time)
                                    .thenComparingInt(Row::value));
                    try (RowReader reader = Objects.requireNonNull(view).reader()) {
                        for (int read = 0; read < 12; read++) {
                            int from = read == 0 ? 0 : random.nextInt(rowCount);
                            int to = read == 0 ? rowCount : random.nextInt(from, rowCount + 1);
                            check(reader, random.nextInt(4), rows, from, to);
                        }
                    }
                });
    }

    private static String tag(int series) {
        return "h" + series;
    }

    private static List<Row> rows(
            SplittableRandom random, int rowCount, int seriesCount, boolean ascending) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            long time = ascending ? i : i - random.nextInt(2_000);
            rows.add(new Row(random.nextInt(seriesCount), time, i));
        }
        return rows;
    }

    private static Memtable memtable(List<Row> rows, int seriesCount) {
        AtomicLong heapBytes = new AtomicLong();
        SeriesRegistry registry = new SeriesRegistry(heapBytes);
        SeriesBlock all = new SeriesBlock();
        for (int series = 0; series < seriesCount; series++) {
            byte[] value = tag(series).getBytes(StandardCharsets.UTF_8);
            all.tag(1, value, 0, value.length);
            all.end(series);
        }
        registry.register(all, new int[seriesCount]);
        TableId id = new TableId(1);
        RowBlock block = new RowBlock(id, 16);
        ColumnBlock count = new ColumnBlock(COUNT, ColumnType.INT64, 16);
        ColumnBlock load = new ColumnBlock(LOAD, ColumnType.FLOAT64, 16);
        ColumnBlock sparse = new ColumnBlock(SPARSE, ColumnType.INT64, 16);
        for (Row row : rows) {
            count.set(block.rowCount(), row.value());
            load.set(block.rowCount(), Double.doubleToRawLongBits(row.value() / 2.0));
            if (row.value() % 3 == 0) {
                sparse.set(block.rowCount(), row.value());
            }
            block.endRow(row.series(), row.time());
        }
        block.columns().addAll(List.of(count, load, sparse));
        Memtable memtable = new Memtable(id, registry, heapBytes);
        memtable.ensureRoom(rows.size());
        memtable.write(memtable.reserve(rows.size()), block);
        memtable.publish(rows.size(), SCHEMA, new TimeRange(-2_000, rows.size()), 1);
        return memtable;
    }

    private static void check(RowReader reader, int what, List<Row> rows, int from, int to) {
        int ordinal = what == 0 ? 0 : what + 1;
        ColumnSink sink = ColumnSink.of(SCHEMA.column(ordinal).type());
        reader.read(ordinal, from, to, sink);
        assertThat(sink.size()).isEqualTo(to - from);
        for (int i = 0; i < to - from; i++) {
            Row row = rows.get(from + i);
            boolean isValid = sink.vector().isValid(i);
            if (ordinal == SPARSE) {
                assertThat(isValid).isEqualTo(row.value() % 3 == 0);
            }
            if (isValid) {
                double expected = ordinal == 0 ? row.time() : row.value();
                double read =
                        sink instanceof DoubleSink doubles
                                ? doubles.values()[i] * 2
                                : ((LongSink) sink).values()[i];
                assertThat(read).as("row %d of column %d", from + i, ordinal).isEqualTo(expected);
            }
        }
    }
}
