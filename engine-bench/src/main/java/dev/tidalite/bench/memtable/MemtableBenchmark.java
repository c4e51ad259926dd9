package dev.tidalite.bench.memtable;

import dev.tidalite.bench.tsbs.CpuBlocks;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.batch.TimeRange;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.memtable.Memtable;
import dev.tidalite.engine.internal.memtable.MemtableSet;
import dev.tidalite.engine.internal.memtable.SeriesRegistries;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.merge.SortedRows;
import dev.tidalite.engine.schema.TableSchema;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A memtable from its first row to its last, and what a flush reads from it: one thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class MemtableBenchmark {
    private static final int BLOCK_ROWS = 10_000;
    private static final int READ_ROWS = 20_000;

    /// How many series there are; their rows come in turn.
    @Param({"1000", "100000"})
    public int hosts = 1000;

    /// All rows, a multiple of 10,000.
    @Param("500000")
    public int rows = 500_000;

    private final TableSchema schema = CpuBlocks.schema();
    private List<RowBlock> blocks;
    private TimeRange range;
    private Memtable filled;

    @Setup(Level.Trial)
    public void prepare() {
        CpuBlocks source = new CpuBlocks(new CpuData(hosts, CpuData.Values.TWO_DECIMALS, 1));
        blocks = new ArrayList<>();
        for (int first = 0; first < rows; first += BLOCK_ROWS) {
            // Every series is defined once, in the order of its number.
            blocks.add(source.next(BLOCK_ROWS, /* define= */ first < hosts));
        }
        long lastNs = blocks.getLast().times()[BLOCK_ROWS - 1];
        range = new TimeRange(CpuData.START_NS, lastNs);
        filled = write();
    }

    /// What a memtable does with rows whose log record has its place. Making and growing it
    /// included.
    @Benchmark
    public Memtable write() {
        Memtable memtable = new MemtableSet(new SeriesRegistries()).open(blocks.getFirst().table());
        long sequence = 0;
        for (RowBlock block : blocks) {
            memtable.registry().register(block.newSeries(), new int[block.newSeries().size()]);
            memtable.ensureRoom(block.rowCount());
            int first = memtable.reserve(block.rowCount());
            memtable.write(first, block);
            memtable.publish(first + block.rowCount(), schema, range, ++sequence);
        }
        return memtable;
    }

    /// Sorts the rows by series and time, and reads the time and ten doubles of each, column by
    /// column, as a flush does.
    @Benchmark
    public long sortAndRead() {
        hideLastView();
        SortedRows view = Objects.requireNonNull(filled.view());
        LongSink times = new LongSink(schema.column(0).type());
        DoubleSink doubles = new DoubleSink();
        long sum = 0;
        try (RowReader reader = view.reader()) {
            sum += read(reader, 0, times);
            for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                sum += read(reader, 1 + CpuData.TAGS.size() + field, doubles);
            }
        }
        return sum;
    }

    private long read(RowReader reader, int ordinal, ColumnSink target) {
        long count = 0;
        for (long row = 0; row < rows; row += READ_ROWS) {
            target.clear();
            reader.read(ordinal, row, Math.min(rows, row + READ_ROWS), target);
            count += target.size();
        }
        return count;
    }

    /// A memtable keeps the order of its rows until there are more of them.
    private void hideLastView() {
        int rowCount = filled.publishedCount();
        filled.publish(rowCount - 1, schema, range, blocks.size());
        Objects.requireNonNull(filled.view());
        filled.publish(rowCount, schema, range, blocks.size());
    }
}
