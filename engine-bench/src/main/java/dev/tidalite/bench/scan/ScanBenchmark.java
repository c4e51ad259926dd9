package dev.tidalite.bench.scan;

import dev.tidalite.bench.report.ProcessUse;
import dev.tidalite.bench.tsbs.CpuData;
import dev.tidalite.engine.BatchCursor;
import dev.tidalite.engine.Engine;
import dev.tidalite.engine.Snapshot;

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

/// Scans of one thread through a snapshot, every value touched, beside no peer: `bench scan` has
/// DuckDB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() first
public class ScanBenchmark {
    @Param({
        "one host's hour",
        "sum of one column",
        "time and ten doubles",
        "last row of each host",
        "last rows by time"
    })
    public String question = "one host's hour";

    @Param("400")
    public int hosts = 400;

    @Param("2500")
    public int steps = 2500;

    private Path folder;
    private Engine engine;
    private Snapshot snapshot;
    private ScanQuestion asked;
    private int round;

    @Setup(Level.Trial)
    public void prepare() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("scan-bench");
        engine = CpuTable.open(folder, hosts, steps, CpuData.Values.TWO_DECIMALS);
        snapshot = engine.snapshot(CpuTable.DATABASE);
        asked =
                ScanQuestion.all(hosts).stream()
                        .filter(known -> known.name().equals(question))
                        .findFirst()
                        .orElseThrow();
    }

    @TearDown(Level.Trial)
    public void remove() throws IOException {
        snapshot.close();
        engine.close();
        ProcessUse.deleteTree(folder);
    }

    @Benchmark
    public double scan() {
        try (BatchCursor cursor = snapshot.scan(asked.spec().apply(round++))) {
            return ScanSum.of(cursor, asked.rowsMax());
        }
    }
}
