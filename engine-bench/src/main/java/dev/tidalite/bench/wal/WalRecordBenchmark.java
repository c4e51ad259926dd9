package dev.tidalite.bench.wal;

import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.codec.ByteWriter;
import dev.tidalite.engine.internal.codec.RowBlock;
import dev.tidalite.engine.internal.codec.WriteBatch;
import dev.tidalite.engine.internal.codec.WriteBatchCodec;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.internal.wal.WalConfig;
import dev.tidalite.engine.internal.wal.WalReplay;

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

/// The records of the log: made from rows, and read back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class WalRecordBenchmark {
    private static final long LOG_BYTES = 64L << 20;
    private static final SequenceNumber START = new SequenceNumber(0);

    /// Rows of a record, each with ten doubles.
    @Param({"100", "10000"})
    public int rows = 100;

    private Path folder;
    private RowBlock block;
    private ByteWriter record;
    private DiskStorage storage;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        block = CpuRecords.rows(rows);
        record = CpuRecords.encode(block);
        folder = Files.createTempDirectory("wal-bench");
        storage = DiskStorage.open(folder);
        try (Wal wal = Wal.open(storage, WalConfig.DEFAULT, START)) {
            for (long bytes = 0; bytes < LOG_BYTES; bytes += record.size()) {
                wal.append(CpuRecords.KIND, record.bytes(), 0, record.size());
            }
        }
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        ProcessUse.deleteTree(folder);
    }

    /// Makes a record's payload.
    @Benchmark
    public ByteWriter encode() {
        return CpuRecords.encode(block);
    }

    /// Reads a payload.
    @Benchmark
    public WriteBatch decode() {
        return new WriteBatchCodec().decode(record.bytes(), 0, record.size());
    }

    /// Reads a log whose payloads are 64 MiB in all, checksums and compression included, without
    /// decoding the payloads.
    @Benchmark
    public long replay() {
        return WalReplay.replay(storage, WalConfig.DEFAULT, START, (_, _, _, _) -> {})
                .recordBytes();
    }
}
