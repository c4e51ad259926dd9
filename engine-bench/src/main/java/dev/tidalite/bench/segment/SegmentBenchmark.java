package dev.tidalite.bench.segment;

import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.batch.ColumnSink;
import dev.tidalite.engine.batch.DoubleSink;
import dev.tidalite.engine.batch.LongSink;
import dev.tidalite.engine.internal.merge.RowReader;
import dev.tidalite.engine.internal.segment.Segment;
import dev.tidalite.engine.internal.segment.SegmentId;
import dev.tidalite.engine.internal.segment.SegmentMeta;
import dev.tidalite.engine.internal.segment.SegmentProfile;
import dev.tidalite.engine.internal.segment.SegmentTarget;
import dev.tidalite.engine.internal.segment.SegmentWriter;
import dev.tidalite.engine.internal.segment.parquet.PageCache;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.schema.TableId;

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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Writes and reads the cpu table, one thread. `-Djava.io.tmpdir` says where the files go; a folder
/// in memory keeps the disk out of the figures. `-prof gc` shows what is allocated.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class SegmentBenchmark {
    private static final int READ_ROWS = 20_000;

    /// How full the doubles are.
    @Param({"FULL", "TWO_DECIMALS", "INTEGER"})
    public CpuData.Values values = CpuData.Values.FULL;

    @Param("DEFAULT")
    public String profile = "DEFAULT";

    @Param("1000")
    public int hosts = 1000;

    @Param("1000")
    public int steps = 1000;

    private CpuRows rows;
    private Path folder;
    private DiskStorage storage;
    private long lastId;
    private Segment segment;
    private Path peerFile;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        rows = new CpuRows(hosts, steps, values);
        folder = Files.createTempDirectory("segment-bench");
        storage = DiskStorage.open(folder);
        segment = Segment.open(storage, writeOne(), PageCache.none());
        peerFile = storage.path("peer.parquet");
        ParquetJavaPeer.write(rows, peerFile);
        System.out.printf(
                "%,d rows: %,d bytes, parquet-java %,d bytes%n",
                rows.rowCount, segment.meta().fileBytes(), Files.size(peerFile));
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        segment.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private SegmentMeta writeOne() {
        SegmentProfile layout =
                profile.equals("COMPACT") ? SegmentProfile.COMPACT : SegmentProfile.DEFAULT;
        SegmentTarget target =
                new SegmentTarget(storage, new TableId(1), new SegmentId(++lastId), 1, 1);
        return SegmentWriter.write(rows, target, layout);
    }

    @Benchmark
    public SegmentMeta write() {
        SegmentMeta written = writeOne();
        storage.delete(new SegmentTarget(storage, written.table(), written.id(), 1, 1).fileName());
        return written;
    }

    @Benchmark
    public void writeByParquetJava() throws IOException {
        ParquetJavaPeer.write(rows, folder.resolve("written.parquet"));
    }

    /// The time and ten doubles, every value touched: its bits are added up, because a sum of
    /// doubles would take longer than the reading.
    @Benchmark
    public long read() {
        long sum = 0;
        LongSink times = new LongSink(rows.schema().column(0).type());
        DoubleSink doubles = new DoubleSink();
        int firstField = 1 + CpuData.TAGS.size();
        try (RowReader reader = segment.reader()) {
            for (long row = 0; row < rows.rowCount; row += READ_ROWS) {
                long end = Math.min(rows.rowCount, row + READ_ROWS);
                read(reader, 0, row, end, times);
                for (int i = 0; i < times.size(); i++) {
                    sum += times.values()[i];
                }
                for (int field = 0; field < CpuData.FIELDS.size(); field++) {
                    read(reader, firstField + field, row, end, doubles);
                    sum += sum(doubles.values(), doubles.size());
                }
            }
        }
        return sum;
    }

    private static void read(RowReader reader, int ordinal, long from, long to, ColumnSink sink) {
        sink.clear();
        reader.read(ordinal, from, to, sink);
    }

    private static long sum(double[] values, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Double.doubleToRawLongBits(values[i]);
        }
        return sum;
    }

    /// The same of parquet-java's file.
    @Benchmark
    public long readByParquetJava() throws IOException {
        return ParquetJavaPeer.sum(peerFile);
    }
}
