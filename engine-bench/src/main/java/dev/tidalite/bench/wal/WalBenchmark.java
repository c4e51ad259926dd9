package dev.tidalite.bench.wal;

import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.engine.Durability;
import dev.tidalite.engine.SequenceNumber;
import dev.tidalite.engine.internal.codec.ByteWriter;
import dev.tidalite.engine.internal.storage.DiskStorage;
import dev.tidalite.engine.internal.wal.Ticket;
import dev.tidalite.engine.internal.wal.Wal;
import dev.tidalite.engine.internal.wal.WalConfig;

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

/// Appending to the log. All threads (`-t 8`) append to one, and wait until their record is as
/// durable as the log makes it. `-Djava.io.tmpdir` says which disk has to sync.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class WalBenchmark {
    private static final long TRIM_RECORDS = 256;

    /// Rows of a record, each with ten doubles.
    @Param({"1", "100", "10000"})
    public int rows = 1;

    @Param({"SYNCED", "BUFFERED"})
    public String durability = "SYNCED";

    private Path folder;
    private ByteWriter record;
    private Wal wal;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        record = CpuRecords.encode(CpuRecords.rows(rows));
        WalConfig usual = WalConfig.DEFAULT;
        WalConfig config =
                new WalConfig(
                        durability.equals("SYNCED") ? Durability.SYNCED : Durability.BUFFERED,
                        usual.fileBytesMax(),
                        usual.recordBytesMax(),
                        usual.queueBytesMax(),
                        usual.queueWaitMs());
        folder = Files.createTempDirectory("wal-bench");
        wal = Wal.open(DiskStorage.open(folder), config, new SequenceNumber(0));
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        wal.close();
        ProcessUse.deleteTree(folder);
    }

    /// The place of a record that is as durable as it should be.
    @Benchmark
    public SequenceNumber append() {
        Ticket ticket = wal.append(CpuRecords.KIND, record.bytes(), 0, record.size());
        ticket.await();
        if (ticket.sequence().value() % TRIM_RECORDS == 0) {
            wal.trimUpTo(ticket.sequence());
        }
        return ticket.sequence();
    }
}
