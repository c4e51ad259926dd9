package dev.tidalite.bench.lp;

import com.sun.management.ThreadMXBean;

import dev.tidalite.lp.DecodeLimits;
import dev.tidalite.lp.DecodeResult;
import dev.tidalite.lp.LineDecoder;
import dev.tidalite.lp.Precision;
import dev.tidalite.lp.Utf8;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.LongSupplier;

/// What [LineProtocolBenchmark] measures, as a table, by the processor time of the thread, which a
/// busy machine disturbs less than it does a clock on the wall. The best of many passes counts.
///
/// Arguments: any number of names of [LineKind]; none for all.
public final class CpuTimeReport {
    private static final int TEXT_BYTES = 8 << 20;
    private static final int PASSES = 80;

    private CpuTimeReport() {}

    public static void main(String[] args) {
        System.out.printf(
                "%-14s %-10s %8s %12s %10s%n", "text", "reader", "GB/s", "lines/s", "B/line");
        for (LineKind kind : LineKind.values()) {
            if (args.length == 0 || List.of(args).contains(kind.name())) {
                report(kind);
            }
        }
    }

    private static void report(LineKind kind) {
        byte[] text = kind.text(TEXT_BYTES);
        int lineCount = (int) Newlines.count(text);
        LineDecoder decoder = new LineDecoder(DecodeLimits.DEFAULT);
        ArrayColumns columns = new ArrayColumns(text, lineCount);
        String scanner = System.getProperty("dev.tidalite.lp.scanner", "best");
        measure(kind, scanner, text, lineCount, () -> decode(decoder, text, columns, lineCount));
        measure(kind, "utf8", text, lineCount, () -> Utf8.firstInvalid(text, 0, text.length));
        measure(kind, "newlines", text, lineCount, () -> Newlines.count(text));
        try (QuestDbLines questDb = new QuestDbLines(text)) {
            measure(kind, "questdb", text, lineCount, questDb::parse);
        }
    }

    private static long decode(
            LineDecoder decoder, byte[] text, ArrayColumns columns, int lineCount) {
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

    private static void measure(
            LineKind kind, String reader, byte[] text, int lineCount, LongSupplier pass) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bestNs = Long.MAX_VALUE;
        long allocated = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < PASSES; i++) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadCpuTime();
            sum += pass.getAsLong();
            bestNs = Math.min(bestNs, threads.getCurrentThreadCpuTime() - before);
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - bytesBefore);
        }
        System.out.printf(
                "%-14s %-10s %8.2f %12.0f %10.3f%s%n",
                kind,
                reader,
                (double) text.length / bestNs,
                lineCount * 1e9 / bestNs,
                (double) allocated / lineCount,
                sum == 42 ? " " : "");
    }
}
