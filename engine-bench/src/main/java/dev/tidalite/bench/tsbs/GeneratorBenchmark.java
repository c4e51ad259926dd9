package dev.tidalite.bench.tsbs;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// Rows a second of one thread, as line protocol of 4,000 hosts or trucks.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GeneratorBenchmark {
    private static final int SERIES = 4_000;
    private static final int ROWS = 1_000;

    private final LineSource cpu = Profile.CPU.source(SERIES, 1);
    private final LineSource devops = Profile.DEVOPS.source(SERIES, 1);
    private final LineSource iot = Profile.IOT.source(SERIES, 1);
    private final byte[] text = new byte[ROWS * LineSource.LINE_BYTES_MAX];

    private byte[] fill(LineSource source) {
        int end = 0;
        for (int row = 0; row < ROWS; row++) {
            end = source.appendLine(text, end);
        }
        return text;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] cpu() {
        return fill(cpu);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] devops() {
        return fill(devops);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public byte[] iot() {
        return fill(iot);
    }
}
