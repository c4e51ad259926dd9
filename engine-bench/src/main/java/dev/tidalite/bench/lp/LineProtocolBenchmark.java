package dev.tidalite.bench.lp;

import dev.tidalite.lp.DecodeLimits;
import dev.tidalite.lp.DecodeResult;
import dev.tidalite.lp.LineDecoder;
import dev.tidalite.lp.Precision;
import dev.tidalite.lp.Utf8;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// One invocation takes a whole text; the counters `bytes` and `lines` give the rates. Run it with
/// `-prof gc` to see bytes allocated.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx1g"})
public class LineProtocolBenchmark {
    private static final int TEXT_BYTES = 16 << 20;

    @Param public LineKind kind = LineKind.TSBS_INTEGERS;

    private byte[] text = {};
    private int lineCount;
    private LineDecoder decoder = new LineDecoder(DecodeLimits.DEFAULT);
    private ArrayColumns columns = new ArrayColumns(text, 0);
    private QuestDbLines questDb = new QuestDbLines(text);

    /// Rates beside the one of whole texts.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rates {
        public long bytes;
        public long lines;
    }

    @Setup
    public void prepare() {
        text = kind.text(TEXT_BYTES);
        lineCount = (int) Newlines.count(text);
        decoder = new LineDecoder(DecodeLimits.DEFAULT);
        columns = new ArrayColumns(text, lineCount);
        questDb = new QuestDbLines(text);
    }

    @TearDown
    public void close() {
        questDb.close();
    }

    private void count(Rates rates) {
        rates.bytes += text.length;
        rates.lines += lineCount;
    }

    private int decode() {
        columns.rewind();
        if (Utf8.firstInvalid(text, 0, text.length) >= 0) {
            throw new IllegalStateException("not UTF-8");
        }
        DecodeResult result =
                decoder.decode(text, 0, text.length, Precision.NANOSECONDS, 0, columns);
        if (result.lineCount() != lineCount) {
            throw new IllegalStateException("bad lines: " + result.errors());
        }
        return columns.rowCount();
    }

    @Benchmark
    public int vector(Rates rates) {
        count(rates);
        return decode();
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {
                "--add-modules=jdk.incubator.vector",
                "-Xmx1g",
                "-Ddev.tidalite.lp.scanner=swar"
            })
    public int swar(Rates rates) {
        count(rates);
        return decode();
    }

    @Benchmark
    @Fork(
            value = 1,
            jvmArgsAppend = {
                "--add-modules=jdk.incubator.vector",
                "-Xmx1g",
                "-Ddev.tidalite.lp.scanner=scalar"
            })
    public int scalar(Rates rates) {
        count(rates);
        return decode();
    }

    @Benchmark
    public long newlines(Rates rates) {
        count(rates);
        return Newlines.count(text);
    }

    @Benchmark
    public long questDb(Rates rates) {
        count(rates);
        return questDb.parse();
    }
}
